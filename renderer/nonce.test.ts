// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { giveNonceToStyles } from './nonce.ts';

it('style elements carry the nonce of the page, other elements stay as they are', () => {
  const page = document.implementation.createHTMLDocument();
  giveNonceToStyles(page, 'abc');
  expect(page.createElement('style').nonce).toBe('abc');
  expect(page.createElement('div').nonce).not.toBe('abc');
});
