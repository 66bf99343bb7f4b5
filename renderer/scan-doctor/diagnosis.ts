import type { Answer } from '../../core/contract/packing.ts';
import { GS } from '../../core/domain/gs1/element-string.ts';
import { suspectsLostSeparator } from '../../core/domain/gs1/lost-separator.ts';
import type { LostSeparator } from '../../core/domain/gs1/lost-separator.ts';
import { readSymbol } from '../../core/domain/gs1/reading.ts';
import type { Reading } from '../../core/domain/gs1/reading.ts';
import type { Refusal } from '../../core/domain/result.ts';

/** What ails a scan, as a person can mend it. */
export type Symptom =
  | 'separator_lost'
  | 'case_lost'
  | 'ime_active'
  | 'layout_wrong'
  | 'plain_symbol'
  | 'no_aim'
  | 'content_wrong'
  | 'not_ours';

export interface Diagnosis {
  readonly symptoms: readonly Symptom[];
  readonly reading: Reading | null;
  /** Why the symbol cannot be read, with its position in the data. */
  readonly refusal: Refusal | null;
  readonly suspect: LostSeparator | null;
}

const separatorCodes = new Set(['gs_lost', 'separator_lost', 'separator_missing', 'value_too_long']);
const keyboardLooks = /[０-９Ａ-Ｚａ-ｚ]|[\u0080-\uffff]/u;

/** Judges the bytes of a refused scan: what can be seen in them, and what the answer's code says about how they came. */
export function diagnose(
  answer: Pick<Answer, 'code'>,
  aim: string | null,
  data: string,
  currentYear: number,
): Diagnosis {
  const read = readSymbol({ aim, data, currentYear });
  const reading = read.ok ? read.value : null;
  const refusal = read.ok ? null : read.refused;
  const suspect = reading === null ? null : (suspectsLostSeparator(reading, { currentYear }) ?? null);
  const symptoms = new Set<Symptom>();
  if (answer.code === 'ime_active') symptoms.add('ime_active');
  if (answer.code === 'case_unsure') symptoms.add('case_lost');
  if (separatorCodes.has(answer.code) || separatorCodes.has(refusal?.code ?? '') || suspect !== null)
    symptoms.add('separator_lost');
  if (
    refusal?.code === 'symbol_not_gs1' ||
    refusal?.code === 'fnc1_second_position' ||
    answer.code === 'symbol_not_gs1'
  )
    symptoms.add('plain_symbol');
  if (keyboardLooks.test(data)) symptoms.add('layout_wrong');
  if (answer.code === 'garbled' && !data.includes(GS)) symptoms.add('layout_wrong');
  if (answer.code === 'unknown_code') symptoms.add('not_ours');
  if (refusal !== null && symptoms.size === 0) symptoms.add('content_wrong');
  if (aim === null) symptoms.add('no_aim');
  return { symptoms: [...symptoms], reading, refusal, suspect };
}
