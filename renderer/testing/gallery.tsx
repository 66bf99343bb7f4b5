import { createRoot } from 'react-dom/client';
import { createWords } from '../i18n/index.ts';
import { createStationKeyboard } from '../keyboard/station-keyboard.ts';
import { Page } from '../page.tsx';
import { createQueryClient } from '../station.tsx';
import { lastScanKey, weightKey } from '../cache.ts';
import '../styles.ts';
import { fakeStation } from './fake-station.ts';
import { scenes } from './scenes.ts';

/** Shows one scene with a pretended core: `gallery.html?scene=packing-accepted&lang=en`. */
const asked = new URL(location.href).searchParams;
const scene = scenes[asked.get('scene') ?? 'packing-accepted'];
const language = asked.get('lang') === 'en' ? 'en' : 'zh-CN';
const root = document.getElementById('root');
if (scene !== undefined && root !== null) {
  localStorage.setItem('station.screen', scene.screen);
  document.documentElement.lang = language;
  const station = fakeStation(scene.answers);
  const queryClient = createQueryClient();
  const keyboard = createStationKeyboard(window, station, () => performance.now());
  keyboard.listen();
  if (scene.scan !== undefined) queryClient.setQueryData(lastScanKey, scene.scan);
  if (scene.weight !== undefined) queryClient.setQueryData(weightKey, scene.weight);
  const silent = { play: () => undefined };
  Object.assign(window, { __keys: scene.keys ?? [] });
  createRoot(root).render(
    <Page
      source={station}
      queryClient={queryClient}
      keyboard={keyboard}
      nonce=""
      tools={{
        words: createWords(language),
        storage: localStorage,
        sounds: silent,
        speech: { say: () => undefined },
      }}
    />,
  );
}
