// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, describe, expect, it } from 'vitest';
import type { LastScan } from '../cache.ts';
import { hexFromLatin1 } from '../format.ts';
import { createWords } from '../i18n/index.ts';
import { RawScan } from './raw-scan.tsx';

afterEach(cleanup);

const scan: LastScan = {
  scanId: 's-1',
  aim: ']d2',
  hex: hexFromLatin1('010690123450001110B2611A\u001d21S7K2-004412'),
  badge: null,
  source: 'serial',
  trust: 'high',
  deviceId: 'scanner-1',
  at: '2026-11-22T14:02:37+08:00',
};

function shown(value: LastScan | undefined): string {
  const { container } = render(
    <I18nextProvider i18n={createWords('zh-CN')}>
      <RawScan scan={value} />
    </I18nextProvider>,
  );
  return container.innerHTML;
}

describe('the raw last scan', () => {
  it('shows every character and makes the separator visible', () => {
    const html = shown(scan);
    expect(html.replaceAll(/<[^>]+>/g, '')).toBe(']d2010690123450001110B2611AGS21S7K2-004412');
    expect(html).toContain('<u>GS</u>');
  });

  it('shows a badge only as badge:<user>, whatever came with it', () => {
    const token = 'TOKEN-4f9c2d7e';
    const html = shown({ ...scan, badge: '0217', aim: ']Q1', hex: hexFromLatin1(token) });
    expect(html.replaceAll(/<[^>]+>/g, '')).toBe('badge:0217');
    expect(html).not.toContain(token);
    expect(html).not.toContain(hexFromLatin1(token));
    expect(shown({ ...scan, badge: 'badge:0217', hex: hexFromLatin1(token) })).not.toContain('badge:badge');
  });

  it('shows control characters by name', () => {
    expect(shown({ ...scan, aim: null, hex: hexFromLatin1('\u0002ABC\r') })).toContain('&lt;STX&gt;ABC&lt;CR&gt;');
  });

  it('says that nothing was scanned yet', () => {
    expect(shown(undefined)).toContain('还没有扫描');
  });
});
