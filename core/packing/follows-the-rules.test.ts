import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rebuild } from '../db/rebuild.ts';
import { write } from '../db/write.ts';
import { evolve } from '../domain/packing/evolve.ts';
import type { FactDraft } from '../domain/packing/facts.ts';
import type { Container, PackingState } from '../domain/packing/state.ts';
import { currentWork, emptyState } from '../domain/packing/state.ts';
import {
  boxGtin,
  carton,
  cartonGtin,
  glovesGtin,
  innerBox,
  lot,
  lotData,
  product,
  stentGtin,
} from '../domain/packing/testing/goods.ts';
import type { PackingCommand } from '../domain/packing/read.ts';
import { packingCommands } from '../domain/packing/read.ts';
import { runs } from '../testing/runs.ts';
import { loadSession, loadState, noFocus } from './load.ts';
import type { StationBench } from './testing/station-bench.ts';
import { as, bodiesOf, operator, second, ssccAt, stationBench } from './testing/station-bench.ts';

/** What is done at the station; `right` does what the screen asks for. */
type Step =
  | { readonly kind: 'right'; readonly choice: number }
  | { readonly kind: 'unit'; readonly serial: number; readonly lot: string }
  | { readonly kind: 'sscc'; readonly number: number }
  | { readonly kind: 'command'; readonly command: PackingCommand }
  | { readonly kind: 'restart' }
  | { readonly kind: 'takeover' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('right' as const), choice: fc.nat(1000) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('unit' as const),
      serial: fc.integer({ min: 1, max: 9 }),
      lot: fc.constantFrom('B1', 'B1', 'B2'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('sscc' as const), number: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('command' as const), command: fc.constantFrom(...packingCommands) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'takeover' as const }) },
);

function station(profile: {
  readonly applied_proof: 'sscc' | 'sscc_then_child';
  readonly cosign: boolean;
}): StationBench {
  const line = { lot: null, min_shelf_life_days: null };
  return stationBench(
    {
      products: [
        product(stentGtin, { levels: [carton(2, { single_lot: false })] }),
        product(boxGtin, { levels: [innerBox(2), carton(2, { level: 2, gtin: cartonGtin })] }),
        product(glovesGtin, { tracking: 'lot_managed', levels: [carton(5, { single_lot: false })] }),
      ],
      lots: [lot(stentGtin, 'B1'), lot(stentGtin, 'B2', { recalled: true }), lot(boxGtin, 'B1'), lot(glovesGtin, 'B1')],
      orders: [
        {
          order_no: 'SO-1',
          consignee: 'H1',
          due_date: null,
          lines: [
            { ...line, line: 1, gtin: stentGtin, quantity: 5 },
            { ...line, line: 2, gtin: glovesGtin, quantity: 7 },
            { ...line, line: 3, gtin: boxGtin, quantity: 4 },
          ],
          pallet: { cartons: 2 },
        },
        {
          order_no: 'SO-2',
          consignee: 'H1',
          due_date: null,
          lines: [{ ...line, line: 1, gtin: stentGtin, quantity: 4 }],
          pallet: null,
        },
      ],
    },
    { applied_proof: profile.applied_proof, remainder_needs_cosignature: profile.cosign },
  );
}

async function take(at: StationBench, one: Step, who: { actor: typeof operator }): Promise<void> {
  switch (one.kind) {
    case 'right':
      return doRight(at, one.choice, who.actor);
    case 'unit':
      at.unit(stentGtin, `S${String(one.serial)}`, one.lot);
      return;
    case 'sscc':
      at.sscc(ssccAt(one.number));
      return;
    case 'command':
      await at.packing.handlers.command({ command: one.command, reason: 'because' }, as(who.actor));
      return;
    case 'restart':
      at.restart();
      return;
    case 'takeover':
      who.actor = who.actor === operator ? second : operator;
  }
}

