import type { SeedRows } from '../../erp-gateway/seed/demo.ts';
import { demoCredentials, demoGtins, lotNo } from '../../erp-gateway/seed/demo.ts';
import type { Answer, ShiftConsole } from './console.ts';
import type { DemoGoods, Symbol } from './goods.ts';
import { demoGoods, plain } from './goods.ts';

export interface ShiftPlan {
  readonly seed: number;
  /** ISO date the demo's master data are counted from. */
  readonly today: string;
  readonly rows: SeedRows;
  readonly say: (line: string) => void;
  /** The centre releases a lot, as the ERP tells it. */
  readonly release: (gtin: string, lot: string) => Promise<void>;
}

interface Shift extends ShiftPlan {
  readonly at: ShiftConsole;
  readonly goods: DemoGoods;
  /** A piece of each container, for when the station asks for one. */
  readonly children: Map<string, Symbol>;
}

/**
 * One shift of two operators: a lot is packed before its release and refused to an order until the centre has released
 * it; an order of one product, with everything that can be refused and a takeover in the middle of a carton; a mixed order
 * with remainders; an order with inner boxes; at last the cartons of the released lot go to their order as they are. Every
 * label is scanned back from the paper. Throws when the station answers otherwise than it should.
 */
export async function playShift(at: ShiftConsole, plan: ShiftPlan): Promise<void> {
  const shift: Shift = { ...plan, at, goods: demoGoods(plan.rows), children: new Map() };
  const [first, second] = [credential(plan.seed, 'op1'), credential(plan.seed, 'op2')];
  await at.moment('sign-in');
  await at.signIn(first.userId, first.password);
  plan.say(`${first.userId} signs in`);
  const cartons = await packBeforeRelease(shift);
  await tryBeforeRelease(shift, cartons);
  await packOrderWithTrouble(shift, second);
  await packMixedOrder(shift);
  await packInnerBoxes(shift);
  await shipReleasedLot(shift, cartons);
  await at.moment('shift-done');
}

/** Answers with the SSCCs of the cartons, which stand 待放行. */
async function packBeforeRelease(shift: Shift): Promise<readonly string[]> {
  const { at, goods, today, say } = shift;
  const lot = lotNo(today, 'D');
  await at.startLot(demoGtins.stent, lot);
  await at.moment('batch-packing');
  for (const symbol of goods.units(demoGtins.stent, lot, 20)) {
    await packed(shift, symbol);
    await proveLabels(shift);
  }
  const cartons = at.view().toPutAway;
  await at.suspend();
  say(`lot ${lot}: 20 units in 2 cartons, before release`);
  return cartons;
}

/** The order for the lot is refused its cartons until the centre has released the lot. */
async function tryBeforeRelease(shift: Shift, cartons: readonly string[]): Promise<void> {
  const { at, today, say, release } = shift;
  await at.startOrder(orderAt(shift, 4));
  await refusedAs(shift, ssccOf(cartons[0]), 'not_released');
  await at.moment('packing-not-released');
  await at.suspend();
  await release(demoGtins.stent, lotNo(today, 'D'));
  say('not released yet: refused; then the centre releases the lot');
}

/** Whole cartons that were packed before the order was known: one scan each. */
async function shipReleasedLot(shift: Shift, cartons: readonly string[]): Promise<void> {
  const { at, say } = shift;
  const order = orderAt(shift, 4);
  await at.startOrder(order);
  for (const sscc of cartons) {
    await at.afterDoubleRead();
    const answer = await at.scan(ssccOf(sscc));
    if (at.view().expecting === 'random_child') accepted(await at.scan(childOf(shift, sscc)), 'random child');
    else accepted(answer, 'whole carton');
  }
  await putAwayAll(shift);
  await at.until('order of the released lot complete', (view) => view.work === null || view.work.complete);
  say(`${order}: the ${cartons.length} cartons of the released lot, 1 pallet`);
}

function ssccOf(sscc: string | undefined): Symbol {
  return { aim: ']C1', data: `00${sscc ?? ''}` };
}

function orderAt({ rows }: Shift, index: number): string {
  const order = rows.orders[index];
  if (order === undefined) throw new Error(`the demo has no order ${index + 1}`);
  return order.order_no;
}

