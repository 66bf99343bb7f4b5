import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../contract/replication.ts';
import { canonicalJson } from '../db/canonical.ts';
import { write } from '../db/write.ts';
import type { Product } from '../domain/master-data.ts';
import { loggedEvents, loggedOfType } from '../testing/events.ts';
import { seed, testProfile, testUser } from '../testing/seed.ts';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import {
  activateEffective,
  applyChangesPage,
  knownUnit,
  lot,
  lots,
  masterDataAt,
  masterDataVersion,
  order,
  orders,
  parties,
  party,
  product,
  productByLevelGtin,
  products,
  profile,
  recalls,
  rowAt,
  rowVersions,
  user,
  userByBadge,
  users,
  withdrawn,
} from './store.ts';

const stent: Product = {
  gtin: '06901234567892',
  name: { zh: '冠脉支架', en: 'Coronary stent' },
  model: 'CS-3.0',
  specification: '3.0×18',
  device_class: 'III',
  registration_no: '国械注准20263130001',
  registrant: '测试医疗',
  manufacturer: '测试医疗',
  label_owner: '测试医疗',
  tracking: 'serialised',
  pi: { lot: true, serial: true, mfg: false, expiry: true },
  commission_on_first_scan: true,
  implant: true,
  storage: null,
  unit_weight_g: null,
  weight_tolerance_g: null,
  levels: [
    { level: 0, kind: 'unit', gtin: '06901234567892', quantity: 1, template: null, single_lot: true },
    { level: 1, kind: 'carton', gtin: '16901234567899', quantity: 20, template: 'carton', single_lot: true },
  ],
};

let station: TestStation;
beforeEach(() => {
  station = openTestStation();
});
afterEach(() => station.close());

const db = () => station.database.db;
const change = (version: number, more: Partial<Change> = {}): Change => ({
  version,
  scope: 'products',
  key: stent.gtin,
  operation: 'put',
  effectiveFrom: '2026-01-01T00:00:00+08:00',
  row: stent,
  changedBy: 'erp1',
  approvedBy: 'erp2',
  reason: 'new product',
  sourceDocument: 'DOC-1',
  ...more,
});
const apply = (...changes: readonly Change[]) =>
  write(station.database, (transaction) =>
    applyChangesPage(transaction, {
      changes: [...changes],
      next: changes.at(-1)?.version ?? 0,
      head: changes.at(-1)?.version ?? 0,
      serverTime: '2026-11-22T00:00:00Z',
    }),
  );

describe('a page of changes', () => {
  test('is one event with versions, rows by scope and the hash of the page', () => {
    expect(apply(change(1), change(2, { row: { ...stent, model: 'CS-3.5' } }))).toEqual({
      ok: true,
      value: { rows: 2, version: 2 },
    });
    expect(loggedOfType(db(), 'master_data_received')).toMatchObject([
      {
        md_version: 2,
        user: null,
        payload: { from_version: 0, to_version: 2, rows: 2, detail: { scopes: { products: 2 } } },
      },
    ]);
    expect(product(db(), stent.gtin)?.model).toBe('CS-3.5');
    expect(masterDataVersion(db())).toBe(2);
    expect(masterDataAt(db())).toBe('2026-11-22T08:00:00.000+08:00');
  });
  test('that comes twice changes nothing the second time', () => {
    apply(change(1));
    const before = loggedEvents(db()).length;
    expect(apply(change(1))).toEqual({ ok: true, value: { rows: 0, version: 1 } });
    expect(loggedEvents(db()).length).toBe(before);
  });
  test('that overlaps is taken from where it is new', () => {
    apply(change(1));
    expect(apply(change(1), change(3))).toEqual({ ok: true, value: { rows: 1, version: 3 } });
  });
  test.each([
    ['row_invalid', change(1, { row: { ...stent, device_class: 'IV' } })],
    ['key_differs', change(1, { key: '16901234567899' })],
  ])('with a row that does not fit is refused whole: %s', (code, wrong) => {
    expect(apply(change(1), { ...wrong, version: 2 })).toMatchObject({
      ok: false,
      refused: { code, params: { scope: 'products', version: 2 } },
    });
    expect(product(db(), stent.gtin)).toBeUndefined();
    expect(masterDataVersion(db())).toBe(0);
  });
  test('out of order is refused', () => {
    expect(apply(change(2), change(1))).toMatchObject({ ok: false, refused: { code: 'version_order' } });
  });
});

