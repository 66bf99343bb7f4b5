import { z } from 'zod';
import { defineBroadcast, defineOperation, rolesOnly, signedIn } from './define.ts';
import { labelViewSchema } from './packing.ts';
import { labelStateSchema, reasonSchema, ssccSchema } from './shapes.ts';

export const labelsChanged = defineBroadcast({ name: 'labels.changed', payload: labelViewSchema });

/** Labels of this station, newest first. */
export const listLabels = defineOperation({
  name: 'labels.list',
  access: signedIn,
  kind: 'read',
  input: z.object({ states: z.array(labelStateSchema).nullable(), limit: z.number().int().min(1).max(500) }),
  output: z.object({ labels: z.array(labelViewSchema) }),
});

/** The label as it looks, rendered from the very bytes that were stored. Refused: `label_unknown`. */
export const previewLabel = defineOperation({
  name: 'labels.preview',
  access: signedIn,
  kind: 'read',
  input: z.object({ labelId: z.string() }),
  output: z.object({ png: z.string() }),
});

/** Settles a label in doubt that nobody can find: void, and a new one takes its place. A found one is settled by its scan. Refused: `label_unknown`, `label_not_in_doubt`. */
export const labelAbsent = defineOperation({
  name: 'labels.absent',
  access: rolesOnly('operator'),
  kind: 'write',
  input: z.object({ labelId: z.string(), reason: reasonSchema }),
  output: labelViewSchema,
});

/** A copy of the damaged label of a closed container; right and reason. Refused: `container_unknown`, `container_open`, `printer_unavailable`. */
export const reprintContainerLabel = defineOperation({
  name: 'labels.reprintContainer',
  access: rolesOnly('operator'),
  kind: 'write',
  input: z.object({ sscc: ssccSchema, reason: reasonSchema }),
  output: labelViewSchema,
});

export const labels = { listLabels, previewLabel, labelAbsent, reprintContainerLabel };
