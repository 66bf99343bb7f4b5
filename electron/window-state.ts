import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Rectangle | null;
  readonly maximized: boolean;
}

export const defaultSize = { width: 1366, height: 768 } as const;

/** Reads the saved state; a missing or damaged file is the first start. */
export function loadWindowState(file: string): WindowState {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return { bounds: null, maximized: false };
    const bounds = 'bounds' in value && isRectangle(value.bounds) ? value.bounds : null;
    return { bounds, maximized: 'maximized' in value && value.maximized === true };
  } catch {
    return { bounds: null, maximized: false };
  }
}

/** Saves the state; a failure is not worth an operator's attention. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error('window state not saved:', error);
  }
}

/** The saved place if enough of it is still on a screen; a monitor may be gone since. */
export function visibleBounds(saved: Rectangle | null, screens: readonly Rectangle[]): Rectangle | null {
  if (saved === null) return null;
  const seen = screens.some((screen) => {
    const width = Math.min(saved.x + saved.width, screen.x + screen.width) - Math.max(saved.x, screen.x);
    const height = Math.min(saved.y + saved.height, screen.y + screen.height) - Math.max(saved.y, screen.y);
    return width >= 200 && height >= 100;
  });
  return seen ? saved : null;
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'x' in value &&
    Number.isInteger(value.x) &&
    'y' in value &&
    Number.isInteger(value.y) &&
    'width' in value &&
    Number.isInteger(value.width) &&
    'height' in value &&
    Number.isInteger(value.height)
  );
}
