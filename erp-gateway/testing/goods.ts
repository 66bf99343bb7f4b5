import { buildSscc } from '../../core/domain/sscc.ts';
import { demoCompanyPrefix, demoGtins } from '../seed/demo.ts';
import type { TestStation } from './station.ts';

/** The SSCC of a serial reference under the demo's company prefix. */
export function demoSscc(reference: number): string {
  const built = buildSscc(0, demoCompanyPrefix, reference);
  if (!built.ok) throw new Error(built.refused.code);
  return built.value;
}

/** A station opens a container. */
export function openContainer(station: TestStation, sscc: string, kind = 'carton', workId = `W-${station.id}`): void {
  station.append('container_opened', {
    work_id: workId,
    sscc,
    level: kind === 'pallet' ? 2 : 1,
    level_kind: kind,
    capacity: 10,
  });
}

/** A station packs a stent, commissioned by its first scan. */
export function packStent(station: TestStation, serial: string, sscc: string, lot = 'B2611A'): number {
  station.append('unit_commissioned', { gtin: demoGtins.stent, serial, lot });
  return packUnit(station, serial, sscc, lot);
}

/** A station packs a stent it knows. */
export function packUnit(station: TestStation, serial: string, sscc: string, lot = 'B2611A'): number {
  return station.append('unit_packed', {
    work_id: `W-${station.id}`,
    gtin: demoGtins.stent,
    serial,
    lot,
    sscc,
    position: 1,
    trust: 'high',
  });
}

/** A station packs a quantity of dressings. */
export function packDressings(station: TestStation, quantity: number, sscc: string, lot = 'B2611G'): number {
  return station.append('quantity_packed', {
    work_id: `W-${station.id}`,
    gtin: demoGtins.dressing,
    lot,
    quantity,
    sscc,
    position: 1,
    trust: 'high',
  });
}

/** A station packs a container into another. */
export function packContainer(station: TestStation, sscc: string, parent: string): void {
  station.append('container_packed', { work_id: `W-${station.id}`, sscc, parent_sscc: parent, position: 1 });
}