async function doRight(at: StationBench, choice: number, actor: typeof operator): Promise<void> {
  const { handlers } = at.packing;
  const view = at.view();
  const state = stateOf(at);
  const orderNo = choice % 2 === 0 ? 'SO-1' : 'SO-2';
  const waiting = view.awaitingProof[choice % Math.max(view.awaitingProof.length, 1)];
  const placed = view.toPutAway[0];
  switch (view.expecting) {
    case 'work':
      return void (await handlers.startWork({ mode: 'order', orderNo }, as(actor)));
    case 'nothing':
      if (view.work?.complete === true)
        return void (await handlers.startWork({ mode: 'batch', gtin: boxGtin, lot: 'B1' }, as(actor)));
      return void (await handlers.command({ command: 'remainder', reason: null }, as(actor)));
    case 'tray':
      return void at.tray();
    case 'count':
      return void (await at.number(view.stack.at(-1)?.count ?? 0));
    case 'quantity':
      return void (await at.number(1 + (choice % 2)));
    case 'cosignature':
      return void (await handlers.cosignPending({ second: { userId: 'op9', password: 'right' } }, as(actor)));
    case 'child_of_container':
    case 'piece_to_unpack':
    case 'piece_to_undo':
    case 'piece_to_move':
    case 'piece_to_set_aside':
    case 'bad_label_piece':
    case 'container_to_unpack': {
      const { prompt } = loadSession(at.station.database.db);
      const sscc = 'sscc' in prompt ? prompt.sscc : view.stack[0]?.sscc;
      const from =
        sscc === null || sscc === undefined
          ? [...state.containers.values()][choice % Math.max(state.containers.size, 1)]?.sscc
          : sscc;
      if (choice % 4 === 0) return void (await handlers.command({ command: 'next', reason: null }, as(actor)));
      return scanPieceOf(at, state, from ?? ssccAt(1), choice);
    }
    default:
      if (waiting !== undefined && choice % 3 !== 0) return void at.sscc(waiting.sscc);
      if (placed !== undefined && choice % 3 === 1) return void at.sscc(placed);
      return packMissing(at, state, choice);
  }
}

function packMissing(at: StationBench, state: PackingState, choice: number): void {
  const open = currentWork(state)?.lines.filter(({ packed, quantity }) => packed < quantity) ?? [];
  const line = open[choice % Math.max(open.length, 1)];
  if (line === undefined) return;
  if (line.gtin === glovesGtin) at.scan(lotData(glovesGtin, 'B1', choice % 5 === 0 ? null : 1 + (choice % 3)));
  else at.unit(line.gtin, `T${String(at.station.database.writer.end.seq)}`);
}

function scanPieceOf(at: StationBench, state: PackingState, sscc: string, choice: number): void {
  const pieces = state.containers.get(sscc)?.pieces ?? [];
  const piece = pieces[choice % Math.max(pieces.length, 1)];
  if (piece === undefined) at.sscc(sscc);
  else if (piece.kind === 'unit') at.unit(piece.gtin, piece.serial, piece.lot ?? '');
  else if (piece.kind === 'quantity') at.scan(lotData(piece.gtin, piece.lot, null));
  else at.sscc(piece.sscc);
}

/** How far the log of a station was told by the rules of the domain. */
const told = new WeakMap<StationBench, { readonly events: number; readonly state: PackingState }>();

/** The state by the rules of the domain, from the log alone. */
function stateOf(at: StationBench): PackingState {
  const bodies = bodiesOf(at.station.database.db, null);
  let { events, state } = told.get(at) ?? { events: 0, state: emptyState };
  for (const body of bodies.slice(events)) {
    events += 1;
    const fact = { type: body['type'], payload: body['payload'] } as unknown as FactDraft;
    const known = /^(work|unit|quantity|container|weight|label)_|^scan_refused$/.test(fact.type);
    if (!known) continue;
    const recordedAt = new Date(String(body['recorded_at'])).toISOString();
    state = evolve(state, fact, { scanId: (body['scan_id'] as string | undefined) ?? null, at: recordedAt });
  }
  told.set(at, { events, state });
  return state;
}

function comparable(container: Container): unknown {
  return { ...container, pieces: container.pieces.toSorted((one, other) => one.position - other.position) };
}

/** The tables of the station say the same as the rules of the domain. */
function mustAgree(at: StationBench): void {
  const { db } = at.station.database;
  const byRules = stateOf(at);
  const units = [...byRules.items.values()].map(({ gtin, serial }) => ({ gtin, serial }));
  const ssccs = [...byRules.containers.keys(), ...byRules.retired.keys()];
  const loaded = loadState(db, loadSession(db), { ...noFocus, units, ssccs }, at.labelState);
  expect(loaded.current).toBe(byRules.current);
  expect(loaded.hardRefusal).toEqual(byRules.hardRefusal);
  expect(loaded.items).toEqual(byRules.items);
  expect(loaded.retired).toEqual(byRules.retired);
  expect([...loaded.containers.keys()].toSorted()).toEqual([...byRules.containers.keys()].toSorted());
  for (const [sscc, container] of byRules.containers) {
    const found = loaded.containers.get(sscc);
    expect(found === undefined ? undefined : comparable(found)).toEqual(comparable(container));
  }
  for (const [workId, work] of loaded.works) expect(work).toEqual(byRules.works.get(workId));
}