async function packOrderWithTrouble(
  shift: Shift,
  second: { readonly userId: string; readonly password: string },
): Promise<void> {
  const { at, goods, today, say, rows } = shift;
  const order = rows.orders[0];
  if (order === undefined) throw new Error('the demo has no orders');
  await at.startOrder(order.order_no);
  const stents = goods.units(demoGtins.stent, lotNo(today, 'A'), 40);
  const [firstCarton, rest] = [stents.slice(0, 4), stents.slice(4)];
  for (const symbol of firstCarton) await packed(shift, symbol);
  await at.moment('packing-accepted');
  await trouble(shift);
  await takeOver(shift, second);
  for (const symbol of rest) {
    await packed(shift, symbol);
    await proveLabels(shift);
  }
  await putAwayAll(shift);
  await at.until('order complete', (view) => view.work === null || view.work.complete);
  await at.moment('order-complete');
  say(`${order.order_no}: 40 units, 4 cartons, 1 pallet`);
}

/** Everything that is refused, and what follows: soft ones clear at the next valid scan, hard ones at the tray. */
async function trouble(shift: Shift): Promise<void> {
  const { at, goods, today, say } = shift;
  const { stent, balloon } = demoGtins;
  await refusedAs(shift, { aim: ']d2', data: '0109501101530003' }, 'unknown_code');
  await refusedAs(shift, { aim: ']C0', data: goods.unit(stent, lotNo(today, 'A'), 'S7K2-X').data }, 'symbol_not_gs1');
  await refusedAs(shift, { aim: ']d2', data: '0106901234500012' }, 'check_digit_wrong');
  await at.moment('packing-refused-soft');
  await refusedAs(shift, goods.unit(balloon, lotNo(today, 'F'), 'BAL-0001'), 'not_on_order');
  await refusedAs(shift, goods.unit(stent, lotNo(today, 'A'), 'S7K2-000101'), 'shipped');
  await refusedAs(shift, goods.unit(stent, lotNo(today, 'C'), 'S7K2-C0001'), 'recalled');
  await at.moment('packing-refused-hard');
  await refusedAs(shift, goods.unit(stent, lotNo(today, 'A'), 'S7K2-A0001'), 'tray_first');
  accepted(await at.scan(plain('TRAY-01')), 'tray');
  await refusedAs(shift, goods.unit(stent, lotNo(today, 'B'), 'S7K2-B0001'), 'on_hold');
  accepted(await at.scan(plain('TRAY-01')), 'tray');
  await refusedAs(shift, goods.unit(stent, 'B2306X', 'S7K2-E0001'), 'expired');
  accepted(await at.scan(plain('TRAY-01')), 'tray');
  say('refused: unknown, not GS1, check digit, not on the order, shipped; recalled, held and expired to the tray');
}

async function takeOver(shift: Shift, second: { readonly userId: string; readonly password: string }): Promise<void> {
  const { at, goods, today, say } = shift;
  await at.lock();
  await at.moment('locked');
  await at.scanWhileLocked(goods.unit(demoGtins.stent, lotNo(today, 'A'), 'S7K2-L0001'));
  await at.signIn(second.userId, second.password);
  say(`${second.userId} takes over with 4 units in the carton`);
}

async function packMixedOrder(shift: Shift): Promise<void> {
  const { at, goods, today, say, rows } = shift;
  const order = rows.orders[1];
  if (order === undefined) throw new Error('the demo has no second order');
  await at.startOrder(order.order_no);
  for (const symbol of goods.units(demoGtins.stent, lotNo(today, 'A'), 14)) {
    await packed(shift, symbol);
    await proveLabels(shift);
  }
  await closeRemainder(shift);
  await packLot(shift, demoGtins.dressing, lotNo(today, 'G'), [20, 10]);
  await closeRemainder(shift);
  await putAwayAll(shift);
  await at.until('mixed order complete', (view) => view.work === null || view.work.complete);
  say(`${order.order_no}: 14 units and 30 lot-managed, 2 remainders, a mixed pallet`);
}

async function packInnerBoxes(shift: Shift): Promise<void> {
  const { at, goods, today, say, rows } = shift;
  const order = rows.orders[2];
  if (order === undefined) throw new Error('the demo has no third order');
  await at.startOrder(order.order_no);
  for (const symbol of goods.units(demoGtins.balloon, lotNo(today, 'F'), 20)) {
    await packed(shift, symbol);
    await proveLabels(shift);
    await putAwayAll(shift);
  }
  await packLot(shift, demoGtins.catheter, lotNo(today, 'K'), [12, 12]);
  await putAwayAll(shift);
  await at.until('order with inner boxes complete', (view) => view.work === null || view.work.complete);
  await at.moment('inner-boxes-done');
  say(`${order.order_no}: 20 units in 4 inner boxes in a carton, 24 lot-managed in 2 cartons`);
}

