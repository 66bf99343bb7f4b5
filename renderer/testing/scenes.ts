import type { PackingView } from '../../core/contract/packing.ts';
import type { Result } from '../../core/domain/result.ts';
import type { OutputOf, PayloadOf } from '../contract.ts';
import { hexFromLatin1 } from '../format.ts';
import type { Answers } from './fake-station.ts';
import {
  answer,
  at,
  carton,
  devices,
  gtin,
  idleView,
  label,
  packingView,
  session,
  syncStatus,
  unitHex,
  workList,
} from './samples.ts';

export interface Scene {
  readonly screen: string;
  readonly answers: Answers;
  readonly scan?: PayloadOf<'scanReceived'>;
  readonly weight?: PayloadOf<'weightChanged'>;
  /** Keys pressed one after the other once the screen stands. */
  readonly keys?: readonly string[];
}

const ok = <T>(value: T): Result<T> => ({ ok: true, value });

function base(change: Answers = {}): Answers {
  return {
    sessionState: () => ok(session()),
    packingView: () => ok(packingView()),
    listDevices: () => ok(devices()),
    syncStatus: () => ok(syncStatus({ unsent: 38, oldestUnsentAt: new Date(Date.now() - 250_000).toISOString() })),
    workList: () => ok(workList()),
    listTasks: () => ok(tasks()),
    listAudit: () => ok(auditRows()),
    verifyLog: () => ok({ ok: true, events: 1412, findings: [] }),
    discoverDevices: () =>
      ok({
        found: [{ bus: 'serial', address: '/dev/ttyACM1', label: 'USB CDC 05e0:1701' }],
        unavailable: [{ bus: 'usb', code: 'library_missing', detail: '/sys/bus/usb is missing' }],
      }),
    scanKeys: () => ok({}),
    activity: () => ok({}),
    dockState: () => ok(dockState()),
    ...change,
  };
}

function tasks(): OutputOf<'listTasks'> {
  return {
    tasks: [
      {
        taskId: 't1',
        kind: 'inspect_set_aside',
        ownerRole: 'qa_reviewer',
        subject: `${gtin} / S7K2-004390`,
        detail: { code: 'already_packed', where: '069012340000041804' },
        dueAt: '2026-11-21T18:00:00+08:00',
        openedAt: at,
        acknowledgedAt: null,
        exceptionId: null,
        state: 'open',
      },
      {
        taskId: 't2',
        kind: 'recount_container',
        ownerRole: 'qa_reviewer',
        subject: '069012340000041828',
        detail: {},
        dueAt: null,
        openedAt: at,
        acknowledgedAt: at,
        exceptionId: null,
        state: 'acknowledged',
      },
    ],
    exceptions: [
      {
        exceptionId: 'e1',
        cause: 'unit_disputed',
        severity: 'major',
        hold: true,
        subject: '069012340000041804',
        detail: { serial: 'S7K2-004390' },
        openedAt: at,
        closedAt: null,
      },
    ],
  };
}

function auditRows(): OutputOf<'listAudit'> {
  const row = (
    seq: number,
    type: string,
    severity: 'info' | 'notice' | 'warning' | 'alarm',
    payload: Record<string, unknown>,
  ) => ({
    seq,
    type,
    severity,
    recordedAt: at,
    occurredAt: null,
    lateReason: null,
    user: '0217',
    authorisedBy: type === 'unit_voided' ? '0301' : null,
    reason: type === 'unit_voided' ? '标签破损或打花' : null,
    scanId: '0193a000-0000-7000-8000-000000000001',
    hash: '9f2c1d57a0b34c6d8e9f00112233445566778899aabbccddeeff001122b41e00',
    payload,
  });
  return {
    headSeq: 1412,
    rows: [
      row(1412, 'unit_packed', 'info', { gtin, serial: 'S7K2-004412', sscc: '069012340000041828', position: 12 }),
      row(1411, 'scan_refused', 'notice', { refused_code: 'already_packed', gtin, serial: 'S7K2-004390' }),
      row(1410, 'label_scanned_back', 'info', { label_id: 'l-4181', sscc: '069012340000041811' }),
      row(1409, 'unit_voided', 'warning', { gtin, serial: 'S7K2-004120', cause: 'bad_label' }),
      row(1408, 'user_locked_out', 'alarm', { claimed_user: '0218', failures: 5 }),
    ],
  };
}

