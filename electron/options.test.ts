import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const none = {};

test('the command line names data folder, gateway, core and what core is to be told', () => {
  const options = readOptions(
    ['--data', '/d', '--gateway=https://g', '--core', 'c.js', '--kiosk', '--core-arg=--seed', '--core-arg=7'],
    none,
    'linux',
  );
  expect(options).toEqual({
    data: '/d',
    gateway: 'https://g',
    core: 'c.js',
    coreHost: null,
    node: null,
    kiosk: true,
    coreArguments: ['--seed', '7'],
  });
});

test('switches of Chromium and of test drivers and the path of the app are not options of ours', () => {
  const options = readOptions(
    ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '/app', '--data', '/d'],
    none,
    'linux',
  );
  expect(options.data).toBe('/d');
  expect(options.kiosk).toBe(false);
});

test('without --data the folder is the one of STATION_DATA, else the machine-wide one', () => {
  expect(readOptions([], { STATION_DATA: '/s' }, 'linux').data).toBe('/s');
  expect(readOptions([], none, 'linux').data).toBe('/var/lib/trace-station');
  expect(readOptions([], { ProgramData: 'P' }, 'win32').data).toMatch(/^P.trace-station$/);
});

test('an unknown way of hosting core is left to what Electron can do', () => {
  expect(readOptions(['--core-host', 'utility'], none, 'linux').coreHost).toBe('utility');
  expect(readOptions(['--core-host', 'elsewhere'], none, 'linux').coreHost).toBeNull();
});
