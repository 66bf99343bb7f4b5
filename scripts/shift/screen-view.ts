import type { Page } from 'playwright-core';
import { z } from 'zod';
import { answerSchema, expectingSchema } from '../../core/contract/packing.ts';
import { labelStateSchema, ssccSchema } from '../../core/contract/shapes.ts';
import type { ShiftView } from './console.ts';

const rowSchema = z.object({
  labelId: z.string(),
  sscc: ssccSchema.nullable(),
  state: labelStateSchema,
  subject: z.string().nullable(),
  elementString: z.string().nullable(),
  awaiting: z.boolean(),
});

const screenSchema = z.object({
  revision: z.coerce.number().int(),
  expecting: expectingSchema,
  work: z.string(),
  complete: z.enum(['true', 'false']),
  filling: z.string(),
  count: z.coerce.number().int(),
  toPutAway: z.string(),
  answerId: z.string(),
  answerScan: z.string(),
  answerCode: z.string(),
  answerTone: z.string(),
  answerParams: z.string(),
  labels: z.array(rowSchema),
});

/** What the packing screen says, and the work it says it of. */
export interface ScreenView extends ShiftView {
  /** Order or lot number; empty when nothing is in work. */
  readonly workName: string;
  readonly revision: number;
}

/** Reads the packing screen off the page; `null` while it is not there. */
export async function readScreen(page: Page): Promise<ScreenView | null> {
  const found = await page.evaluate(() => {
    const root = document.querySelector<HTMLElement>('[data-screen="packing"]');
    if (root === null) return null;
    const labels = [...root.querySelectorAll<HTMLElement>('[data-label]')].map(({ dataset }) => ({
      labelId: dataset['label'],
      sscc: dataset['sscc'] ?? null,
      state: dataset['state'],
      subject: dataset['subject'] ?? null,
      elementString: dataset['elementString'] ?? null,
      awaiting: dataset['awaiting'] !== undefined,
    }));
    return { ...root.dataset, labels };
  });
  return found === null ? null : viewOf(screenSchema.parse(found));
}

function viewOf(screen: z.output<typeof screenSchema>): ScreenView {
  const { labels, filling, count } = screen;
  return {
    revision: screen.revision,
    workName: screen.work,
    expecting: screen.expecting,
    work: screen.work === '' ? null : { complete: screen.complete === 'true' },
    stack: filling === '' ? [] : [{ sscc: filling, count }],
    awaitingProof: labels.flatMap(({ awaiting, labelId, sscc, state }) =>
      awaiting && sscc !== null ? [{ labelId, sscc, state }] : [],
    ),
    toPutAway: screen.toPutAway.split(' ').filter((sscc) => sscc !== ''),
    labels: labels.flatMap(({ subject, state, elementString }) =>
      subject === null || elementString === null ? [] : [{ subject, state, elementString }],
    ),
    answer:
      screen.answerId === ''
        ? null
        : {
            answerId: screen.answerId,
            scanId: screen.answerScan === '' ? null : screen.answerScan,
            code: screen.answerCode,
            tone: answerSchema.shape.tone.parse(screen.answerTone),
            params: answerSchema.shape.params.parse(JSON.parse(screen.answerParams)),
          },
  };
}
