import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadWindowState, saveWindowState, visibleBounds } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };

test('a window on a screen keeps its place, one on a screen that is gone does not', () => {
  const here = { x: 100, y: 100, width: 1366, height: 768 };
  expect(visibleBounds(here, [screen])).toEqual(here);
  expect(visibleBounds({ ...here, x: 1900 }, [screen])).toBeNull();
  expect(visibleBounds(here, [])).toBeNull();
});

test('what is saved is read again, and a damaged file is a first start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'window-state-'));
  try {
    const file = join(folder, 'window.json');
    const state = { bounds: { x: 1, y: 2, width: 1366, height: 768 }, maximized: true };
    saveWindowState(file, state);
    expect(loadWindowState(file)).toEqual(state);
    for (const text of ['', '{', '[]', '{"bounds":{"x":"1"},"maximized":1}']) {
      writeFileSync(file, text);
      expect(loadWindowState(file)).toEqual({ bounds: null, maximized: false });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
