import type { Database } from '../database/database.ts';
import { readTraceCode } from './code.ts';
import type { TraceSubject } from './code.ts';
import type { ContainerTrace, LotTrace, Place, TraceAnswer, UnitTrace } from './shapes.ts';
import {
  chainsAbove,
  claimsOf,
  consigneesOf,
  containerBySscc,
  contentBelow,
  exceptionsOf,
  freshness,
  historyOf,
  lotPlaces,
  lotsByNumber,
  productName,
  unitsBySerial,
} from './store.ts';
import type { ContainerRow, UnitRow } from './store.ts';

type Pool = Database['pool'];

/** Answers where something is, what it stands in, whom it is for and what happened to it, and how fresh the answer is. */
export async function trace(pool: Pool, code: string, now: Date): Promise<TraceAnswer> {
  const found = await find(pool, readTraceCode(code));
  const any = found.units.length + found.lots.length + found.containers.length > 0;
  return { code, found: any, ...found, freshness: await freshness(pool, now) };
}

type Found = Pick<TraceAnswer, 'units' | 'lots' | 'containers'>;

async function find(pool: Pool, subject: TraceSubject): Promise<Found> {
  const nothing: Found = { units: [], lots: [], containers: [] };
  switch (subject.kind) {
    case 'container': {
      const row = await containerBySscc(pool, subject.sscc);
      return row === null ? nothing : { ...nothing, containers: [await traceContainer(pool, row)] };
    }
    case 'unit': {
      const units = await unitsBySerial(pool, subject.serial, subject.gtin);
      return { ...nothing, units: await each(units, (unit) => traceUnit(pool, unit)) };
    }
    case 'lot': {
      const lots = await lotsByNumber(pool, subject.lot, subject.gtin);
      return { ...nothing, lots: await each(lots, (lot) => traceLot(pool, lot)) };
    }
    case 'text': {
      const units = await unitsBySerial(pool, subject.text, null);
      const lots = await lotsByNumber(pool, subject.text, null);
      return {
        ...nothing,
        units: await each(units, (unit) => traceUnit(pool, unit)),
        lots: await each(lots, (lot) => traceLot(pool, lot)),
      };
    }
  }
}

async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function traceUnit(pool: Pool, unit: UnitRow): Promise<UnitTrace> {
  const claims = unit.hold === 0 ? [] : await claimsOf(pool, unit.id);
  const others = claims.filter((id) => id !== unit.parent_id);
  const starts = [...(unit.parent_id === null ? [] : [unit.parent_id]), ...others];
  const chains = await chainsAbove(pool, starts);
  const places = await placesOf(
    pool,
    starts.map((start) => chains.get(start) ?? []),
  );
  const [place, ...otherPlaces] = unit.parent_id === null ? [nowhere, ...places] : places;
  const around = [...chains.values()].flat().map((container) => container.id);
  return {
    gtin: unit.gtin,
    product: await productName(pool, unit.gtin),
    serial: unit.serial,
    lot: unit.lot,
    status: unit.status,
    hold: unit.hold !== 0,
    disputed: others.length > 0,
    ...(place ?? nowhere),
    otherPlaces,
    history: await historyOf(pool, [unit.id, ...around]),
    exceptions: await exceptionsOf(pool, [`${unit.gtin}|${unit.serial}`]),
  };
}

async function traceContainer(pool: Pool, container: ContainerRow): Promise<ContainerTrace> {
  const chain = (await chainsAbove(pool, [container.id])).get(container.id) ?? [];
  const [place = nowhere] = await placesOf(pool, [chain]);
  return {
    sscc: container.sscc,
    kind: container.kind,
    status: container.status,
    hold: container.hold !== 0,
    ...place,
    ...(await contentBelow(pool, container.id)),
    history: await historyOf(
      pool,
      chain.map(({ id }) => id),
    ),
    exceptions: await exceptionsOf(pool, [container.sscc]),
  };
}

async function traceLot(
  pool: Pool,
  lot: { readonly id: number; readonly gtin: string; readonly lot: string },
): Promise<LotTrace> {
  const found = await lotPlaces(pool, lot.id);
  const starts = found.flatMap(({ container }) => container ?? []);
  const chains = await chainsAbove(pool, starts);
  const places = await placesOf(
    pool,
    starts.map((start) => chains.get(start) ?? []),
  );
  const placeOf = new Map(starts.map((start, index) => [start, places[index] ?? nowhere]));
  const groups = new Map<string, LotTrace['consignees'][number]>();
  for (const { container, units, quantity } of found) {
    if (container === null) continue;
    const place = placeOf.get(container) ?? nowhere;
    const key = `${place.consignee?.code ?? ''}|${place.orderNo ?? ''}`;
    const group = groups.get(key) ?? {
      consignee: place.consignee,
      orderNo: place.orderNo,
      units: 0,
      quantity: 0,
      containers: [],
    };
    group.units += units;
    group.quantity += quantity;
    group.containers.push(...place.chain.slice(0, 1).map(({ sscc }) => sscc));
    groups.set(key, group);
  }
  const sum = (pick: (place: (typeof found)[number]) => number): number =>
    found.reduce((total, one) => total + pick(one), 0);
  return {
    gtin: lot.gtin,
    product: await productName(pool, lot.gtin),
    lot: lot.lot,
    units: sum((one) => one.units),
    quantity: sum((one) => one.quantity),
    unpacked: sum((one) => (one.container === null ? one.units : 0)),
    consignees: [...groups.values()],
  };
}

const nowhere: Place = { chain: [], innerBox: null, carton: null, pallet: null, orderNo: null, consignee: null };

async function placesOf(pool: Pool, chains: readonly (readonly ContainerRow[])[]): Promise<readonly Place[]> {
  const orders = [...new Set(chains.flat().flatMap((container) => container.order_no ?? []))];
  const consignees = orders.length === 0 ? new Map<string, never>() : await consigneesOf(pool, orders);
  return chains.map((chain) => {
    const orderNo = chain.find((container) => container.order_no !== null)?.order_no ?? null;
    const ofKind = (kind: string): string | null => chain.find((container) => container.kind === kind)?.sscc ?? null;
    return {
      chain: chain.map(({ sscc, kind, status, hold }) => ({ sscc, kind, status, hold: hold !== 0 })),
      innerBox: ofKind('inner_box'),
      carton: ofKind('carton'),
      pallet: ofKind('pallet'),
      orderNo,
      consignee: (orderNo === null ? undefined : consignees.get(orderNo)) ?? null,
    };
  });
}
