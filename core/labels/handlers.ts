import type { CoreEnvironment } from '../context.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { labels as operations } from '../contract/labels.ts';
import type { LabelView } from '../contract/packing.ts';
import { readBlob } from '../db/blob.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { decideLabel } from '../domain/label/state.ts';
import { ok, refused } from '../domain/result.ts';
import { copyLabel } from './copy.ts';
import type { Spooler } from './spooler.ts';
import type { LabelRow } from './store.ts';
import { elementStringsOf, labelById, liveLabelOfContainer, recentLabels } from './store.ts';
import { labelView } from './view.ts';

export interface LabelDependencies {
  readonly environment: CoreEnvironment;
  readonly database: StationDatabase;
  readonly spooler: Spooler;
  /** PNG of the label as its very bytes draw it, rendered in a worker. */
  readonly preview: (zpl: Uint8Array, row: Pick<LabelRow, 'template_id' | 'template_version'>) => Promise<Uint8Array>;
  readonly onChanged: (label: LabelView) => void;
}

/** Labels: the list, the picture, labels in doubt that nobody can find, and copies for closed containers. */
export function createLabelHandlers(dependencies: LabelDependencies): HandlersOf<typeof operations> {
  const { environment, database, spooler, preview, onChanged } = dependencies;

  function announce(labelId: string): LabelView {
    const row = labelById.get(database.db, labelId);
    if (row === undefined) throw new Error(`label ${labelId} has gone`);
    const view = labelView(row);
    environment.broadcast('labelsChanged', view);
    onChanged(view);
    return view;
  }

  return {
    listLabels({ states, limit }) {
      const rows = recentLabels.all(database.db, states === null ? limit : 500);
      return ok({
        labels: rows
          .filter((row) => states === null || states.includes(row.state))
          .slice(0, limit)
          .map(labelView),
      });
    },
    async previewLabel({ labelId }) {
      const row = labelById.get(database.db, labelId);
      const bytes = row === undefined ? undefined : readBlob(database.db, row.zpl_hash);
      if (row === undefined || bytes === undefined) return refused('label_unknown');
      return ok({ png: Buffer.from(await preview(bytes, row)).toString('base64') });
    },
    labelAbsent({ labelId, reason }, { actor }) {
      const row = labelById.get(database.db, labelId);
      if (actor === null) return refused('not_signed_in');
      if (row === undefined) return refused('label_unknown');
      const decided = decideLabel({ state: row.state, elementStrings: elementStringsOf(row) }, { kind: 'absent' });
      if (!decided.ok) return decided;
      // A unit never gets its serial again: two labels with one serial cannot be told apart by a scan.
      const newLabelId = write(database, (transaction) => {
        transaction.append({ type: 'label_spoiled', payload: { label_id: labelId }, user: actor.userId, reason });
        return row.sscc === null
          ? null
          : copyLabel(transaction, row, { labelId: environment.newId(), user: actor.userId, scanId: null });
      });
      announce(labelId);
      spooler.kick();
      return ok(announce(newLabelId ?? labelId));
    },
    reprintContainerLabel({ sscc, reason }, { actor }) {
      const row = liveLabelOfContainer.get(database.db, sscc);
      if (actor === null) return refused('not_signed_in');
      if (row === undefined) return refused('container_unknown');
      if (row.state === 'allocated' || row.state === 'sent') return refused('label_in_flight');
      if (row.state === 'in_doubt') return refused('label_in_doubt');
      const newLabelId = write(database, (transaction) => {
        transaction.append({ type: 'label_spoiled', payload: { label_id: row.label_id }, user: actor.userId, reason });
        return copyLabel(transaction, row, { labelId: environment.newId(), user: actor.userId, scanId: null });
      });
      announce(row.label_id);
      spooler.kick();
      return ok(announce(newLabelId));
    },
  };
}
