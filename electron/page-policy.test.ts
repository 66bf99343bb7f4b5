import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentType, isPageUrl, pageFile, pagePolicy } from './page-policy.ts';

test('only app://station is the page', () => {
  expect(isPageUrl('app://station')).toBe(true);
  expect(isPageUrl('app://station/x')).toBe(true);
  for (const url of [
    'app://stations/',
    'app://other/',
    'https://station/',
    'file:///etc/passwd',
    'app://station.evil/',
  ])
    expect(isPageUrl(url)).toBe(false);
});

test('the root is index.html, and a name is its file', () => {
  expect(pageFile('app://station/')).toBe('index.html');
  expect(pageFile('app://station/assets/a%20b.js?x=1#y')).toBe('assets/a b.js');
});

test('no URL names a file outside the folder of the page', () => {
  const part = fc.constantFrom('..', '.', '', '%2e%2e', '%2F', '..%2f', '\\', '%5c', 'C:', '%00', 'a', 'assets');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const file = pageFile(`app://station/${parts.join('/')}`);
      if (file === null) return;
      expect(file.split('/')).not.toContain('..');
      expect(file).not.toMatch(/^\/|\\|:|\0/);
    }),
  );
});

test('a damaged escape is no file', () => {
  expect(pageFile('app://station/%E0%A4%A')).toBeNull();
});

test('the policy allows nothing inline but the nonce, and no evaluation', () => {
  const policy = pagePolicy('N');
  expect(policy).toContain(`script-src 'self' 'nonce-N'`);
  expect(policy).not.toMatch(/unsafe/);
});

test('a file of an unknown kind is not served', () => {
  expect(contentType('a.exe')).toBeNull();
  expect(contentType('a.WOFF2')).toBe('font/woff2');
});
