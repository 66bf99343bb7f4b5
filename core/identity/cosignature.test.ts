import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loggedOfType } from '../testing/events.ts';
import type { IdentityBench } from './testing/identity-bench.ts';
import { openIdentityBench, people } from './testing/identity-bench.ts';

let bench: IdentityBench;
beforeEach(async () => {
  bench = openIdentityBench();
  await bench.signIn(people.op1);
});
afterEach(() => {
  bench.close();
});

const payloadHash = '12'.repeat(32);
const request = { payloadHash, meaning: 'second_check', subject: 'remainder carton' } as const;
const { re1 } = people;

async function give(): Promise<string> {
  const given = await bench.client.call('cosign', { userId: 're1', password: re1.password, ...request });
  if (!given.ok) throw new Error(given.refused.code);
  return given.value.cosignatureId;
}

describe('a co-signature', () => {
  test('names who gave it, its meaning, its time with zone and what was signed', async () => {
    await give();
    expect(loggedOfType(bench.database.db, 'cosigned')).toMatchObject([
      {
        user: 're1',
        payload: { payload_hash: payloadHash, meaning: 'second_check', subject: 'remainder carton' },
        signature: {
          user: 're1',
          meaning: 'second_check',
          signed_at: '2026-11-22T08:00:00.000+08:00',
          payload_hash: payloadHash,
        },
      },
    ]);
  });

  test('is used once', async () => {
    const id = await give();
    expect(bench.cosignatures.use(id, payloadHash, 'op1')).toEqual({ ok: true, value: { userId: 're1' } });
    expect(bench.cosignatures.use(id, payloadHash, 'op1')).toMatchObject({ refused: { code: 'cosignature_unknown' } });
  });

  test('lives two minutes', async () => {
    const first = await give();
    bench.station.clock.advance(120_000);
    expect(bench.cosignatures.use(first, payloadHash, 'op1').ok).toBe(true);
    const second = await give();
    bench.station.clock.advance(120_001);
    expect(bench.cosignatures.use(second, payloadHash, 'op1')).toMatchObject({
      refused: { code: 'cosignature_expired' },
    });
  });

  test('is not made to live longer by setting the wall clock back', async () => {
    const id = await give();
    bench.station.clock.advance(120_001);
    bench.station.clock.jump(-600_000);
    expect(bench.cosignatures.use(id, payloadHash, 'op1')).toMatchObject({ refused: { code: 'cosignature_expired' } });
  });

  test('is for these bytes and no others, and stays usable for them', async () => {
    const id = await give();
    expect(bench.cosignatures.use(id, '34'.repeat(32), 'op1')).toMatchObject({
      refused: { code: 'cosignature_for_other_payload' },
    });
    expect(bench.cosignatures.use(id, payloadHash, 'op1').ok).toBe(true);
  });

  test('of the same person is refused, also when that person comes to the station after giving it', async () => {
    const own = await bench.client.call('cosign', { userId: 'op1', password: people.op1.password, ...request });
    expect(own).toMatchObject({ refused: { code: 'same_person' } });
    const id = await give();
    await bench.signIn(re1);
    expect(bench.cosignatures.use(id, payloadHash, 're1')).toMatchObject({ refused: { code: 'same_person' } });
  });

  test('of somebody without a role that may check is refused', async () => {
    const { aud1 } = people;
    expect(await bench.client.call('cosign', { userId: 'aud1', password: aud1.password, ...request })).toMatchObject({
      refused: { code: 'role_missing' },
    });
  });

  test('with a meaning that is not on the list is not even heard', async () => {
    const free: { readonly meaning: string } = { meaning: 'looks fine' };
    await expect(
      bench.client.call('cosign', { userId: 're1', password: re1.password, ...request, ...(free as typeof request) }),
    ).rejects.toMatchObject({ failure: 'invalid_input' });
  });

  test('does not survive a restart', async () => {
    const id = await give();
    bench = bench.restart();
    expect(bench.cosignatures.use(id, payloadHash, 'op1')).toMatchObject({ refused: { code: 'cosignature_unknown' } });
  });
});
