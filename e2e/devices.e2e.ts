import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoGtins, lotNo } from '../erp-gateway/seed/demo.ts';
import type { WindowStation } from '../scripts/shift/window-station.ts';
import type { Site } from './site.ts';
import { demoPerson, startSite } from './site.ts';

let site: Site;
let station: WindowStation;
let lot: string;

beforeAll(async () => {
  site = await startSite();
  station = await site.open();
  lot = lotNo(site.today, 'D');
  await station.console.signIn(...demoPerson('op1'));
  await station.console.startLot(demoGtins.stent, lot);
});
afterAll(async () => {
  await station.stop();
  await site.close();
});

it('a printer out of paper says so and what to do; its queue waits and goes on with new paper', async () => {
  const { console } = station;
  await dock('[data-fault="paper_out"]');
  await light('printer', 'no');
  expect(await remedy('printer-main')).toMatchObject({ code: 'paper_out', say: expect.stringContaining('纸') });
  for (const unit of site.goods.units(demoGtins.stent, lot, 10)) await console.scan(unit);
  const [waiting] = console.view().awaitingProof;
  expect(waiting?.state).toBe('allocated');
  await dock('[data-fault="none"]');
  await light('printer', 'ok');
  const printed = await console.until('the label', ({ awaitingProof }) => awaitingProof[0]?.state === 'confirmed');
  expect(printed.awaitingProof[0]?.labelId).toBe(waiting?.labelId);
  expect(await console.scan(await console.readPaper(`00${waiting?.sscc}`))).toMatchObject({ tone: 'accepted' });
});

it('a silent scale says so and what to do, and weighs again when it answers', async () => {
  await dock('[data-scale-state="silent"]');
  await light('scale', 'no');
  expect((await remedy('scale-main')).say).not.toBe('');
  await dock('[data-scale-state="stable"]');
  await light('scale', 'ok');
});

it('a scanner that is pulled out says so and what to do, and reads again when it is plugged in', async () => {
  await dock('[data-switch="scanner"] button');
  await light('scanner', 'no');
  const { code, say } = await remedy('scanner-main');
  expect(['peer_gone', 'port_not_found']).toContain(code);
  expect(say).toContain('插');
  await dock('[data-switch="scanner"] button');
  await light('scanner', 'ok');
  const before = station.console.view().answer?.answerId;
  await dock('[data-scan^="冠状"]');
  await station.console.until('the serial scanner’s piece', ({ answer }) => answer?.answerId !== before);
  expect(station.console.view().answer).toMatchObject({ tone: 'accepted', code: 'unit_packed' });
});

/** Does something to the emulated devices, with the mouse at the dock; the station itself knows nothing of it. */
async function dock(button: string): Promise<void> {
  const { page } = station.window;
  await station.console.press('F4');
  await page.click(`[data-screen="dock"] ${button}`);
  await station.console.press('F4');
  await page.waitForSelector('[data-screen="dock"]', { state: 'detached' });
}

async function light(name: string, tone: string): Promise<void> {
  await station.window.page.waitForSelector(`[data-light="${name}"][data-tone="${tone}"]`, { timeout: 30_000 });
}

/** What the device screen says of a device that is not ready, and what to do. */
async function remedy(deviceId: string): Promise<{ readonly code: string | null; readonly say: string }> {
  const { page } = station.window;
  await station.console.go('F9', 'devices');
  const card = page.locator(`[data-device="${deviceId}"]:not([data-state="ready"]):not([data-state="connecting"])`);
  const say = (await card.locator('.device__do').textContent({ timeout: 20_000 })) ?? '';
  const code = await card.getAttribute('data-code');
  await station.console.go('F2', 'packing');
  return { code, say };
}
