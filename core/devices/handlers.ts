import type { RawKey } from '../../native-bridge/ports.ts';
import type { CoreEnvironment } from '../context.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { DeviceSettings, devices as operations } from '../contract/devices.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { assertNever, ok, refused } from '../domain/result.ts';
import type { DeviceHub } from './hub.ts';
import { judgeSettings } from './open-device.ts';

export interface Discovery {
  readonly found: { readonly bus: string; readonly address: string; readonly label: string }[];
  readonly unavailable: { readonly bus: string; readonly code: string; readonly detail: string }[];
}

export interface DeviceDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly hub: DeviceHub;
  readonly discover: () => Promise<Discovery>;
}

/** Devices of the station: list, look for, configure, and the keys that a keyboard wedge types. */
export function createDeviceHandlers({ database, hub, discover }: DeviceDependencies): HandlersOf<typeof operations> {
  return {
    listDevices: () => ok({ devices: hub.views() }),
    async discoverDevices() {
      return ok(await discover());
    },
    async configureDevice({ kind, role, settings, reason }, { actor }) {
      if (actor === null) return refused('not_signed_in');
      const judged = judgeSettings(kind, settings);
      if (!judged.ok) return judged;
      const deviceId = `${kind}-${role}`;
      const taken = hub.views().find((other) => other.deviceId !== deviceId && sameAddress(other.settings, settings));
      if (taken !== undefined) return refused('address_in_use', { params: { device: taken.deviceId } });
      write(database, (transaction) =>
        transaction.append({
          type: 'device_configured',
          payload: { device_id: deviceId, device_kind: kind, device_role: role, settings },
          user: actor.userId,
          reason,
        }),
      );
      await hub.reload();
      return ok({ devices: hub.views() });
    },
    scanKeys({ keys }) {
      hub.wedge()?.keys(
        keys.map((key): RawKey => ({
          key: key.key,
          code: key.code,
          keyCode: key.composing ? 229 : key.keyCode,
          mods: { ctrl: key.ctrl, alt: key.alt, shift: key.shift },
          t: key.t,
        })),
      );
      return ok({});
    },
  };
}

/** Two devices cannot have one port, or one address of a network printer. The keyboard is one, too. */
function sameAddress(one: DeviceSettings, other: DeviceSettings): boolean {
  switch (one.bus) {
    case 'serial':
      return other.bus === 'serial' && other.path === one.path;
    case 'tcp':
      return other.bus === 'tcp' && other.host === one.host && other.port === one.port;
    case 'wedge':
      return other.bus === 'wedge';
    default:
      return assertNever(one);
  }
}
