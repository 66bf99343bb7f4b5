import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../testing/runs.ts';
import type { AnswerDraft } from './draft.ts';
import { evolve } from './evolve.ts';
import { countOf } from './evolve-container.ts';
import { packingCommands } from './read.ts';
import type { Container, Goods, PackingState } from './state.ts';
import { awaitingProof, currentWork, emptyState, itemKey, openContainers } from './state.ts';
import type { Bench, BenchWorld } from './testing/bench.ts';
import { bench, ssccOf } from './testing/bench.ts';
import {
  batch,
  boxGtin,
  carton,
  cartonGtin,
  glovesGtin,
  innerBox,
  lot,
  lotData,
  order,
  product,
  stentGtin,
} from './testing/goods.ts';

/** One thing that happens at the bench. */
type Step =
  | { readonly kind: 'unit'; readonly gtin: string; readonly serial: number; readonly lot: string }
  | { readonly kind: 'lots'; readonly lot: string; readonly count: number | null }
  | { readonly kind: 'sscc'; readonly number: number }
  | { readonly kind: 'command'; readonly command: (typeof packingCommands)[number] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'tray' }
  | { readonly kind: 'cosign' }
  | { readonly kind: 'work'; readonly which: number }
  | { readonly kind: 'suspend' }
  /** What a good operator would do now; `choice` decides where there is more than one thing. */
  | { readonly kind: 'right'; readonly choice: number };

const works = [
  order(
    [
      { gtin: stentGtin, quantity: 6 },
      { gtin: glovesGtin, quantity: 9 },
    ],
    { orderNo: 'SO-1', pallet: 2 },
  ),
  batch(stentGtin, 'B1', 8, 2),
  order([{ gtin: boxGtin, quantity: 8 }], { orderNo: 'SO-2' }),
  order([{ gtin: stentGtin, quantity: 5, lot: 'B1' }], { orderNo: 'SO-3' }),
];

function world(profile: Partial<BenchWorld['profile']>, extra: Partial<BenchWorld>): Bench {
  const at = bench({
    products: [
      product(stentGtin, { levels: [carton(2, { single_lot: false })] }),
      product(boxGtin, { levels: [innerBox(2), carton(2, { level: 2, gtin: cartonGtin })] }),
      product(glovesGtin, { tracking: 'lot_managed', levels: [carton(5, { single_lot: false })] }),
    ],
    lots: [
      lot(stentGtin, 'B1'),
      lot(stentGtin, 'B2', { expiry_date: '2028-10-31', status: 'awaiting_release' }),
      lot(boxGtin, 'B1'),
      lot(glovesGtin, 'B1'),
      lot(glovesGtin, 'B3', { recalled: true }),
    ],
    serials: ['N1', 'N2', 'N3'],
    ...extra,
  });
  at.world.profile = { ...at.world.profile, ...profile };
  return at;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 60, arbitrary: fc.record({ kind: fc.constant('right' as const), choice: fc.nat(1000) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('unit' as const),
      gtin: fc.constantFrom(stentGtin, stentGtin, boxGtin),
      serial: fc.integer({ min: 1, max: 9 }),
      lot: fc.constantFrom('B1', 'B1', 'B1', 'B2'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lots' as const),
      lot: fc.constantFrom('B1', 'B1', 'B3'),
      count: fc.constantFrom(null, 1, 2, 3),
    }),
  },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('sscc' as const), number: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('command' as const), command: fc.constantFrom(...packingCommands) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('number' as const), value: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'tray' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'cosign' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('work' as const), which: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'suspend' as const }) },
);

function take(at: Bench, one: Step): AnswerDraft {
  switch (one.kind) {
    case 'unit':
      return at.unit(one.gtin, `S${String(one.serial)}`, one.lot);
    case 'lots':
      return at.scan(lotData(glovesGtin, one.lot, one.count));
    case 'sscc':
      return at.sscc(ssccOf(one.number));
    case 'command':
      return at.command(one.command, 'because');
    case 'number':
      return at.number(one.value);
    case 'tray':
      return at.scan('TRAY-01');
    case 'cosign':
      return at.cosign('op2');
    case 'work':
      return at.start(works[one.which] ?? works[0] ?? batch(stentGtin, 'B1', 1));
    case 'suspend':
      return at.suspend();
    case 'right':
      return doRight(at, one.choice);
  }
}

