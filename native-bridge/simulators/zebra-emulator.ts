import { mkdir, rename, writeFile } from 'node:fs/promises';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { createListeners } from '../health.ts';
import type { Unsubscribe } from '../ports.ts';
import type { LabelGeometry, LabelRenderer } from './label-renderer.ts';
import { createLabelRenderer, geometryOf } from './label-renderer.ts';
import type { MechanismFault, PrintedLabel } from './printer-mechanism.ts';
import { createPrinterMechanism } from './printer-mechanism.ts';
import type { ZebraQuestionFacts } from './zebra-answers.ts';
import { answerVariable, hostStatusAnswer } from './zebra-answers.ts';
import type { PrinterInput } from './zpl-stream.ts';
import { createZplStream } from './zpl-stream.ts';

/**
 * `silent_on_error`: in a fault, questions about the state get no answer. `silent`: never an answer at all.
 * `reset_after_bytes`: the connection is reset once that many bytes of the next label have come (a count beyond its
 * length: after the whole label, which is then printed). `slow`: every answer takes that many milliseconds longer.
 */
export type WireFault = 'silent_on_error' | 'silent' | 'reset_after_bytes' | 'slow';
export type ZebraFault = MechanismFault | WireFault;

/** A printed piece of paper with its picture. */
export interface EmulatedLabel extends PrintedLabel {
  /** Path of the PNG, or null where nothing is drawn or drawing failed. */
  readonly png: string | null;
  readonly renderError: string | null;
}

export interface ZebraEmulatorOptions {
  /** Gets `label-0001.png` and `label-0001.zpl`; without it nothing is drawn or written. */
  readonly outDir?: string;
  /** Time to print one label; 50 when left out. */
  readonly labelMs?: number;
  readonly onLabel?: (label: EmulatedLabel) => void;
  /** 0 (any free port) when left out. */
  readonly port?: number;
  /** Used where a format has no `^PW`/`^LL`; 100 × 60 mm at 203 dpi when left out. */
  readonly geometry?: LabelGeometry;
  /** `device.languages`; `zpl` when left out. */
  readonly languages?: string;
  /** Lifetime labels at the start. */
  readonly odometer?: number;
}

export interface ZebraEmulator {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `setting`: bytes for `reset_after_bytes`, milliseconds for `slow`; otherwise on or off. */
  fault(name: ZebraFault, setting?: boolean | number): void;
  faults(): readonly ZebraFault[];
  /** What has come out and, with `outDir`, is drawn. In the order of coming out. */
  labels(): readonly EmulatedLabel[];
  odometer(): number;
  /** Whole formats received, printed or not. */
  formatsReceived(): number;
  onLabel(listener: (label: EmulatedLabel) => void): Unsubscribe;
  /** First byte of a format at the socket; `performance.timeOrigin + performance.now()` at that moment. */
  onFirstByte(listener: (at: number) => void): Unsubscribe;
  /** Resolves when no paper moves and all that came out is drawn. */
  idle(): Promise<void>;
  /** Network cable out: connections break, none are taken. */
  unplug(): Promise<void>;
  /** Same port again. */
  replug(): Promise<void>;
  close(): Promise<void>;
}

const defaultGeometry: LabelGeometry = { widthDots: 800, heightDots: 480, dotsPerMm: 8 };

