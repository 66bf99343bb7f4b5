import { describe, expect, it } from 'vitest';
import { libraryFailure, probeNative, probeNatives } from './natives.ts';

describe('native modules', () => {
  it('all four load here, or name the system library that is missing', async () => {
    const probes = await probeNatives();
    expect(probes.map((probe) => probe.name)).toEqual(['better-sqlite3', 'serialport', 'node-hid', 'usb']);
    const broken = probes.filter((probe) => probe.state !== 'loaded');
    // A library that set-up installs and that is missing is an expected finding with a name and a remedy; anything else fails.
    expect(broken.filter((probe) => probe.library === null || probe.remedy === null)).toEqual([]);
    const required = probes.filter((probe) => probe.name === 'better-sqlite3' || probe.name === 'serialport');
    expect(required.map((probe) => `${probe.name}: ${probe.code}`)).toEqual(['better-sqlite3: ok', 'serialport: ok']);
  });

  it('a missing libusb is told by name and package, and nothing throws', async () => {
    const message = 'libusb-1.0.so.0: cannot open shared object file: No such file or directory';
    const probe = await probeNative('node-hid', () => Promise.reject(new Error(message)));
    expect(probe).toEqual({
      name: 'node-hid',
      state: 'unavailable',
      code: 'library_missing',
      library: 'libusb-1.0.so.0',
      remedy: 'apt-get install libusb-1.0-0',
      detail: message,
    });
  });

  it('a package that is not installed is told apart from a missing library', () => {
    expect(libraryFailure(new Error("Cannot find package 'usb' imported from a.ts"))).toMatchObject({
      code: 'not_installed',
      remedy: 'npm ci',
    });
  });

  it('whatever else goes wrong is reported as it was said', () => {
    expect(libraryFailure('no')).toEqual({ code: 'failed', library: null, remedy: null, detail: 'no' });
  });
});
