import { statement } from '../db/statement.ts';
import type { LabelState } from '../domain/label/state.ts';

export interface LabelRow {
  readonly label_id: string;
  readonly subject: string;
  readonly sscc: string | null;
  readonly gtin: string | null;
  readonly serial: string | null;
  readonly lot: string | null;
  readonly state: LabelState;
  readonly applied: number;
  readonly template_id: string;
  readonly template_version: number;
  readonly element_string: string;
  /** JSON list of texts. */
  readonly further_element_strings: string;
  readonly zpl_hash: string;
  readonly work_id: string | null;
  readonly printer_id: string | null;
  readonly cause: string | null;
  readonly attempts: number;
  readonly scan_id: string | null;
  readonly allocated_at: string;
  readonly changed_at: string;
}

const columns =
  'label_id, subject, sscc, gtin, serial, lot, state, applied, template_id, template_version, element_string, further_element_strings, zpl_hash, work_id, printer_id, cause, attempts, scan_id, allocated_at, changed_at';

/** Element strings of the label's symbols behind the first, as far as they are proof of this very label. */
export function furtherElementStrings(row: Pick<LabelRow, 'further_element_strings'>): readonly string[] {
  const list: unknown = JSON.parse(row.further_element_strings);
  if (!Array.isArray(list)) throw new Error('further_element_strings is not a list');
  return list.filter((one) => typeof one === 'string');
}

/** Everything whose reading proves this label. */
export function elementStringsOf(row: Pick<LabelRow, 'element_string' | 'further_element_strings'>): readonly string[] {
  return [row.element_string, ...furtherElementStrings(row)];
}

export const insertLabel = statement<
  readonly [
    labelId: string,
    subject: string,
    sscc: string | null,
    gtin: string | null,
    serial: string | null,
    lot: string | null,
    templateId: string,
    templateVersion: number,
    elementString: string,
    furtherElementStrings: string,
    zplHash: string,
    replacesLabelId: string | null,
    workId: string | null,
    scanId: string | null,
    allocatedAt: string,
    changedAt: string,
  ],
  never
>(
  `INSERT INTO label (label_id, subject, sscc, gtin, serial, lot, state, template_id, template_version, element_string, further_element_strings, zpl_hash, replaces_label_id, work_id, scan_id, allocated_at, changed_at)
   VALUES (?, ?, ?, ?, ?, ?, 'allocated', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
export const insertLabelSymbol = statement<readonly [elementString: string, labelId: string], never>(
  'INSERT OR IGNORE INTO label_symbol (element_string, label_id) VALUES (?, ?)',
);
export const setLabelState = statement<readonly [LabelState, string | null, string, string], never>(
  'UPDATE label SET state = ?, cause = ?, changed_at = ? WHERE label_id = ?',
);
export const setLabelSent = statement<readonly [string, string, string], never>(
  "UPDATE label SET state = 'sent', cause = NULL, printer_id = ?, attempts = attempts + 1, changed_at = ? WHERE label_id = ?",
);
export const setLabelApplied = statement<readonly [string, string], never>(
  'UPDATE label SET applied = 1, changed_at = ? WHERE label_id = ?',
);
export const labelById = statement<readonly [string], LabelRow>(`SELECT ${columns} FROM label WHERE label_id = ?`);
export const nextInQueue = statement<readonly [], LabelRow>(
  `SELECT ${columns} FROM label WHERE state = 'allocated' ORDER BY id LIMIT 1`,
);
export const labelsInFlight = statement<readonly [], LabelRow>(
  `SELECT ${columns} FROM label WHERE state = 'sent' ORDER BY id`,
);
export const labelsInDoubt = statement<readonly [], LabelRow>(
  `SELECT ${columns} FROM label WHERE state = 'in_doubt' ORDER BY id`,
);
/**
 * The newest label that is proven by these bytes, whichever of its symbols carries them, if it can still be proof; a void
 * one only when no other is left.
 */
export const labelBySymbol = statement<readonly [string], LabelRow>(
  `SELECT ${columns} FROM label WHERE label_id IN (SELECT label_id FROM label_symbol WHERE element_string = ?) ORDER BY state IN ('spoiled', 'sample', 'returned', 'destroyed'), id DESC LIMIT 1`,
);
export const liveLabelOfContainer = statement<readonly [string], LabelRow>(
  `SELECT ${columns} FROM label WHERE sscc = ? AND subject <> 'content_list' AND state NOT IN ('spoiled', 'sample', 'returned', 'destroyed') ORDER BY id DESC LIMIT 1`,
);
export const recentLabels = statement<readonly [number], LabelRow>(
  `SELECT ${columns} FROM label ORDER BY id DESC LIMIT ?`,
);
export const labelByZplHash = statement<readonly [string], LabelRow>(
  `SELECT ${columns} FROM label WHERE zpl_hash = ? ORDER BY id DESC LIMIT 1`,
);
export const recentLabelsOfWork = statement<readonly [workId: string, limit: number], LabelRow>(
  `SELECT ${columns} FROM label WHERE work_id = ? ORDER BY id DESC LIMIT ?`,
);
