/** What lies on an emulated scale. Weights are decimal text with a fixed number of places; sums are done in integers. */
import { createListeners } from '../health.ts';
import type { Unsubscribe, WeightUnit } from '../ports.ts';

export interface ScaleLoad {
  /** Puts this much on the plate in all, standing still. Decimal text, as `'1.250'`. */
  put(value: string): void;
  /** The load moves, or stands still again. */
  shake(on: boolean): void;
  /** Somebody leans on the plate, lifts it, or lets go; whatever lies on it. */
  press(range: 'within' | 'overload' | 'underload'): void;
  /** What the display shows: the load less zero and tare. */
  net(): string;
  unit(): WeightUnit;
  stable(): boolean;
  range(): 'within' | 'overload' | 'underload';
  /** Takes the present load as tare and gives it back. */
  tare(): string;
  tared(): string;
  clearTare(): void;
  /** False when the load is too heavy to be called zero (more than 2 % of the range), or moves. */
  zero(): boolean;
  onChange(listener: () => void): Unsubscribe;
}

const PLACES = 3;
/** A bench scale of 15 kg, in whole units. */
const RANGE: Readonly<Record<WeightUnit, number>> = { kg: 15, g: 15_000, mg: 999_999, lb: 33, oz: 530 };

export function createScaleLoad(unit: WeightUnit): ScaleLoad {
  const changed = createListeners<null>();
  let load = 0;
  let zeroPoint = 0;
  let tare = 0;
  let moving = false;
  let pressed: 'within' | 'overload' | 'underload' = 'within';
  const most = RANGE[unit] * 10 ** PLACES;
  const stable = (): boolean => !moving;
  const range = (): typeof pressed => (pressed === 'within' && load - zeroPoint > most ? 'overload' : pressed);

  return {
    put(value) {
      load = parse(value);
      moving = false;
      changed.call(null);
    },
    shake(on) {
      moving = on;
      changed.call(null);
    },
    press(next) {
      pressed = next;
      changed.call(null);
    },
    net: () => format(load - zeroPoint - tare),
    unit: () => unit,
    stable,
    range,
    tare() {
      tare = load - zeroPoint;
      return format(tare);
    },
    tared: () => format(tare),
    clearTare() {
      tare = 0;
    },
    zero() {
      if (moving || range() !== 'within' || Math.abs(load) > most / 50) return false;
      zeroPoint = load;
      tare = 0;
      return true;
    },
    onChange: (listener) => changed.add(listener),
  };
}

function parse(value: string): number {
  const parts = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(value);
  if (parts === null) throw new Error(`not a weight with up to ${PLACES} places: ${value}`);
  const size = Number(parts[2]) * 10 ** PLACES + Number((parts[3] ?? '').padEnd(PLACES, '0'));
  return parts[1] === '-' ? -size : size;
}

function format(size: number): string {
  const digits = String(Math.abs(size)).padStart(PLACES + 1, '0');
  return `${size < 0 ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}
