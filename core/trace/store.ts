import { statement } from '../db/statement.ts';

/** Labels that a scan caused, oldest first. */
export const labelsOfScan = statement<
  readonly [string],
  {
    readonly label_id: string;
    readonly subject: string;
    readonly sscc: string | null;
    readonly serial: string | null;
    readonly state: string;
    readonly template_id: string;
    readonly zpl_hash: string;
    readonly changed_at: string;
  }
>(
  `SELECT label_id, subject, sscc, serial, state, template_id, zpl_hash, changed_at FROM label WHERE scan_id = ? ORDER BY id`,
);

/** What happened to a label, in the order of the log. */
export const eventsOfLabel = statement<readonly [string], { readonly seq: number; readonly body: string }>(
  `SELECT seq, body FROM event_log WHERE seldom_type GLOB 'label_*' AND json_extract(body, '$.payload.label_id') = ? ORDER BY seq`,
);
