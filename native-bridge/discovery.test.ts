import { describe, expect, it } from 'vitest';
import type { DiscoverySources } from './discovery.ts';
import { discoverDevices } from './discovery.ts';

const nothing: DiscoverySources = {
  serial: () => Promise.resolve([]),
  hid: () => Promise.resolve([]),
  usb: () => Promise.resolve([]),
};

describe('discovery', () => {
  it('lists what each bus has, with what a driver needs to reach it', async () => {
    const { found, unavailable } = await discoverDevices({
      serial: () =>
        Promise.resolve([
          { path: '/dev/ttyACM0', manufacturer: 'Zebra', vendorId: '05e0', productId: '1701', serialNumber: 'S1' },
        ]),
      hid: () =>
        Promise.resolve([
          { path: '/dev/hidraw0', product: 'HID POS', usagePage: 0x8c, usage: 2 },
          { path: '', product: 'no path' },
        ]),
      usb: () =>
        Promise.resolve([{ vendorId: 0x0a5f, productId: 0x0110, productName: 'ZD421', manufacturerName: null }]),
    });
    expect(unavailable).toEqual([]);
    expect(found).toEqual([
      { bus: 'serial', address: '/dev/ttyACM0', label: 'Zebra 05e0:1701 S1' },
      { bus: 'hid', address: '/dev/hidraw0', label: 'HID POS usage 008c:0002' },
      { bus: 'usb', address: '0a5f:0110', label: 'ZD421' },
    ]);
  });

  it('a machine without udevadm, libusb and a USB bus says so for each, and the other buses are still read', async () => {
    const { found, unavailable } = await discoverDevices({
      serial: () => Promise.reject(new Error('spawn udevadm ENOENT')),
      hid: () =>
        Promise.reject(new Error('libusb-1.0.so.0: cannot open shared object file: No such file or directory')),
      usb: () => Promise.resolve('bus_missing'),
    });
    expect(found).toEqual([]);
    expect(unavailable.map(({ bus, code }) => `${bus}: ${code}`)).toEqual([
      'serial: tool_missing',
      'hid: library_missing',
      'usb: bus_missing',
    ]);
  });

  it('one bus that fails does not hide the others', async () => {
    const { found, unavailable } = await discoverDevices({
      ...nothing,
      serial: () => Promise.resolve([{ path: 'COM3' }]),
      usb: () => Promise.reject(new Error('GenericFailure')),
    });
    expect(found).toEqual([{ bus: 'serial', address: 'COM3', label: '' }]);
    expect(unavailable).toEqual([{ bus: 'usb', code: 'failed', detail: 'GenericFailure' }]);
  });

  it('this machine can be asked whatever it has', async () => {
    const { found, unavailable } = await discoverDevices();
    for (const device of found) expect(device.address).not.toBe('');
    for (const bus of unavailable) expect(bus.detail).not.toBe('');
  });
});
