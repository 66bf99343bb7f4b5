/** The state with one thing changed: a container, a unit, a work. What is not known is left as it is. */
import type { Container, Item, PackingState, Work } from './state.ts';
import { itemKey } from './state.ts';

/** A unit that is nowhere. */
export function freeItem(gtin: string, serial: string): Item {
  return {
    gtin,
    serial,
    lot: null,
    expiry: null,
    isVoid: false,
    disputed: false,
    place: null,
  };
}

/** A copy of the map with one entry set. */
export function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** Puts a container in the place of the one with its SSCC. */
export function setContainer(state: PackingState, container: Container): PackingState {
  return { ...state, containers: put(state.containers, container.sscc, container) };
}

/** Changes a container; one that is not known is left alone. */
export function changeContainer(
  state: PackingState,
  sscc: string,
  change: (container: Container) => Container,
): PackingState {
  const container = state.containers.get(sscc);
  return container === undefined ? state : setContainer(state, change(container));
}

/** Puts a unit in the place of the one with its serial. */
export function setItem(state: PackingState, item: Item): PackingState {
  return { ...state, items: put(state.items, itemKey(item.gtin, item.serial), item) };
}

/** Changes a unit, whether it was known or not. */
export function changeItem(
  state: PackingState,
  unit: { readonly gtin: string; readonly serial: string },
  change: (item: Item) => Item,
): PackingState {
  return setItem(state, change(itemOf(state, unit)));
}

/** A unit; one of which nothing is known but its code is in no container. */
export function itemOf(
  state: PackingState,
  { gtin, serial }: { readonly gtin: string; readonly serial: string },
): Item {
  return state.items.get(itemKey(gtin, serial)) ?? freeItem(gtin, serial);
}

/** Changes a work; one that is not known is left alone. */
export function changeWork(
  state: PackingState,
  workId: string | null | undefined,
  change: (work: Work) => Work,
): PackingState {
  const work = state.works.get(workId ?? '');
  return work === undefined ? state : { ...state, works: put(state.works, work.workId, change(work)) };
}

/** Work that is done stays so when it is put down. */
export function putDown(work: Work): Work {
  return work.state === 'completed' ? work : { ...work, state: 'suspended' };
}

/** Work that was done is not done any more when something of it is taken out or opened again. */
export function unfinish(state: PackingState, workId: string | undefined): PackingState {
  return changeWork(state, workId, (work) => {
    if (work.state !== 'completed') return work;
    return { ...work, state: work.workId === state.current ? 'open' : 'suspended' };
  });
}

/** Adds to what is packed of one line of the work. */
export function changeLine(work: Work, line: number | null, by: number): Work {
  const lines = work.lines.map((one) => (one.line === line ? { ...one, packed: one.packed + by } : one));
  return { ...work, lines };
}
