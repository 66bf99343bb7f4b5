import type { i18n } from 'i18next';
import type { Answer, ContainerView, PackingView } from '../../core/contract/packing.ts';
import { assertNever } from '../../core/domain/result.ts';
import { shortSscc } from '../format.ts';
import { answerWords } from '../i18n/index.ts';
import type { IconName } from '../ui/icon.tsx';

/** Colour of the screen's edge: accepted, refused, needs a decision, or nothing to say. */
export type EdgeTone = 'ok' | 'no' | 'ask' | 'plain';

/** What the packing screen says, biggest first. */
export interface Sentence {
  readonly tone: EdgeTone;
  readonly icon: IconName;
  readonly say: string;
  readonly do: string;
  /** Only the barcode of the 待查 tray clears it. */
  readonly hard: boolean;
  /** The answer it speaks of; `null` for a plain instruction. */
  readonly answer: Answer | null;
}

const tones = { accepted: 'ok', refused: 'no', decision: 'ask', neutral: 'plain' } as const satisfies Record<
  Answer['tone'],
  EdgeTone
>;

/** The edge colour for an answer's tone. */
export function edgeTone(tone: Answer['tone']): EdgeTone {
  return tones[tone];
}

/** The sentence of the screen: an open hard refusal first, then the last answer with the next step, else the next step. */
export function sentenceOf(words: Pick<i18n, 't'>, view: PackingView): Sentence {
  const hard = view.hardRefusal;
  if (hard !== null) {
    const said = answerWords(words, hard);
    return { tone: 'no', icon: 'stop', say: said.say, do: said.do, hard: true, answer: hard };
  }
  const { answer } = view;
  const next = nextStep(words, view);
  if (answer === null) return { tone: 'plain', icon: 'scanner', say: next.say, do: next.do, hard: false, answer: null };
  const said = answerWords(words, answer);
  switch (answer.tone) {
    case 'accepted':
      return {
        tone: 'ok',
        icon: 'check',
        say: goesOn(view, answer) && said.do === '' ? words.t('packing.andNext', { said: said.say }) : said.say,
        do: [said.do, next.follow].filter((part) => part !== '').join(' '),
        hard: false,
        answer,
      };
    case 'refused':
      return { tone: 'no', icon: 'cross', say: said.say, do: said.do, hard: false, answer };
    case 'decision':
      return { tone: 'ask', icon: 'ask', say: said.say, do: said.do === '' ? next.say : said.do, hard: false, answer };
    case 'neutral':
      return {
        tone: 'plain',
        icon: 'info',
        say: said.say,
        do: said.do === '' ? next.follow : said.do,
        hard: false,
        answer,
      };
    default:
      return assertNever(answer.tone);
  }
}

/** After a piece comes the next one of the same kind; nothing else needs to be said. */
function goesOn(view: PackingView, answer: Answer): boolean {
  return view.expecting === 'unit' && answer.code !== 'work_started';
}

/** What is to be done next: as the big sentence (`say`, `do`) or as the line that follows an answer (`follow`). */
function nextStep(
  words: Pick<i18n, 't'>,
  view: PackingView,
): { readonly say: string; readonly do: string; readonly follow: string } {
  const { expecting } = view;
  const filling = view.stack.at(-1);
  if ((expecting === 'unit' || expecting === 'container') && filling !== undefined) {
    const more = [moreWords(words, filling), proofHint(words, view)].filter((part) => part !== '').join(' ');
    const say =
      expecting === 'unit'
        ? words.t('packing.expecting.unit.say', { next: filling.count + 1, capacity: filling.capacity })
        : words.t('packing.expecting.container.say');
    return { say, do: more, follow: more };
  }
  if (expecting === 'unit') {
    return {
      say: words.t('packing.firstUnit'),
      do: words.t('packing.expecting.unit.do'),
      follow: words.t('packing.firstUnit'),
    };
  }
  const say = words.t(`packing.expecting.${expecting}.say`);
  const todo = words.t(`packing.expecting.${expecting}.do`);
  return { say, do: todo, follow: expecting === 'nothing' ? '' : words.t('packing.then', { next: say }) };
}

/** A closed box whose label hangs at the printer is easily forgotten while the next one fills. */
function proofHint(words: Pick<i18n, 't'>, view: PackingView): string {
  const waiting = view.awaitingProof.find((one) => one.needs === 'label_scan');
  return waiting === undefined ? '' : words.t('packing.proofHint', { sscc: shortSscc(waiting.sscc) });
}

function moreWords(words: Pick<i18n, 't'>, filling: ContainerView): string {
  const left = Math.max(0, filling.capacity - filling.count);
  const kind = words.t(`kind.${filling.kind}`);
  return filling.kind === 'pallet' || filling.pieces.some((piece) => piece.kind === 'container')
    ? words.t('packing.moreContainers', { left, kind })
    : words.t('packing.more', { left, kind });
}

/** The one word that is spoken for an answer; empty for everything but refusals and decisions. */
export function spokenWord(words: Pick<i18n, 't'>, answer: Answer): string {
  if (answer.tone !== 'refused' && answer.tone !== 'decision') return '';
  return answerWords(words, answer).word;
}
