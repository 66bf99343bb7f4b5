/** Proof of a content list: it goes into the container or onto it, and its own symbol says that it was really printed. */
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { LabelRefusalCode } from '../domain/label/state.ts';
import { decideLabel } from '../domain/label/state.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { contentListPrefix } from './compose.ts';
import { elementStringsOf, labelBySymbol } from './store.ts';

export interface ContentListScan {
  /** What was read, without its symbology identifier: `LIST-` and the SSCC of the container. */
  readonly data: string;
  readonly scanId: string | null;
  readonly user: string | null;
}

/** Whether what was read is the symbol of a content list. The SSCC label of the same container never is. */
export function isContentList(data: string): boolean {
  return data.startsWith(contentListPrefix);
}

/**
 * The scan-back of a content list; answers with the id of its label. It proves the list and never the container's own
 * label, whose SSCC must be read for that. Refused: `label_unknown`, `label_void`, `label_not_sent`,
 * `label_already_scanned_back` (neutral, a double read).
 */
export function proveContentList(
  database: StationDatabase,
  { data, scanId, user }: ContentListScan,
): Result<string, 'label_unknown' | LabelRefusalCode> {
  const row = isContentList(data) ? labelBySymbol.get(database.db, data) : undefined;
  if (row?.subject !== 'content_list') return refused('label_unknown');
  const label = { state: row.state, elementStrings: elementStringsOf(row) };
  const decided = decideLabel(label, { kind: 'scanned', elementString: data });
  if (!decided.ok) return decided;
  write(database, (transaction) => {
    transaction.append({
      type: 'label_scanned_back',
      payload: { label_id: row.label_id, element_string: data },
      user,
      ...(scanId === null ? {} : { scanId }),
    });
  });
  return ok(row.label_id);
}
