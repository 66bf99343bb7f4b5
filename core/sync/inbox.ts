import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { activateEffective, applyChangesPage, masterDataVersion } from '../master-data/store.ts';
import type { GatewayClient, Reply } from './client.ts';
import { unsentEvents } from './cursor.ts';

/** Rows of one page: small enough that storing it does not hold core's thread. */
const pageRows = 100;

export type PullResult =
  | { readonly kind: 'current'; readonly rows: number; readonly serverTime: string; readonly elapsedMs: number }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable'; readonly code: string };

/**
 * Fetches pages of changes until this station has what the centre has; page and cursor are stored in one transaction, so
 * a page is never half there and never skipped. `between` gives way to other work after each page.
 */
export async function pullChanges(
  database: StationDatabase,
  client: GatewayClient,
  between: () => Promise<void>,
): Promise<PullResult> {
  let rows = 0;
  for (;;) {
    const reply = await client.changes(masterDataVersion(database.db), pageRows, unsentEvents(database));
    if (reply.kind !== 'answer') return failed(reply);
    const page = reply.value;
    if (page.next > masterDataVersion(database.db)) {
      const applied = write(database, (transaction) => applyChangesPage(transaction, page));
      if (!applied.ok) return { kind: 'refused', code: applied.refused.code };
      rows += applied.value.rows;
    }
    if (page.next >= page.head) {
      return { kind: 'current', rows, serverTime: page.serverTime, elapsedMs: reply.elapsedMs };
    }
    await between();
  }
}

/** Puts rows in force whose time has come. */
export function activateDue(database: StationDatabase, nowMs: number): number {
  return write(database, (transaction) => activateEffective(transaction, nowMs));
}

function failed(reply: Exclude<Reply<unknown>, { kind: 'answer' }>): PullResult {
  return reply.kind === 'refused'
    ? { kind: 'refused', code: reply.refusal.code }
    : { kind: 'unreachable', code: reply.code };
}
