import type { QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { AppTools } from './app.tsx';
import { App } from './app.tsx';
import type { ConnectionSource } from './contract.ts';
import type { Keyboard } from './keyboard/keyboard.ts';
import { KeyboardContext } from './keyboard/use-keys.ts';
import { NonceContext } from './nonce.ts';
import { StationProvider } from './station.tsx';

/** The whole page with everything it is given: connection, keyboard, words, sounds. */
export function Page({
  source,
  queryClient,
  keyboard,
  tools,
  nonce,
}: {
  readonly source: ConnectionSource;
  readonly queryClient: QueryClient;
  readonly keyboard: Keyboard;
  readonly tools: AppTools;
  readonly nonce: string;
}) {
  const { words } = tools;
  const app = useMemo(() => <App tools={tools} />, [tools]);
  return (
    <I18nextProvider i18n={words}>
      <NonceContext value={nonce}>
        <KeyboardContext value={keyboard}>
          <StationProvider source={source} queryClient={queryClient}>
            {app}
          </StationProvider>
        </KeyboardContext>
      </NonceContext>
    </I18nextProvider>
  );
}
