import type { LabelView } from '../contract/packing.ts';
import type { LabelRow } from './store.ts';

const subjects = ['unit', 'inner_box', 'carton', 'pallet', 'content_list'] as const;

/** A label as clients see it. */
export function labelView(row: LabelRow): LabelView {
  const subject = subjects.find((one) => one === row.subject);
  if (subject === undefined) throw new Error(`unknown label subject ${row.subject}`);
  return {
    labelId: row.label_id,
    subject,
    sscc: row.sscc,
    gtin: row.gtin,
    serial: row.serial,
    state: row.state,
    applied: row.applied === 1,
    templateId: row.template_id,
    templateVersion: row.template_version,
    elementString: row.element_string,
    cause: row.cause,
    at: row.changed_at,
  };
}
