import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import type { Tamper } from '../testing/tamper.ts';
import { tamperWith } from '../testing/tamper.ts';
import { startEpoch } from './open.ts';
import { verifyLog } from './verify.ts';
import { sealLog, write } from './write.ts';

let station: TestStation;
let tamper: Tamper;
const events = 20;

function append(count: number): void {
  write(station.database, ({ append: add }) => {
    for (let index = 0; index < count; index += 1)
      add({ type: 'user_signed_in', payload: { method: 'password' }, user: `u-${index}` });
  });
}

beforeEach(() => {
  station = openTestStation({ projectors: [] });
  append(events - 1);
  sealLog(station.database);
});
afterEach(() => station.close());

const verify = () => verifyLog(station.database.db);
const otherUser = (body: string) => body.replace('"user":"u-', '"user":"x-');
const renumbered = (body: string, by: number) => body.replace(/"seq":(\d+)/, (_, seq) => `"seq":${Number(seq) + by}`);

describe('an untouched log', () => {
  test('A-02 passes: the chain of an untouched log is intact', () => {
    expect(verify()).toEqual({ ok: true, events, findings: [] });
  });
  test('rows after the signed head, as a crash leaves them, are sound when they are signed', () => {
    append(3);
    expect(verify()).toEqual({ ok: true, events: events + 3, findings: [] });
  });
  test('several epochs are one sound log', () => {
    startEpoch(station.database, 'restored');
    append(3);
    sealLog(station.database);
    expect(verify()).toEqual({ ok: true, events: events + 4, findings: [] });
  });
});

describe('rows after the last seal, as a crash leaves them', () => {
  // 20 sealed rows, and 21 to 30 that are not.
  beforeEach(() => {
    append(10);
    tamper = tamperWith(station.database.db);
  });
  const named = (seq: number, code: string) => expect(verify().findings).toEqual([{ seq, code }]);

  test.each([21, 25, 29, 30])('row %i with another text is named', (seq) => {
    tamper.setBody(seq, otherUser);
    named(seq, 'altered');
  });
  test.each([21, 25, 29])('row %i with another text and its new hash is named', (seq) => {
    tamper.setBody(seq, otherUser);
    tamper.rehash(seq);
    named(seq, 'altered');
  });
  test.each([21, 25, 29])('row %i with another text and every hash after it made anew is named', (seq) => {
    tamper.setBody(seq, otherUser);
    tamper.rehashFrom(seq);
    named(seq, 'altered');
  });
  test.each([21, 25, 29])('row %i that is gone is named', (seq) => {
    tamper.remove(seq);
    named(seq, 'deleted');
  });
  test('a row put on at the end is named, though its hash follows and its proof is that of another', () => {
    tamper.insert(31, renumbered(tamper.bodyOf(30), 1));
    named(31, 'inserted');
    tamper.db.exec('UPDATE event_log SET proof = (SELECT proof FROM event_log WHERE seq = 30) WHERE seq = 31');
    named(31, 'inserted');
  });
  test.each([21, 25, 30])('a row put in at %i is named', (seq) => {
    tamper.renumber(seq, 1);
    tamper.insert(seq, otherUser(tamper.bodyOf(seq - 1)).replace('0.1.0', '0.1.1'));
    named(seq, 'inserted');
  });
  test('a restart seals them', () => {
    station = station.reopen();
    expect(verify()).toEqual({ ok: true, events: 30, findings: [] });
    tamperWith(station.database.db).insert(31, '{"seq":31,"type":"user_signed_in"}');
    named(31, 'inserted');
  });
  test('a restart does not seal rows that no station wrote: a new epoch begins and the finding stays', () => {
    crash();
    tamper.insert(31, renumbered(tamper.bodyOf(30), 1));
    station = station.reopen();
    append(2);
    station.clock.advance(2000);
    expect(verify()).toEqual({ ok: false, events: 34, findings: [{ seq: 31, code: 'inserted' }] });
    expect(station.database.db.prepare('SELECT cause FROM epoch ORDER BY first_seq').pluck().all()).toEqual([
      'first_start',
      'tail_unproven',
    ]);
  });
});

test('a restart does not seal a last row that was changed and hashed anew while the station was down', () => {
  append(3);
  tamper = tamperWith(station.database.db);
  crash();
  tamper.setBody(23, otherUser);
  tamper.rehash(23);
  station = station.reopen();
  expect(station.database.db.prepare('SELECT cause FROM epoch ORDER BY first_seq DESC').pluck().get()).toBe(
    'tail_unproven',
  );
});

test('a restart after a crash goes on in its epoch', () => {
  append(300);
  crash();
  station = station.reopen();
  append(1);
  expect(verify()).toEqual({ ok: true, events: events + 301, findings: [] });
  expect(station.database.db.prepare('SELECT count(*) FROM epoch').pluck().get()).toBe(1);
});

/** Forgets what is not sealed, as a process that is killed does. */
function crash(): void {
  station.database.writer.end = {
    ...station.database.writer.end,
    sealedSeq: station.database.writer.end.seq,
    unsealed: null,
  };
}

