import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { labels as operations } from '../contract/labels.ts';
import { judgeAccess } from '../contract/serve.ts';
import type { CallContext } from '../contract/define.ts';
import { readBlob } from '../db/blob.ts';
import { write } from '../db/write.ts';
import { loggedOfType } from '../testing/events.ts';
import { createLabelHandlers } from './handlers.ts';
import { labelById, labelBySymbol } from './store.ts';
import { bytesOf, elementStringOf, openSpoolerBench, ssccs } from './testing/spooler-bench.ts';
import type { SpoolerBench } from './testing/spooler-bench.ts';

let bench: SpoolerBench;
beforeEach(() => {
  bench = openSpoolerBench();
});
afterEach(async () => {
  await bench.close();
});

const as = (userId: string | null): CallContext => ({
  actor: userId === null ? null : { userId, roles: ['operator'] },
  signal: { aborted: false, addEventListener: () => undefined },
});
const handlers = () =>
  createLabelHandlers({
    environment: bench.environment,
    database: bench.station.database,
    spooler: bench.spooler,
    preview: (zpl) => Promise.resolve(zpl),
    onChanged: () => undefined,
  });
const settled = (labelId: string) => () => bench.state(labelId) !== 'allocated' && bench.state(labelId) !== 'sent';
const sscc = ssccs[0];

async function inDoubt(): Promise<string> {
  bench.printer.fault('break_next');
  const labelId = bench.label();
  await bench.until(settled(labelId), 'the label is settled');
  return labelId;
}

async function applied(): Promise<string> {
  const labelId = bench.label();
  await bench.until(settled(labelId), 'the label is settled');
  bench.scanBack(labelId);
  return labelId;
}

describe('a label in doubt that nobody can find', () => {
  test('L-17 passes: is spoiled with its reason, and a copy takes its place under the same SSCC and the same bytes', async () => {
    const lost = await inDoubt();
    const answer = await handlers().labelAbsent(
      { labelId: lost, reason: 'looked in the printer, nothing there' },
      as('op1'),
    );
    if (!answer.ok) throw new Error(answer.refused.code);
    expect(bench.state(lost)).toBe('spoiled');
    expect(loggedOfType(bench.station.database.db, 'label_spoiled')).toMatchObject([
      { user: 'op1', reason: 'looked in the printer, nothing there', payload: { label_id: lost } },
    ]);
    const copy = answer.value;
    expect(copy).toMatchObject({ sscc, state: 'allocated', elementString: elementStringOf(sscc) });
    expect(loggedOfType(bench.station.database.db, 'label_allocated').at(-1)).toMatchObject({
      payload: { label_id: copy.labelId, replaces_label_id: lost },
    });
    await bench.until(settled(copy.labelId), 'the copy is settled');
    expect(bench.state(copy.labelId)).toBe('confirmed');
    expect(bench.printer.labels().map(({ bytes }) => Buffer.from(bytes))).toEqual([Buffer.from(bytesOf(sscc))]);
    expect(labelBySymbol.get(bench.station.database.db, elementStringOf(sscc))?.label_id).toBe(copy.labelId);
  });

  test('a unit label is spoiled and none takes its place: its serial is never printed twice', async () => {
    const labelId = bench.station.newId();
    write(bench.station.database, (transaction) => {
      transaction.append({
        type: 'label_allocated',
        payload: {
          label_id: labelId,
          label_subject: 'unit',
          template_id: 'unit',
          template_version: 1,
          element_string: '010690123456789221S1',
          zpl_hash: transaction.putBlob(bytesOf('unit')),
          gtin: '06901234567892',
          serial: 'S1',
        },
        user: 'op1',
      });
    });
    bench.printer.fault('break_next');
    bench.spooler.kick();
    await bench.until(settled(labelId), 'the label is settled');
    const answer = await handlers().labelAbsent({ labelId, reason: 'not found' }, as('op1'));
    expect(answer).toMatchObject({ ok: true, value: { labelId, state: 'spoiled' } });
    expect(loggedOfType(bench.station.database.db, 'label_allocated')).toHaveLength(1);
  });

  test('L-17 refuses: a label that is not in doubt is not called absent', async () => {
    const label = await applied();
    expect(await handlers().labelAbsent({ labelId: label, reason: 'not found' }, as('op1'))).toMatchObject({
      refused: { code: 'label_not_in_doubt' },
    });
    expect(await handlers().labelAbsent({ labelId: 'none', reason: 'not found' }, as('op1'))).toMatchObject({
      refused: { code: 'label_unknown' },
    });
  });
});

