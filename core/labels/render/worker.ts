/** Renders labels off core's thread. One message in, one message out, in order. */
import { parentPort } from 'node:worker_threads';
import type { Dpi } from '../template-schema.ts';
import { renderLabel } from './render.ts';
import type { LabelTemplate, LabelValues } from './types.ts';

export interface RenderRequest {
  readonly template: LabelTemplate;
  readonly values: LabelValues;
  readonly dpi: Dpi;
}

parentPort?.on('message', ({ template, values, dpi }: RenderRequest) => {
  parentPort?.postMessage(renderLabel(template, values, dpi));
});
