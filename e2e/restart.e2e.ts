import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoGtins, lotNo } from '../erp-gateway/seed/demo.ts';
import type { WindowStation } from '../scripts/shift/window-station.ts';
import type { Site } from './site.ts';
import { demoPerson, startSite } from './site.ts';

let site: Site;
let station: WindowStation;
let lot: string;
let carton: string;

beforeAll(async () => {
  site = await startSite();
  station = await site.open();
  lot = lotNo(site.today, 'D');
  await station.console.signIn(...demoPerson('op1'));
  await station.console.startLot(demoGtins.stent, lot);
  for (const unit of site.goods.units(demoGtins.stent, lot, 3)) await station.console.scan(unit);
  carton = station.console.view().stack.at(-1)?.sscc ?? '';
});
afterAll(async () => {
  await station.stop();
  await site.close();
});

it('core killed in the middle of a carton comes back where the operator was', async () => {
  const { page, app } = station.window;
  const before = corePid(app.process().pid);
  process.kill(before, 'SIGKILL');
  await page.waitForSelector('[data-core-state="core_restarting"]');
  await station.window.screenshot('core-restarting');
  await page.waitForSelector('[data-core-state]', { state: 'detached' });
  expect(corePid(app.process().pid)).not.toBe(before);
  // A restart locks the station wherever the operator was.
  await page.waitForSelector('[data-screen="lock"]');
  await station.console.signIn(...demoPerson('op1'));
  const view = await station.console.until('the carton as it was', ({ stack }) => stack.at(-1)?.count === 3);
  expect(view).toMatchObject({ workName: lot, expecting: 'unit' });
  expect(view.stack.at(-1)?.sscc).toBe(carton);
  const [next] = site.goods.units(demoGtins.stent, lot, 1);
  if (next === undefined) throw new Error('no goods');
  expect(await station.console.scan(next)).toMatchObject({ tone: 'accepted', code: 'unit_packed' });
});

it('the app started again comes up locked, and after sign-in the same carton is open', async () => {
  await station.stop();
  station = await site.open();
  await station.window.page.waitForSelector('[data-screen="lock"]');
  await station.console.signIn(...demoPerson('op1'));
  const view = await station.console.until('the carton as it was', ({ stack }) => stack.at(-1)?.count === 4);
  expect(view.workName).toBe(lot);
  expect(view.stack.at(-1)?.sscc).toBe(carton);
  for (const unit of site.goods.units(demoGtins.stent, lot, 6)) await station.console.scan(unit);
  const [closed] = station.console.view().awaitingProof;
  expect(closed?.sscc).toBe(carton);
  await station.console.until('its label to come out', ({ awaitingProof }) => awaitingProof[0]?.state === 'confirmed');
  expect(await station.console.scan(await station.console.readPaper(`00${carton}`))).toMatchObject({
    tone: 'accepted',
  });
});

/** The process that hosts core, among the children of Electron's main process. */
function corePid(parent: number | undefined): number {
  const children = readdirSync(`/proc/${parent}/task`).flatMap((task) =>
    readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').trim().split(' '),
  );
  const found = children.find(
    (pid) => pid !== '' && /core\/main\.(ts|js)/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
  );
  if (found === undefined) throw new Error('core is not running');
  return Number(found);
}
