import { join } from 'node:path';

/** Name of the database in a data folder. */
export const databaseFileName = 'station.db';

/** Where a station keeps its data: `STATION_DATA`, or the machine-wide folder of the system; never a user's own folder. */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): string {
  const chosen = environment['STATION_DATA'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (platform === 'win32') return join(environment['ProgramData'] ?? String.raw`C:\ProgramData`, 'trace-station');
  return '/var/lib/trace-station';
}
