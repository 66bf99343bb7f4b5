import { expect, it } from 'vitest';
import { demoGtins, lotNo } from '../erp-gateway/seed/demo.ts';
import { demoPerson, startSite } from './site.ts';

it('packs as an ordinary user with the sandbox of the page on', async () => {
  const site = await startSite();
  const station = await site.open({ unprivileged: true });
  try {
    const { app } = station.window;
    expect(await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('no-sandbox'))).toBe(false);
    const lot = lotNo(site.today, 'D');
    await station.console.signIn(...demoPerson('op1'));
    await station.console.startLot(demoGtins.stent, lot);
    for (const unit of site.goods.units(demoGtins.stent, lot, 2))
      expect(await station.console.scan(unit)).toMatchObject({ tone: 'accepted', code: 'unit_packed' });
    await station.allSent();
  } finally {
    await station.stop();
    await site.close();
  }
});
