import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFile } from '../db/sqlite.ts';
import { write } from '../db/write.ts';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import { tamperWith } from '../testing/tamper.ts';
import { stationCommand } from './main.ts';

let station: TestStation;
beforeEach(() => {
  station = openTestStation();
  for (let index = 0; index < 9; index += 1) {
    write(station.database, ({ append }) =>
      append({ type: 'user_signed_in', payload: { method: 'password' }, user: 'u-1', scanId: `scan-${index}` }),
    );
  }
});
afterEach(() => station.close());

async function run(line: string, input: readonly string[] = [], language = 'en_GB.UTF-8') {
  let out = '';
  let error = '';
  async function* lines() {
    yield* input;
  }
  const exit = await stationCommand(
    line.split(' '),
    { STATION_DATA: station.directory, LANG: language },
    { input: lines(), out: (text) => (out += text), error: (text) => (error += text) },
  );
  return { exit, out, error };
}
const file = () => join(station.directory, 'station.db');

describe('station verify', () => {
  test('says that the chain is intact, beside a running station', async () => {
    expect(await run('verify --json')).toEqual({ exit: 0, out: '{"ok":true,"events":10,"findings":[]}\n', error: '' });
    expect((await run('verify')).out).toBe('The chain is intact: 10 events.\n');
    expect((await run('verify', [], 'zh_CN.UTF-8')).out).toBe('哈希链完整：10 条事件。\n');
  });
  test('A-02 refuses: names what was changed in a file and exits with 1', async () => {
    station.database.close();
    const db = openFile(file(), { waitMs: 0 });
    const tamper = tamperWith(db);
    tamper.setBody(3, (body) => body.replace('u-1', 'u-2'));
    tamper.remove(6);
    tamper.insert(11, '{"seq":11}');
    db.close();
    const { exit, out } = await run(`verify --db ${file()} --json`);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      events: 10,
      findings: [
        { seq: 3, code: 'altered' },
        { seq: 6, code: 'deleted' },
        { seq: 11, code: 'inserted' },
      ],
    });
  });
  test('refuses what is no station database', async () => {
    const other = join(station.directory, 'other.db');
    expect(JSON.parse((await run(`verify --json --db ${other}`)).out)).toMatchObject({
      refused: { code: 'database_missing' },
    });
    expect(existsSync(other)).toBe(false);
    writeFileSync(other, 'not a database, but long enough to be looked at'.repeat(20));
    expect(await run(`verify --db ${other}`)).toMatchObject({
      exit: 1,
      error: `${other} is not the database of a station\n`,
    });
    openFile(join(station.directory, 'empty.db'), { waitMs: 0 }).exec('CREATE TABLE t (a)').close();
    expect((await run(`verify --db ${join(station.directory, 'empty.db')}`)).error).toContain('is not the database');
  });
  test('refuses a database of a newer version', async () => {
    station.database.db.pragma('user_version = 9999');
    expect((await run('verify')).error).toMatch(/^The database was written by a newer version \(9999; this one knows/);
  });
});

describe('station rebuild', () => {
  test('is refused with the process id while the station runs', async () => {
    expect(await run('rebuild')).toEqual({
      exit: 1,
      out: '',
      error: `The station is running (process ${process.pid}). Stop it first.\n`,
    });
  });
  test('comes out identical', async () => {
    station.database.close();
    const { exit, out } = await run('rebuild --check --json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, identical: true, events: 10 });
    expect((await run('rebuild')).out).toMatch(/All projections came out identical: 10 events\.\n$/);
  });
  test('tells which table differs', async () => {
    station.database.db.exec("UPDATE session_holder SET user_id = 'u-9'");
    station.database.close();
    const { exit, out } = await run('rebuild --check');
    expect(exit).toBe(1);
    expect(out).toMatch(/session_holder\t1\t≠\n[^]*Projections differ from the log: session_holder\.\n$/);
    expect((await run('rebuild')).exit).toBe(1);
    expect((await run('rebuild')).exit).toBe(0);
  });
});

describe('the other commands', () => {
  test('trace prints the walk of a scan', async () => {
    expect((await run('trace scan-4')).out.split('\n')).toHaveLength(6);
    expect(JSON.parse((await run('trace scan-4 --json')).out)).toMatchObject({ ok: true, scanId: 'scan-4' });
    expect(await run('trace scan-99')).toMatchObject({ exit: 1, error: 'No event carries this scan.\n' });
    expect((await run('trace')).exit).toBe(2);
  });
  test('status tells station, head and who is running', async () => {
    expect(JSON.parse((await run('status --json')).out)).toMatchObject({
      ok: true,
      station: 'ST-01',
      headSeq: 10,
      ackedSeq: 0,
      unsent: 10,
      pid: process.pid,
    });
    station.database.close();
    expect(JSON.parse((await run('status --json')).out)).toMatchObject({ pid: null });
  });
  test('backup copies and verifies while the station runs', async () => {
    const folder = join(station.directory, 'copies');
    const { exit, out } = await run(`backup --to ${folder} --json`);
    expect(exit).toBe(0);
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ ok: true, verified: { ok: true, events: 10 } });
    const [copy] = readdirSync(folder);
    expect(copy).toMatch(/^station-ST-01-\d{8}T\d{6}Z\.db$/);
    expect(
      readFileSync(join(folder, copy ?? ''))
        .subarray(0, 15)
        .toString(),
    ).toBe('SQLite format 3');
    expect(readdirSync(folder)).toHaveLength(1);
  });
  test('B-03 refuses: purge while the station runs, and without a profile', async () => {
    expect((await run('purge --before 2030-01-01')).error).toContain('The station is running');
    station.database.close();
    expect((await run('purge --before 2030-01-01')).error).toContain('no compliance profile');
    expect((await run('purge --before tomorrow')).exit).toBe(2);
    expect((await run('purge')).exit).toBe(2);
  });
  test('code parse answers line by line', async () => {
    const { exit, out } = await run('code parse --json', ['{"id":1,"kind":"bracketed","input":"(01)06901234567892"}']);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: 1, valid: true });
  });
  test('help speaks both languages; an unknown command exits with 2', async () => {
    expect((await run('help --lang zh')).out).toContain('校验日志哈希链');
    expect((await run('help')).out).toContain('verify the hash chain');
    expect(await run('nothing')).toMatchObject({ exit: 2 });
    expect(await run('verify --wrong')).toMatchObject({ exit: 2 });
  });
});
