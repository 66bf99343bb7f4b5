import { statement } from '../db/statement.ts';

export interface DeviceRow {
  readonly device_id: string;
  readonly kind: 'scanner' | 'printer' | 'scale';
  readonly role: string;
  readonly settings: string;
  readonly configured_at: string;
}

export const upsertDevice = statement<readonly [string, string, string, string, string], never>(
  `INSERT INTO device (device_id, kind, role, settings, configured_at) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT (device_id) DO UPDATE SET kind = excluded.kind, role = excluded.role, settings = excluded.settings, configured_at = excluded.configured_at`,
);
export const configuredDevices = statement<readonly [], DeviceRow>(
  'SELECT device_id, kind, role, settings, configured_at FROM device ORDER BY kind, device_id',
);
