import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { listenForCorePort } from './core-port.ts';

function ConnectionState() {
  const [state, setState] = useState('waiting');
  useEffect(
    () =>
      listenForCorePort(window, (port) => {
        port.addEventListener('message', (event: MessageEvent<{ readonly frame?: string; readonly state?: string }>) =>
          setState(event.data.frame === 'host' ? (event.data.state ?? 'host') : 'connected'),
        );
        port.start();
        port.postMessage({ frame: 'hello', protocol: 1, client: 'renderer' });
      }),
    [],
  );
  return (
    <main data-core-state={state}>
      <h1>trace-station 溯源工作站</h1>
    </main>
  );
}

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <ConnectionState />
    </StrictMode>,
  );
