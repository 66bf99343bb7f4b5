import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway } from '../testing/gateway.ts';
import type { TestGateway } from '../testing/gateway.ts';
import { enrolledStation, testStation } from '../testing/station.ts';
import type { TestStation } from '../testing/station.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

async function storedTexts(station: TestStation): Promise<string[]> {
  const { rows } = await gateway.database.pool.query<{ body: string }>(
    `SELECT body FROM event e JOIN station s ON s.no = e.station_no WHERE s.id = $1 ORDER BY seq`,
    [station.id],
  );
  return rows.map((row) => row.body);
}

function acknowledgements(station: TestStation, count: number): void {
  for (let index = 0; index < count; index += 1) station.append('task_acknowledged', { task_id: `T-${index}` });
}

describe('enrolment', () => {
  test('a token enrols once; asked again with the same key it answers the same', async () => {
    const station = testStation(gateway, 'E1');
    const token = await gateway.token('E1');
    expect(await station.enrol(token)).toMatchObject({ status: 200, body: { station: 'E1', name: '工位 E1' } });
    expect(await station.enrol(token)).toMatchObject({ status: 200 });
    const thief = testStation(gateway, 'E1');
    expect(await thief.enrol(token)).toEqual({ status: 401, body: { code: 'token_invalid' } });
  });

  test('a token for one station enrols no other', async () => {
    const station = testStation(gateway, 'E2');
    expect(await station.enrol(await gateway.token('E3'))).toEqual({ status: 401, body: { code: 'token_invalid' } });
  });

  test('a station that is not enrolled, or signs with another key, is not heard', async () => {
    const stranger = testStation(gateway, 'E4');
    expect(await stranger.upload()).toEqual({ status: 401, body: { code: 'station_unknown' } });
    const station = await enrolledStation(gateway, 'E5');
    const impostor = testStation(gateway, 'E5');
    impostor.epoch = station.epoch;
    expect(await impostor.upload()).toEqual({ status: 401, body: { code: 'signature_wrong' } });
  });

  test('a station cannot write in the name of another', async () => {
    const station = await enrolledStation(gateway, 'E6');
    const other = await enrolledStation(gateway, 'E7');
    const answer = await station.request('POST', `/v1/stations/${other.id}/log`, station.batch(1));
    expect(answer.status).toBe(401);
  });
});

