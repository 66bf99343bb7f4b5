import type { Answer, ContainerView, LabelView, PackingView } from '../../core/contract/packing.ts';
import type { SessionView } from '../../core/contract/session.ts';
import type { SyncStatus } from '../../core/contract/sync.ts';
import type { OutputOf } from '../contract.ts';
import { hexFromLatin1 } from '../format.ts';

/** Views as core would send them, for tests and for looking at screens. */
export const at = '2026-11-22T14:02:37.000+08:00';
export const gtin = '06901234500011';
export const productName = { zh: '冠脉药物洗脱支架 3.0×18', en: 'Coronary drug-eluting stent 3.0×18' };
const consignee = { zh: '瑞康医院（上海）', en: 'Ruikang Hospital (Shanghai)' };

export function session(change: Partial<SessionView> = {}): SessionView {
  return {
    station: { id: 'ST-03', name: '工位 3', siteRole: 'registrant', version: '0.1.0', enrolled: true, training: false },
    user: { userId: '0217', roles: ['operator'], signedInAt: at, mustChangePassword: false },
    locked: false,
    lockCause: null,
    idleLockMinutes: 10,
    clockInDoubt: false,
    ...change,
  };
}

export function unitHex(serial: string): string {
  return hexFromLatin1(`01${gtin}1728103110B2611A\u001d21${serial}`);
}

export function answer(change: Partial<Answer> = {}): Answer {
  return {
    answerId: 'a-1',
    scanId: '0193a000-0000-7000-8000-000000000001',
    tone: 'accepted',
    hard: false,
    code: 'unit_packed',
    params: { position: 12 },
    at,
    raw: { aim: ']d2', hex: unitHex('S7K2-004412') },
    ...change,
  };
}

export function carton(count: number, change: Partial<ContainerView> = {}): ContainerView {
  return {
    sscc: '069012340000041828',
    level: 1,
    kind: 'carton',
    capacity: 20,
    count,
    state: 'open',
    remainder: false,
    onHold: false,
    pieces: Array.from({ length: count }, (_, index) => ({
      position: index + 1,
      kind: 'unit',
      gtin,
      serial: `S7K2-0044${String(index + 1).padStart(2, '0')}`,
      lot: 'B2611A',
      expiry: '2028-10-31',
      quantity: 1,
      sscc: null,
      weight: null,
      user: '0217',
      at,
    })),
    ...change,
  };
}

export function label(sscc: string, state: LabelView['state'], change: Partial<LabelView> = {}): LabelView {
  return {
    labelId: `label-${sscc}`,
    subject: 'carton',
    sscc,
    gtin: null,
    serial: null,
    state,
    applied: state === 'scanned_back',
    templateId: 'carton-logistic',
    templateVersion: 1,
    elementString: `^00${sscc}`,
    cause: null,
    at,
    ...change,
  };
}

export function packingView(change: Partial<PackingView> = {}): PackingView {
  return {
    revision: 40,
    work: {
      workId: 'w-1',
      mode: 'order',
      orderNo: 'SO-2026-11873',
      consignee,
      product: { gtin, name: productName, model: 'DES-3018' },
      lot: 'B2611A',
      expiry: '2028-10-31',
      lines: [],
      units: 132,
      unitsPlanned: 240,
      cartons: 6,
      cartonsPlanned: 12,
      complete: false,
    },
    stack: [
      carton(6, {
        sscc: '069012340000041705',
        level: 2,
        kind: 'pallet',
        capacity: 12,
        pieces: [],
      }),
      carton(12),
    ],
    expecting: 'unit',
    awaitingProof: [],
    toPutAway: [],
    hardRefusal: null,
    answer: answer(),
    last: {
      position: 12,
      kind: 'unit',
      gtin,
      serial: 'S7K2-004412',
      lot: 'B2611A',
      expiry: '2028-10-31',
      quantity: 1,
      sscc: null,
      weight: null,
      user: '0217',
      at,
    },
    lastWeightGain: { value: '84.2', unit: 'g', ok: true, tolerance: '1.5' },
    labels: [
      label('069012340000041811', 'scanned_back'),
      label('069012340000041804', 'scanned_back'),
      label('069012340000041798', 'scanned_back'),
    ],
    setAside: 0,
    pendingCosignature: null,
    ...change,
  };
}

