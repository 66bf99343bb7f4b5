import type { Projector } from '../db/write.ts';
import { labelStateAfter } from '../domain/label/state.ts';
import { boundElementStrings } from '../domain/label/strings.ts';
import { insertLabel, insertLabelSymbol, setLabelApplied, setLabelSent, setLabelState } from './store.ts';

/** The label table as the log tells it. */
export const labelsProjector: Projector = {
  name: 'labels',
  version: 1,
  tables: ['label', 'label_symbol'],
  apply: {
    label_allocated(db, { payload, recorded_at, scan_id }) {
      insertLabel.run(
        db,
        payload.label_id,
        payload.label_subject,
        payload.sscc ?? null,
        payload.gtin ?? null,
        payload.serial ?? null,
        payload.lot ?? null,
        payload.template_id,
        payload.template_version,
        payload.element_string,
        JSON.stringify(payload.further_element_strings ?? []),
        payload.zpl_hash,
        payload.replaces_label_id ?? null,
        payload.work_id ?? null,
        scan_id ?? null,
        recorded_at,
        recorded_at,
      );
      for (const one of boundElementStrings(payload)) insertLabelSymbol.run(db, one, payload.label_id);
    },
    label_sent(db, { payload, recorded_at }) {
      setLabelSent.run(db, payload.printer_id, recorded_at, payload.label_id);
    },
    label_not_sent(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_not_sent, payload.cause, recorded_at, payload.label_id);
    },
    label_confirmed(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_confirmed, null, recorded_at, payload.label_id);
    },
    label_in_doubt(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_in_doubt, payload.cause, recorded_at, payload.label_id);
    },
    label_scanned_back(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_scanned_back, null, recorded_at, payload.label_id);
    },
    label_spoiled(db, { payload, recorded_at, reason }) {
      setLabelState.run(db, labelStateAfter.label_spoiled, reason ?? null, recorded_at, payload.label_id);
    },
    label_sampled(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_sampled, null, recorded_at, payload.label_id);
    },
    label_returned(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_returned, null, recorded_at, payload.label_id);
    },
    label_destroyed(db, { payload, recorded_at }) {
      setLabelState.run(db, labelStateAfter.label_destroyed, null, recorded_at, payload.label_id);
    },
    container_label_applied(db, { payload, recorded_at }) {
      setLabelApplied.run(db, recorded_at, payload.label_id);
    },
  },
};
