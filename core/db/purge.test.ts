import { afterEach, beforeEach, expect, test } from 'vitest';
import { loggedOfType } from '../testing/events.ts';
import { seed, testProfile } from '../testing/seed.ts';
import type { TestStation } from '../testing/station.ts';
import { openTestStation, testClock } from '../testing/station.ts';
import { purge } from './purge.ts';
import { write } from './write.ts';

const year = 365.25 * 86_400_000;
let station: TestStation;
beforeEach(() => {
  station = openTestStation({ clock: testClock({ wallMs: Date.UTC(2026, 0, 15) }) });
});
afterEach(() => station.close());

const events = () => station.database.writer.end.seq;
/** The centre tells the time years later, so that it is believed. */
function yearsLater(years: number): void {
  station.clock.reboot(station.clock.wallMs() + years * year);
  write(station.database, ({ append }) =>
    append({
      type: 'clock_observed',
      payload: { server_time: new Date(station.clock.wallMs()).toISOString(), offset_ms: 0 },
      user: null,
    }),
  );
}

test('B-03 refuses: one record inside the longest period keeps everything, and the log says so', () => {
  seed(station.database, { profile: [testProfile] });
  yearsLater(4.9);
  const before = events();
  expect(purge(station.database, '2027-01-01', 'admin')).toEqual({
    ok: false,
    refused: { code: 'inside_retention', params: { seq: 1, inside: 2 } },
  });
  expect(loggedOfType(station.database.db, 'purge_refused')).toMatchObject([
    { seq: before + 1, user: 'admin', payload: { subject: 'before 2027-01-01', refused_code: 'inside_retention' } },
  ]);
});

test('B-03 passes: records past their period are told to be free, and kept all the same', () => {
  seed(station.database, { profile: [testProfile] });
  yearsLater(5.1);
  const before = events();
  expect(purge(station.database, '2027-01-01', 'admin')).toEqual({
    ok: true,
    value: { considered: 2, free: 2, deleted: 0 },
  });
  expect(events()).toBe(before);
});

test('a record of goods that nobody knows is kept for ever', () => {
  seed(station.database, { profile: [testProfile] });
  write(station.database, ({ append }) =>
    append({ type: 'unit_commissioned', payload: { gtin: '06901234567892', serial: 'S1' }, user: 'u-1' }),
  );
  yearsLater(50);
  expect(purge(station.database, '2027-01-01', null)).toMatchObject({ refused: { params: { seq: 3, inside: 1 } } });
});

test('a clock that was set forward does not end a period', () => {
  seed(station.database, { profile: [testProfile] });
  station.clock.reboot(station.clock.wallMs() + 50 * year);
  expect(purge(station.database, '2027-01-01', null)).toMatchObject({ ok: false });
});

test('without a profile no period is known and nothing is free', () => {
  expect(purge(station.database, '2027-01-01', null)).toEqual({
    ok: false,
    refused: { code: 'profile_missing', params: {} },
  });
});
