export interface Speech {
  /** Says one word in a language where the system has a voice for it; otherwise nothing. */
  readonly say: (word: string, language: string) => void;
}

/** Speech of the system. A new word cuts off the one before: the last scan is what counts. */
export function createSpeech(target: { readonly speechSynthesis?: SpeechSynthesis }): Speech {
  const synthesis = target.speechSynthesis;
  return {
    say(word, language) {
      if (synthesis === undefined || word === '') return;
      const start = language.slice(0, 2).toLowerCase();
      const voice = synthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(start));
      if (voice === undefined) return;
      synthesis.cancel();
      const utterance = new SpeechSynthesisUtterance(word);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 1.15;
      synthesis.speak(utterance);
    },
  };
}
