import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rebuild } from '../db/rebuild.ts';
import { write } from '../db/write.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import { proveContentList } from './list-proof.ts';
import { createLabelMaker } from './port.ts';
import { elementStringsOf, labelById, labelBySymbol } from './store.ts';
import { loadTemplates, templatesFolder } from './templates.ts';
import { contentList, fullCarton, labelMaster, mixedCarton, oneStent, stents } from './testing/label-request.ts';

const templates = loadTemplates(templatesFolder);
if (!templates.ok) throw new Error(templates.refused.code);
const maker = createLabelMaker({
  templates: templates.value,
  master: () => labelMaster,
  dpi: () => 203,
  year: () => 2026,
});

let station: TestStation;
beforeEach(() => {
  station = openTestStation();
});
afterEach(() => station.close());

/** Allocates the label a request asks for; `sent` = its bytes went to a printer. */
function print(labelId: string, request: LabelRequest, sent = true): void {
  const rendered = maker.render(request);
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.refused));
  write(station.database, (transaction) => {
    maker.allocate(transaction, request, rendered.value, { labelId, user: 'op1', scanId: null });
    if (sent) {
      transaction.append({ type: 'label_sent', payload: { label_id: labelId, printer_id: 'P1' }, user: null });
    }
  });
}

function found(elementString: string): string | undefined {
  return labelBySymbol.get(station.database.db, elementString)?.label_id;
}

function stateOf(labelId: string): string | undefined {
  return labelById.get(station.database.db, labelId)?.state;
}

const list = 'LIST-106901234000000015';

describe('a label is found', () => {
  test('by any string that only it has', () => {
    print('L1', { ...fullCarton, template: 'carton-logistic' });
    const row = labelById.get(station.database.db, 'L1');
    const strings = row === undefined ? [] : elementStringsOf(row);
    expect(strings).toEqual([
      '00106901234000000015',
      `001069012340000000150206901234500011172811023710\u001d10DES26-1`,
    ]);
    expect(strings.map(found)).toEqual(['L1', 'L1']);
  });

  test('never by the DI of a carton: every carton of the lot says the same', () => {
    print('L1', fullCarton);
    expect(found('00106901234000000015')).toBe('L1');
    expect(found('01269012345000151728110210DES26-1')).toBeUndefined();
    expect(labelById.get(station.database.db, 'L1')?.further_element_strings).toBe('[]');
  });

  test('as the one that can still be proof, when another with the same string is void', () => {
    print('L1', fullCarton);
    write(station.database, ({ append }) => {
      append({ type: 'label_spoiled', payload: { label_id: 'L1' }, user: 'op1', reason: 'torn' });
    });
    expect(found('00106901234000000015')).toBe('L1');
    print('L2', fullCarton);
    expect(found('00106901234000000015')).toBe('L2');
  });

  test('again after the tables were made anew from the log', () => {
    print('L1', mixedCarton(2));
    print('L2', contentList(2));
    expect(rebuild(station.database, true).identical).toBe(true);
    expect(found(list)).toBe('L2');
  });
});

describe('a label nothing can prove', () => {
  test('is refused before a byte of it exists', () => {
    expect(maker.render({ ...oneStent, serial: null, contents: [stents] })).toEqual({
      ok: false,
      refused: { code: 'label_not_provable', params: { template: 'unit' } },
    });
  });
});

describe('the scan of a content list', () => {
  const scan = { data: list, scanId: 'scan-1', user: 'op1' };

  test('proves the list and leaves the label of its container unproven', () => {
    print('L1', mixedCarton(2));
    print('L2', contentList(2));
    expect(proveContentList(station.database, scan)).toEqual({ ok: true, value: 'L2' });
    expect([stateOf('L1'), stateOf('L2')]).toEqual(['sent', 'scanned_back']);
  });

  test('is nothing new the second time', () => {
    print('L2', contentList(2));
    proveContentList(station.database, scan);
    expect(proveContentList(station.database, scan)).toMatchObject({
      refused: { code: 'label_already_scanned_back' },
    });
  });

  test('of a list that was never printed here, or of an SSCC, is refused', () => {
    print('L1', mixedCarton(2));
    for (const data of [list, '00106901234000000015', 'LIST-']) {
      expect(proveContentList(station.database, { ...scan, data })).toMatchObject({
        refused: { code: 'label_unknown' },
      });
    }
  });

  test('of a list whose bytes never went out, or that is void, is refused', () => {
    print('L2', contentList(2), false);
    expect(proveContentList(station.database, scan)).toMatchObject({ refused: { code: 'label_not_sent' } });
    write(station.database, ({ append }) => {
      append({ type: 'label_spoiled', payload: { label_id: 'L2' }, user: 'op1', reason: 'torn' });
    });
    expect(proveContentList(station.database, scan)).toMatchObject({ refused: { code: 'label_void' } });
  });

  test('settles a list in doubt', () => {
    print('L2', contentList(2));
    write(station.database, ({ append }) => {
      append({
        type: 'label_in_doubt',
        payload: { label_id: 'L2', printer_id: 'P1', cause: 'restart', evidence: null },
        user: null,
      });
    });
    expect(proveContentList(station.database, scan)).toEqual({ ok: true, value: 'L2' });
    expect(stateOf('L2')).toBe('scanned_back');
  });
});