/** Answers what is asked, proves and puts away what is closed, packs what is still missing. */
function doRight(at: Bench, choice: number): AnswerDraft {
  const state = at.state();
  const { prompt } = at.session();
  const work = currentWork(state);
  if (state.hardRefusal !== null || prompt.kind === 'tray') return at.scan('TRAY-01');
  if (work === null || work.state === 'completed')
    return at.start(works[choice % works.length] ?? batch(stentGtin, 'B1', 1));
  if (prompt.kind === 'child' || prompt.kind === 'random_child') return scanPieceOf(at, prompt.sscc, choice);
  if (prompt.kind === 'undo' || prompt.kind === 'move' || prompt.kind === 'set_aside' || prompt.kind === 'bad_label') {
    const open = openContainers(state).find(({ count }) => count > 0);
    return open === undefined ? at.command('cancel') : scanPieceOf(at, open.sscc, choice);
  }
  if (prompt.kind === 'unpack') {
    if (choice % 3 === 0 && prompt.sscc !== null) return at.command(choice % 2 === 0 ? 'next' : 'close');
    const closed = [...state.containers.values()].filter((one) => one.state === 'closed' && one.applied);
    const from = prompt.sscc ?? closed[choice % Math.max(closed.length, 1)]?.sscc;
    return from === undefined ? at.command('cancel') : scanPieceOf(at, from, choice);
  }
  if (prompt.kind === 'count') return at.number(state.containers.get(prompt.sscc)?.count ?? 0);
  if (prompt.kind === 'quantity') return at.number(1 + (choice % 2));
  if (prompt.kind === 'cosignature') return at.cosign('op2');
  if (prompt.kind === 'reason') return at.command('next', 'because');
  const waiting = awaitingProof(state)[0];
  if (waiting !== undefined && choice % 4 !== 0) return at.sscc(waiting.sscc);
  const loose = [...state.containers.values()].find(
    (one) => one.state === 'closed' && one.applied && one.parent === null && !one.held,
  );
  if (loose !== undefined && choice % 3 === 1) return at.sscc(loose.sscc);
  if (choice % 40 === 0) return at.command('unpack', 'because');
  const line = work.lines.find(({ packed, quantity }) => packed < quantity);
  if (line === undefined) return at.command('remainder');
  if (line.gtin === glovesGtin) return at.scan(lotData(glovesGtin, 'B1', 1 + (choice % 3)));
  return at.unit(line.gtin, `T${String(at.facts().length)}`, 'B1');
}

function scanPieceOf(at: Bench, sscc: string, choice: number): AnswerDraft {
  const pieces = at.state().containers.get(sscc)?.pieces ?? [];
  const piece = pieces[choice % Math.max(pieces.length, 1)];
  if (piece === undefined) return at.sscc(sscc);
  if (piece.kind === 'unit') return at.unit(piece.gtin, piece.serial, piece.lot ?? '');
  return piece.kind === 'quantity' ? at.scan(lotData(piece.gtin, piece.lot, null)) : at.sscc(piece.sscc);
}

function sorted(goods: readonly Goods[]): readonly Goods[] {
  return goods.toSorted((one, other) => `${one.gtin}${one.lot ?? ''}`.localeCompare(`${other.gtin}${other.lot ?? ''}`));
}

/** What is really in a container, piece by piece and level by level. */
function counted(state: PackingState, container: Container): readonly Goods[] {
  const sums = new Map<string, Goods>();
  const add = (goods: Goods): void => {
    const key = `${goods.gtin}|${goods.lot ?? ''}|${goods.expiry ?? ''}`;
    sums.set(key, { ...goods, quantity: (sums.get(key)?.quantity ?? 0) + goods.quantity });
  };
  for (const piece of container.pieces) {
    if (piece.kind === 'unit') add({ gtin: piece.gtin, lot: piece.lot, expiry: piece.expiry, quantity: 1 });
    else if (piece.kind === 'quantity')
      add({ gtin: piece.gtin, lot: piece.lot, expiry: piece.expiry, quantity: piece.quantity });
    else {
      const inner = state.containers.get(piece.sscc);
      if (inner !== undefined) for (const goods of counted(state, inner)) add(goods);
    }
  }
  return [...sums.values()];
}