describe('the tables of the station', () => {
  test('say what the rules of the domain say, whatever was done, and come out of the log again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          applied_proof: fc.constantFrom('sscc' as const, 'sscc_then_child' as const),
          cosign: fc.boolean(),
        }),
        fc.array(step, { minLength: 40, maxLength: 90 }),
        async (profile, steps) => {
          const at = station(profile);
          const who = { actor: operator };
          try {
            for (const one of steps) await take(at, one, who);
            mustAgree(at);
            expect(rebuild(at.station.database, false)).toMatchObject({ identical: true });
          } finally {
            at.close();
          }
        },
      ),
      { numRuns: runs({ usual: 8, long: 200 }) },
    );
  }, 600_000);

  test('say so of pieces that were moved, taken out, disputed, voided and weighed, and of holds that were lifted', async () => {
    const at = station({ applied_proof: 'sscc', cosign: false });
    try {
      const { handlers } = at.packing;
      await handlers.startWork({ mode: 'order', orderNo: 'SO-1' }, as(operator));
      at.scan(lotData(glovesGtin, 'B1', 2));
      at.scan(lotData(glovesGtin, 'B1', 1));
      at.unit(stentGtin, 'A0');
      at.command('undo');
      at.scan(lotData(glovesGtin, 'B1', null));
      await handlers.startWork({ mode: 'order', orderNo: 'SO-2' }, as(operator));
      expect(at.unit(stentGtin, 'A0')).toMatchObject({ hard: true, code: 'already_packed' });
      at.command('move');
      expect(at.unit(stentGtin, 'A0')).toMatchObject({ code: 'unit_moved' });
      expect(at.unit(stentGtin, 'A1')).toMatchObject({ code: 'count_asked' });
      expect(await at.number(2)).toMatchObject({ code: 'container_closed_now' });
      at.unit(stentGtin, 'A2');
      expect(at.unit(stentGtin, 'A0')).toMatchObject({ hard: true, code: 'already_packed' });
      at.tray();
      const { database } = at.station;
      const held = [...stateOf(at).containers.values()].find((container) => container.held)?.sscc ?? '';
      write(database, (transaction) => {
        transaction.append({
          type: 'container_released_from_hold',
          payload: { sscc: held },
          user: 'qa1',
          reason: 'recounted',
        });
        transaction.append({
          type: 'unit_voided',
          payload: { gtin: stentGtin, serial: 'Z9', cause: 'destroyed' },
          user: 'qa1',
          reason: 'found broken',
        });
        transaction.append({ type: 'unit_commissioned', payload: { gtin: stentGtin, serial: 'Z9' }, user: null });
        transaction.append({ type: 'unit_set_aside', payload: { refused_code: 'x', raw: '' }, user: null });
        const weight = { weight: '168.4', weight_unit: 'g', weight_mode: 'gross', device_id: 'W1' };
        transaction.append({ type: 'weight_observed', payload: { ...weight, sscc: held }, user: null });
        transaction.append({ type: 'weight_observed', payload: weight, user: null });
        transaction.append({
          type: 'weight_disagreed',
          payload: { expected: '0', observed: '9', device_id: 'W1' },
          user: null,
        });
      });
      mustAgree(at);
      expect(at.sscc(held)).toMatchObject({ code: 'label_proven' });
      expect(rebuild(database, false)).toMatchObject({ identical: true });
    } finally {
      at.close();
    }
  });

  test('refuse an event that names what no event before has made', () => {
    const at = station({ applied_proof: 'sscc', cosign: false });
    try {
      const append = () =>
        write(at.station.database, (transaction) =>
          transaction.append({
            type: 'container_closed',
            payload: { work_id: 'W', sscc: ssccAt(1), count: 1, quantity: 1, content_hash: '0'.repeat(64) },
            user: null,
          }),
        );
      expect(append).toThrow('which no event before has made');
    } finally {
      at.close();
    }
  });
});
