import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { countedIds, openTestStation, testClock } from '../testing/station.ts';
import { loggedEvents, loggedOfType } from '../testing/events.ts';
import { dataFolder } from './data-folder.ts';
import { signedHead } from './event-log.ts';
import { fileKeyStore } from './key-store.ts';
import { holderOf, lockFileName } from './lock.ts';
import { openReadonly, openStation } from './open.ts';
import { nodeIsNewEnough, openFile } from './sqlite.ts';
import { write } from './write.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'trace-station-'));
  folders.push(made);
  return made;
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

function open(directory: string, more: Partial<Parameters<typeof openStation>[0]> = {}) {
  return openStation({
    directory,
    clock: testClock(),
    newId: countedIds(),
    appVersion: '0.1.0',
    projectors: [],
    ...more,
  });
}
function opened(directory: string, more: Partial<Parameters<typeof openStation>[0]> = {}) {
  const answer = open(directory, more);
  if (!answer.ok) throw new Error(answer.refused.code);
  return answer.value;
}

describe('opening a station', () => {
  test('every open is durable: WAL, synchronous FULL, also the second time', () => {
    let station = openTestStation();
    for (let start = 0; start < 3; start += 1) {
      const { db } = station.database;
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(db.pragma('recursive_triggers', { simple: true })).toBe(1);
      station = station.reopen();
    }
    station.close();
  });

  test('a folder that is open is refused with the process that has it', () => {
    const directory = folder();
    const first = opened(directory);
    expect(open(directory)).toEqual({
      ok: false,
      refused: { code: 'station_in_use', params: { pid: process.pid } },
    });
    first.close();
    opened(directory).close();
  });

  test('the lock of a process that is gone is taken over', () => {
    const directory = folder();
    opened(directory).close();
    const lock = openFile(join(directory, lockFileName), { waitMs: 0 });
    lock.prepare('UPDATE holder SET pid = 999999').run();
    lock.close();
    const station = opened(directory);
    const reader = openFile(join(directory, lockFileName), { readonly: true, waitMs: 0 });
    expect(holderOf(reader)).toBe(process.pid);
    reader.close();
    station.close();
  });

  test('closing twice does nothing the second time', () => {
    const station = opened(folder());
    station.close();
    expect(() => station.close()).not.toThrow();
  });

  test('the identity of a station stays with its database', () => {
    const directory = folder();
    opened(directory, { station: 'ST-07' }).close();
    const again = opened(directory);
    expect(again.station).toBe('ST-07');
    again.close();
    expect(open(directory, { station: 'ST-08' })).toEqual({
      ok: false,
      refused: { code: 'station_differs', params: { found: 'ST-07' } },
    });
  });

  test('Node before 22 is refused before SQLite is loaded', () => {
    expect(nodeIsNewEnough('20.19.1')).toBe(false);
    expect(nodeIsNewEnough('22.0.0')).toBe(true);
    expect(nodeIsNewEnough('24.21.0')).toBe(true);
  });

  test('the data folder is what STATION_DATA says, else the machine’s, never a user’s', () => {
    expect(dataFolder({ STATION_DATA: '/srv/station' }, 'linux')).toBe('/srv/station');
    expect(dataFolder({ HOME: '/home/a' }, 'linux')).toBe('/var/lib/trace-station');
    expect(dataFolder({ ProgramData: 'D:\\Data' }, 'win32')).toBe(join('D:\\Data', 'trace-station'));
  });

  test('a reader sees what is committed and cannot write', () => {
    const station = openTestStation();
    const reader = openReadonly(station.directory);
    expect(reader.prepare('SELECT count(*) AS events FROM event_log').get()).toEqual({ events: 1 });
    expect(() => reader.exec('DELETE FROM blob')).toThrow();
    reader.close();
    station.close();
  });
});

describe('epochs and the key of a station', () => {
  test('a new log begins an epoch with its public key in it', () => {
    const station = openTestStation();
    const [first] = loggedEvents(station.database.db);
    expect(first).toMatchObject({
      seq: 1,
      type: 'epoch_started',
      payload: { cause: 'first_start', station_key: station.database.key.publicKey },
    });
    station.close();
  });

  test('a restart goes on in the same epoch and leaves a signed head', () => {
    const station = openTestStation();
    const { epoch } = station.database.writer.end;
    write(station.database, ({ append }) =>
      append({ type: 'station_started', payload: { version: '1', detail: {} }, user: null }),
    );
    const again = station.reopen();
    expect(again.database.writer.end).toMatchObject({ epoch, seq: 2 });
    expect(signedHead.get(again.database.db, epoch)?.seq).toBe(2);
    again.close();
  });

  test('a head is signed when the station is idle', () => {
    const station = openTestStation();
    const { db, writer } = station.database;
    write(station.database, ({ append }) =>
      append({ type: 'station_started', payload: { version: '1', detail: {} }, user: null }),
    );
    expect(signedHead.get(db, writer.end.epoch)?.seq).toBe(1);
    station.clock.advance(1000);
    expect(signedHead.get(db, writer.end.epoch)?.seq).toBe(2);
    station.close();
  });

  test('a database whose key is gone begins a new epoch that names the old one', () => {
    const directory = folder();
    const first = opened(directory);
    const before = first.writer.end;
    first.close();
    rmSync(join(directory, 'station-key.json'));
    const second = opened(directory);
    const [, started] = loggedOfType(second.db, 'epoch_started');
    expect(started?.payload).toMatchObject({
      cause: 'key_missing',
      previous_epoch: before.epoch,
      previous_head: Buffer.from(before.hash).toString('hex'),
    });
    expect(second.writer.end.epoch).not.toBe(before.epoch);
    second.close();
  });

  test('the key file is for its owner only', () => {
    const directory = folder();
    fileKeyStore(directory, null).load();
    expect(statSync(join(directory, 'station-key.json')).mode & 0o077).toBe(0);
  });

  test('a wrapped key opens with its wrapping key only', () => {
    const directory = folder();
    const wrapping = new Uint8Array(32).fill(7);
    const made = fileKeyStore(directory, null).load();
    const wrapped = fileKeyStore(directory, wrapping).load();
    expect(readFileSync(join(directory, 'station-key.json'), 'utf8')).not.toContain('privateKey');
    expect(wrapped.ok && made.ok && wrapped.value.key.publicKey === made.value.key.publicKey).toBe(true);
    expect(fileKeyStore(directory, wrapping).load()).toMatchObject({ ok: true, value: { created: false } });
    expect(fileKeyStore(directory, null).load()).toEqual({ ok: false, refused: { code: 'key_locked' } });
    expect(fileKeyStore(directory, new Uint8Array(32)).load()).toEqual({ ok: false, refused: { code: 'key_locked' } });
    expect(open(directory)).toEqual({ ok: false, refused: { code: 'key_locked' } });
  });

  test('a key file that cannot be read is told, not replaced', () => {
    const directory = folder();
    opened(directory).close();
    const file = join(directory, 'station-key.json');
    rmSync(file);
    openFile(file, { waitMs: 0 }).exec('CREATE TABLE t (a)').close();
    chmodSync(file, 0o600);
    expect(open(directory)).toEqual({ ok: false, refused: { code: 'key_unreadable' } });
  });
});