/** `expect` is too slow for a hundred thousand questions. */
function hold(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** Everything that is true at any time, whatever was done. */
function mustHold(at: Bench): void {
  const state = at.state();
  const parents = new Map<string, string>();
  for (const container of state.containers.values()) {
    const { sscc, pieces, count } = container;
    hold(count === pieces.reduce((sum, piece) => sum + countOf(piece), 0), `${sscc} is counted wrong`);
    hold(count <= container.capacity, `${sscc} holds more than it can`);
    hold(new Set(pieces.map(({ position }) => position)).size === pieces.length, `two pieces at one place in ${sscc}`);
    const told = JSON.stringify(sorted(container.goods));
    hold(told === JSON.stringify(sorted(counted(state, container))), `the goods of ${sscc} are not what is in it`);
    hold(container.state === 'closed' || container.parent === null, `${sscc} is open inside another`);
    for (const piece of pieces) {
      if (piece.kind === 'quantity') continue;
      const key = piece.kind === 'unit' ? itemKey(piece.gtin, piece.serial) : piece.sscc;
      hold(!parents.has(key), `${key} has two parents`);
      parents.set(key, sscc);
      const child = piece.kind === 'container' ? state.containers.get(piece.sscc) : null;
      hold(child === null || (child?.parent === sscc && child.state === 'closed'), `${key} is not closed in ${sscc}`);
    }
  }
  for (const [key, item] of state.items) {
    hold(item.place?.sscc === parents.get(key), `${key} is not where it says`);
    hold(!item.isVoid || item.place === null, `${key} is void and packed`);
  }
  for (const sscc of state.retired.keys()) hold(!state.containers.has(sscc), `${sscc} is retired and in use`);
  for (const work of state.works.values()) {
    for (const { packed, quantity, line } of work.lines) {
      hold(
        packed >= 0 && packed <= quantity,
        `line ${String(line)} of ${work.orderNo ?? 'a batch'} has ${String(packed)}`,
      );
    }
  }
  hold(awaitingProof(state).length <= 2, 'more than two labels await their proof');
}

const profiles: fc.Arbitrary<Partial<BenchWorld['profile']>> = fc.record({
  applied_proof: fc.constantFrom('sscc', 'sscc_then_child'),
  max_unproven_containers: fc.constantFrom(1, 2),
  random_child_every: fc.constantFrom(0, 2),
  remainder_needs_cosignature: fc.boolean(),
  fefo: fc.constantFrom('off', 'reason'),
});

describe('whatever is scanned, in whatever order', () => {
  test('no piece is in two places, nothing is overfilled, no order line is exceeded, and the facts tell the state', () => {
    fc.assert(
      fc.property(
        profiles,
        fc.constantFrom(4, 50, 50, 50),
        fc.array(step, { minLength: 30, maxLength: 80 }),
        (profile, ssccsLeft, steps) => {
          const at = world(profile, { ssccsLeft });
          at.start(works[0] ?? batch(stentGtin, 'B1', 1));
          for (const one of steps) {
            const stood = at.state().hardRefusal;
            const answer = take(at, one);
            mustHold(at);
            hold(!answer.hard || at.state().hardRefusal?.code === answer.code, `${answer.code} is not kept`);
            const types = at.lastFacts().map(({ type }) => type);
            hold(stood === null || !types.includes('unit_packed'), 'packed while a piece is to go to the tray');
            const settled = types.includes('unit_set_aside') || types.includes('unit_moved');
            hold(stood === null || at.state().hardRefusal !== null || settled, 'a hard refusal went away by itself');
          }
          const facts = at.facts();
          const numbers = facts.flatMap(({ fact }) => {
            if (fact.type === 'container_opened') return [fact.payload.sscc];
            return fact.type === 'container_retired' && fact.payload.replaced_by_sscc !== undefined
              ? [fact.payload.replaced_by_sscc]
              : [];
          });
          expect(new Set(numbers).size).toBe(numbers.length);
          expect(facts.reduce((state, { fact, context }) => evolve(state, fact, context), emptyState)).toEqual(
            at.state(),
          );
        },
      ),
      { numRuns: runs({ usual: 150, long: 2_000 }) },
    );
  }, 600_000);
});
