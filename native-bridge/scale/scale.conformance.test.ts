import { afterEach, describe, expect, it } from 'vitest';
import type { Scale, Weight } from '../ports.ts';
import { startScaleEmulator } from '../simulators/scale-emulator.ts';
import type { ScaleEmulator, ScaleEmulatorOptions } from '../simulators/scale-emulator.ts';
import type { ScaleLoad } from '../simulators/scale-load.ts';
import { testEnvironment, waitFor, waitForHealth } from '../testing/environment.ts';
import { createSerialScale } from './serial.ts';
import { createScaleSimulator } from './simulator.ts';

/** A scale and the hands at it: the same test body runs on every rig. */
interface ScaleRig {
  readonly scale: Scale;
  readonly load: ScaleLoad;
  silence(on: boolean): void;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  close(): Promise<void>;
}

const times = { answerMs: 250, pollMs: 10, heartbeatMs: 20, retryMs: 20, presenceMs: 20 };

function simulatorRig(): Promise<ScaleRig> {
  const scale = createScaleSimulator({ id: 'scale-1', environment: testEnvironment() });
  return Promise.resolve({
    scale,
    load: scale.load,
    silence: scale.silence,
    unplug: () => Promise.resolve(scale.unplug()),
    replug: () => Promise.resolve(scale.replug()),
    close: () => scale.close(),
  });
}

async function wire(
  options: ScaleEmulatorOptions = {},
): Promise<{ readonly scale: Scale; readonly emulator: ScaleEmulator; close(): Promise<void> }> {
  const emulator = await startScaleEmulator(options);
  const scale = createSerialScale({
    id: 'scale-1',
    settings: { path: emulator.path, baudRate: 9_600 },
    environment: testEnvironment(),
    unit: 'kg',
    times,
  });
  return {
    scale,
    emulator,
    async close() {
      await scale.close();
      await emulator.close();
    },
  };
}

async function serialRig(): Promise<ScaleRig> {
  const { scale, emulator, close } = await wire();
  return { scale, load: emulator, silence: emulator.silence, unplug: emulator.unplug, replug: emulator.replug, close };
}

describe.each([
  ['simulator', simulatorRig],
  ['MT-SICS driver over a PTY', serialRig],
] as const)('scale: %s', (_name, start) => {
  let rig: ScaleRig | undefined;
  afterEach(async () => {
    await rig?.close();
    rig = undefined;
  });

  async function ready(): Promise<ScaleRig> {
    rig = await start();
    await waitForHealth(rig.scale, { state: 'ready' });
    return rig;
  }

  it('a stable weight is decimal text with its zeros, unit, flag and raw line', async () => {
    const { scale, load } = await ready();
    load.put('1.250');
    expect(await scale.readStable(1_000)).toMatchObject({
      ok: true,
      weight: {
        value: '1.250',
        unit: 'kg',
        stable: true,
        mode: 'gross',
        deviceId: 'scale-1',
        rawLine: 'S S      1.250 kg',
      },
    });
  });

  it('a stable zero is a weight', async () => {
    const { scale } = await ready();
    expect(await scale.readStable(1_000)).toMatchObject({ ok: true, weight: { value: '0.000', stable: true } });
  });

  it('a load that moves gives no weight, and nothing is averaged', async () => {
    const { scale, load } = await ready();
    load.put('2.000');
    load.shake(true);
    expect(await scale.readStable(80)).toMatchObject({ ok: false, code: 'weight_unstable' });
  });

  it('a load that comes to rest within the deadline is weighed', async () => {
    const { scale, load } = await ready();
    load.put('2.000');
    load.shake(true);
    const moving = waitFor<Weight>(
      'a moving weight',
      (listener) => scale.onWeight(listener),
      (weight) => !weight.stable,
    );
    const weighing = scale.readStable(5_000);
    await moving;
    load.put('2.105');
    expect(await weighing).toMatchObject({ ok: true, weight: { value: '2.105' } });
  });

  it.each(['overload', 'underload'] as const)('%s is a refusal, never a number', async (range) => {
    const { scale, load } = await ready();
    load.press(range);
    expect(await scale.readStable(1_000)).toMatchObject({ ok: false, code: range });
    expect(scale.health()).toMatchObject({ state: 'faulted', code: range });
    load.press('within');
    await waitForHealth(scale, { state: 'ready' });
  });

  it('after a tare the weight is net', async () => {
    const { scale, load } = await ready();
    load.put('0.400');
    expect(await scale.tare()).toEqual({ ok: true });
    load.put('1.500');
    expect(await scale.readStable(1_000)).toMatchObject({ ok: true, weight: { value: '1.100', mode: 'net' } });
  });

  it('a tare while the load moves is refused', async () => {
    const { scale, load } = await ready();
    load.put('0.400');
    load.shake(true);
    expect(await scale.tare()).toMatchObject({ ok: false, code: 'weight_unstable' });
  });

  it('zero takes a small load away and is refused for a large one', async () => {
    const { scale, load } = await ready();
    load.put('0.010');
    expect(await scale.zero()).toEqual({ ok: true });
    expect(await scale.readStable(1_000)).toMatchObject({ ok: true, weight: { value: '0.000', mode: 'gross' } });
    load.put('9.000');
    expect(await scale.zero()).toMatchObject({ ok: false });
  });

  it('weights are told as they change', async () => {
    const { scale, load } = await ready();
    const seen = waitFor<Weight>(
      '3.000',
      (listener) => scale.onWeight(listener),
      (weight) => weight.value === '3.000',
    );
    load.put('3.000');
    expect(await seen).toMatchObject({ stable: true });
  });

  it('a silent scale is found out without being asked, gives no weight, and comes back', async () => {
    const { scale, load, silence } = await ready();
    load.put('1.000');
    silence(true);
    await waitForHealth(scale, { state: 'faulted', code: 'silent' });
    expect(await scale.readStable(500)).toMatchObject({ ok: false, code: 'silent' });
    silence(false);
    await waitForHealth(scale, { state: 'ready' });
    expect(await scale.readStable(1_000)).toMatchObject({ ok: true, weight: { value: '1.000' } });
  });

  it('unplugged it is unavailable and gives no weight; plugged in again it weighs', async () => {
    const { scale, load, unplug, replug } = await ready();
    load.put('1.000');
    await unplug();
    await waitForHealth(scale, { state: 'unavailable' });
    expect(await scale.readStable(500)).toMatchObject({ ok: false, code: 'peer_gone' });
    await replug();
    await waitForHealth(scale, { state: 'ready' });
    load.put('1.700');
    expect(await scale.readStable(1_000)).toMatchObject({ ok: true, weight: { value: '1.700' } });
  });

  it('closed it says so', async () => {
    const { scale } = await ready();
    await scale.close();
    expect(scale.health()).toMatchObject({ state: 'unavailable', code: 'closed' });
    expect(await scale.readStable(500)).toMatchObject({ ok: false, code: 'closed' });
  });
});

