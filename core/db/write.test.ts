import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestStation } from '../testing/station.ts';
import { openTestStation, testClock } from '../testing/station.ts';
import { loggedEvents, loggedOfType } from '../testing/events.ts';
import { seed, testProfile } from '../testing/seed.ts';
import { hasBlob, putBlob, readBlob } from './blob.ts';
import { trustedNow } from './clock.ts';
import { chainHash, chainStart } from './chain.ts';
import { EventInvalid, write } from './write.ts';
import type { NewEvent, Transaction } from './write.ts';
import type { EventType, Json } from '../domain/dictionary/events.ts';

let station: TestStation;
beforeEach(() => {
  station = openTestStation();
});
afterEach(() => station.close());

const signIn = { type: 'user_signed_in', payload: { method: 'password' }, user: 'u-1' } as const;
const count = () => loggedEvents(station.database.db).length;
function code<T extends EventType>(event: NewEvent<T>): string {
  try {
    write(station.database, ({ append }) => append(event));
    return 'accepted';
  } catch (error) {
    return error instanceof EventInvalid ? `${error.code} ${error.field ?? ''}`.trim() : String(error);
  }
}

describe('write', () => {
  test('what was appended in one write is there together or not at all', () => {
    const before = count();
    expect(() =>
      write(station.database, ({ append }) => {
        append(signIn);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(count()).toBe(before);
    write(station.database, ({ append }) => [append(signIn), append(signIn)]);
    expect(count()).toBe(before + 2);
  });
  test('the chain goes on from the last event that was committed', () => {
    write(station.database, ({ append }) => append(signIn));
    expect(() =>
      write(station.database, ({ append }) => {
        append(signIn);
        throw new Error('no');
      }),
    ).toThrow();
    const appended = write(station.database, ({ append }) => append(signIn));
    const rows = station.database.db
      .prepare<[], { body: string; hash: Buffer }>('SELECT body, hash FROM event_log ORDER BY seq')
      .all();
    let hash: Uint8Array = chainStart;
    for (const row of rows) {
      hash = chainHash(hash, row.body);
      expect(row.hash.equals(hash)).toBe(true);
    }
    expect(appended).toMatchObject({ seq: rows.length, hash: Buffer.from(hash).toString('hex') });
  });
  test('a write inside a write and a write that waits are mistakes', () => {
    expect(() => write(station.database, () => write(station.database, () => 1))).toThrow('write() inside write()');
    expect(() => write(station.database, () => Promise.resolve(1))).toThrow('does not wait');
    expect(write(station.database, () => 1)).toBe(1);
  });
  test('bytes are kept once, under their hash, and stay', () => {
    const bytes = new TextEncoder().encode('^XA^XZ');
    const { db } = station.database;
    const sha256 = write(station.database, (transaction) => transaction.putBlob(bytes));
    expect(write(station.database, () => putBlob(db, bytes))).toBe(sha256);
    expect(Buffer.from(readBlob(db, sha256) ?? []).toString()).toBe('^XA^XZ');
    expect(hasBlob(db, '0'.repeat(64))).toBe(false);
    expect(() => db.exec('DELETE FROM blob')).toThrow('blob_append_only');
    expect(() => db.exec(`UPDATE blob SET bytes = x'00'`)).toThrow('blob_append_only');
  });
});

describe('the log', () => {
  test.each([
    ['UPDATE event_log SET body = body', 'event_log_append_only'],
    ['DELETE FROM event_log', 'event_log_append_only'],
    [
      'INSERT OR REPLACE INTO event_log (seq, body, hash, proof) SELECT seq, body, hash, proof FROM event_log WHERE seq = 1',
      'event_log_out_of_sequence',
    ],
    [
      'INSERT INTO event_log (seq, body, hash, proof) SELECT 9, body, hash, proof FROM event_log WHERE seq = 1',
      'event_log_out_of_sequence',
    ],
  ])('A-02 refuses: %s', (sql, message) => {
    expect(() => station.database.db.exec(sql)).toThrow(message);
  });
  test('A-02 passes: an event is appended and stays as it was', () => {
    const { body, seq } = write(station.database, ({ append }) => append(signIn));
    write(station.database, ({ append }) => append(signIn));
    expect(loggedEvents(station.database.db)[seq - 1]).toEqual(body);
  });

  test('A-01 passes: an entry says who, what, when, why and who authorised it', () => {
    write(station.database, ({ append }) =>
      append({
        type: 'value_corrected',
        payload: { names_seq: 1, field_name: 'weight', old_value: '1.2', new_value: '1.3' },
        user: 'u-1',
        authorisedBy: 'u-2',
        reason: ' misread scale ',
        scanId: 's-1',
      }),
    );
    expect(loggedOfType(station.database.db, 'value_corrected')).toMatchObject([
      {
        user: 'u-1',
        authorised_by: 'u-2',
        reason: 'misread scale',
        scan_id: 's-1',
        recorded_at: '2026-11-22T08:00:00.000+08:00',
        payload: { old_value: '1.2', new_value: '1.3' },
      },
    ]);
  });
  test('A-01 refuses: no reason, and a reason of blanks', () => {
    const correction = {
      type: 'value_corrected',
      payload: { names_seq: 1, field_name: 'weight', old_value: '1', new_value: '2' },
      user: 'u-1',
    } as const;
    expect(code(correction)).toBe('reason_required');
    expect(code({ ...correction, reason: '   ' })).toBe('reason_required');
    expect(code({ ...signIn, reason: 'because' })).toBe('reason_not_allowed');
  });

  test('A-08 passes: a time carries its own zone, whatever zone comes later', () => {
    write(station.database, ({ append }) => append(signIn));
    station.close();
    station = openTestStation({ clock: testClock({ offsetMinutes: -210 }) });
    write(station.database, ({ append }) => append(signIn));
    expect(loggedOfType(station.database.db, 'user_signed_in')[0]?.recorded_at).toBe('2026-11-21T20:30:00.000-03:30');
  });
  test('A-08 refuses: a time without its zone', () => {
    const task = (due_at: string) =>
      code<'task_opened'>({
        type: 'task_opened',
        payload: { task_id: 't', task_kind: 'k', owner_role: 'qa_reviewer', subject: 's', detail: {}, due_at },
        user: null,
      });
    expect(task('2026-11-22T08:00:00')).toBe('field_invalid due_at');
    expect(task('2026-11-22T08:00:00+08:00')).toBe('accepted');
  });

  test('B-08 passes: a late entry keeps the time of the event and says why it is late', () => {
    write(station.database, ({ append }) =>
      append({
        type: 'late_entry_recorded',
        payload: { subject: 'order 7', detail: { text: 'packed on paper' } },
        user: 'u-1',
        reason: 'power cut',
        occurredAt: '2026-11-21T23:30:00+08:00',
        lateReason: 'power cut',
      }),
    );
    expect(loggedOfType(station.database.db, 'late_entry_recorded')).toMatchObject([
      { occurred_at: '2026-11-21T23:30:00+08:00', late_reason: 'power cut' },
    ]);
  });
  test('B-08 refuses: half a late entry', () => {
    const late = {
      type: 'late_entry_recorded',
      payload: { subject: 's', detail: {} },
      user: 'u',
      reason: 'r',
    } as const;
    expect(code({ ...late, occurredAt: '2026-11-21T23:30:00+08:00' })).toBe('late_reason_required');
    expect(code({ ...late, lateReason: 'r' })).toBe('occurred_at_required');
    expect(code({ ...late, lateReason: 'r', occurredAt: 'yesterday' })).toBe('occurred_at_invalid');
  });

  test('an event with a field too few, too many or of another kind is a mistake', () => {
    const refused = (payload: object) => code({ ...signIn, payload } as never);
    expect(refused({})).toBe('field_missing method');
    expect(refused({ method: 'password', extra: 1 })).toBe('field_unknown extra');
    expect(refused({ method: 7 })).toBe('field_invalid method');
    expect(code({ ...signIn, type: 'nothing' } as never)).toBe('type_unknown');
  });
  test.each<Json>([{ password: 'x' }, { user: { passwordHash: 'x' } }, { users: [{ salt: 'x' }] }, { badge: 'x' }])(
    'a secret in structured data never enters the log: %j',
    (detail) => {
      expect(code({ type: 'station_started', payload: { version: '1', detail }, user: null })).toBe(
        'secret_in_log detail',
      );
    },
  );
  test('every event says under which master data and profile it was decided', () => {
    seed(station.database, { profile: [testProfile] });
    const { body } = write(station.database, ({ append }) => append(signIn));
    expect(body.md_version).toBe(1);
    expect(body.profile_hash).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the clock of the log', () => {
  const hour = 3_600_000;
  const append = (transaction: Transaction) => transaction.append(signIn);
  const trusted = () => trustedNow(station.database);

  test('B-04 passes: a clock that goes with time leaves no trace', () => {
    write(station.database, append);
    station.clock.advance(9 * hour);
    write(station.database, append);
    expect(loggedOfType(station.database.db, 'clock_jumped')).toEqual([]);
    expect(trusted()).toEqual({ ms: station.clock.wallMs(), inDoubt: false });
  });
  test('B-04 refuses: a clock set back by a day is an alarm, the events after it are marked, expiry goes on', () => {
    const before = station.clock.wallMs();
    station.clock.advance(hour);
    station.clock.jump(-24 * hour);
    const { body } = write(station.database, append);
    expect(loggedOfType(station.database.db, 'clock_jumped')).toMatchObject([
      { seq: body.seq - 1, payload: { jump_ms: -24 * hour, cause: 'backward' }, user: null },
    ]);
    expect(body.clock_in_doubt).toBe(true);
    expect(trusted()).toEqual({ ms: before + hour, inDoubt: false });
  });
  test('a jump is told once', () => {
    station.clock.jump(-24 * hour);
    write(station.database, append);
    station.clock.advance(1000);
    write(station.database, append);
    expect(loggedOfType(station.database.db, 'clock_jumped')).toHaveLength(1);
  });
  test('a start far in the future is in doubt until the centre answers', () => {
    const before = station.clock.wallMs();
    const far = before + 72 * hour;
    station.clock.reboot(far);
    write(station.database, append);
    expect(trusted()).toEqual({ ms: before, inDoubt: true });
    write(station.database, (transaction) =>
      transaction.append({
        type: 'clock_observed',
        payload: { server_time: new Date(before + 2 * hour).toISOString(), offset_ms: 70 * hour },
        user: null,
      }),
    );
    expect(trusted()).toEqual({ ms: before + 2 * hour, inDoubt: false });
  });
  test('a signed correction undoes a maximum that was poisoned', () => {
    const before = station.clock.wallMs();
    station.clock.reboot(before + 20 * hour);
    write(station.database, append);
    expect(trusted().ms).toBe(before + 20 * hour);
    write(station.database, (transaction) =>
      transaction.append({
        type: 'clock_corrected',
        payload: { old_value: 'x', new_value: new Date(before + hour).toISOString() },
        user: 'u-1',
        authorisedBy: 'u-2',
        reason: 'the clock was wrong',
      }),
    );
    expect(trusted().ms).toBe(before + hour);
  });
  test('the state of the clock survives a restart', () => {
    const before = station.clock.wallMs();
    station.clock.jump(-24 * hour);
    write(station.database, append);
    station = station.reopen();
    expect(trusted().ms).toBe(before);
  });
  test('the limit of the profile counts', () => {
    seed(station.database, { profile: [{ ...testProfile, clock_jump_limit_ms: hour }] });
    station.clock.reboot(station.clock.wallMs() + 2 * hour);
    write(station.database, append);
    expect(trusted().inDoubt).toBe(true);
  });
});
