import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import type { Projector } from './database.ts';
import { rebuild } from './rebuild.ts';
import { statement } from './statement.ts';
import { readEvent } from './upcast.ts';
import { write } from './write.ts';

const setHolder = statement<readonly [string | null], never>(
  `INSERT INTO session_holder (id, user_id, locked) VALUES (1, ?, 0) ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id`,
);
const holders: Projector = {
  name: 'holders',
  version: 1,
  tables: ['session_holder'],
  apply: {
    user_signed_in: (db, { user }) => void setHolder.run(db, user),
    user_signed_out: (db) => void setHolder.run(db, null),
  },
};

let station: TestStation;
beforeEach(() => {
  station = openTestStation({ projectors: [holders] });
});
afterEach(() => station.close());

const signIn = (user: string) =>
  write(station.database, ({ append }) => append({ type: 'user_signed_in', payload: { method: 'password' }, user }));
const holder = () => station.database.db.prepare('SELECT user_id FROM session_holder').get();

describe('rebuild', () => {
  test('projections come out as they were', () => {
    for (let index = 0; index < 30; index += 1) {
      station.clock.advance(index * 1000);
      if (index % 7 === 3) station.clock.jump(-5_000_000);
      signIn(`u-${index}`);
    }
    const report = rebuild(station.database, true);
    expect(report.identical).toBe(true);
    expect(report.events).toBe(station.database.writer.end.seq);
    expect(report.tables.map(({ table }) => table)).toEqual(['epoch', 'session_holder', 'clock_state']);
    expect(holder()).toEqual({ user_id: 'u-29' });
  });

  test('a projection that was changed by hand is told and put right', () => {
    signIn('u-1');
    station.database.db.exec("UPDATE session_holder SET user_id = 'u-2'");
    expect(rebuild(station.database, false)).toMatchObject({ identical: false });
    expect(holder()).toEqual({ user_id: 'u-2' });
    expect(rebuild(station.database, true).tables).toContainEqual({
      table: 'session_holder',
      rows: 1,
      identical: false,
    });
    expect(holder()).toEqual({ user_id: 'u-1' });
    expect(rebuild(station.database, false).identical).toBe(true);
  });

  test('a projector of another version is made anew at the next start', () => {
    signIn('u-1');
    const shouting: Projector = {
      ...holders,
      version: 2,
      apply: { user_signed_in: (db, { user }) => void setHolder.run(db, user?.toUpperCase() ?? null) },
    };
    station.database.close();
    station = station.reopen({ projectors: [shouting] });
    expect(holder()).toEqual({ user_id: 'U-1' });
  });

  test('an event of a type or version that is not known stops a rebuild and changes nothing', () => {
    expect(() => readEvent('{"v":2,"type":"user_signed_in"}')).toThrow('unknown event version 2');
    expect(() => readEvent('{"v":1,"type":"weather"}')).toThrow('unknown event type weather');
    expect(() => readEvent('7')).toThrow('not an event');
  });
});
