import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../scripts/setup/steps.mjs';
import { playShift } from '../scripts/shift/play.ts';
import { releaseBy } from '../scripts/shift/release.ts';
import type { StationFacts } from '../scripts/shift/report.ts';
import { readFacts } from '../scripts/shift/report.ts';
import { traceOneUnit } from '../scripts/shift/trace.ts';
import type { Site } from './site.ts';
import { startSite } from './site.ts';

describe('one shift at the window, by keyboard only', () => {
  let site: Site;
  let facts: StationFacts;
  let database: string;

  beforeAll(async () => {
    site = await startSite();
    const station = await site.open({ screens: join(projectRoot, 'e2e/screens/shift') });
    database = station.database;
    try {
      await playShift(station.console, {
        seed: site.seed,
        today: site.today,
        rows: site.rows,
        say: () => undefined,
        release: releaseBy(site.gateway, site.rows),
      });
      await station.allSent();
    } finally {
      await station.stop();
    }
    facts = readFacts(database);
  }, 240_000);
  afterAll(async () => {
    await site.close();
  });

  it('packs a lot before its release and four orders, one of them mixed', () => {
    expect(facts.lots_packed_before_release).toBeGreaterThanOrEqual(1);
    expect(facts.orders).toBe(4);
    expect(facts.units).toBeGreaterThanOrEqual(60);
  });

  it('closes inner boxes, cartons, a pallet and remainders', () => {
    expect(facts.inner_boxes).toBeGreaterThanOrEqual(1);
    expect(facts.cartons).toBeGreaterThanOrEqual(6);
    expect(facts.pallets).toBeGreaterThanOrEqual(1);
    expect(facts.remainders).toBeGreaterThanOrEqual(1);
  });

  it('refuses what must not be packed; hard ones go to the tray', () => {
    expect(Object.keys(facts.refusals)).toEqual(
      expect.arrayContaining([
        'unknown_code',
        'symbol_not_gs1',
        'not_released',
        'shipped',
        'recalled',
        'on_hold',
        'expired',
      ]),
    );
    expect(facts.set_aside).toBeGreaterThanOrEqual(2);
  });

  it('is taken over in the middle of a carton', () => {
    expect(facts.takeovers).toBe(1);
  });

  it('leaves every label scanned back from its paper', () => {
    expect(Object.keys(facts.labels)).toEqual(['scanned_back']);
  });

  it('leaves an intact log of which the centre has everything', () => {
    expect(facts).toMatchObject({ chain: 'intact', unsent: 0 });
  });

  it('lets the centre name carton, pallet and consignee of a unit', async () => {
    const found = await traceOneUnit(site.gateway.url, database);
    expect(found.carton).toMatch(/^\d{18}$/);
    expect(found.pallet).toMatch(/^\d{18}$/);
    expect(found.consignee).toBe(site.rows.orders[0]?.consignee);
  });
});
