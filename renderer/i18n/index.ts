import i18next from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { refusalRule } from '../../core/domain/packing/refusals.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { clockTime, shortSscc } from '../format.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type Language = 'zh-CN' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof zhCN };
  }
}

const storageKey = 'station.language';

/** The language chosen at this screen before; Chinese where nobody chose. */
export function storedLanguage(storage: Pick<Storage, 'getItem'>): Language {
  return storage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN';
}

/** The words of the page, ready to use. */
export function createWords(language: Language): i18n {
  const words = i18next.createInstance();
  void words.use(initReactI18next).init({
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    lng: language,
    fallbackLng: 'zh-CN',
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnNull: false,
    returnEmptyString: true,
  });
  return words;
}

/** Changes the language now, and keeps the choice on this station. */
export async function switchLanguage(words: i18n, storage: Pick<Storage, 'setItem'>): Promise<void> {
  const next: Language = words.language === 'en' ? 'zh-CN' : 'en';
  storage.setItem(storageKey, next);
  await words.changeLanguage(next);
}

type AnswerCode = keyof typeof zhCN.answers;

function isAnswerCode(code: string): code is AnswerCode {
  return Object.hasOwn(zhCN.answers, code);
}

export interface AnswerWords {
  /** The sentence, the biggest thing on the screen. */
  readonly say: string;
  /** Why, and what to do. */
  readonly do: string;
  /** One word that a voice may say. */
  readonly word: string;
}

/** The words for a code of core. A code of a newer core shows itself, with what to do, instead of nothing. */
export function answerWords(words: Pick<i18n, 't'>, refusal: Pick<Refusal, 'code' | 'params'>): AnswerWords {
  const { code } = refusal;
  const params = readable(words, refusal.params ?? {});
  if (!isAnswerCode(code)) {
    return {
      say: words.t('answers.unknown_answer.say', { code }),
      do: words.t('answers.unknown_answer.do', { code }),
      word: words.t(`spoken.${refusalRule(code).word}`),
    };
  }
  return {
    say: words.t(`answers.${code}.say`, params),
    do: words.t(`answers.${code}.do`, params),
    word: words.t(`spoken.${refusalRule(code).word}`),
  };
}

/** Parameters as people read them: the end of an SSCC, the word for a level, the time of day. */
function readable(
  words: Pick<i18n, 't'>,
  params: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) shown[name] = readableValue(words, name, value);
  return shown;
}

function readableValue(words: Pick<i18n, 't'>, name: string, value: string | number): string | number {
  if (typeof value === 'number') return value;
  if (isLevelKind(value)) return words.t(`kind.${value}`);
  if (/^\d{18}$/.test(value)) return shortSscc(value);
  if (name !== 'at') return value;
  return value === '' ? '' : words.t('packing.packedAt', { time: clockTime(value) });
}

function isLevelKind(text: string): text is keyof typeof zhCN.kind {
  return Object.hasOwn(zhCN.kind, text);
}

/** A name in the language shown. */
export function nameIn(language: string, name: { readonly zh: string; readonly en: string }): string {
  return language === 'en' ? name.en : name.zh;
}
