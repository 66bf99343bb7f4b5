import { z } from 'zod';
import { anyone, defineBroadcast, defineOperation, none } from './define.ts';
import { hexSchema } from './shapes.ts';

/**
 * The dock: plug and unplug, scan codes, run out of paper, put weight on, cut the network. Only there in demonstration
 * and training, where devices are wire emulators; in production mode every operation is refused with `dock_not_available`.
 */
export const dockStateSchema = z.object({
  scannerPlugged: z.boolean(),
  printerFault: z.string(),
  scalePlugged: z.boolean(),
  scaleState: z.string(),
  weight: z.string(),
  networkUp: z.boolean(),
  printed: z.array(z.object({ index: z.number().int(), at: z.string(), elementString: z.string().nullable() })),
  /** Codes that make sense to scan now, for the one who tries the station out. */
  suggestions: z.array(z.object({ label: z.string(), aim: z.string().nullable(), hex: hexSchema })),
});
export type DockState = z.infer<typeof dockStateSchema>;

export const dockChanged = defineBroadcast({ name: 'dock.changed', payload: dockStateSchema });
export const dockState = defineOperation({
  name: 'dock.state',
  access: anyone,
  kind: 'session',
  input: none,
  output: dockStateSchema,
});
export const dockScan = defineOperation({
  name: 'dock.scan',
  access: anyone,
  kind: 'session',
  input: z.object({ aim: z.string().max(3).nullable(), hex: hexSchema }),
  output: none,
});
export const dockPlug = defineOperation({
  name: 'dock.plug',
  access: anyone,
  kind: 'session',
  input: z.object({ device: z.enum(['scanner', 'scale']), plugged: z.boolean() }),
  output: dockStateSchema,
});
export const dockPrinter = defineOperation({
  name: 'dock.printer',
  access: anyone,
  kind: 'session',
  input: z.object({
    fault: z.enum(['none', 'paper_out', 'head_open', 'silent_on_error', 'reset_after_bytes', 'half_label', 'offline']),
  }),
  output: dockStateSchema,
});
export const dockScale = defineOperation({
  name: 'dock.scale',
  access: anyone,
  kind: 'session',
  input: z.object({
    weight: z.string().regex(/^-?\d{1,6}(\.\d{1,3})?$/),
    state: z.enum(['stable', 'unstable', 'overload', 'silent']),
  }),
  output: dockStateSchema,
});
export const dockNetwork = defineOperation({
  name: 'dock.network',
  access: anyone,
  kind: 'session',
  input: z.object({ up: z.boolean() }),
  output: dockStateSchema,
});
/** The last label that came out of the emulated printer, as a picture. Refused: `label_unknown`. */
export const dockLabel = defineOperation({
  name: 'dock.label',
  access: anyone,
  kind: 'session',
  input: z.object({ index: z.number().int() }),
  output: z.object({ png: z.string() }),
});

export const dock = { dockState, dockScan, dockPlug, dockPrinter, dockScale, dockNetwork, dockLabel };
