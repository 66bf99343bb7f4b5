import { createContext } from 'react';

/** The nonce of this load of the page, for style elements that the component library of the desk screens makes. */
export const NonceContext = createContext('');

/**
 * Gives the nonce to every style element made from here on. The component library takes the nonce for its own styles,
 * but measures scroll bars and locks scrolling with style elements that never ask for one (rc-util `updateCSS`), and the
 * page's policy would refuse those. Only code that the policy has let in can make elements at all.
 */
export function giveNonceToStyles(page: Document, nonce: string): void {
  page.createElement = new Proxy(page.createElement, {
    apply(create, self, given) {
      const element: unknown = Reflect.apply(create, self, given);
      if (element instanceof HTMLStyleElement) element.nonce = nonce;
      return element;
    },
  });
}