async function packLot(shift: Shift, gtin: string, lot: string, quantities: readonly number[]): Promise<void> {
  for (const quantity of quantities) {
    await shift.at.afterDoubleRead();
    expectTone(await shift.at.scan(shift.goods.pack(gtin, lot)), 'decision');
    accepted(await settleCount(shift, await shift.at.number(quantity)), 'quantity');
    await proveLabels(shift);
  }
}

async function closeRemainder(shift: Shift): Promise<void> {
  if (openCount(shift) === 0) return;
  await settleCount(shift, await shift.at.command('remainder', null));
  await proveLabels(shift);
}

function openCount({ at }: Shift): number {
  return at.view().stack.at(-1)?.count ?? 0;
}

async function packed(shift: Shift, symbol: Symbol): Promise<void> {
  const answer = await shift.at.scan(symbol);
  const sscc = answer.params['sscc'];
  if (typeof sscc === 'string') shift.children.set(sscc, symbol);
  accepted(await settleCount(shift, answer), 'unit');
}

/** A carton that saw a hard refusal asks for a count before it closes. */
async function settleCount(shift: Shift, answer: Answer): Promise<Answer> {
  const view = shift.at.view();
  if (view.expecting !== 'count') return answer;
  return shift.at.number(view.stack.at(-1)?.count ?? 0);
}

/** Scans back every label that has come out, from what a decoder reads off the paper. */
async function proveLabels(shift: Shift): Promise<void> {
  const { at } = shift;
  for (;;) {
    const [open] = at.view().awaitingProof;
    if (open === undefined) return;
    const printed = await at.until('the label to come out', (view) => {
      const now = view.awaitingProof.find(({ labelId }) => labelId === open.labelId);
      return now === undefined || now.state === 'confirmed' || now.state === 'in_doubt';
    });
    if (!printed.awaitingProof.some(({ labelId }) => labelId === open.labelId)) continue;
    accepted(await at.scan(await at.readPaper(`00${open.sscc}`)), 'scan-back');
    await proveContentLists(shift);
  }
}

/** Scans back the content lists of mixed containers, the ones that are still on their way out of the printer too. */
async function proveContentLists({ at }: Shift): Promise<void> {
  const open = at.view().labels.filter(({ subject, state }) => subject === 'content_list' && onItsWay.includes(state));
  for (const { elementString } of open) {
    await at.until('the content list to come out', (view) =>
      view.labels.some((label) => label.elementString === elementString && label.state === 'confirmed'),
    );
    accepted(await at.scan(await at.readPaper(elementString)), 'content list');
  }
}

const onItsWay: readonly string[] = ['allocated', 'sent', 'confirmed'];

/** Second scan of each closed container: it goes where it belongs; upper ones are proven in their turn. */
async function putAwayAll(shift: Shift): Promise<void> {
  const { at } = shift;
  for (let turn = 0; turn < 100; turn += 1) {
    await proveLabels(shift);
    const sscc = at.view().toPutAway[0];
    if (sscc === undefined) return;
    await at.afterDoubleRead();
    const answer = await settleCount(shift, await at.scan({ aim: ']C1', data: `00${sscc}` }));
    const parent = answer.params['parent'];
    const child = shift.children.get(sscc);
    if (typeof parent === 'string' && child !== undefined) shift.children.set(parent, child);
    if (at.view().expecting === 'random_child') accepted(await at.scan(childOf(shift, sscc)), 'random child');
    else accepted(answer, 'put away');
  }
  throw new Error('containers cannot be put away');
}

function childOf(shift: Shift, sscc: string): Symbol {
  const child = shift.children.get(sscc);
  if (child === undefined) throw new Error(`nobody remembers a piece of ${sscc}`);
  return child;
}

async function refusedAs({ at }: Shift, symbol: Symbol, code: string): Promise<void> {
  const answer = await at.scan(symbol);
  if (answer.tone !== 'refused' || answer.code !== code)
    throw new Error(`expected refusal ${code}, got ${answer.tone} ${answer.code} ${JSON.stringify(answer.params)}`);
}

function accepted(answer: Answer, what: string): void {
  expectTone(answer, 'accepted', what);
}

function expectTone(answer: Answer, tone: Answer['tone'], what = 'step'): void {
  if (answer.tone !== tone)
    throw new Error(`${what}: expected ${tone}, got ${answer.tone} ${answer.code} ${JSON.stringify(answer.params)}`);
}

function credential(seed: number, userId: string): { readonly userId: string; readonly password: string } {
  const found = demoCredentials(seed).find((one) => one.userId === userId);
  if (found === undefined) throw new Error(`no demo user ${userId}`);
  return found;
}
