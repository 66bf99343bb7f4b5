import type { LabelView } from '../contract/packing.ts';
import type { Connection } from '../db/statement.ts';
import type { Transaction } from '../db/write.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { Label } from '../domain/packing/state.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import type { LabelMasterData } from './compose.ts';
import { composeLabel } from './compose.ts';
import { copyLabel } from './copy.ts';
import { renderLabel } from './render/render.ts';
import type { RenderedLabel } from './render/types.ts';
import type { LabelRow } from './store.ts';
import { elementStringsOf, labelById, labelBySymbol, recentLabels, recentLabelsOfWork } from './store.ts';
import type { TemplateSet } from './templates.ts';
import { templateForPrinting } from './templates.ts';
import type { Dpi } from './template-schema.ts';
import { labelView } from './view.ts';

export interface LabelMaker {
  /**
   * The bytes of a label, before anything is written. Refused: `template_unknown`, `template_not_effective`,
   * `label_not_provable` (nothing on it tells it from another label), every `RenderRefusal`.
   */
  render(request: LabelRequest): Result<RenderedLabel>;
  /** Stores a rendered label with its bytes inside the transaction of the decision that asks for it (rule: bytes before sending). */
  allocate(
    transaction: Transaction,
    request: LabelRequest,
    rendered: RenderedLabel,
    by: { readonly labelId: string; readonly user: string | null; readonly scanId: string | null },
  ): void;
}

/** What packing is given of labels (`LabelPort` of core/packing/ports.ts). */
export interface LabelsForPacking extends LabelMaker {
  copy(
    transaction: Transaction,
    labelId: string,
    by: {
      readonly labelId: string;
      readonly user: string | null;
      readonly scanId: string | null;
      readonly reason: string;
    },
  ): void;
  kick(): void;
  state(db: Connection, labelId: string): Label | null;
  find(db: Connection, data: string): Label | null;
  recent(db: Connection, workId: string | null, limit: number): readonly LabelView[];
}

export interface LabelMakerDependencies {
  readonly templates: TemplateSet;
  readonly master: () => LabelMasterData;
  readonly dpi: () => Dpi;
  readonly year: () => number;
}

/** Makes labels for packing: composes what they say, renders them for the head of the printer, and stores them. */
export function createLabelMaker({ templates, master, dpi, year }: LabelMakerDependencies): LabelMaker {
  return {
    render(request) {
      const composed = composeLabel(request, master(), year());
      const template = templateForPrinting(templates, composed.templateId);
      if (!template.ok) return template;
      const rendered = renderLabel(template.value, composed.values, dpi());
      if (!rendered.ok) return rendered;
      if (rendered.value.proofs.length === 0) {
        return refused('label_not_provable', { params: { template: composed.templateId } });
      }
      return ok(rendered.value);
    },
    allocate(transaction, request, rendered, { labelId, user, scanId }) {
      const [first, ...further] = rendered.proofs;
      if (first === undefined) throw new Error('a label that nothing can prove is not allocated');
      transaction.putBlob(rendered.zpl);
      transaction.append({
        type: 'label_allocated',
        payload: {
          label_id: labelId,
          label_subject: request.subject,
          template_id: rendered.templateId,
          template_version: rendered.templateVersion,
          element_string: first,
          zpl_hash: rendered.sha256,
          work_id: request.workId,
          ...(further.length === 0 ? {} : { further_element_strings: further }),
          ...(request.sscc === null ? {} : { sscc: request.sscc }),
          ...(request.gtin === null ? {} : { gtin: request.gtin }),
          ...(request.serial === null ? {} : { serial: request.serial }),
          ...(request.lot === null ? {} : { lot: request.lot }),
          ...(request.replacesLabelId === null ? {} : { replaces_label_id: request.replacesLabelId }),
        },
        user,
        ...(scanId === null ? {} : { scanId }),
      });
    },
  };
}

/** Labels as packing uses them: making and storing, copies, and what became of them. */
export function createLabelPort(maker: LabelMaker, kick: () => void): LabelsForPacking {
  return {
    ...maker,
    copy(transaction, labelId, { reason, ...by }) {
      const row = labelById.get(transaction.db, labelId);
      if (row === undefined) throw new Error(`label ${labelId} has gone`);
      transaction.append({
        type: 'label_spoiled',
        payload: { label_id: labelId },
        user: by.user,
        reason,
        ...(by.scanId === null ? {} : { scanId: by.scanId }),
      });
      copyLabel(transaction, row, by);
    },
    kick,
    state: (db, labelId) => asLabel(labelById.get(db, labelId)),
    find: (db, data) => asLabel(labelBySymbol.get(db, data)),
    recent: (db, workId, limit) =>
      (workId === null ? recentLabels.all(db, limit) : recentLabelsOfWork.all(db, workId, limit)).map(labelView),
  };
}

function asLabel(row: LabelRow | undefined): Label | null {
  return row === undefined
    ? null
    : { labelId: row.label_id, sscc: row.sscc, state: row.state, elementStrings: elementStringsOf(row) };
}