describe('versions', () => {
  test('the ones before stay, with who changed them, who approved it and why', () => {
    apply(change(1), change(2, { row: { ...stent, model: 'CS-3.5' }, changedBy: 'erp3', reason: 'new size' }));
    expect(rowVersions.all(db(), 'products', stent.gtin)).toMatchObject([
      { version: 1, changed_by: 'erp1', approved_by: 'erp2', reason: 'new product', source_document: 'DOC-1' },
      { version: 2, changed_by: 'erp3', reason: 'new size' },
    ]);
    expect(rowAt(db(), 'products', stent.gtin, 1)?.model).toBe('CS-3.0');
    expect(rowAt(db(), 'products', stent.gtin, 2)?.model).toBe('CS-3.5');
    expect(rowAt(db(), 'products', stent.gtin, 0)).toBeUndefined();
  });
  test('cannot be changed or deleted', () => {
    apply(change(1));
    expect(() => db().exec('DELETE FROM md_current; DELETE FROM md_row')).toThrow('md_row_append_only');
    expect(() => db().exec("UPDATE md_row SET reason = 'x'")).toThrow('md_row_append_only');
  });
  test('a withdrawn row is not found, and known to have been withdrawn', () => {
    apply(change(1), change(2, { operation: 'withdraw', row: null }));
    expect(product(db(), stent.gtin)).toBeUndefined();
    expect(products(db())).toEqual([]);
    expect(productByLevelGtin(db(), '16901234567899')).toBeUndefined();
    expect(withdrawn(db(), 'products', stent.gtin)).toBe(true);
    expect(withdrawn(db(), 'products', '16901234567899')).toBe(false);
    expect(rowAt(db(), 'products', stent.gtin, 2)).toBeUndefined();
    expect(rowAt(db(), 'products', stent.gtin, 1)).toEqual(stent);
  });
  test('one that is not in force yet waits for its day', () => {
    apply(change(1), change(2, { row: { ...stent, model: 'CS-4.0' }, effectiveFrom: '2026-12-01T00:00:00+08:00' }));
    expect(product(db(), stent.gtin)?.model).toBe('CS-3.0');
    const activate = (now: string) =>
      write(station.database, (transaction) => activateEffective(transaction, Date.parse(now)));
    expect(activate('2026-11-30T23:59:59+08:00')).toBe(0);
    expect(activate('2026-12-01T00:00:00+08:00')).toBe(1);
    expect(product(db(), stent.gtin)?.model).toBe('CS-4.0');
    expect(activate('2026-12-02T00:00:00+08:00')).toBe(0);
  });
  test('a late one does not displace a newer one that is in force', () => {
    apply(
      change(1, { row: { ...stent, model: 'late' }, effectiveFrom: '2026-12-01T00:00:00+08:00' }),
      change(2, { row: { ...stent, model: 'newer' } }),
    );
    write(station.database, (transaction) => activateEffective(transaction, Date.parse('2027-01-01T00:00:00Z')));
    expect(product(db(), stent.gtin)?.model).toBe('newer');
  });
});

describe('reading', () => {
  test('a GTIN of any level leads to its product and level', () => {
    apply(change(1));
    expect(productByLevelGtin(db(), '16901234567899')).toEqual({ product: stent, level: stent.levels[1] });
    expect(productByLevelGtin(db(), '06901234567892')?.level.level).toBe(0);
    const fewer = { ...stent, levels: stent.levels.slice(0, 1) };
    apply(change(2, { row: fewer }));
    expect(productByLevelGtin(db(), '16901234567899')).toBeUndefined();
  });
  test('every kind of row is found by its key', () => {
    const badge = 'token';
    seed(station.database, {
      lots: [
        {
          gtin: stent.gtin,
          lot: 'L1',
          mfg_date: '2026-01-01',
          expiry_date: '2029-01-01',
          planned_quantity: 100,
          status: 'released',
          holds: [],
          recalled: false,
          components: [],
        },
      ],
      units: [{ gtin: stent.gtin, serial: 'S1', lot: 'L1', expiry: null, state: 'commissioned', sscc: null }],
      orders: [{ order_no: 'SO-1', consignee: 'H1', due_date: null, lines: [], pallet: null }],
      parties: [
        {
          code: 'H1',
          name: { zh: '医院', en: 'Hospital' },
          address: '',
          gln: null,
          licence_no: '',
          licence_until: null,
        },
      ],
      users: [testUser({ userId: 'u-1', password: 'secret words', roles: ['operator'], badge })],
      profile: [testProfile],
      recalls: [
        {
          notice_id: 'R1',
          gtin: stent.gtin,
          lot: 'L9',
          serials: [],
          recall_class: 'I',
          reason: 'r',
          closed: false,
        },
      ],
    });
    expect(lot(db(), stent.gtin, 'L1')?.status).toBe('released');
    expect(lots(db())).toHaveLength(1);
    expect(knownUnit(db(), stent.gtin, 'S1')?.lot).toBe('L1');
    expect(knownUnit(db(), stent.gtin, 's1')).toBeUndefined();
    expect(order(db(), 'SO-1')?.consignee).toBe('H1');
    expect(orders(db())).toHaveLength(1);
    expect(party(db(), 'H1')?.name.zh).toBe('医院');
    expect(parties(db())).toHaveLength(1);
    expect(user(db(), 'u-1')?.roles).toEqual(['operator']);
    expect(users(db())).toHaveLength(1);
    expect(userByBadge(db(), user(db(), 'u-1')?.badge ?? '')?.user_id).toBe('u-1');
    expect(userByBadge(db(), badge)).toBeUndefined();
    expect(profile(db())?.profile_id).toBe('CN-TEST');
    expect(recalls(db())).toHaveLength(1);
  });
  test('credentials never enter the log', () => {
    const person = testUser({ userId: 'u-1', password: 'secret words', roles: ['operator'], badge: 'token' });
    seed(station.database, { users: [person] });
    const log = loggedEvents(db())
      .map((event) => canonicalJson(event as never))
      .join('\n');
    for (const secret of [person.password.hash, person.password.salt, person.badge ?? '']) {
      expect(log).not.toContain(secret);
    }
  });
});
