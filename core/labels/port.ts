import type { Transaction } from '../db/write.ts';
import type { LabelRequest } from '../domain/packing/label-request.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import type { LabelMasterData } from './compose.ts';
import { composeLabel } from './compose.ts';
import { renderLabel } from './render/render.ts';
import type { RenderedLabel } from './render/types.ts';
import type { TemplateSet } from './templates.ts';
import { templateForPrinting } from './templates.ts';
import type { Dpi } from './template-schema.ts';

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
