import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { audit } from '../contract/audit.ts';
import { EventInvalid, write } from '../db/write.ts';
import { loggedEvents, loggedOfType } from '../testing/events.ts';
import type { IdentityBench } from '../identity/testing/identity-bench.ts';
import { openIdentityBench, people } from '../identity/testing/identity-bench.ts';

let bench: IdentityBench;
beforeEach(() => {
  bench = openIdentityBench();
});
afterEach(() => {
  bench.close();
});

const { op1, re1, qa1, rel1 } = people;
const second = { userId: 'rel1', password: rel1.password };

type AuditFilter = z.input<(typeof audit)['listAudit']['input']>;

/** A weight of a carton as the scale gave it. */
function weigh(value: string): number {
  return write(bench.database, (transaction) =>
    transaction.append({
      type: 'weight_observed',
      payload: { weight: value, weight_unit: 'g', weight_mode: 'gross', device_id: 'scale-bench' },
      user: 'op1',
    }),
  ).seq;
}

const all: AuditFilter = { beforeSeq: null, limit: 50, types: null, user: null, text: null, exceptionsOnly: false };

describe('a correction', () => {
  test('A-01 passes: it says who, old and new value, when, why, and who authorised it; the old value stays readable', async () => {
    const seq = weigh('1250.5');
    await bench.signIn(qa1);
    const answer = await bench.client.call('correctValue', {
      seq,
      field: 'weight',
      newValue: '1205.5',
      reason: 'digits swapped on paper',
      second,
    });
    expect(answer.ok).toBe(true);
    expect(loggedOfType(bench.database.db, 'value_corrected')).toMatchObject([
      {
        user: 'qa1',
        authorised_by: 'rel1',
        reason: 'digits swapped on paper',
        recorded_at: '2026-11-22T08:00:00.000+08:00',
        payload: { names_seq: seq, field_name: 'weight', old_value: '1250.5', new_value: '1205.5' },
      },
    ]);
    expect(loggedOfType(bench.database.db, 'weight_observed')[0]?.payload.weight).toBe('1250.5');
    const history = await bench.client.call('valueHistory', { seq, field: 'weight' });
    expect(history).toMatchObject({
      value: {
        values: [
          { value: '1250.5', user: 'op1', authorisedBy: null, reason: null },
          { value: '1205.5', user: 'qa1', authorisedBy: 'rel1', reason: 'digits swapped on paper' },
        ],
      },
    });
  });

  test('a second correction starts from the value of the first', async () => {
    const seq = weigh('1');
    await bench.signIn(qa1);
    for (const newValue of ['2', '3']) {
      await bench.client.call('correctValue', { seq, field: 'weight', newValue, reason: 'weighed again', second });
    }
    expect(loggedOfType(bench.database.db, 'value_corrected').map(({ payload }) => payload.old_value)).toEqual([
      '1',
      '2',
    ]);
  });

  test('A-01 refuses: without a reason nothing is corrected, whoever asks', async () => {
    const seq = weigh('1250.5');
    await bench.signIn(qa1);
    for (const reason of ['', '   ', 'x']) {
      await expect(
        bench.client.call('correctValue', { seq, field: 'weight', newValue: '1', reason, second }),
      ).rejects.toMatchObject({ failure: 'invalid_input' });
    }
    const payload = { names_seq: seq, field_name: 'weight', old_value: '1250.5', new_value: '1' };
    for (const reason of [undefined, ' ']) {
      expect(() =>
        write(bench.database, (transaction) =>
          transaction.append({
            type: 'value_corrected',
            payload,
            user: 'qa1',
            ...(reason === undefined ? {} : { reason }),
          }),
        ),
      ).toThrow(EventInvalid);
    }
    expect(loggedOfType(bench.database.db, 'value_corrected')).toEqual([]);
  });

  test('A-01 refuses: the same person, a wrong password, and somebody who may not authorise', async () => {
    const seq = weigh('1250.5');
    await bench.signIn(qa1);
    const ask = (userId: string, password: string) =>
      bench.client.call('correctValue', {
        seq,
        field: 'weight',
        newValue: '1',
        reason: 'typing error',
        second: { userId, password },
      });
    expect(await ask('qa1', qa1.password)).toMatchObject({ refused: { code: 'same_person' } });
    expect(await ask('rel1', 'not-the-password')).toMatchObject({ refused: { code: 'credentials_wrong' } });
    expect(await ask('op1', op1.password)).toMatchObject({ refused: { code: 'role_missing' } });
    expect(loggedOfType(bench.database.db, 'value_corrected')).toEqual([]);
  });

  test('A-01 refuses: somebody who may not correct does not get that far', async () => {
    const seq = weigh('1250.5');
    await bench.signIn(op1);
    expect(
      await bench.client.call('correctValue', { seq, field: 'weight', newValue: '1', reason: 'typing error', second }),
    ).toMatchObject({ refused: { code: 'role_missing' } });
  });

  test('of what is not there, of a correction, or to what the field cannot hold is refused', async () => {
    const seq = weigh('1250.5');
    await bench.signIn(qa1);
    const ask = (at: number, field: string, newValue: string) =>
      bench.client.call('correctValue', { seq: at, field, newValue, reason: 'typing error', second });
    expect(await ask(9999, 'weight', '1')).toMatchObject({ refused: { code: 'event_unknown' } });
    expect(await ask(seq, 'sscc', '1')).toMatchObject({ refused: { code: 'field_unknown' } });
    expect(await ask(seq, 'weight', 'heavy')).toMatchObject({ refused: { code: 'value_invalid' } });
    const done = await ask(seq, 'weight', '1');
    if (!done.ok) throw new Error(done.refused.code);
    expect(await ask(done.value.seq, 'new_value', '2')).toMatchObject({ refused: { code: 'names_a_correction' } });
  });
});

