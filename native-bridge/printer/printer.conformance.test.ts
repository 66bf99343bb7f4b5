import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { PrintConfirmation, Printer, SendOutcome } from '../ports.ts';
import { startZebraEmulator } from '../simulators/zebra-emulator.ts';
import { testEnvironment, waitForHealth } from '../testing/environment.ts';
import { createPrinterSimulator } from './simulator.ts';
import { createTcpTransport } from './tcp.ts';
import { createZebraPrinter } from './zebra.ts';

type RigFault =
  | 'paper_out'
  | 'head_open'
  | 'ribbon_out'
  | 'paused'
  | 'duplicate'
  | 'half_label'
  | 'silent'
  | 'silent_on_error'
  | 'break_next';

/** A printer and the hands at it: the same test body runs on every rig. */
interface PrinterRig {
  readonly printer: Printer;
  fault(name: RigFault, on?: boolean): void;
  /** Bytes of each label that came out, in order. */
  printed(): readonly Uint8Array[];
  unplug(): Promise<void>;
  replug(): Promise<void>;
  close(): Promise<void>;
}

function simulatorRig(): Promise<PrinterRig> {
  const printer = createPrinterSimulator({
    id: 'printer-1',
    environment: testEnvironment(),
    labelMs: 10,
    confirmMs: 1_000,
  });
  return Promise.resolve({
    printer,
    fault: printer.fault,
    printed: () => printer.labels().map((label) => label.bytes),
    unplug: () => Promise.resolve(printer.unplug()),
    replug: () => Promise.resolve(printer.replug()),
    close: () => printer.close(),
  });
}

async function tcpRig(): Promise<PrinterRig> {
  const emulator = await startZebraEmulator({ labelMs: 10, odometer: 4_711 });
  const printer = createZebraPrinter({
    id: 'printer-1',
    transport: createTcpTransport({ host: emulator.host, port: emulator.port, clock: systemClock }),
    environment: testEnvironment(),
    times: { answerMs: 250, acknowledgeMs: 250, quietMs: 30, heartbeatMs: 20, retryMs: 20, confirmMs: 1_000 },
  });
  return {
    printer,
    fault: (name, on = true) => emulator.fault(name === 'break_next' ? 'reset_after_bytes' : name, on),
    printed: () => emulator.labels().map((label) => label.bytes),
    unplug: emulator.unplug,
    replug: emulator.replug,
    async close() {
      await printer.close();
      await emulator.close();
    },
  };
}

const label = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(`^XA^CI28^FO40,40^A0N,30,30^FD${text}^FS^PQ1^XZ`, 'utf8'));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function confirmed(outcome: SendOutcome, deadlineMs?: number): Promise<PrintConfirmation> {
  if (outcome.state !== 'sent') throw new Error(`not sent: ${outcome.code}`);
  return outcome.confirm(deadlineMs);
}