/** A Zebra at a TCP port of this machine: prints to PNG, answers `~HS` and SGD, and fails as told. */
export async function startZebraEmulator(options: ZebraEmulatorOptions = {}): Promise<ZebraEmulator> {
  const { outDir } = options;
  const mechanism = createPrinterMechanism({
    clock: systemClock,
    labelMs: options.labelMs ?? 50,
    odometer: options.odometer ?? 0,
  });
  const renderer: LabelRenderer | null = outDir === undefined ? null : createLabelRenderer();
  const labelCame = createListeners<EmulatedLabel>();
  const firstByte = createListeners<number>();
  const wire = new Map<WireFault, number>();
  const labels: EmulatedLabel[] = [];
  let drawing: Promise<void> = Promise.resolve();
  let formatsReceived = 0;
  if (options.onLabel !== undefined) labelCame.add(options.onLabel);
  if (outDir !== undefined) await mkdir(outDir, { recursive: true });

  mechanism.onPrinted((label) => {
    drawing = drawing.then(() => drawLabel(label));
  });

  async function drawLabel(label: PrintedLabel): Promise<void> {
    const drawn =
      renderer === null || outDir === undefined
        ? null
        : await drawTo(outDir, renderer, label, options.geometry ?? defaultGeometry);
    const whole: EmulatedLabel = { ...label, png: drawn?.png ?? null, renderError: drawn?.renderError ?? null };
    labels.push(whole);
    labelCame.call(whole);
  }

  function act(input: PrinterInput, facts: ZebraQuestionFacts, say: (text: string) => void): void {
    switch (input.kind) {
      case 'format':
        formatsReceived += 1;
        mechanism.accept(input.bytes);
        return;
      case 'setvar':
        return;
      case 'getvar':
        if (answersNow(input.name === 'device.host_status')) say(answerVariable(input.name, facts));
        return;
      case 'immediate':
        actAtOnce(input.command, facts, say);
    }
  }

  function actAtOnce(command: string, facts: ZebraQuestionFacts, say: (text: string) => void): void {
    switch (command) {
      case 'HS':
        if (answersNow(true)) say(hostStatusAnswer(facts));
        return;
      case 'PS':
        mechanism.set('paused', false);
        return;
      case 'PP':
        mechanism.set('paused', true);
        return;
      case 'JA':
        mechanism.cancelAll();
        return;
      default:
    }
  }

  function answersNow(aboutState: boolean): boolean {
    if (wire.has('silent')) return false;
    const inFault = mechanism.conditions().some((condition) => condition !== 'paused');
    return !(aboutState && inFault && wire.has('silent_on_error'));
  }

  // One client is served; the next one waits until it has gone, as at a real printer.
  const clients: Socket[] = [];

  function serve(client: Socket): void {
    const stream = createZplStream();
    client.on('data', (chunk: Uint8Array) => {
      const before = stream.partial();
      const resetAfter = wire.get('reset_after_bytes');
      const inputs = stream.push(chunk);
      const begun = stream.partial() > 0 || inputs.some((input) => input.kind === 'format');
      if (before === 0 && begun) firstByte.call(performance.timeOrigin + performance.now());
      if (resetAfter !== undefined && begun && mustReset(inputs, stream.partial(), resetAfter)) {
        wire.delete('reset_after_bytes');
        for (const input of inputs)
          if (input.kind === 'format' && input.bytes.length < resetAfter) mechanism.accept(input.bytes);
        client.resetAndDestroy();
        return;
      }
      for (const input of inputs) {
        act(input, { mechanism, partialFormat: stream.partial() > 0, languages: options.languages ?? 'zpl' }, (text) =>
          reply(client, text),
        );
      }
    });
    client.resume();
  }

  function reply(client: Socket, text: string): void {
    const delayMs = wire.get('slow');
    if (delayMs === undefined) client.write(text);
    else systemClock.setTimer(delayMs, () => client.write(text));
  }

  function accept(client: Socket): void {
    client.setNoDelay(true);
    client.on('error', () => undefined);
    client.once('close', () => {
      const place = clients.indexOf(client);
      if (place >= 0) clients.splice(place, 1);
      const next = clients[0];
      if (place === 0 && next !== undefined) serve(next);
    });
    clients.push(client);
    if (clients.length === 1) serve(client);
  }

  let server = await listen(accept, options.port ?? 0);
  const port = portOf(server);

  async function unplug(): Promise<void> {
    if (!server.listening) return;
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const client of [...clients].toReversed()) client.resetAndDestroy();
    await ended;
  }

  return {
    host: '127.0.0.1',
    port,
    fault(name, setting = true) {
      switch (name) {
        case 'silent_on_error':
        case 'silent':
        case 'reset_after_bytes':
        case 'slow':
          if (setting === false) wire.delete(name);
          else wire.set(name, setting === true ? DEFAULT_SETTING[name] : setting);
          return;
        default:
          mechanism.set(name, setting !== false);
      }
    },
    faults: () => [...mechanism.faults(), ...wire.keys()],
    labels: () => [...labels],
    odometer: mechanism.odometer,
    formatsReceived: () => formatsReceived,
    onLabel: labelCame.add,
    onFirstByte: firstByte.add,
    async idle() {
      await mechanism.idle();
      await drawing;
    },
    unplug,
    async replug() {
      if (!server.listening) server = await listen(accept, port);
    },
    async close() {
      await unplug();
      mechanism.close();
      await drawing;
      await renderer?.close();
    },
  };
}

const DEFAULT_SETTING: Readonly<Record<WireFault, number>> = {
  silent_on_error: 1,
  silent: 1,
  reset_after_bytes: 40,
  slow: 300,
};

/** Whether enough of a label has come for the reset that was ordered. */
function mustReset(inputs: readonly PrinterInput[], partial: number, resetAfter: number): boolean {
  return partial >= resetAfter || inputs.some((input) => input.kind === 'format');
}

async function drawTo(
  outDir: string,
  renderer: LabelRenderer,
  label: PrintedLabel,
  fallback: LabelGeometry,
): Promise<{ readonly png: string | null; readonly renderError: string | null }> {
  const name = `label-${String(label.index).padStart(4, '0')}`;
  await writeFile(join(outDir, `${name}.zpl`), label.bytes);
  const drawn = await renderer.render(label.bytes, geometryOf(label.bytes, fallback), label.complete);
  if (!drawn.ok) return { png: null, renderError: drawn.detail };
  const png = join(outDir, `${name}.png`);
  // Under its name only when it is whole: whoever waits for the paper must not read half of it.
  await writeFile(`${png}.part`, drawn.png);
  await rename(`${png}.part`, png);
  return { png, renderError: null };
}

function listen(accept: (client: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true }, accept);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the emulator has no TCP port');
  return address.port;
}