describe('MT-SICS driver: what only a wire can do', () => {
  let open: { close(): Promise<void> } | undefined;
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });

  it('an answer that came too late is never taken for the next weight', async () => {
    const rig = await wire();
    open = rig;
    await waitForHealth(rig.scale, { state: 'ready' });
    rig.emulator.put('1.000');
    rig.emulator.delay(350);
    await waitForHealth(rig.scale, { code: 'silent' });
    // The old weight is still on its way when the load changes and the scale is quick again.
    rig.emulator.put('5.000');
    rig.emulator.delay(0);
    expect(await rig.scale.readStable(2_000)).toMatchObject({ ok: true, weight: { value: '5.000' } });
  });

  it('a weight nobody asked for is passed over', async () => {
    const rig = await wire();
    open = rig;
    await waitForHealth(rig.scale, { state: 'ready' });
    rig.emulator.put('1.000');
    const seen: string[] = [];
    rig.scale.onWeight((weight) => seen.push(weight.value));
    rig.emulator.silence(true);
    await waitForHealth(rig.scale, { code: 'silent' });
    rig.emulator.silence(false);
    rig.emulator.say('S S      9.999 kg');
    expect(await rig.scale.readStable(2_000)).toMatchObject({ ok: true, weight: { value: '1.000' } });
    expect(seen).not.toContain('9.999');
  });

  it('a device that takes commands and speaks another language is no scale', async () => {
    const rig = await wire({ answersAs: 'modem' });
    open = rig;
    await waitForHealth(rig.scale, { state: 'faulted' });
    expect(await rig.scale.readStable(200)).toMatchObject({ ok: false });
    expect(rig.scale.health().state).toBe('faulted');
  });

  it('a scale that weighs in another unit is refused, not converted', async () => {
    const rig = await wire({ unit: 'lb' });
    open = rig;
    await waitForHealth(rig.scale, { state: 'faulted', code: 'unit_mismatch' });
    rig.emulator.put('1.000');
    expect(await rig.scale.readStable(200)).toMatchObject({ ok: false, code: 'unit_mismatch' });
  });

  it('a tare set at the scale itself makes the weight net', async () => {
    const rig = await wire();
    open = rig;
    await waitForHealth(rig.scale, { state: 'ready' });
    rig.emulator.put('0.300');
    rig.emulator.tare();
    rig.emulator.put('1.000');
    expect(await rig.scale.readStable(1_000)).toMatchObject({ ok: true, weight: { value: '0.700', mode: 'net' } });
  });

  it('the model is what the scale says', async () => {
    const rig = await wire({ model: 'BENCH 15' });
    open = rig;
    await waitForHealth(rig.scale, { state: 'ready' });
    expect(rig.scale.model).toBe('BENCH 15');
  });
});
