import type { audit } from '../contract/audit.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { StationDatabase } from '../db/database.ts';
import { verifyInWorker } from '../db/verify-in-worker.ts';
import { ok, refused } from '../domain/result.ts';
import { traceScan } from './scan.ts';

/** Follows one scan through the tables, and verifies the whole log beside the work that goes on. */
export function createTraceHandlers(
  database: StationDatabase,
): HandlersOf<Pick<typeof audit, 'traceScan' | 'verifyLog'>> {
  return {
    traceScan({ scanId }) {
      const steps = traceScan(database.db, scanId);
      return steps.length === 0 ? refused('scan_unknown') : ok({ steps: [...steps] });
    },
    async verifyLog(_input, { signal }) {
      const { ok: sound, events, findings } = await verifyInWorker(database.file, signal);
      return ok({ ok: sound, events, findings: [...findings] });
    },
  };
}