describe.each([
  ['simulator', simulatorRig],
  ['Zebra driver over TCP', tcpRig],
] as const)('printer: %s', (_name, start) => {
  let rig: PrinterRig | undefined;
  afterEach(async () => {
    await rig?.close();
    rig = undefined;
  });

  async function ready(): Promise<PrinterRig> {
    rig = await start();
    await waitForHealth(rig.printer, { state: 'ready' });
    return rig;
  }

  it('a label comes out byte for byte and the odometer confirms it', async () => {
    const { printer, printed } = await ready();
    const zpl = label('无菌手术刀片 10片');
    const verdict = await confirmed(await printer.send(zpl));
    expect(verdict).toMatchObject({ state: 'confirmed', evidence: { labelsRemaining: 0, conditions: [] } });
    expect((verdict.evidence.odometerAfter ?? 0) - (verdict.evidence.odometerBefore ?? 0)).toBe(1);
    expect(printed().map(textOf)).toEqual([textOf(zpl)]);
  });

  it('labels asked for at once come out one after the other, none mixed with another', async () => {
    const { printer, printed } = await ready();
    const asked = Array.from({ length: 8 }, (_, number) => label(`label ${number}`));
    for (const zpl of asked) expect(await confirmed(await printer.send(zpl))).toMatchObject({ state: 'confirmed' });
    expect(printed().map(textOf)).toEqual(asked.map(textOf));
  });

  it('questions asked while labels are sent get their own answers', async () => {
    const { printer, printed } = await ready();
    const sending = printer.send(label('busy')).then((outcome) => confirmed(outcome));
    const answers = await Promise.all(Array.from({ length: 10 }, () => printer.status()));
    expect(await sending).toMatchObject({ state: 'confirmed' });
    for (const answer of answers) expect(answer.reached).toBe('answered');
    expect(printed()).toHaveLength(1);
  });

  it('the first byte of a label is told', async () => {
    const { printer } = await ready();
    let calls = 0;
    printer.onFirstByte(() => {
      calls += 1;
    });
    await confirmed(await printer.send(label('first byte')));
    expect(calls).toBe(1);
  });

  it.each(['paper_out', 'head_open', 'ribbon_out', 'paused'] as const)(
    '%s: no byte is sent, the reason is told, and it goes away',
    async (condition) => {
      const { printer, fault, printed } = await ready();
      fault(condition);
      expect(await printer.send(label('never'))).toMatchObject({ state: 'not_sent', code: condition });
      expect(printer.health()).toMatchObject({ state: 'faulted', code: condition });
      fault(condition, false);
      await waitForHealth(printer, { state: 'ready' });
      expect(await confirmed(await printer.send(label('now')))).toMatchObject({ state: 'confirmed' });
      expect(printed().map(textOf)).toEqual([textOf(label('now'))]);
    },
  );

  it('two conditions at once are both told', async () => {
    const { printer, fault } = await ready();
    fault('head_open');
    fault('ribbon_out');
    expect((await printer.status()).conditions).toEqual(['head_open', 'ribbon_out']);
  });

  it('a printer that goes silent in a fault is neither offline nor printed', async () => {
    const { printer, fault, printed } = await ready();
    fault('silent_on_error');
    fault('paper_out');
    expect(await printer.send(label('silence'))).toMatchObject({ state: 'not_sent', code: 'silent' });
    expect(printer.health()).toMatchObject({ state: 'faulted', code: 'silent' });
    expect((await printer.status()).reached).toBe('silent');
    fault('paper_out', false);
    await waitForHealth(printer, { state: 'ready' });
    expect(printed()).toEqual([]);
  });

  it('silence after a label leaves it in doubt', async () => {
    const { printer, fault } = await ready();
    const outcome = await printer.send(label('then silence'));
    fault('silent');
    expect(await confirmed(outcome, 400)).toMatchObject({ state: 'in_doubt', code: 'silent' });
  });

  it('paper that runs out in the middle of a label is not a printed label', async () => {
    const { printer, fault } = await ready();
    fault('half_label');
    const verdict = await confirmed(await printer.send(label('half')));
    expect(verdict).toMatchObject({ state: 'in_doubt', code: 'paper_out' });
    expect(verdict.evidence.conditions).toContain('paper_out');
  });

  it('a head that opens while a label is under way is named, and nothing is confirmed', async () => {
    const { printer, fault } = await ready();
    const outcome = await printer.send(label('paused'));
    fault('head_open');
    const verdict = await confirmed(outcome);
    // Whether the paper had begun to move is decided by the moment; either way it is not confirmed, and the head is named.
    expect(verdict.state).not.toBe('confirmed');
    expect(verdict).toMatchObject({ code: 'head_open' });
  });

  it('a label that comes out twice is not confirmed', async () => {
    const { printer, fault, printed } = await ready();
    fault('duplicate');
    expect(await confirmed(await printer.send(label('twice')))).toMatchObject({
      state: 'in_doubt',
      code: 'odometer_jumped',
    });
    expect(printed()).toHaveLength(2);
  });

  it('a connection that breaks inside a label leaves it unknown, and the next label is whole', async () => {
    const { printer, fault, printed } = await ready();
    fault('break_next');
    expect(await printer.send(label('broken'))).toMatchObject({ state: 'unknown', code: 'peer_gone' });
    await waitForHealth(printer, { state: 'ready' });
    expect(await confirmed(await printer.send(label('whole')))).toMatchObject({ state: 'confirmed' });
    expect(printed().map(textOf)).toEqual([textOf(label('whole'))]);
  });

  it('unplugged it is unavailable and sends nothing; plugged in again it prints', async () => {
    const { printer, unplug, replug, printed } = await ready();
    await unplug();
    await waitForHealth(printer, { state: 'unavailable' });
    expect(await printer.send(label('no cable'))).toMatchObject({ state: 'not_sent' });
    await replug();
    await waitForHealth(printer, { state: 'ready' });
    expect(await confirmed(await printer.send(label('cable')))).toMatchObject({ state: 'confirmed' });
    expect(printed().map(textOf)).toEqual([textOf(label('cable'))]);
  });

  it('closed it sends nothing', async () => {
    const { printer } = await ready();
    await printer.close();
    expect(printer.health()).toMatchObject({ state: 'unavailable', code: 'closed' });
    expect(await printer.send(label('closed'))).toMatchObject({ state: 'not_sent', code: 'closed' });
  });
});
