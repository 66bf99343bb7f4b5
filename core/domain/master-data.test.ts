import { describe, expect, test } from 'vitest';
import type { MasterDataRows, MasterDataScope } from './master-data.ts';
import { masterDataKey, masterDataScopes } from './master-data.ts';

const rows: { readonly [S in MasterDataScope]: MasterDataRows[S] } = {
  recalls: {
    notice_id: 'RC-1',
    gtin: '06901234000016',
    lot: null,
    serials: [],
    recall_class: 'I',
    reason: 'sterility',
    closed: false,
  },
  profile: {
    profile_id: 'CN-1',
    jurisdictions: ['CN'],
    site_role: 'registrant',
    site_zone: 'Asia/Shanghai',
    label_owner: 'M1',
    idle_lock_minutes: 10,
    failed_attempts: 5,
    password_min_length: 10,
    password_history: 5,
    cosignature_seconds: 120,
    badge_shift_hours: 12,
    applied_proof: 'sscc',
    max_unproven_containers: 1,
    random_child_every: 0,
    remainder_needs_cosignature: false,
    near_expiry_days: 90,
    fefo: 'off',
    clock_skew_warning_ms: 120_000,
    clock_jump_limit_ms: 86_400_000,
    retention: { distribution_years_after_expiry: 2, without_expiry_years: 5, implants_permanent: true },
    number_reserve_days: 3,
  },
  users: {
    user_id: 'U1',
    printed_name: '张三',
    roles: ['operator'],
    active: true,
    training_until: null,
    password: { scheme: 'scrypt', salt: '00', hash: '00', n: 2, r: 1, p: 1 },
    badge: null,
    must_change_password: false,
  },
  products: {
    gtin: '06901234000016',
    name: { zh: '支架', en: 'Stent' },
    model: 'S',
    specification: '3.0',
    device_class: 'III',
    registration_no: 'R1',
    registrant: 'M1',
    manufacturer: 'M1',
    label_owner: 'M1',
    tracking: 'serialised',
    pi: { lot: true, serial: true, mfg: false, expiry: true },
    commission_on_first_scan: true,
    implant: true,
    storage: null,
    unit_weight_g: null,
    weight_tolerance_g: null,
    levels: [],
  },
  lots: {
    gtin: '06901234000016',
    lot: 'L|1',
    mfg_date: '2026-01-01',
    expiry_date: '2029-01-01',
    planned_quantity: 10,
    status: 'released',
    holds: [],
    recalled: false,
    components: [],
  },
  units: {
    gtin: '06901234000016',
    serial: 'S1',
    lot: null,
    expiry: null,
    state: 'shipped',
    sscc: null,
  },
  parties: {
    code: 'C1',
    name: { zh: '医院', en: 'Hospital' },
    address: '',
    gln: null,
    licence_no: '',
    licence_until: null,
  },
  orders: { order_no: 'SO-1', consignee: 'C1', due_date: null, lines: [], pallet: null },
  leases: {
    lease_id: 'LE-1',
    station: 'ST-01',
    epoch: 'E1',
    kind: 'sscc',
    gtin: null,
    extension_digit: '0',
    company_prefix: '6901234',
    first: '1',
    last: '9',
    position: 'current',
  },
};

describe('the key of a row', () => {
  test.each([
    ['recalls', 'RC-1'],
    ['profile', 'CN-1'],
    ['users', 'U1'],
    ['products', '06901234000016'],
    ['lots', '06901234000016|L|1'],
    ['units', '06901234000016|S1'],
    ['parties', 'C1'],
    ['orders', 'SO-1'],
    ['leases', 'LE-1'],
  ] as const)('of %s is %s', (scope, key) => {
    expect(masterDataKey(scope, rows[scope])).toBe(key);
  });

  test('exists for every scope that is sent, each once', () => {
    expect(masterDataScopes.toSorted()).toEqual(Object.keys(rows).toSorted());
  });

  test('tells lots apart whatever is in their numbers: a GTIN always has 14 digits before the bar', () => {
    const [gtin, ...lot] = masterDataKey('lots', rows.lots).split('|');
    expect([gtin, lot.join('|')]).toEqual([rows.lots.gtin, rows.lots.lot]);
  });
});
