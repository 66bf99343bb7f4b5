import type { DeviceCode, DeviceHealth } from '../../native-bridge/ports.ts';
import { notReached } from '../../native-bridge/printer/evidence.ts';
import type { StationDevice } from './hub.ts';

const nothing = () => undefined;

/** Stands in for a device that cannot be opened at all: it says why and answers every question with that. */
export function unavailableDevice(
  id: string,
  kind: StationDevice['kind'],
  code: DeviceCode,
  detail: string,
  at: number,
): StationDevice {
  const health: DeviceHealth = { state: 'unavailable', code, detail, at };
  const base = { id, model: null, health: () => health, onHealth: () => nothing, close: () => Promise.resolve() };
  const noWeight = { ok: false, code: 'closed', detail } as const;
  switch (kind) {
    case 'scanner':
      return { kind, device: { ...base, kind, onScan: () => nothing }, wedge: null };
    case 'printer':
      return {
        kind,
        device: {
          ...base,
          kind,
          status: () => Promise.resolve(notReached('unreachable', at)),
          send: () => Promise.resolve({ state: 'not_sent', code, detail }),
          onFirstByte: () => nothing,
        },
      };
    case 'scale':
      return {
        kind,
        device: {
          ...base,
          kind,
          readStable: () => Promise.resolve(noWeight),
          onWeight: () => nothing,
          tare: () => Promise.resolve(noWeight),
          zero: () => Promise.resolve(noWeight),
        },
      };
  }
}
