import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Printer } from '../ports.ts';
import { startZebraEmulator } from '../simulators/zebra-emulator.ts';
import type { ZebraEmulator, ZebraEmulatorOptions } from '../simulators/zebra-emulator.ts';
import { testEnvironment, waitFor, waitForHealth } from '../testing/environment.ts';
import { createTcpTransport } from './tcp.ts';
import { createZebraPrinter } from './zebra.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const label = Buffer.from('^XA^FO10,10^FDlabel^FS^PQ1^XZ');

async function start(
  options: ZebraEmulatorOptions = {},
): Promise<{ readonly emulator: ZebraEmulator; readonly printer: Printer }> {
  const emulator = await startZebraEmulator({ labelMs: 5, ...options });
  cleanUps.push(() => emulator.close());
  return { emulator, printer: printerAt(emulator.port) };
}

function printerAt(port: number): Printer {
  const printer = createZebraPrinter({
    id: 'printer-1',
    transport: createTcpTransport({ host: '127.0.0.1', port, clock: systemClock }),
    environment: testEnvironment(),
    times: {
      answerMs: 250,
      acknowledgeMs: 250,
      quietMs: 200,
      heartbeatMs: 20,
      retryMs: 20,
      confirmMs: 2_000,
      writeMs: 1_000,
    },
  });
  cleanUps.push(() => printer.close());
  return printer;
}

/** A peer at a TCP port that does what a test says. */
async function startPeer(serve: (client: Socket) => void): Promise<number> {
  const clients: Socket[] = [];
  const server: Server = createServer((client) => {
    clients.push(client);
    client.on('error', () => undefined);
    serve(client);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  cleanUps.push(() => {
    for (const client of clients) client.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return port;
}

describe('Zebra driver: what only a wire can do', () => {
  it('a printer left in another language gets no label and no ~HS, which it would print', async () => {
    let heard = '';
    const port = await startPeer((client) => {
      client.on('data', (chunk) => {
        heard += chunk.toString();
        if (heard.includes('device.languages')) client.write('"line_print"');
      });
    });
    const printer = printerAt(port);
    await waitForHealth(printer, { state: 'faulted', code: 'wrong_language' });
    expect(await printer.send(label)).toMatchObject({ state: 'not_sent', code: 'wrong_language' });
    expect(heard).not.toContain('~HS');
    expect(heard).not.toContain('^XA');
  });

  it('a connection reset after the last byte leaves the label unknown, though it comes out; it is not sent again', async () => {
    const { emulator, printer } = await start();
    await waitForHealth(printer, { state: 'ready' });
    emulator.fault('reset_after_bytes', 1_000_000);
    const printed = waitFor('the label', (listener) => emulator.onLabel(listener));
    expect(await printer.send(label)).toMatchObject({ state: 'unknown', code: 'peer_gone' });
    await printed;
    await waitForHealth(printer, { state: 'ready' });
    await emulator.idle();
    expect(emulator.labels()).toHaveLength(1);
  });

  it('an answer that comes too late is not taken for the next one', async () => {
    const { emulator, printer } = await start();
    await waitForHealth(printer, { state: 'ready' });
    emulator.fault('head_open');
    await waitForHealth(printer, { code: 'head_open' });
    emulator.fault('slow', 350);
    await waitForHealth(printer, { code: 'silent' });
    emulator.fault('head_open', false);
    emulator.fault('slow', false);
    // Answers that still say "head open" are on their way; the newest says that it is closed.
    await waitForHealth(printer, { state: 'ready' });
    expect((await printer.status()).conditions).toEqual([]);
  });

  it('a printer without SGD prints, and is in doubt because nothing counts', async () => {
    let formats = 0;
    const port = await startPeer((client) => {
      client.on('data', (chunk) => {
        const text = chunk.toString();
        if (text.includes('^XA')) formats += 1;
        if (text.includes('~HS')) {
          client.write(
            '\u0002030,0,0,0480,000,0,0,0,000,0,0,0\u0003\r\n\u0002000,0,0,0,0,2,6,0,00000000,1,000\u0003\r\n',
          );
          client.write('\u00021234,0\u0003\r\n');
        }
      });
    });
    const printer = printerAt(port);
    await waitForHealth(printer, { state: 'ready' });
    const outcome = await printer.send(label);
    expect(outcome.state).toBe('sent');
    expect(outcome.state === 'sent' ? await outcome.confirm() : null).toMatchObject({
      state: 'in_doubt',
      code: 'odometer_unknown',
    });
    expect(formats).toBe(1);
  });

  it('a peer that answers nonsense is no printer', async () => {
    const port = await startPeer((client) => {
      client.on('data', () => client.write('\u0002HTTP\u0003\u0002400\u0003\u0002Bad\u0003"zpl"'));
    });
    const printer = printerAt(port);
    await waitForHealth(printer, { state: 'faulted', code: 'protocol_error' });
    expect(await printer.send(label)).toMatchObject({ state: 'not_sent', code: 'protocol_error' });
  });

  it('nobody at the port is a refused connection, tried again until somebody is', async () => {
    const { emulator, printer } = await start();
    await waitForHealth(printer, { state: 'ready' });
    await emulator.unplug();
    await waitForHealth(printer, { code: 'connection_refused' });
    await emulator.replug();
    await waitForHealth(printer, { state: 'ready' });
  });

  it('the first byte at the socket is told by the emulator, after the driver let it go', async () => {
    const { emulator, printer } = await start();
    await waitForHealth(printer, { state: 'ready' });
    const before = performance.timeOrigin + performance.now();
    const arrival = waitFor<number>('the first byte', (listener) => emulator.onFirstByte(listener));
    await printer.send(label);
    expect(await arrival).toBeGreaterThanOrEqual(before);
  });
});

describe('TCP transport', () => {
  it('bytes that are not taken before the deadline are unknown, and the connection is given up', async () => {
    const port = await startPeer((client) => client.pause());
    const transport = createTcpTransport({ host: '127.0.0.1', port, clock: systemClock });
    cleanUps.push(() => transport.close());
    expect(await transport.open(1_000)).toEqual({ ok: true });
    expect(await transport.write(new Uint8Array(64 * 1_024 * 1_024), 50)).toMatchObject({
      state: 'unknown',
      code: 'silent',
    });
    expect(transport.connected()).toBe(false);
    expect(await transport.write(label, 50)).toMatchObject({ state: 'not_sent' });
  });

  it('without a connection nothing is sent', async () => {
    const transport = createTcpTransport({ host: '127.0.0.1', port: 9, clock: systemClock });
    cleanUps.push(() => transport.close());
    expect(await transport.open(1_000)).toMatchObject({ ok: false });
    expect(await transport.write(label, 50)).toMatchObject({ state: 'not_sent', code: 'peer_gone' });
  });

  it('an answer in pieces is one answer', async () => {
    const port = await startPeer((client) => {
      client.setNoDelay(true);
      client.on('data', () => {
        client.write('"1');
        setImmediate(() => client.write('23"'));
      });
    });
    const transport = createTcpTransport({ host: '127.0.0.1', port, clock: systemClock });
    cleanUps.push(() => transport.close());
    await transport.open(1_000);
    const answer = await transport.query({ bytes: label, complete: (bytes) => bytes.length === 5, deadlineMs: 1_000 });
    expect(answer.ok && Buffer.from(answer.bytes).toString()).toBe('"123"');
  });
});
