import type { i18n } from 'i18next';
import { useEffect, useRef } from 'react';
import type { PackingView } from '../../core/contract/packing.ts';
import type { Sounds } from '../sound.ts';
import type { Speech } from '../speech.ts';
import { spokenWord } from './sentence.ts';

/**
 * Lets every new answer be heard once: its sound, and for a refusal one word. What was answered before the page opened
 * stays silent.
 */
export function useAnswerFeedback(view: PackingView | undefined, words: i18n, sounds: Sounds, speech: Speech): void {
  const heard = useRef<string | null | undefined>(undefined);
  const answer = view?.answer ?? null;
  const known = view !== undefined;
  useEffect(() => {
    if (!known) return;
    const id = answer?.answerId ?? null;
    const before = heard.current;
    heard.current = id;
    if (before === undefined || answer === null || before === id) return;
    sounds.play(answer.tone);
    speech.say(spokenWord(words, answer), words.language);
  }, [known, answer, words, sounds, speech]);
}
