import { Icon } from '../ui/icon.tsx';
import type { Sentence } from './sentence.ts';

/** The biggest thing on the screen. Its place and height are the same whatever it says. */
export function SentenceCard({ sentence }: { readonly sentence: Sentence }) {
  const { tone, icon, say, answer } = sentence;
  return (
    <section
      className={`sentence sentence--${tone}`}
      role={tone === 'no' ? 'alert' : 'status'}
      aria-live={tone === 'no' ? 'assertive' : 'polite'}
      aria-atomic="true"
      data-answer={answer?.code}
      data-tone={tone}
      data-hard={sentence.hard}
    >
      <Icon name={icon} />
      <div>
        <h1 className={say.length > 26 ? 'sentence__long' : undefined}>{say}</h1>
        <p>{sentence.do}</p>
      </div>
    </section>
  );
}
