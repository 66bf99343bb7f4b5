import type { Transaction } from '../db/write.ts';
import type { LabelRow } from './store.ts';
import { furtherElementStrings } from './store.ts';

/** The same bytes once more: the container keeps its SSCC, and the log says that this is a copy, and of what. */
export function copyLabel(
  transaction: Transaction,
  row: LabelRow,
  by: { readonly labelId: string; readonly user: string | null; readonly scanId: string | null },
): string {
  const further = furtherElementStrings(row);
  transaction.append({
    type: 'label_allocated',
    payload: {
      label_id: by.labelId,
      label_subject: row.subject,
      template_id: row.template_id,
      template_version: row.template_version,
      element_string: row.element_string,
      zpl_hash: row.zpl_hash,
      replaces_label_id: row.label_id,
      ...(further.length === 0 ? {} : { further_element_strings: further }),
      ...(row.sscc === null ? {} : { sscc: row.sscc }),
      ...(row.gtin === null ? {} : { gtin: row.gtin }),
      ...(row.serial === null ? {} : { serial: row.serial }),
      ...(row.lot === null ? {} : { lot: row.lot }),
      ...(row.work_id === null ? {} : { work_id: row.work_id }),
    },
    user: by.user,
    ...(by.scanId === null ? {} : { scanId: by.scanId }),
  });
  return by.labelId;
}