describe('a copy of a container label', () => {
  test('L-16 passes: right and reason; the old label is void, the copy is printed, and how many there were can be counted', async () => {
    const old = await applied();
    const answer = await handlers().reprintContainerLabel({ sscc, reason: 'label torn by the strap' }, as('op1'));
    if (!answer.ok) throw new Error(answer.refused.code);
    const { labelId } = answer.value;
    await bench.until(settled(labelId), 'the copy is settled');
    expect([bench.state(old), bench.state(labelId)]).toEqual(['spoiled', 'confirmed']);
    expect(loggedOfType(bench.station.database.db, 'label_spoiled')).toMatchObject([
      { user: 'op1', reason: 'label torn by the strap' },
    ]);
    const copies = loggedOfType(bench.station.database.db, 'label_allocated').filter(
      ({ payload }) => payload.replaces_label_id !== undefined,
    );
    expect(copies).toMatchObject([{ payload: { replaces_label_id: old, sscc } }]);
    const hash = labelById.get(bench.station.database.db, labelId)?.zpl_hash ?? '';
    expect(Buffer.from(readBlob(bench.station.database.db, hash) ?? [])).toEqual(Buffer.from(bytesOf(sscc)));
  });

  test('L-16 refuses: without a reason, without the right, without anybody signed in', async () => {
    await applied();
    const { input } = operations.reprintContainerLabel;
    expect(input.safeParse({ sscc, reason: '' }).success).toBe(false);
    expect(input.safeParse({ sscc, reason: '  ' }).success).toBe(false);
    const auditor = { userId: 'aud1', roles: ['auditor'] } as const;
    expect(judgeAccess(operations.reprintContainerLabel, auditor, false)).toMatchObject({ code: 'role_missing' });
    expect(await handlers().reprintContainerLabel({ sscc, reason: 'label torn' }, as(null))).toMatchObject({
      refused: { code: 'not_signed_in' },
    });
    expect(bench.printer.labels()).toHaveLength(1);
  });

  test('L-16 refuses: while the label is on its way or in doubt there would be two', async () => {
    const doubtful = await inDoubt();
    const ask = () => handlers().reprintContainerLabel({ sscc, reason: 'label torn' }, as('op1'));
    expect(await ask()).toMatchObject({ refused: { code: 'label_in_doubt' } });
    await handlers().labelAbsent({ labelId: doubtful, reason: 'not found' }, as('op1'));
    expect(await ask()).toMatchObject({ refused: { code: 'label_in_flight' } });
    expect(await handlers().reprintContainerLabel({ sscc: ssccs[2], reason: 'torn' }, as('op1'))).toMatchObject({
      refused: { code: 'container_unknown' },
    });
  });
});

describe('the list of labels', () => {
  test('is narrowed by state, newest first, and shows the picture of the stored bytes', async () => {
    const first = await applied();
    bench.printer.fault('paper_out');
    const second = bench.label(1);
    const list = async (states: readonly ('allocated' | 'scanned_back')[] | null) => {
      const answer = await handlers().listLabels(
        { states: states === null ? null : [...states], limit: 10 },
        as('op1'),
      );
      return answer.ok ? answer.value.labels.map(({ labelId }) => labelId) : [];
    };
    expect(await list(null)).toEqual([second, first]);
    expect(await list(['scanned_back'])).toEqual([first]);
    const picture = await handlers().previewLabel({ labelId: first }, as('op1'));
    expect(picture).toEqual({ ok: true, value: { png: Buffer.from(bytesOf(sscc)).toString('base64') } });
    expect(await handlers().previewLabel({ labelId: 'none' }, as('op1'))).toMatchObject({
      refused: { code: 'label_unknown' },
    });
    bench.printer.fault('paper_out', false);
    await bench.until(settled(second), 'the second label is settled');
  });
});
