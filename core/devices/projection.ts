import type { Projector } from '../db/write.ts';
import { upsertDevice } from './store.ts';

/** Devices as they were last configured. */
export const devicesProjector: Projector = {
  name: 'devices',
  version: 1,
  tables: ['device'],
  apply: {
    device_configured(db, { payload, recorded_at }) {
      upsertDevice.run(
        db,
        payload.device_id,
        payload.device_kind,
        payload.device_role,
        JSON.stringify(payload.settings),
        recorded_at,
      );
    },
  },
};
