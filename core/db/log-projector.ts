import type { Projector } from './database.ts';
import { insertEpoch } from './event-log.ts';

/** The table of epochs. Part of every station, whatever features it has. */
export const logProjector: Projector = {
  name: 'log',
  version: 1,
  tables: ['epoch'],
  apply: {
    epoch_started(db, { seq, station, recorded_at, payload }) {
      insertEpoch.run(
        db,
        payload.epoch,
        seq,
        station,
        payload.station_key,
        payload.cause,
        payload.previous_epoch ?? null,
        payload.previous_head ?? null,
        recorded_at,
      );
    },
  },
};
