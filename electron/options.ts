import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface ShellOptions {
  /** The station's data folder: what makes two stations on one PC two. */
  readonly data: string;
  readonly gateway: string | null;
  /** Core's entry file, where it is not the one of this app. */
  readonly core: string | null;
  /** How core is hosted: in Electron's own Node or in a Node beside it. Null: by what Electron's Node can do. */
  readonly coreHost: 'utility' | 'node' | null;
  /** The Node that runs core where Electron's own is too old. */
  readonly node: string | null;
  readonly kiosk: boolean;
  /** Arguments passed on to core as they are. */
  readonly coreArguments: readonly string[];
}

/**
 * Reads the command line: `--data DIR --gateway URL --core PATH --core-host utility|node --node PATH --kiosk` and any number of
 * `--core-arg=VALUE`. Switches of Chromium and of test drivers pass by.
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): ShellOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      gateway: { type: 'string' },
      core: { type: 'string' },
      'core-host': { type: 'string' },
      node: { type: 'string' },
      kiosk: { type: 'boolean' },
      'core-arg': { type: 'string', multiple: true },
    },
  });
  const coreArguments = Array.isArray(values['core-arg']) ? values['core-arg'] : [];
  return {
    data: text(values.data) ?? environment['STATION_DATA'] ?? defaultDataFolder(environment, platform),
    gateway: text(values.gateway),
    core: text(values.core),
    coreHost: values['core-host'] === 'utility' || values['core-host'] === 'node' ? values['core-host'] : null,
    node: text(values.node),
    kiosk: values.kiosk === true,
    coreArguments: coreArguments.filter((value) => typeof value === 'string'),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Machine-wide, so that every account of the PC works on the same station. */
function defaultDataFolder(environment: Readonly<Record<string, string | undefined>>, platform: string): string {
  if (platform === 'win32') return join(environment['ProgramData'] ?? 'C:\\ProgramData', 'trace-station');
  return platform === 'darwin' ? '/Library/Application Support/trace-station' : '/var/lib/trace-station';
}
