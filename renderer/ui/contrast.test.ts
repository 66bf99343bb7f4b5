// oxlint-disable-next-line no-restricted-imports -- a test reads the very file that is shipped
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function colour(name: string): string {
  const found = name.startsWith('#') ? name : new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(tokens)?.[1];
  if (found === undefined) throw new Error(`no colour ${name}`);
  return found;
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(colour(one)), luminance(colour(other))].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

it.each([
  ['ink', 'paper'],
  ['ink', 'card'],
  ['ink-soft', 'paper'],
  ['ink-soft', 'card'],
  ['ink-soft', 'track'],
  ['ok', 'ok-ground'],
  ['no', 'no-ground'],
  ['ask', 'ask-ground'],
  ['ink', 'ok-ground'],
  ['ink', 'no-ground'],
  ['ink', 'ask-ground'],
  ['#ffffff', 'ok'],
  ['#ffffff', 'no'],
  ['#ffffff', 'next'],
  ['ink', 'next-ground'],
  ['rail-ink', 'rail'],
  ['rail-ink', 'rail-raised'],
  ['bar-ink', 'bar'],
  ['bar', 'ask-bright'],
])('%s on %s keeps contrast AA', (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
});
