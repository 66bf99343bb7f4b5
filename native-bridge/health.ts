import type { Clock, DeviceCode, DeviceHealth, DeviceState, Unsubscribe } from './ports.ts';

/** Listeners of one kind of happening, called in the order they came; one that throws does not stop the others. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Unsubscribe;
  call(value: T): void;
  clear(): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<{ readonly run: (value: T) => void }>();
  return {
    add(run) {
      const entry = { run };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    call(value) {
      const failures: unknown[] = [];
      // A copy: a listener may take itself away.
      const present = [...listeners];
      for (const entry of present) {
        try {
          entry.run(value);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    clear() {
      listeners.clear();
    },
  };
}

/** Keeps a device's health and tells of changes only. */
export interface HealthKeeper {
  current(): DeviceHealth;
  set(state: DeviceState, code: DeviceCode, detail?: string): void;
  onChange(listener: (health: DeviceHealth) => void): Unsubscribe;
}

export function createHealthKeeper(clock: Clock, state: DeviceState, code: DeviceCode): HealthKeeper {
  const listeners = createListeners<DeviceHealth>();
  let health: DeviceHealth = { state, code, at: clock.now() };
  return {
    current: () => health,
    set(nextState, nextCode, detail) {
      if (health.state === nextState && health.code === nextCode) return;
      health = {
        state: nextState,
        code: nextCode,
        ...(detail === undefined ? {} : { detail }),
        at: clock.now(),
      };
      listeners.call(health);
    },
    onChange: listeners.add,
  };
}
