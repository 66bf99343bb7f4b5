import { describe, expect, test } from 'vitest';
import { readKeyed } from './keyed.ts';
import type { Bench } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import { glovesGtin, lot, order, product, stentGtin, unitData } from './testing/goods.ts';

function packing(changes: Parameters<typeof bench>[0] = {}): Bench {
  const at = bench(changes);
  at.start(order([{ gtin: stentGtin, quantity: 8 }]));
  at.unit(stentGtin, 'A1');
  return at;
}

describe('CMD-BAD-LABEL', () => {
  test('voids the serial of our own product and gives it a new one, never the same once more', () => {
    const at = packing({ serials: ['N1'] });
    expect(at.command('bad_label', 'torn')).toMatchObject({ tone: 'decision', code: 'bad_label_asked' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'accepted',
      code: 'serial_replaced',
      params: { old: 'A1', serial: 'N1' },
    });
    expect(at.lastFacts()).toMatchObject([
      { type: 'unit_unpacked', payload: { serial: 'A1', sscc: ssccOf(1) }, reason: 'bad_label' },
      { type: 'unit_voided', payload: { serial: 'A1', cause: 'bad_label' }, reason: 'torn' },
      { type: 'unit_commissioned', payload: { serial: 'N1', lot: 'B1', expiry: '2028-10-31' } },
    ]);
    expect(at.lastEffects()).toMatchObject([
      { kind: 'print_label', request: { subject: 'unit', gtin: stentGtin, serial: 'N1', lot: 'B1' } },
    ]);
    expect(at.unit(stentGtin, 'N1')).toMatchObject({ code: 'unit_packed' });
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ hard: true, code: 'void_label' });
  });

  test('voids the serial and asks for the tray where there is no number for a new one', () => {
    const at = packing();
    at.command('bad_label');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({
      tone: 'decision',
      code: 'tray_asked',
      params: { reason: 'bad_label' },
    });
    expect(at.scan('TRAY-01')).toMatchObject({ code: 'set_aside' });
    expect(at.lastFacts()).toMatchObject([
      { type: 'task_opened', payload: { task_kind: 'inspect_set_aside', owner_role: 'qa_reviewer', subject: 'A1' } },
      { type: 'unit_set_aside', payload: { refused_code: 'bad_label', serial: 'A1', lot: 'B1' } },
    ]);
  });

  test('sends a product of another label owner to the tray: only the owner prints its UDI', () => {
    const at = packing({ serials: ['N1'], products: [product(stentGtin, { label_owner: 'M2' })] });
    at.command('bad_label');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'tray_asked', params: { reason: 'not_label_owner' } });
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['unit_unpacked']);
    at.scan('TRAY-01');
    expect(at.lastFacts().map(({ type }) => type)).toEqual(['task_opened', 'unit_set_aside']);
  });

  test('sends what nobody knows, or has no serial, to the tray', () => {
    const at = packing({ serials: ['N1'] });
    at.command('bad_label');
    expect(at.unit(glovesGtin, 'A9')).toMatchObject({ code: 'tray_asked', params: { reason: 'unknown_code' } });
    at.scan('TRAY-01');
    at.command('bad_label');
    expect(at.scan(`01${stentGtin}10B1`)).toMatchObject({ code: 'tray_asked', params: { reason: 'bad_label' } });
  });

  test('sets a piece aside without a name when nothing on it can be read', () => {
    const at = packing();
    at.command('bad_label');
    expect(at.scan('TRAY-03')).toMatchObject({ tone: 'accepted', code: 'set_aside' });
    expect(at.lastFacts()).toMatchObject([
      { type: 'task_opened', payload: { subject: 'TRAY-03' } },
      { type: 'unit_set_aside', payload: { refused_code: 'bad_label', raw: '' } },
    ]);
  });

  test('is not for a piece of a closed container, a stopped one, or a container', () => {
    const at = packing({ serials: ['N1'] });
    for (const serial of ['A2', 'A3', 'A4']) at.unit(stentGtin, serial);
    at.command('bad_label');
    expect(at.unit(stentGtin, 'A1')).toMatchObject({ tone: 'refused', code: 'container_closed' });
    expect(at.sscc(ssccOf(1))).toMatchObject({ code: 'wrong_level' });
    at.world.lots = [lot(stentGtin, 'B1', { recalled: true })];
    expect(at.unit(stentGtin, 'A9')).toMatchObject({ hard: true, code: 'recalled' });
  });
});

describe('keyed data', () => {
  const keyed = (at: Bench, text: string, authorisedBy: string | null) => {
    const read = readKeyed(text);
    return at.scan(read.ok ? read.value.data : '', {
      aim: null,
      source: 'keyed',
      trust: 'low',
      deviceId: 'keyboard',
      authorisedBy,
      reason: 'label torn',
    });
  };
  const text = `(01)${stentGtin}(17)281031(10)B1(21)A7`;

  test('P-10 passes: with a second person they pack like a scan, marked as keyed', () => {
    const at = packing();
    expect(keyed(at, text, 'op2')).toMatchObject({ code: 'unit_packed', params: { serial: 'A7' } });
    expect(at.lastFacts().at(-1)).toMatchObject({
      type: 'unit_packed',
      payload: { trust: 'low' },
      authorisedBy: 'op2',
      reason: 'label torn',
    });
  });

  test('P-10 passes: with a second person a label that cannot be read is replaced', () => {
    const at = packing({ serials: ['N1'] });
    at.command('bad_label');
    expect(keyed(at, text, 'op2')).toMatchObject({ code: 'serial_replaced' });
    expect(at.lastFacts()[0]).toMatchObject({ type: 'unit_voided', authorisedBy: 'op2', reason: 'label torn' });
    expect(at.lastEffects()).toMatchObject([{ request: { replacesLabelId: null } }]);
  });

  test('P-10 refuses: without a second person', () => {
    const at = packing();
    expect(keyed(at, text, null)).toMatchObject({ tone: 'refused', code: 'low_trust' });
    expect(at.state().items.has(`${stentGtin}|A7`)).toBe(false);
  });
});

describe('a label that this station printed', () => {
  test('is named by the one that replaces it', () => {
    const at = packing({ serials: ['N1'] });
    const payload = { label_subject: 'unit', template_id: 'unit', template_version: 1, zpl_hash: '0'.repeat(64) };
    at.happen({
      type: 'label_allocated',
      payload: { label_id: 'L9', element_string: unitData(stentGtin, 'A1'), ...payload },
    });
    at.command('bad_label');
    at.unit(stentGtin, 'A1');
    expect(at.lastEffects()).toMatchObject([{ request: { replacesLabelId: 'L9' } }]);
  });
});