describe('a log that somebody changed', () => {
  beforeEach(() => {
    tamper = tamperWith(station.database.db);
  });
  const named = (seq: number, code: string) => expect(verify().findings).toEqual([{ seq, code }]);

  test.each([1, 2, 7, 19, 20])('A-02 refuses: row %i with another text is named', (seq) => {
    tamper.setBody(seq, (body) => body.replace('"app_version":"0.1.0"', '"app_version":"0.1.1"'));
    named(seq, 'altered');
  });
  test.each([2, 7, 20])('row %i with another text and its new hash is named', (seq) => {
    tamper.setBody(seq, otherUser);
    tamper.rehash(seq);
    named(seq, 'altered');
  });
  test.each([2, 7, 20])('row %i with another text and every hash after it made anew is named', (seq) => {
    tamper.setBody(seq, otherUser);
    tamper.rehashFrom(seq);
    named(seq, 'altered');
  });
  test('a text with nothing left in it is named', () => {
    tamper.setBody(7, () => '{}');
    named(7, 'altered');
  });
  test('two rows that were changed are both named', () => {
    tamper.setBody(5, otherUser);
    tamper.setBody(12, otherUser);
    expect(verify().findings).toEqual([
      { seq: 5, code: 'altered' },
      { seq: 12, code: 'altered' },
    ]);
  });

  test.each([1, 2, 7, 19, 20])('A-02 refuses: row %i that is gone is named', (seq) => {
    tamper.remove(seq);
    named(seq, 'deleted');
  });
  test.each([2, 7])('row %i that is gone is named when the rows after it moved up', (seq) => {
    tamper.remove(seq);
    tamper.renumber(seq + 1, -1);
    named(seq, 'deleted');
  });
  test.each([2, 7])('row %i that is gone is named when everything after it was written anew', (seq) => {
    tamper.remove(seq);
    tamper.renumber(seq + 1, -1);
    for (let next = seq; next < events; next += 1) tamper.setBody(next, (body) => renumbered(body, -1));
    tamper.rehashFrom(seq);
    named(seq, 'deleted');
  });
  test('rows cut off at the end are named', () => {
    for (const seq of [18, 19, 20]) tamper.remove(seq);
    expect(verify().findings).toEqual([18, 19, 20].map((seq) => ({ seq, code: 'deleted' })));
  });
  test('a log that was emptied names every row', () => {
    for (let seq = 1; seq <= events; seq += 1) tamper.remove(seq);
    expect(verify()).toMatchObject({ ok: false, events: 0 });
    expect(verify().findings).toHaveLength(events);
  });

  test('A-02 refuses: a row put on at the end is named, though its hash follows', () => {
    tamper.insert(21, renumbered(tamper.bodyOf(20), 1));
    named(21, 'inserted');
  });
  test('a row put on at the end with any hash is named', () => {
    tamper.insert(40, '{"type":"user_signed_in"}');
    tamper.setBody(40, (body) => `${body} `);
    named(40, 'inserted');
  });
  test.each([2, 7, 20])('a row put in at %i is named, the moved rows after it are not', (seq) => {
    tamper.renumber(seq, 1);
    tamper.insert(seq, otherUser(tamper.bodyOf(seq - 1)).replace('0.1.0', '0.1.1'));
    named(seq, 'inserted');
  });
  test('three rows put in at 5, each following the other, are named', () => {
    for (const seq of [5, 6, 7]) {
      tamper.renumber(seq, 1);
      tamper.insert(seq, renumbered(otherUser(tamper.bodyOf(4)), seq - 4));
    }
    expect(verify().findings).toEqual([5, 6, 7].map((seq) => ({ seq, code: 'inserted' })));
  });
  test('a copy of a row put in after it is named', () => {
    tamper.renumber(8, 1);
    tamper.db.exec(
      'INSERT INTO event_log (seq, body, hash, proof) SELECT 8, body, hash, proof FROM event_log WHERE seq = 7',
    );
    named(8, 'inserted');
  });
  test('a row put in before the first is named', () => {
    tamper.insert(-3, '{"type":"user_signed_in"}');
    named(-3, 'inserted');
  });
  test('a row put in at 7 is named when everything after it was written anew', () => {
    tamper.renumber(7, 1);
    tamper.insert(7, otherUser(tamper.bodyOf(6)).replace('"seq":6', '"seq":7'));
    for (let next = 8; next <= events + 1; next += 1) tamper.setBody(next, (body) => renumbered(body, 1));
    tamper.rehashFrom(7);
    named(7, 'inserted');
  });

  test('a changed, a missing and a foreign row are each named', () => {
    tamper.setBody(4, otherUser);
    tamper.remove(9);
    tamper.insert(21, '{"type":"user_signed_in"}');
    expect(verify().findings).toEqual([
      { seq: 4, code: 'altered' },
      { seq: 9, code: 'deleted' },
      { seq: 21, code: 'inserted' },
    ]);
  });
  test('a signed head that is gone or forged is told', () => {
    tamper.db.exec('UPDATE signed_head SET signature = zeroblob(64)');
    named(20, 'signature_wrong');
    tamper.db.exec('DELETE FROM signed_head');
    named(20, 'head_missing');
  });
  test('rows the centre has acknowledged are missed even when the signed head was set back', () => {
    tamper.db.exec(
      `INSERT INTO sync_cursor (epoch, acked_seq, acked_hash, acked_at) SELECT epoch, 22, '${'0'.repeat(64)}', '' FROM epoch`,
    );
    expect(verify().findings).toEqual([
      { seq: 21, code: 'deleted' },
      { seq: 22, code: 'deleted' },
    ]);
  });
  test('a column that says other than the text is told', () => {
    tamper.db.exec(`
      CREATE TABLE copy AS SELECT seq, body, hash, proof, type, epoch, recorded_at, user_id, scan_id FROM event_log;
      DROP TABLE event_log;
      ALTER TABLE copy RENAME TO event_log;
      UPDATE event_log SET user_id = 'u-99' WHERE seq = 5;`);
    named(5, 'columns_differ');
  });
  test('a change in an earlier epoch is named', () => {
    startEpoch(station.database, 'restored');
    append(3);
    sealLog(station.database);
    tamper.setBody(7, otherUser);
    named(7, 'altered');
  });
});
