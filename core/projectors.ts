import type { Projector } from './db/write.ts';
import { devicesProjector } from './devices/projection.ts';
import { identityProjector } from './identity/projection.ts';
import { labelsProjector } from './labels/projection.ts';
import { packingProjector } from './packing/projection.ts';
import { tasksProjector } from './tasks/projection.ts';

/** Every projection of the features, in the order they hear of an event. `station rebuild` replays the log through them. */
export const projectors: readonly Projector[] = [
  tasksProjector,
  identityProjector,
  labelsProjector,
  devicesProjector,
  packingProjector,
];
