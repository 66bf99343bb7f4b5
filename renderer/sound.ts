export type Tone = 'accepted' | 'refused' | 'decision' | 'neutral';

export interface Sounds {
  /** Plays the sound of a tone at once; silent where the system has no audio. */
  readonly play: (tone: Tone) => void;
}

interface Note {
  readonly frequency: number;
  readonly startS: number;
  readonly lengthS: number;
  readonly shape: OscillatorType;
  readonly volume: number;
}

/**
 * Three sounds that stay apart in noise by pitch, rhythm and colour: one short high note for accepted, two low rough ones
 * for refused, three rising ones for a decision. A repeat that changes nothing is a quiet tick.
 */
const melodies: Readonly<Record<Tone, readonly Note[]>> = {
  accepted: [{ frequency: 1568, startS: 0, lengthS: 0.09, shape: 'sine', volume: 0.35 }],
  refused: [
    { frequency: 196, startS: 0, lengthS: 0.22, shape: 'square', volume: 0.4 },
    { frequency: 165, startS: 0.28, lengthS: 0.34, shape: 'square', volume: 0.4 },
  ],
  decision: [
    { frequency: 523, startS: 0, lengthS: 0.12, shape: 'triangle', volume: 0.5 },
    { frequency: 659, startS: 0.15, lengthS: 0.12, shape: 'triangle', volume: 0.5 },
    { frequency: 784, startS: 0.3, lengthS: 0.22, shape: 'triangle', volume: 0.5 },
  ],
  neutral: [{ frequency: 880, startS: 0, lengthS: 0.03, shape: 'sine', volume: 0.12 }],
};

/** Sounds over WebAudio, made on the spot: no files, no network. */
export function createSounds(target: { readonly AudioContext?: typeof AudioContext }): Sounds {
  let context: AudioContext | undefined;
  return {
    play(tone) {
      if (target.AudioContext === undefined) return;
      context ??= new target.AudioContext();
      if (context.state === 'suspended') void context.resume();
      for (const note of melodies[tone]) playNote(context, note);
    },
  };
}

function playNote(context: AudioContext, note: Note): void {
  const start = context.currentTime + note.startS;
  const end = start + note.lengthS;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = note.shape;
  oscillator.frequency.value = note.frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(note.volume, start + 0.008);
  gain.gain.setValueAtTime(note.volume, Math.max(start + 0.008, end - 0.02));
  gain.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
