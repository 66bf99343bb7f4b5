import { describe, expect, it } from 'vitest';
import type { RawKey, ScanReport } from '../../ports.ts';
import { testEnvironment } from '../../testing/environment.ts';
import { createManualClock } from '../../testing/manual-clock.ts';
import { typedByScanner } from '../../testing/wedge-keys.ts';
import { readWedgeSettings } from './profile.ts';
import { createWedgeScanner } from './scanner.ts';

function build(): ReturnType<typeof createWedgeScanner> & { readonly advance: (ms: number) => Promise<void> } {
  const clock = createManualClock();
  const read = readWedgeSettings({ prefix: '', suffix: 'Enter', groupSeparator: 'Ctrl+]' });
  if (!read.ok) throw new Error(read.code);
  const scanner = createWedgeScanner({ id: 'wedge-1', profile: read.profile, environment: testEnvironment(clock) });
  return { ...scanner, advance: clock.advance };
}

describe('wedge scanner', () => {
  it('keys that come in pieces are one scan, of low trust', () => {
    const scanner = build();
    const reports: ScanReport[] = [];
    scanner.onScan((report) => reports.push(report));
    const keys = typedByScanner(']d20106901234567892');
    expect(scanner.keys(keys.slice(0, 7))).toMatchObject({ scans: [], typed: [], pending: true });
    expect(scanner.keys(keys.slice(7))).toMatchObject({ typed: [], pending: false });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ source: 'wedge', trust: 'low', aim: ']d2', deviceId: 'wedge-1' });
  });

  it('typed keys that were held back are given back when nothing follows', async () => {
    const scanner = build();
    const back: RawKey[] = [];
    scanner.onTyped((keys) => back.push(...keys));
    const [key] = typedByScanner('a', { suffix: [] });
    expect(scanner.keys(key === undefined ? [] : [key])).toMatchObject({ pending: true });
    await scanner.advance(1_000);
    expect(back).toEqual([key]);
  });

  it('a burst whose end was lost is refused when nothing follows', async () => {
    const scanner = build();
    const reports: ScanReport[] = [];
    scanner.onScan((report) => reports.push(report));
    scanner.keys(typedByScanner(']d2010690', { suffix: [] }));
    await scanner.advance(1_000);
    expect(reports).toMatchObject([{ refusedCode: 'garbled' }]);
  });

  it('closed it leaves every key to the page', async () => {
    const scanner = build();
    await scanner.close();
    const keys = typedByScanner(']d2010690');
    expect(scanner.keys(keys)).toEqual({ scans: [], typed: keys, pending: false });
  });
});
