/** Renders labels and draws their texts off core's thread. One message in, one message out, in order. */
import { parentPort } from 'node:worker_threads';
import type { Result } from '../../domain/result.ts';
import { assertNever } from '../../domain/result.ts';
import type { Dpi } from '../template-schema.ts';
import type { Graphic, TextBox } from './raster.ts';
import { rasterise } from './raster.ts';
import { renderLabel } from './render.ts';
import type { LabelTemplate, LabelValues, RenderedLabel, RenderRefusal } from './types.ts';

export type RenderRequest =
  | { readonly kind: 'label'; readonly template: LabelTemplate; readonly values: LabelValues; readonly dpi: Dpi }
  | { readonly kind: 'texts'; readonly boxes: readonly TextBox[] };

export type DrawnText = Result<Graphic, 'glyph_missing' | 'text_too_wide'>;

export type RenderAnswer =
  | { readonly kind: 'label'; readonly label: Result<RenderedLabel, RenderRefusal> }
  | { readonly kind: 'texts'; readonly drawn: readonly DrawnText[] };

function answer(request: RenderRequest): RenderAnswer {
  switch (request.kind) {
    case 'label':
      return { kind: 'label', label: renderLabel(request.template, request.values, request.dpi) };
    case 'texts':
      return { kind: 'texts', drawn: request.boxes.map(rasterise) };
    default:
      return assertNever(request);
  }
}

parentPort?.on('message', (request: RenderRequest) => parentPort?.postMessage(answer(request)));
