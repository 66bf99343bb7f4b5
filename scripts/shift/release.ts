import type { SeedRows } from '../../erp-gateway/seed/demo.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** The ERP tells the centre that QA has released a lot of the demo. */
export function releaseBy(
  gateway: Pick<GatewayProcess, 'send'>,
  rows: SeedRows,
): (gtin: string, lot: string) => Promise<void> {
  return async (gtin, lot) => {
    const planned = rows.lots.find((row) => row.gtin === gtin && row.lot === lot);
    if (planned === undefined) throw new Error(`the demo has no lot ${lot} of ${gtin}`);
    await gateway.send('lots', { ...planned, status: 'released' }, 'released by QA');
  };
}
