import { z } from 'zod';
import { anyone, defineBroadcast, defineOperation, none, rolesOnly, signedIn } from './define.ts';
import { codeSchema, hexSchema, reasonSchema, timeSchema } from './shapes.ts';

export const deviceKindSchema = z.enum(['scanner', 'printer', 'scale']);
export const healthSchema = z.object({
  state: z.enum(['ready', 'connecting', 'unavailable', 'faulted', 'not_configured']),
  code: codeSchema,
  detail: z.string().nullable(),
  since: timeSchema,
});

/** How a device is reached. `demo` devices are wire emulators and exist only in training. */
export const deviceSettingsSchema = z.discriminatedUnion('bus', [
  z.object({ bus: z.literal('serial'), path: z.string().min(1).max(260), baudRate: z.number().int().positive() }),
  z.object({
    bus: z.literal('tcp'),
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535),
    dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]),
  }),
  z.object({
    bus: z.literal('wedge'),
    prefix: z.string().max(20),
    suffix: z.string().max(20),
    groupSeparator: z.string().max(20),
  }),
]);
export type DeviceSettings = z.infer<typeof deviceSettingsSchema>;

export const deviceViewSchema = z.object({
  deviceId: z.string(),
  kind: deviceKindSchema,
  role: z.string(),
  model: z.string().nullable(),
  settings: deviceSettingsSchema,
  health: healthSchema,
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

export const weightViewSchema = z.object({
  deviceId: z.string(),
  value: z.string(),
  unit: z.string(),
  stable: z.boolean(),
  mode: z.enum(['gross', 'net']),
  at: timeSchema,
});

export const devicesChanged = defineBroadcast({
  name: 'devices.changed',
  payload: z.object({ devices: z.array(deviceViewSchema) }),
});
export const weightChanged = defineBroadcast({ name: 'devices.weight', payload: weightViewSchema });

/** The raw last scan for the bottom bar; a badge only as `badge:<user>`, never its token. */
export const scanReceived = defineBroadcast({
  name: 'scan.received',
  payload: z.object({
    scanId: z.string(),
    aim: z.string().nullable(),
    hex: hexSchema.nullable(),
    badge: z.string().nullable(),
    source: z.string(),
    trust: z.enum(['high', 'low']),
    deviceId: z.string(),
    at: timeSchema,
  }),
});

export const listDevices = defineOperation({
  name: 'devices.list',
  access: anyone,
  kind: 'session',
  input: none,
  output: z.object({ devices: z.array(deviceViewSchema) }),
});

/** Ports and devices that can be seen on this machine now; each bus says why it cannot be read. */
export const discoverDevices = defineOperation({
  name: 'devices.discover',
  access: signedIn,
  kind: 'read',
  input: none,
  output: z.object({
    found: z.array(z.object({ bus: z.string(), address: z.string(), label: z.string() })),
    unavailable: z.array(z.object({ bus: z.string(), code: codeSchema, detail: z.string() })),
  }),
});

/**
 * Binds a device to a role at this station; asks why, and is in the audit trail. Refused: `bus_does_not_fit` (`kind`,
 * `bus`), `wedge_unknown_key`, `wedge_separator_is_data`, `wedge_separator_is_suffix`, `address_in_use` (`device`).
 */
export const configureDevice = defineOperation({
  name: 'devices.configure',
  access: rolesOnly('system_administrator', 'operator'),
  kind: 'write',
  input: z.object({
    kind: deviceKindSchema,
    role: z.string().min(1).max(40),
    settings: deviceSettingsSchema,
    reason: reasonSchema,
  }),
  output: z.object({ devices: z.array(deviceViewSchema) }),
});

/** Raw keys of the window, forwarded by the page; the decoder is native-bridge/scanner/wedge. Times in ms. */
export const keyStrokeSchema = z.object({
  key: z.string().max(40),
  code: z.string().max(40),
  keyCode: z.number().int(),
  ctrl: z.boolean(),
  alt: z.boolean(),
  shift: z.boolean(),
  composing: z.boolean(),
  t: z.number(),
});
export const scanKeys = defineOperation({
  name: 'scan.keys',
  access: anyone,
  kind: 'session',
  input: z.object({ keys: z.array(keyStrokeSchema).max(500) }),
  output: none,
});

export const devices = { listDevices, discoverDevices, configureDevice, scanKeys };
