import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Client } from '../contract/client.ts';
import { CallFailed, createClient } from '../contract/client.ts';
import type { Transport } from '../contract/frames.ts';
import type { fixtureBroadcasts } from './contract-fixture.ts';
import { fixtureBroadcasts as broadcasts, fixtureOperations } from './contract-fixture.ts';

/** One end of a connection to a fresh server of the small contract. */
export interface Connected {
  readonly transport: Transport;
  /** Ends the server's side, as a crash of core does. */
  breakOff(): void;
  dispose(): Promise<void> | void;
}

type FixtureClient = Client<typeof fixtureOperations, typeof fixtureBroadcasts>;

/** What the contract promises, over the transport that `connect` makes. */
export function contractSuite(connect: () => Promise<Connected> | Connected): void {
  let connected: Connected;
  let client: FixtureClient;
  const open = (transport: Transport): FixtureClient =>
    createClient(transport, { operations: fixtureOperations, broadcasts, name: 'suite' });
  const failure = async (call: Promise<unknown>): Promise<string> => {
    try {
      await call;
      return 'none';
    } catch (error) {
      return error instanceof CallFailed ? error.failure : String(error);
    }
  };

  beforeEach(async () => {
    connected = await connect();
    client = open(connected.transport);
  });
  afterEach(async () => {
    client.close();
    await connected.dispose();
  });

  test('a call is answered with its value', async () => {
    expect(await client.call('echo', { text: '纸箱' })).toEqual({ ok: true, value: { text: '纸箱' } });
  });

  test('calls are answered each with their own value, in order', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `call ${index}`);
    const order: string[] = [];
    const answers = await Promise.all(
      texts.map(async (text) => {
        const answer = await client.call('echo', { text });
        order.push(text);
        return answer.ok ? answer.value.text : '';
      }),
    );
    expect(answers).toEqual(texts);
    expect(order).toEqual(texts);
  });

  test('a refusal is a value with its code, position and parameters', async () => {
    expect(await client.call('refuse', {})).toEqual({
      ok: false,
      refused: { code: 'carton_full', position: 3, params: { sscc: '106141412345678908', count: 20 } },
    });
  });

  test('the server greets with its version and station', async () => {
    const welcome = new Promise((resolve) => client.onWelcome(resolve));
    await client.call('echo', { text: 'a' });
    expect(await welcome).toEqual({ frame: 'welcome', protocol: 1, version: '0.1.0', station: 'ST-01' });
  });

  test('an input that does not fit is refused before the handler and not echoed', async () => {
    const call = client.call('echo', { text: 'far too long to be a text of twenty' });
    await expect(call).rejects.toThrow('test.echo: invalid_input (text: too_big)');
  });

  test('an unknown operation has its code', async () => {
    const stranger = createClient(connected.transport, {
      operations: { nothing: { ...fixtureOperations.echo, name: 'test.nothing' } },
      broadcasts,
      name: 'stranger',
    });
    expect(await failure(stranger.call('nothing', { text: 'a' }))).toBe('unknown_operation');
  });

  test('a handler that throws is told to the host and leaks nothing', async () => {
    await expect(client.call('fail', {})).rejects.toThrow(/^test\.fail: internal$/);
    expect(await client.call('counts', {})).toMatchObject({ value: { unexpected: 1 } });
  });

  test('a value that does not fit its schema never leaves core', async () => {
    expect(await failure(client.call('misfit', {}))).toBe('invalid_output');
    expect(await client.call('counts', {})).toMatchObject({ value: { unexpected: 1 } });
  });

  test('a call past its deadline fails and the handler is told', async () => {
    expect(await failure(client.call('wait', {}, { timeoutMs: 5 }))).toBe('timeout');
    expect(await client.call('counts', {})).toMatchObject({ value: { aborted: 1 } });
  });

  test('a call that is withdrawn fails and the handler is told', async () => {
    const controller = new AbortController();
    const call = client.call('wait', {}, { signal: controller.signal });
    controller.abort();
    expect(await failure(call)).toBe('cancelled');
    expect(await client.call('counts', {})).toMatchObject({ value: { aborted: 1 } });
  });

  test('nobody signed in: refused before the handler', async () => {
    expect(await client.call('whoAmI', {})).toEqual({ ok: false, refused: { code: 'not_signed_in' } });
  });

  test('the actor comes from the session, whatever the input says', async () => {
    await client.call('setSession', { userId: 'u-17', roles: ['auditor'], locked: false });
    expect(await client.call('whoAmI', { actor: 'u-99' })).toEqual({ ok: true, value: { userId: 'u-17' } });
  });

  test('a missing role is refused with the roles that may', async () => {
    await client.call('setSession', { userId: 'u-17', roles: ['auditor'], locked: false });
    expect(await client.call('pack', {})).toEqual({
      ok: false,
      refused: { code: 'role_missing', params: { roles: 'operator' } },
    });
    expect(await client.call('counts', {})).toMatchObject({ value: { writes: 0 } });
  });

  test('a locked station refuses what writes and answers what reads', async () => {
    await client.call('setSession', { userId: 'u-17', roles: ['operator'], locked: true });
    expect(await client.call('pack', {})).toEqual({ ok: false, refused: { code: 'station_locked' } });
    expect(await client.call('whoAmI', {})).toMatchObject({ ok: true });
    await client.call('setSession', { userId: 'u-17', roles: ['operator'], locked: false });
    expect(await client.call('pack', {})).toEqual({ ok: true, value: {} });
  });

  test('a broadcast reaches who listens, before the answer that caused it', async () => {
    const heard: string[] = [];
    const stop = client.on('told', ({ text }) => heard.push(text));
    await client.call('tell', { text: 'one' });
    expect(heard).toEqual(['one']);
    stop();
    await client.call('tell', { text: 'two' });
    expect(heard).toEqual(['one']);
  });

  test('a broken connection fails what waits and what comes after', async () => {
    await client.call('echo', { text: 'a' });
    const gone = new Promise<void>((resolve) => client.onDisconnected(resolve));
    const waiting = failure(client.call('wait', {}));
    connected.breakOff();
    expect(await waiting).toBe('disconnected');
    await gone;
    expect(await failure(client.call('echo', { text: 'b' }))).toBe('disconnected');
  });

  test('a client goes on over a new connection and keeps its listeners', async () => {
    const heard: string[] = [];
    client.on('told', ({ text }) => heard.push(text));
    const waiting = failure(client.call('wait', {}));
    const next = await connect();
    client.replaceTransport(next.transport);
    expect(await waiting).toBe('disconnected');
    await client.call('tell', { text: 'again' });
    expect(heard).toEqual(['again']);
    await next.dispose();
  });

  test('a peer of another protocol is told so and closed', async () => {
    const other = await connect();
    const told = new Promise((resolve) => other.transport.onFrame(resolve));
    const closed = new Promise<void>((resolve) => other.transport.onClose(resolve));
    other.transport.post({ frame: 'hello', protocol: 99, client: 'future' });
    expect(await told).toMatchObject({ frame: 'failed', id: 0, failure: 'protocol' });
    await closed;
    await other.dispose();
  });

  test('a call before the greeting is a failure of protocol', async () => {
    const other = await connect();
    const told = new Promise((resolve) => other.transport.onFrame(resolve));
    other.transport.post({ frame: 'call', id: 7, operation: 'test.echo', input: { text: 'a' }, deadline_ms: 1000 });
    expect(await told).toEqual({ frame: 'failed', id: 7, failure: 'protocol', detail: 'hello_missing' });
    await other.dispose();
  });
}
