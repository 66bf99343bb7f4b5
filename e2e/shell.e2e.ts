import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolders, echoCore, electronCommand, launchStation } from './harness.ts';
import type { Station } from './harness.ts';
import { forgetFrames, pageFrames, postFrame, takeOverPort } from './page-port.ts';

describe('the window', () => {
  let station: Station;
  beforeAll(async () => {
    station = await launchStation({ core: echoCore });
  });
  afterAll(async () => {
    await station.close();
  });

  it('shows the page of app://station', async () => {
    expect(station.page.url()).toBe('app://station/');
    expect(await station.page.title()).not.toBe('');
    await station.page.waitForSelector('#root > *');
  });

  it('sends a content security policy with a new nonce on every load', async () => {
    const policies = await station.page.evaluate(async () => {
      const read = async (): Promise<string> => (await fetch('/')).headers.get('content-security-policy') ?? '';
      return [await read(), await read()];
    });
    const nonces = policies.map((policy) => /'nonce-([^']{22,})'/.exec(policy)?.[1]);
    expect(policies[0]).toContain(`default-src 'none'`);
    expect(policies[0]).not.toContain('unsafe');
    expect(nonces[0]).toBeDefined();
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('gives the page nothing of Node or Electron', async () => {
    const reachable = await station.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in window),
    );
    expect(reachable).toEqual([]);
  });

  it('serves no file outside the folder of the page', async () => {
    const answers = await station.page.evaluate(() =>
      Promise.all(
        ['/..%2f..%2fpackage.json', '/%2e%2e/electron/main.js', '/assets', '/nothing.js'].map(
          async (path) => (await fetch(path)).status,
        ),
      ),
    );
    expect(answers).toEqual([404, 404, 404, 404]);
  });

  it('refuses to navigate elsewhere and to open another window', async () => {
    const opened = await station.page.evaluate(() => {
      const other = window.open('https://example.org/');
      window.location.href = 'https://example.org/';
      return other === null;
    });
    expect(opened).toBe(true);
    await station.page.evaluate(() => undefined);
    expect(station.page.url()).toBe('app://station/');
    expect(station.app.windows()).toHaveLength(1);
  });

  it('refuses every permission', async () => {
    const state = await station.page.evaluate(() => Notification.requestPermission());
    expect(state).toBe('denied');
  });

  it('has no menu whose keys could close or reload it', async () => {
    const hasMenu = await station.app.evaluate(({ Menu }) => Menu.getApplicationMenu() !== null);
    expect(hasMenu).toBe(false);
  });

  it('reports a violation of its policy', async () => {
    await station.page.evaluate(() => fetch('https://example.org/').catch(() => undefined));
    await expect.poll(() => station.takeViolations().join()).toContain('connect-src');
  });
});

it('a second start on the same data folder ends and leaves the first window alone', async () => {
  const station = await launchStation({ core: echoCore });
  try {
    const { command, args, env } = await electronCommand(station.folders, station.display, { core: echoCore });
    const second = spawn(command, args, { env, stdio: 'ignore' });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    expect(station.app.windows()).toHaveLength(1);
    expect(await station.page.evaluate(() => document.readyState)).toBe('complete');
  } finally {
    await station.close();
  }
});

it('the window comes back where it was left', async () => {
  const folders = await createFolders();
  const left = { x: 40, y: 30, width: 1200, height: 700 };
  try {
    const first = await launchStation({ core: echoCore, folders });
    await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), left);
    await first.close();
    const second = await launchStation({ core: echoCore, folders });
    const found = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    await second.close();
    expect(found).toEqual(left);
  } finally {
    await rm(folders.root, { recursive: true, force: true });
  }
});

describe.each(['node', 'utility'] as const)('core behind the window, hosted as %s process', (coreHost) => {
  let station: Station;
  beforeAll(async () => {
    station = await launchStation({ core: echoCore, coreHost });
    await takeOverPort(station.page);
    await pageFrames(station.page, 'welcome');
  });
  afterAll(async () => {
    await station.close();
  });

  it('answers a call through the one port', async () => {
    const input = { text: '追溯 \u001d', number: 1, list: [null, true] };
    await postFrame(station.page, { frame: 'call', id: 1, operation: 'echo.say', input, deadline_ms: 5000 });
    expect(await pageFrames(station.page, 'answer')).toEqual([{ frame: 'answer', id: 1, value: input }]);
  });

  it('is connected anew when the page is loaded again', async () => {
    const [before] = await pageFrames(station.page, 'welcome');
    await station.page.reload();
    const [after] = await pageFrames(station.page, 'welcome');
    expect(after).toEqual(before);
  });

  it('is restarted after a crash, and the page is told and gets a port to the new one', async () => {
    const [before] = await pageFrames(station.page, 'welcome');
    await crash(station);
    expect(await pageFrames(station.page, 'host')).toEqual([{ frame: 'host', state: 'core_restarting' }]);
    const [after] = await pageFrames(station.page, 'welcome');
    expect(after?.['station']).not.toBe(before?.['station']);
    await postFrame(station.page, { frame: 'call', id: 3, operation: 'echo.say', input: 'again', deadline_ms: 5000 });
    expect(await pageFrames(station.page, 'answer')).toEqual([{ frame: 'answer', id: 3, value: 'again' }]);
  });

  it('stays down after three crashes in a minute, and the page is told', async () => {
    await crash(station);
    await pageFrames(station.page, 'welcome');
    await crash(station);
    expect(await pageFrames(station.page, 'host')).toEqual([{ frame: 'host', state: 'core_stopped' }]);
  });
});

async function crash(station: Station): Promise<void> {
  await forgetFrames(station.page);
  await postFrame(station.page, { frame: 'call', id: 2, operation: 'echo.crash', input: null, deadline_ms: 5000 });
}

it('a core that refuses to start here is not started again', async () => {
  const station = await launchStation({ core: echoCore, coreArguments: ['--refuse'] });
  try {
    await takeOverPort(station.page);
    const told = await pageFrames(station.page, 'host');
    expect(new Set(told.map((frame) => frame['state']))).toEqual(new Set(['core_stopped']));
  } finally {
    await station.close();
  }
});

it('the sandbox of the page is on for an operator who is not root', async () => {
  const station = await launchStation({ core: echoCore, unprivileged: true });
  try {
    await takeOverPort(station.page);
    await pageFrames(station.page, 'welcome');
    const switches = await station.app.evaluate(({ app }) => app.commandLine.hasSwitch('no-sandbox'));
    expect(switches).toBe(false);
  } finally {
    await station.close();
  }
});
