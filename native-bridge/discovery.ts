/**
 * What could be bound to a role on this machine now. Each bus that cannot be read says why; none of them throws or
 * brings the process down.
 */
import { access } from 'node:fs/promises';
import type { NativeProbe } from './natives.ts';
import { libraryFailure } from './natives.ts';

export type DiscoveryBus = 'serial' | 'hid' | 'usb';

export interface FoundDevice {
  readonly bus: DiscoveryBus;
  /** What a driver is given: a port's path, a HID path, `vendor:product` in hex. */
  readonly address: string;
  /** Maker and product, as the device tells. */
  readonly label: string;
}

export interface UnreadableBus {
  readonly bus: DiscoveryBus;
  /** `tool_missing`: `udevadm` is not installed. `bus_missing`: this machine has none. */
  readonly code: NativeProbe['code'] | 'tool_missing' | 'bus_missing';
  readonly detail: string;
}

export interface Discovery {
  readonly found: readonly FoundDevice[];
  readonly unavailable: readonly UnreadableBus[];
}

interface SerialEntry {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

interface HidEntry {
  readonly path?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

interface UsbEntry {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturerName?: string | null | undefined;
  readonly productName?: string | null | undefined;
}

/** How each bus is read; a test puts in buses that fail. */
export interface DiscoverySources {
  serial(): Promise<readonly SerialEntry[]>;
  hid(): Promise<readonly HidEntry[]>;
  usb(): Promise<readonly UsbEntry[] | 'bus_missing'>;
}

/** USB bus of Linux; reading devices without it fails, and watching them ends the process. */
const LINUX_USB_BUS = '/sys/bus/usb/devices';

const machine: DiscoverySources = {
  async serial() {
    const { SerialPort } = await import('serialport');
    return SerialPort.list();
  },
  async hid() {
    const hid = await import('node-hid');
    return hid.default.devicesAsync();
  },
  async usb() {
    if (process.platform === 'linux' && !(await exists(LINUX_USB_BUS))) return 'bus_missing';
    const { webusb } = await import('usb');
    return webusb.getDevices();
  },
};

/** Lists serial ports, HID devices and USB devices. Serial ports of other kinds (a PTY) are not listed: type their path. */
export async function discoverDevices(sources: DiscoverySources = machine): Promise<Discovery> {
  const parts = await Promise.all([
    read('serial', sources.serial, (entries) => entries.map(serialDevice)),
    read('hid', sources.hid, (entries) => entries.flatMap(hidDevice)),
    read('usb', sources.usb, (entries) => (entries === 'bus_missing' ? null : entries.map(usbDevice))),
  ]);
  return { found: parts.flatMap((part) => part.found), unavailable: parts.flatMap((part) => part.unavailable) };
}

async function read<T>(
  bus: DiscoveryBus,
  list: () => Promise<T>,
  describe: (entries: T) => readonly FoundDevice[] | null,
): Promise<Discovery> {
  try {
    const found = describe(await list());
    if (found !== null) return { found, unavailable: [] };
    return { found: [], unavailable: [{ bus, code: 'bus_missing', detail: `${LINUX_USB_BUS} does not exist` }] };
  } catch (error) {
    const { code, detail } = libraryFailure(error);
    const toolMissing = /udevadm ENOENT/.test(detail);
    return { found: [], unavailable: [{ bus, code: toolMissing ? 'tool_missing' : code, detail }] };
  }
}

function serialDevice(entry: SerialEntry): FoundDevice {
  const ids = entry.vendorId === undefined ? undefined : `${entry.vendorId}:${entry.productId ?? ''}`;
  return { bus: 'serial', address: entry.path, label: words(entry.manufacturer, ids, entry.serialNumber) };
}

function hidDevice(entry: HidEntry): readonly FoundDevice[] {
  if (entry.path === undefined || entry.path === '') return [];
  // Two interfaces of one scanner differ by usage only. macOS may report the page as a wider number.
  const usage =
    entry.usagePage === undefined ? undefined : `usage ${hex(entry.usagePage & 0xffff)}:${hex(entry.usage ?? 0)}`;
  return [{ bus: 'hid', address: entry.path, label: words(entry.manufacturer, entry.product, usage) }];
}

function usbDevice(entry: UsbEntry): FoundDevice {
  return {
    bus: 'usb',
    address: `${hex(entry.vendorId)}:${hex(entry.productId)}`,
    label: words(entry.manufacturerName ?? undefined, entry.productName ?? undefined),
  };
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