describe('a late entry', () => {
  const entry = {
    subject: 'carton 106901234000000018',
    text: '20 units packed by hand, paper form 17',
    occurredAt: '2026-11-22T06:30:00+08:00',
    reason: 'power cut from 06:00 to 07:40',
    second: { userId: 're1', password: re1.password },
  };

  test('B-08 passes: it keeps the true time beside the time of entry, is marked, and names the second person', async () => {
    await bench.signIn(op1);
    expect((await bench.client.call('lateEntry', entry)).ok).toBe(true);
    expect(loggedOfType(bench.database.db, 'late_entry_recorded')).toMatchObject([
      {
        recorded_at: '2026-11-22T08:00:00.000+08:00',
        occurred_at: '2026-11-22T06:30:00+08:00',
        late_reason: entry.reason,
        reason: entry.reason,
        user: 'op1',
        authorised_by: 're1',
        payload: { subject: entry.subject, detail: { text: entry.text } },
      },
    ]);
    const trail = await bench.client.call('listAudit', { ...all, types: ['late_entry_recorded'] });
    expect(trail).toMatchObject({
      value: {
        rows: [{ occurredAt: entry.occurredAt, recordedAt: '2026-11-22T08:00:00.000+08:00', lateReason: entry.reason }],
      },
    });
  });

  test('B-08 refuses: a time that is still to come, and one without its zone', async () => {
    await bench.signIn(op1);
    expect(await bench.client.call('lateEntry', { ...entry, occurredAt: '2026-11-22T08:00:01+08:00' })).toMatchObject({
      refused: { code: 'occurred_in_future' },
    });
    expect(await bench.client.call('lateEntry', { ...entry, occurredAt: '2026-11-22T06:30:00.00' })).toMatchObject({
      refused: { code: 'time_invalid' },
    });
    expect(loggedOfType(bench.database.db, 'late_entry_recorded')).toEqual([]);
  });

  test('B-08 refuses: without a second person, or without a reason, nothing is entered', async () => {
    await bench.signIn(op1);
    expect(
      await bench.client.call('lateEntry', { ...entry, second: { userId: 'op1', password: op1.password } }),
    ).toMatchObject({ refused: { code: 'same_person' } });
    expect(
      await bench.client.call('lateEntry', { ...entry, second: { userId: 're1', password: 'wrong-guess-77' } }),
    ).toMatchObject({ refused: { code: 'credentials_wrong' } });
    await expect(bench.client.call('lateEntry', { ...entry, reason: ' ' })).rejects.toMatchObject({
      failure: 'invalid_input',
    });
    expect(loggedOfType(bench.database.db, 'late_entry_recorded')).toEqual([]);
  });
});

describe('the audit trail', () => {
  test('shows the newest first and goes on where a page ended', async () => {
    await bench.signIn(op1);
    for (let index = 0; index < 30; index += 1) weigh(String(index));
    const seqs: number[] = [];
    let before: number | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof read>> = await read(before);
      if (page.length === 0) break;
      seqs.push(...page.map(({ seq }) => seq));
      before = page.at(-1)?.seq ?? null;
    }
    const head = loggedEvents(bench.database.db).length;
    expect(seqs).toEqual(Array.from({ length: head }, (_, index) => head - index));
  });

  test('is narrowed by type, by user, by words, and to exceptions', async () => {
    await bench.client.call('signIn', { userId: 'op1', password: 'wrong-guess-77' });
    await bench.signIn(op1);
    weigh('77.7');
    const types = async (filter: Partial<AuditFilter>) => {
      const page = await bench.client.call('listAudit', { ...all, ...filter });
      return page.ok ? page.value.rows.map(({ type }) => type) : [];
    };
    expect(await types({ types: ['weight_observed'] })).toEqual(['weight_observed']);
    expect(await types({ user: 'op1' })).toEqual(['weight_observed', 'user_signed_in', 'user_attempts_ended']);
    expect(await types({ text: '77.7' })).toEqual(['weight_observed']);
    expect(await types({ exceptionsOnly: true })).toEqual(['user_sign_in_failed']);
    expect(await types({ exceptionsOnly: true, types: ['weight_observed'] })).toEqual([]);
  });

  test('finds one row far back without holding the core for long at a time', async () => {
    const seq = weigh('4242.4242');
    write(bench.database, (transaction) => {
      for (let index = 0; index < 7_000; index += 1)
        transaction.append({
          type: 'weight_observed',
          payload: { weight: String(index), weight_unit: 'g', weight_mode: 'gross', device_id: 'scale-bench' },
          user: 'op1',
        });
    });
    await bench.signIn(op1);
    let turns = 0;
    const watch = setInterval(() => {
      turns += 1;
    }, 0);
    const page = await bench.client.call('listAudit', { ...all, text: '4242.4242' });
    clearInterval(watch);
    expect(page.ok && page.value.rows.map((row) => row.seq)).toEqual([seq]);
    expect(turns).toBeGreaterThan(0);
  });

  async function read(beforeSeq: number | null) {
    const page = await bench.client.call('listAudit', { ...all, beforeSeq, limit: 7 });
    if (!page.ok) throw new Error(page.refused.code);
    return page.value.rows;
  }
});
