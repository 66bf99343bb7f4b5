import { createHealthKeeper, createListeners } from '../health.ts';
import type {
  DriverEnvironment,
  Scale,
  ScaleCommandOutcome,
  WeighOutcome,
  WeighRefusal,
  Weight,
  WeightUnit,
} from '../ports.ts';
import type { ScaleLoad } from '../simulators/scale-load.ts';
import { createScaleLoad } from '../simulators/scale-load.ts';
import { isZero } from './mt-sics.ts';

/** A scale without a wire, and the hands at it. */
export interface ScaleSimulator extends Scale {
  readonly load: ScaleLoad;
  silence(on: boolean): void;
  unplug(): void;
  replug(): void;
}

export interface ScaleSimulatorOptions {
  readonly id: string;
  readonly environment: DriverEnvironment;
  readonly unit?: WeightUnit;
}

export function createScaleSimulator({ id, environment, unit = 'kg' }: ScaleSimulatorOptions): ScaleSimulator {
  const { clock } = environment;
  const health = createHealthKeeper(clock, 'ready', 'ok');
  const weights = createListeners<Weight>();
  const load = createScaleLoad(unit);
  let connection: 'up' | 'silent' | 'unplugged' | 'closed' = 'up';
  const connected = createListeners<null>();
  load.onChange(() => void reading());

  function reading(): WeighOutcome {
    const refused = obstacle();
    judge(refused);
    if (refused !== null) return { ok: false, code: refused };
    const stable = load.stable();
    const value = load.net();
    const rawLine = `S ${stable ? 'S' : 'D'} ${value.padStart(10)} ${unit}`;
    const weight: Weight = {
      value,
      unit,
      stable,
      mode: isZero(load.tared()) ? 'gross' : 'net',
      at: clock.now(),
      deviceId: id,
      rawLine,
    };
    weights.call(weight);
    return { ok: true, weight };
  }

  function obstacle(): WeighRefusal | null {
    switch (connection) {
      case 'closed':
        return 'closed';
      case 'unplugged':
        return 'peer_gone';
      case 'silent':
        return 'silent';
      case 'up': {
        const range = load.range();
        return range === 'within' ? null : range;
      }
    }
  }

  function judge(refused: WeighRefusal | null): void {
    if (refused === null) health.set('ready', 'ok');
    else health.set(refused === 'closed' || refused === 'peer_gone' ? 'unavailable' : 'faulted', refused);
  }

  function connect(next: typeof connection): void {
    connection = next;
    reading();
    connected.call(null);
  }

  function command(run: () => WeighRefusal | null): Promise<ScaleCommandOutcome> {
    const refused = obstacle() ?? run();
    return Promise.resolve(refused === null ? { ok: true } : { ok: false, code: refused });
  }

  return {
    id,
    kind: 'scale',
    model: 'simulated scale',
    load,
    health: health.current,
    onHealth: health.onChange,
    onWeight: weights.add,
    readStable(deadlineMs) {
      return new Promise((resolve) => {
        const settle = (outcome: WeighOutcome): void => {
          for (const stop of stops) stop();
          resolve(outcome);
        };
        const look = (): void => {
          const outcome = reading();
          if (!outcome.ok || outcome.weight.stable) settle(outcome);
        };
        const stops = [
          load.onChange(look),
          connected.add(look),
          clock.setTimer(deadlineMs, () => settle({ ok: false, code: 'weight_unstable' })),
        ];
        look();
      });
    },
    tare: () =>
      command(() => {
        if (!load.stable()) return 'weight_unstable';
        load.tare();
        return null;
      }),
    zero: () =>
      command(() => {
        if (!load.stable()) return 'weight_unstable';
        return load.zero() ? null : 'overload';
      }),
    silence: (on) => connect(on ? 'silent' : 'up'),
    unplug: () => connect('unplugged'),
    replug: () => connect('up'),
    close() {
      connect('closed');
      return Promise.resolve();
    },
  };
}
