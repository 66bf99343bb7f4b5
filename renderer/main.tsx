// First of all: what comes after makes schemas.
import './no-code-from-text.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectToCore } from './contract.ts';
import { pageNonce } from './core-port.ts';
import { createWords, storedLanguage } from './i18n/index.ts';
import { createStationKeyboard } from './keyboard/station-keyboard.ts';
import { giveNonceToStyles } from './nonce.ts';
import { Page } from './page.tsx';
import { createSounds } from './sound.ts';
import { createSpeech } from './speech.ts';
import { createQueryClient } from './station.tsx';
import './styles.ts';

const language = storedLanguage(localStorage);
document.documentElement.lang = language;
const source = connectToCore(window, language);
const keyboard = createStationKeyboard(window, source, () => performance.now());
keyboard.listen();
const tools = {
  words: createWords(language),
  storage: localStorage,
  sounds: createSounds(window),
  speech: createSpeech(window),
};
const queryClient = createQueryClient();
const nonce = pageNonce(document);
giveNonceToStyles(document, nonce);

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Page source={source} queryClient={queryClient} keyboard={keyboard} tools={tools} nonce={nonce} />
    </StrictMode>,
  );
