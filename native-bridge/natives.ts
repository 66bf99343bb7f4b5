/**
 * The native modules the station stands on, and what is missing on this machine when one does not load.
 */

export type NativeName = 'better-sqlite3' | 'serialport' | 'node-hid' | 'usb';

export interface NativeProbe {
  readonly name: NativeName;
  readonly state: 'loaded' | 'unavailable';
  readonly code: 'ok' | 'library_missing' | 'runtime_too_old' | 'not_installed' | 'failed';
  /** The system library that is missing, as the loader names it. */
  readonly library: string | null;
  /** The Debian package that brings it, where known. */
  readonly remedy: string | null;
  readonly detail: string;
}

/** Shared libraries the modules need beyond glibc, and where Debian and Ubuntu keep them. */
const PACKAGES: Readonly<Record<string, string>> = {
  'libusb-1.0.so.0': 'libusb-1.0-0',
  'libudev.so.1': 'libudev1',
  'libstdc++.so.6': 'libstdc++6',
};

const OLDEST_NODE = 22;

/** What is needed of each module to know that its native part runs; the result is thrown away. */
const EXERCISES: Readonly<Record<NativeName, () => Promise<unknown>>> = {
  async 'better-sqlite3'() {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(':memory:');
    try {
      return database.prepare('SELECT sqlite_version() AS version').get();
    } finally {
      database.close();
    }
  },
  async serialport() {
    const { SerialPort } = await import('serialport');
    return SerialPort.binding;
  },
  async 'node-hid'() {
    // Loading is lazy: only the first listing opens the shared library.
    const hid = await import('node-hid');
    return hid.default.devices();
  },
  async usb() {
    return import('usb');
  },
};

/** Loads one native module and says what became of it. Never throws. */
export async function probeNative(
  name: NativeName,
  exercise: () => Promise<unknown> = EXERCISES[name],
): Promise<NativeProbe> {
  if (name === 'better-sqlite3' && Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    // It does not fail on an older Node, it ends the process.
    const detail = `needs Node ${OLDEST_NODE}, this is ${process.versions.node}`;
    return { name, state: 'unavailable', code: 'runtime_too_old', library: null, remedy: null, detail };
  }
  try {
    await exercise();
    return { name, state: 'loaded', code: 'ok', library: null, remedy: null, detail: '' };
  } catch (error) {
    return { name, state: 'unavailable', ...libraryFailure(error) };
  }
}

/** All native modules of the station, in a fixed order. */
export async function probeNatives(): Promise<readonly NativeProbe[]> {
  return [
    await probeNative('better-sqlite3'),
    await probeNative('serialport'),
    await probeNative('node-hid'),
    await probeNative('usb'),
  ];
}

/** Reads the loader's message: which shared library is missing, and which package has it. */
export function libraryFailure(error: unknown): Pick<NativeProbe, 'code' | 'library' | 'remedy' | 'detail'> {
  const detail = error instanceof Error ? error.message : String(error);
  const library = /(lib[\w+.-]+\.so[.\d]*): cannot open shared object file/.exec(detail)?.[1] ?? null;
  if (library !== null) {
    const owner = PACKAGES[library];
    return {
      code: 'library_missing',
      library,
      remedy: owner === undefined ? null : `apt-get install ${owner}`,
      detail,
    };
  }
  if (/Cannot find (module|package)/.test(detail))
    return { code: 'not_installed', library: null, remedy: 'npm ci', detail };
  return { code: 'failed', library: null, remedy: null, detail };
}
