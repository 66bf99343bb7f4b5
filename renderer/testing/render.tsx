import { act, render } from '@testing-library/react';
import type { Language } from '../i18n/index.ts';
import { createWords } from '../i18n/index.ts';
import { createStationKeyboard } from '../keyboard/station-keyboard.ts';
import { Page } from '../page.tsx';
import type { Tone } from '../sound.ts';
import { createQueryClient } from '../station.tsx';
import type { Answers, FakeStation } from './fake-station.ts';
import { fakeStation } from './fake-station.ts';
import { devices, packingView, session, syncStatus, workList } from './samples.ts';

export interface Shown {
  readonly station: FakeStation;
  readonly heard: readonly Tone[];
  readonly spoken: readonly string[];
  /** Presses a key alone, as a person does, and waits until the page has acted. */
  readonly press: (key: string, on?: Element) => Promise<void>;
  /** Lets promises and timers of the page settle. */
  readonly settle: () => Promise<void>;
}

const base: Answers = {
  sessionState: () => ({ ok: true, value: session() }),
  packingView: () => ({ ok: true, value: packingView() }),
  listDevices: () => ({ ok: true, value: devices() }),
  syncStatus: () => ({ ok: true, value: syncStatus() }),
  workList: () => ({ ok: true, value: workList() }),
  listTasks: () => ({ ok: true, value: { tasks: [], exceptions: [] } }),
  scanKeys: () => ({ ok: true, value: {} }),
  activity: () => ({ ok: true, value: {} }),
};

/** The DOM of the tests has no layout: nothing can be scrolled to or observed, and no query of the screen matches. */
function standInForLayout(): void {
  Element.prototype.scrollIntoView ??= () => undefined;
  window.ResizeObserver ??= NoLayout;
  window.matchMedia ??= (query) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media: query,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
}

class NoLayout implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Shows the page over a pretended core. Needs fake timers (`vi.useFakeTimers`), given as `advance`. */
export async function showPage(
  answers: Answers,
  options: {
    readonly screen: string;
    readonly language?: Language;
    readonly advance: (ms: number) => Promise<unknown>;
  },
): Promise<Shown> {
  standInForLayout();
  const { screen, language = 'zh-CN', advance } = options;
  const storage = window.localStorage;
  storage.setItem('station.screen', screen);
  const station = fakeStation({ ...base, ...answers });
  const heard: Tone[] = [];
  const spoken: string[] = [];
  let now = 10_000;
  const keyboard = createStationKeyboard(window, station, () => now);
  keyboard.listen();
  const settle = async (): Promise<void> => {
    await act(async () => {
      now += 300;
      await advance(300);
    });
  };
  render(
    <Page
      source={station}
      queryClient={createQueryClient()}
      keyboard={keyboard}
      nonce=""
      tools={{
        words: createWords(language),
        storage,
        sounds: { play: (tone) => heard.push(tone) },
        speech: { say: (word) => spoken.push(word) },
      }}
    />,
  );
  await settle();
  return {
    station,
    heard,
    spoken,
    settle,
    async press(key, on = document.body) {
      now += 300;
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: now });
      on.dispatchEvent(event);
      await settle();
    },
  };
}
