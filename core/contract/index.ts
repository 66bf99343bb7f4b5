import { audit, tasksChanged } from './audit.ts';
import { devices, devicesChanged, scanReceived, weightChanged } from './devices.ts';
import { dock, dockChanged } from './dock.ts';
import { labels, labelsChanged } from './labels.ts';
import { packing, packingChanged } from './packing.ts';
import { session, sessionChanged } from './session.ts';
import { sync, syncChanged } from './sync.ts';

/** Every operation of the station, by feature. The one list that core serves and clients call. */
export const contract = { ...session, ...packing, ...devices, ...labels, ...sync, ...audit, ...dock };

/** Every broadcast. */
export const broadcasts = {
  sessionChanged,
  packingChanged,
  devicesChanged,
  weightChanged,
  scanReceived,
  labelsChanged,
  syncChanged,
  tasksChanged,
  dockChanged,
};

export type Contract = typeof contract;
