import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoGtins, lotNo } from '../erp-gateway/seed/demo.ts';
import { plain } from '../scripts/shift/goods.ts';
import type { WindowStation } from '../scripts/shift/window-station.ts';
import type { Site } from './site.ts';
import { demoPerson, startSite } from './site.ts';

/** Every screen in both languages, as it is in the middle of work, in e2e/screens; to be looked at by people. */
let site: Site;
let station: WindowStation;

beforeAll(async () => {
  site = await startSite();
  station = await site.open({ labelMs: 5 });
});
afterAll(async () => {
  await station.stop();
  await site.close();
});

it('sign-in, work list and menu', async () => {
  const { console } = station;
  await picture('sign-in', () => console.press('F1'));
  await console.signIn(...demoPerson('op1'));
  await console.go('F3', 'orders');
  await picture('work-list');
  await console.startOrder(orderNo(1));
  await picture('packing-first');
  await pictureOf('menu', 'F1', '[data-dialog="menu"]', 'F12');
});

it('packing: a decision, an accepted piece, labels that wait, soft and hard refusals, the scan doctor', async () => {
  const { console } = station;
  const { goods, today } = site;
  expect(await console.scan(goods.pack(demoGtins.dressing, lotNo(today, 'G')))).toMatchObject({ tone: 'decision' });
  await picture('packing-decision');
  await console.command('cancel', null);
  await console.suspend();
  await console.startOrder(orderNo(0));
  for (const unit of goods.units(demoGtins.stent, lotNo(today, 'A'), 10)) await console.scan(unit);
  const closed = await console.until('the label', ({ awaitingProof }) => awaitingProof[0]?.state === 'confirmed');
  await picture('packing-label-waits');
  const sscc = closed.awaitingProof[0]?.sscc ?? '';
  await console.scan(await console.readPaper(`00${sscc}`));
  for (const unit of goods.units(demoGtins.stent, lotNo(today, 'A'), 7)) await console.scan(unit);
  await picture('packing-accepted');
  await console.scan(goods.unit(demoGtins.balloon, lotNo(today, 'F'), 'BAL-0001'));
  await picture('packing-refused');
  expect(await console.scan({ aim: ']d2', data: `0106901234500011${'17281122'}10B2611A21S7K2-GSLOST` })).toMatchObject({
    tone: 'refused',
  });
  await pictureOf('scan-doctor', 'ArrowLeft', '[data-dialog="scan-doctor"]', 'F12');
  expect(await console.scan(goods.unit(demoGtins.stent, lotNo(today, 'C'), 'S7K2-C0001'))).toMatchObject({
    tone: 'refused',
    code: 'recalled',
  });
  await picture('packing-hard');
  await console.scan(plain('TRAY-01'));
  await picture('packing-set-aside');
});

it('audit trail, devices, sync, dock', async () => {
  const { console, window } = station;
  await console.go('F6', 'audit');
  await window.page.waitForSelector('[data-screen="audit"] tbody tr[data-row-key]');
  await picture('audit');
  await console.go('F8', 'sync');
  await picture('sync');
  await console.go('F9', 'devices');
  await window.page.waitForSelector('[data-device]');
  await picture('devices');
  await console.go('F2', 'packing');
  await console.press('F4');
  await window.page.waitForSelector('[data-screen="dock"] [data-switch]');
  await picture('dock');
  await console.press('F4');
});

it('lock, takeover and the worklist of quality', async () => {
  const { console, window } = station;
  await console.lock();
  await window.screenshot('lock');
  await console.scanWhileLocked(site.goods.unit(demoGtins.stent, lotNo(site.today, 'A'), 'S7K2-L0001'));
  await window.screenshot('lock-refused');
  await console.signIn(...demoPerson('op2'));
  await console.menu('language');
  await console.lock();
  await window.screenshot('lock');
  await console.scanWhileLocked(site.goods.unit(demoGtins.stent, lotNo(site.today, 'A'), 'S7K2-L0002'));
  await window.screenshot('lock-refused');
  await console.signIn(...demoPerson('qa1'));
  await console.menu('language');
  await console.go('F7', 'tasks');
  await window.page.waitForSelector('[data-screen="tasks"] [data-row-key]');
  await picture('tasks');
});

function orderNo(index: number): string {
  const order = site.rows.orders[index];
  if (order === undefined) throw new Error('the demo has too few orders');
  return order.order_no;
}

/** The screen as it is, in both languages; the language is switched from the menu. */
async function picture(name: string, toggle = (): Promise<void> => station.console.menu('language')): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await station.window.screenshot(name);
    const before = await language();
    await toggle();
    await station.window.page.waitForFunction((old) => document.documentElement.lang !== old, before);
  }
}

/** What a key opens and another closes, in both languages. */
async function pictureOf(name: string, open: string, selector: string, close: string): Promise<void> {
  const { console, window } = station;
  for (let turn = 0; turn < 2; turn += 1) {
    await console.press(open);
    await window.page.waitForSelector(selector);
    await window.screenshot(name);
    await console.press(close);
    await window.page.waitForSelector(selector, { state: 'detached' });
    await console.menu('language');
  }
}

async function language(): Promise<string> {
  return station.window.page.evaluate(() => document.documentElement.lang);
}