export function idleView(change: Partial<PackingView> = {}): PackingView {
  return packingView({
    work: null,
    stack: [],
    expecting: 'work',
    answer: null,
    last: null,
    lastWeightGain: null,
    labels: [],
    ...change,
  });
}

export function syncStatus(change: Partial<SyncStatus> = {}): SyncStatus {
  return {
    state: 'online',
    code: null,
    gatewayUrl: 'https://centre.example:8443',
    unsent: 0,
    oldestUnsentAt: null,
    lastContactAt: at,
    nextAttemptAt: at,
    ackedSeq: 1412,
    headSeq: 1412,
    headHash: '9f2c1d57a0b34c6d8e9f00112233445566778899aabbccddeeff001122b41e00',
    epoch: '0193a000-0000-7000-8000-000000000001',
    masterDataVersion: 318,
    masterDataAt: at,
    leases: [{ kind: 'sscc', gtin: null, remaining: 812, next: '4183', hasNextBlock: true }],
    clockOffsetMs: 42,
    clockInDoubt: false,
    flagged: 0,
    ...change,
  };
}

export function devices(): OutputOf<'listDevices'> {
  const ready = { state: 'ready', code: 'ok', detail: null, since: at } as const;
  return {
    devices: [
      {
        deviceId: 'scanner-1',
        kind: 'scanner',
        role: 'scanner',
        model: 'DS2208',
        settings: { bus: 'serial', path: '/dev/ttyACM0', baudRate: 9600 },
        health: ready,
      },
      {
        deviceId: 'printer-1',
        kind: 'printer',
        role: 'carton_label',
        model: 'ZD421-203dpi',
        settings: { bus: 'tcp', host: '192.0.2.17', port: 9100, dpi: 203 },
        health: ready,
      },
      {
        deviceId: 'scale-1',
        kind: 'scale',
        role: 'scale',
        model: 'ICS425',
        settings: { bus: 'serial', path: '/dev/ttyUSB0', baudRate: 9600 },
        health: ready,
      },
    ],
  };
}

export function workList(): OutputOf<'workList'> {
  const line = {
    line: 1,
    gtin,
    name: productName,
    tracking: 'serialised',
    lot: 'B2611A',
    quantity: 240,
    packed: 132,
    minimumShelfLifeDays: 180,
  } as const;
  const gauze = { zh: '无菌纱布敷料 10×10', en: 'Sterile gauze dressing 10×10' };
  return {
    orders: [
      {
        orderNo: 'SO-2026-11873',
        consignee,
        lines: [line],
        state: 'in_work',
        units: 132,
        unitsPlanned: 240,
        dueDate: '2026-11-25',
      },
      {
        orderNo: 'SO-2026-11880',
        consignee: { zh: '仁和医疗器械（杭州）有限公司', en: 'Renhe Medical Devices (Hangzhou)' },
        lines: [
          { ...line, lot: null, quantity: 20, packed: 0 },
          {
            ...line,
            line: 2,
            gtin: '06901234500028',
            name: gauze,
            tracking: 'lot_managed',
            lot: null,
            quantity: 400,
            packed: 0,
          },
        ],
        state: 'open',
        units: 0,
        unitsPlanned: 420,
        dueDate: '2026-11-27',
      },
      {
        orderNo: 'SO-2026-11701',
        consignee,
        lines: [line],
        state: 'complete',
        units: 60,
        unitsPlanned: 60,
        dueDate: null,
      },
    ],
    lots: [
      {
        gtin,
        name: productName,
        lot: 'B2611B',
        expiry: '2028-11-30',
        status: 'awaiting_release',
        onHold: false,
        units: 180,
        unitsPlanned: 1200,
      },
      {
        gtin: '06901234500028',
        name: gauze,
        lot: 'G2610C',
        expiry: '2029-10-31',
        status: 'in_production',
        onHold: true,
        units: 0,
        unitsPlanned: 5000,
      },
    ],
  };
}