function dockState(): OutputOf<'dockState'> {
  return {
    scannerPlugged: true,
    printerFault: 'none',
    scalePlugged: true,
    scaleState: 'stable',
    weight: '1010.4',
    networkUp: false,
    printed: [{ index: 1, at, elementString: '^00069012340000041811' }],
    suggestions: [
      { label: '下一件 S7K2-004413', aim: ']d2', hex: unitHex('S7K2-004413') },
      { label: '已在别的箱 S7K2-004390', aim: ']d2', hex: unitHex('S7K2-004390') },
      { label: '待查盘', aim: ']C0', hex: hexFromLatin1('TRAY-01') },
    ],
  };
}

const scan = (serial: string): PayloadOf<'scanReceived'> => ({
  scanId: '0193a000-0000-7000-8000-000000000001',
  aim: ']d2',
  hex: unitHex(serial),
  badge: null,
  source: 'serial',
  trust: 'high',
  deviceId: 'scanner-1',
  at,
});
const weight = { deviceId: 'scale-1', value: '1010.4', unit: 'g', stable: true, mode: 'gross', at } as const;
const packing = (change: Parameters<typeof packingView>[0], serial = 'S7K2-004412'): Scene => ({
  screen: 'packing',
  answers: base({ packingView: () => ok(packingView(change)) }),
  scan: scan(serial),
  weight,
});
const refusedDuplicate = answer({
  tone: 'refused',
  hard: true,
  code: 'already_packed',
  params: { serial: 'S7K2-004390', sscc: '069012340000041804', at: '2026-11-22T13:47:00+08:00' },
  raw: { aim: ']d2', hex: unitHex('S7K2-004390') },
});
const lostSeparator = answer({
  tone: 'refused',
  code: 'gs_lost',
  params: {},
  raw: { aim: null, hex: hexFromLatin1(`01${gtin}10B2611A1728103121S7K2-004413`) },
});
const gauze = (quantity: number): PackingView['stack'][number]['pieces'][number] => ({
  position: 1,
  kind: 'quantity',
  gtin: '06901234500028',
  serial: null,
  lot: 'G2610C',
  expiry: '2029-10-31',
  quantity,
  sscc: null,
  weight: null,
  user: '0217',
  at,
});
const qa = { userId: '0301', roles: ['qa_reviewer' as const], signedInAt: at, mustChangePassword: false };