describe('intake of a log', () => {
  test('texts are stored verbatim and acknowledged with the head after the commit', async () => {
    const station = await enrolledStation(gateway, 'I1');
    acknowledgements(station, 4);
    station.append('task_acknowledged', { task_id: '复核 “𠮷” \u0001 \\ 😀' });
    const batch = station.batch(2);
    const answer = await station.send(batch);
    expect(answer).toMatchObject({ status: 200, body: { ackedSeq: 6, headHash: batch.headHash, flagged: [] } });
    expect(await storedTexts(station)).toEqual(station.texts);
  });

  test('A-10 passes: the central copy keeps station, sequence and the original time, and adds when it was received', async () => {
    const station = await enrolledStation(gateway, 'I2');
    station.append('task_acknowledged', { task_id: 'T-1' }, { recorded_at: '2026-11-19T08:00:00.000+08:00' });
    await station.upload(2);
    const { rows } = await gateway.database.pool.query<{
      station: string;
      seq: number;
      body: string;
      received_at: Date;
    }>('SELECT station, seq, body, received_at FROM central_log WHERE station = $1 AND seq = 2', [station.id]);
    expect(rows[0]).toMatchObject({ station: 'I2', seq: 2, body: station.texts[1] });
    expect(rows[0]?.body).toContain('"recorded_at":"2026-11-19T08:00:00.000+08:00"');
    expect(rows[0]?.received_at.getTime()).toBeGreaterThan(Date.parse('2026-11-19T08:00:00.000+08:00'));
  });

  test('A-10 refuses: a stored event cannot be changed, deleted or replaced, not even by SQL', async () => {
    const { pool } = gateway.database;
    await expect(pool.query(`UPDATE event SET body = '{}'`)).rejects.toThrow('append-only');
    await expect(pool.query('DELETE FROM event')).rejects.toThrow('append-only');
    await expect(pool.query('TRUNCATE event CASCADE')).rejects.toThrow('append-only');
  });

  test('B-07 passes: the same message three times, cut and overlapping, leaves the totals of the station', async () => {
    const station = await enrolledStation(gateway, 'I3');
    acknowledgements(station, 20);
    const answers = [
      station.batch(2, 10),
      station.batch(2, 10),
      station.batch(2, 10),
      station.batch(6, 8),
      station.batch(9),
    ];
    const acked: unknown[] = [];
    for (const batch of answers) acked.push((await station.send(batch)).body['ackedSeq']);
    expect(acked).toEqual([11, 11, 11, 13, 21]);
    expect(await storedTexts(station)).toEqual(station.texts);
  });

  test('B-07 refuses: a message that skips events is a gap that names what is expected', async () => {
    const station = await enrolledStation(gateway, 'I4');
    acknowledgements(station, 6);
    expect(await station.send(station.batch(4))).toEqual({ status: 409, body: { code: 'gap', expected: 2 } });
    expect(await storedTexts(station)).toHaveLength(1);
    expect(await station.upload(2)).toMatchObject({ status: 200, body: { ackedSeq: 7 } });
  });

  test('batches that arrive in another order are a gap first and complete in the end', async () => {
    const station = await enrolledStation(gateway, 'I5');
    acknowledgements(station, 9);
    const batches = [station.batch(2, 3), station.batch(5, 3), station.batch(8, 3)];
    const late = await Promise.all([batches[2], batches[1]].map((batch) => station.send(batch ?? station.batch(2))));
    expect(late.map(({ status }) => status)).toEqual([409, 409]);
    for (const batch of batches) expect(await station.send(batch)).toMatchObject({ status: 200 });
    expect(await storedTexts(station)).toEqual(station.texts);
  });

  test('two copies of one batch at the same time are stored once', async () => {
    const station = await enrolledStation(gateway, 'I6');
    acknowledgements(station, 200);
    const batch = station.batch(2);
    const answers = await Promise.all([station.send(batch), station.send(batch), station.send(batch)]);
    expect(answers.map(({ body }) => body['ackedSeq'])).toEqual([201, 201, 201]);
    expect(await storedTexts(station)).toEqual(station.texts);
  });

  test('another text under a number that is stored is a fork, alone or in front of new ones', async () => {
    const station = await enrolledStation(gateway, 'I7');
    acknowledgements(station, 4);
    await station.upload();
    const kept = [...station.texts];
    station.texts.splice(3, 2);
    station.append('user_signed_out', { cause: 'asked' });
    expect(await station.send(station.batch(4))).toMatchObject({ status: 409, body: { code: 'fork' } });
    acknowledgements(station, 5);
    expect(await station.send(station.batch(2))).toMatchObject({ status: 409, body: { code: 'fork' } });
    expect(await station.send(station.batch(6))).toMatchObject({ status: 409, body: { code: 'fork' } });
    expect(await storedTexts(station)).toEqual(kept);
  });

  test('a batch whose texts do not give its head, or whose head is not signed, is refused', async () => {
    const station = await enrolledStation(gateway, 'I8');
    acknowledgements(station, 3);
    const batch = station.batch(2);
    const altered = {
      ...batch,
      events: batch.events.map((text, index) => (index === 1 ? text.replace('op1', 'op2') : text)),
    };
    expect(await station.send(altered)).toEqual({ status: 400, body: { code: 'chain_broken' } });
    const unsigned = { ...batch, signature: station.batch(3).signature };
    expect(
      await station.send({
        ...unsigned,
        from: 2,
        headHash: batch.headHash,
        signature: Buffer.alloc(64).toString('base64'),
      }),
    ).toEqual({
      status: 400,
      body: { code: 'signature_wrong' },
    });
    expect(await storedTexts(station)).toHaveLength(1);
  });

  test('an epoch begins with its own first event only; sequence numbers go on', async () => {
    const station = await enrolledStation(gateway, 'I9');
    acknowledgements(station, 3);
    await station.upload(2);
    station.beginEpoch('restored');
    acknowledgements(station, 2);
    expect(await station.send(station.batch(station.firstSeq + 1))).toEqual({
      status: 409,
      body: { code: 'epoch_unknown' },
    });
    expect(await station.upload()).toMatchObject({ status: 200, body: { ackedSeq: 7 } });
    const { rows } = await gateway.database.pool.query(
      `SELECT p.first_seq, p.head_seq FROM epoch p JOIN station s ON s.no = p.station_no WHERE s.id = 'I9' ORDER BY p.no`,
    );
    expect(rows).toEqual([
      { first_seq: 1, head_seq: 4 },
      { first_seq: 5, head_seq: 7 },
    ]);
  });

  test('a station whose clock is days off is heard, and its offset is noted', async () => {
    const station = await enrolledStation(gateway, 'I10');
    acknowledgements(station, 1);
    expect(await station.upload(2)).toMatchObject({ status: 200 });
    const { rows } = await gateway.database.pool.query<{ clock_offset_ms: number }>(
      `SELECT clock_offset_ms FROM station WHERE id = 'I10'`,
    );
    expect(Math.abs(rows[0]?.clock_offset_ms ?? Number.NaN)).toBeLessThan(60_000);
  });

  test('a gateway that goes down and comes back knows what it acknowledged', async () => {
    const station = await enrolledStation(gateway, 'I11');
    acknowledgements(station, 3);
    await gateway.down();
    await expect(station.upload(2)).rejects.toThrow('fetch failed');
    await gateway.restart();
    expect(await station.upload(2)).toMatchObject({ status: 200, body: { ackedSeq: 4 } });
    await gateway.restart();
    expect(await station.upload(2)).toMatchObject({ status: 200, body: { ackedSeq: 4 } });
  });

  test('every event of every station has one place in the order of the centre, without holes', async () => {
    const stations = [
      await enrolledStation(gateway, 'O1'),
      await enrolledStation(gateway, 'O2'),
      await enrolledStation(gateway, 'O3'),
    ];
    for (const station of stations) acknowledgements(station, 60);
    await Promise.all(
      stations.map(async (station) => {
        for (let from = 2; from <= 61; from += 10) await station.send(station.batch(from, 10));
      }),
    );
    const { rows } = await gateway.database.pool.query<{ central_seq: number }>(
      'SELECT central_seq FROM central_log ORDER BY central_seq',
    );
    expect(rows.map((row) => row.central_seq)).toEqual(rows.map((_, index) => index + 1));
  });
});