/** Each screen in its states, by name. */
export const scenes: Readonly<Record<string, Scene>> = {
  'sign-in': { screen: 'packing', answers: base({ sessionState: () => ok(session({ user: null })) }) },
  'sign-in-training': {
    screen: 'packing',
    answers: base({
      sessionState: () =>
        ok(session({ user: null, station: { ...session().station, enrolled: false, training: true } })),
    }),
  },
  lock: {
    screen: 'packing',
    answers: base({ sessionState: () => ok(session({ locked: true, lockCause: 'idle' })) }),
    scan: { ...scan('x'), badge: '0217', hex: null },
  },
  'packing-accepted': packing({}),
  'packing-refused-hard': packing(
    { hardRefusal: refusedDuplicate, answer: refusedDuplicate, expecting: 'tray' },
    'S7K2-004390',
  ),
  'packing-refused-soft': packing({ answer: lostSeparator }),
  'packing-decision': packing({
    expecting: 'count',
    answer: answer({ tone: 'decision', code: 'count_asked', params: {}, raw: null }),
  }),
  'packing-start': packing({ answer: null, stack: [], last: null, lastWeightGain: null, labels: [] }),
  'packing-idle': { screen: 'packing', answers: base({ packingView: () => ok(idleView()) }) },
  'packing-doubt': packing({
    expecting: 'label_scan_back',
    answer: answer({ tone: 'decision', code: 'label_in_doubt', params: {}, raw: null }),
    awaitingProof: [
      {
        labelId: 'label-069012340000041811',
        sscc: '069012340000041811',
        kind: 'carton',
        state: 'in_doubt',
        needs: 'label_scan',
      },
      {
        labelId: 'label-069012340000041804',
        sscc: '069012340000041804',
        kind: 'carton',
        state: 'confirmed',
        needs: 'child_scan',
      },
    ],
    labels: [
      label('069012340000041811', 'in_doubt'),
      label('069012340000041804', 'confirmed'),
      label('069012340000041798', 'scanned_back'),
    ],
  }),
  'packing-nested': packing({
    stack: [
      carton(6, { sscc: '069012340000041705', level: 3, kind: 'pallet', capacity: 12, pieces: [] }),
      carton(3, { sscc: '069012340000041828', level: 2, kind: 'carton', capacity: 10, pieces: [] }),
      carton(4, { sscc: '069012340000041835', level: 1, kind: 'inner_box', capacity: 5 }),
    ],
    answer: answer({ params: { position: 4 } }),
  }),
  'packing-40': packing({ stack: [carton(23, { capacity: 40 })], answer: answer({ params: { position: 23 } }) }),
  'packing-100': packing({ stack: [carton(61, { capacity: 100 })], answer: answer({ params: { position: 61 } }) }),
  'packing-quantity': packing({
    stack: [
      carton(320, {
        capacity: 500,
        pieces: [gauze(320)],
      }),
    ],
    last: gauze(120),
    answer: answer({ code: 'quantity_packed', params: { quantity: 120 } }),
  }),
  'packing-cosign': packing({
    expecting: 'cosignature',
    answer: answer({ tone: 'decision', code: 'cosignature_asked', params: {}, raw: null }),
    pendingCosignature: {
      subject: '069012340000041828',
      payloadHash: '9f2c1d57a0b34c6d8e9f00112233445566778899aabbccddeeff001122b41e00',
      code: 'cosignature_required',
    },
  }),
  'packing-doctor': { ...packing({ answer: lostSeparator }), keys: ['ArrowLeft'] },
  'packing-keyed': {
    ...packing({
      expecting: 'bad_label_piece',
      answer: answer({ tone: 'decision', code: 'bad_label_asked', params: {}, raw: null }),
    }),
    keys: ['ArrowRight'],
  },
  menu: { ...packing({}), keys: ['F1', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'] },
  orders: { screen: 'orders', answers: base() },
  'orders-empty': {
    screen: 'orders',
    answers: base({ workList: () => ok({ orders: [], lots: [] }), packingView: () => ok(idleView()) }),
  },
  tasks: { screen: 'tasks', answers: base({ sessionState: () => ok(session({ user: qa })) }) },
  'tasks-empty': {
    screen: 'tasks',
    answers: base({
      listTasks: () => ok({ tasks: [], exceptions: [] }),
      sessionState: () => ok(session({ user: qa })),
    }),
  },
  sync: { screen: 'sync', answers: base() },
  'sync-offline': {
    screen: 'sync',
    answers: base({
      syncStatus: () =>
        ok(
          syncStatus({
            state: 'offline',
            unsent: 214,
            oldestUnsentAt: new Date(Date.now() - 7_600_000).toISOString(),
            leases: [],
            clockInDoubt: true,
            flagged: 2,
          }),
        ),
    }),
  },
  devices: {
    screen: 'devices',
    answers: base({
      listDevices: () => {
        const list = devices().devices.map((device) =>
          device.kind === 'printer'
            ? { ...device, health: { state: 'faulted' as const, code: 'paper_out', detail: '~HS: 1', since: at } }
            : device.kind === 'scale'
              ? {
                  ...device,
                  health: { state: 'unavailable' as const, code: 'port_not_found', detail: 'ENOENT', since: at },
                }
              : device,
        );
        return ok({ devices: list });
      },
    }),
  },
  audit: { screen: 'audit', answers: base() },
  dock: {
    screen: 'packing',
    answers: base({
      sessionState: () => ok(session({ station: { ...session().station, training: true } })),
      packingView: () => ok(packingView()),
    }),
    keys: ['F4'],
    scan: scan('S7K2-004412'),
    weight,
  },
};
