import { createContext } from 'react';

/** The nonce of this load of the page, for style elements that the component library of the desk screens makes. */
export const NonceContext = createContext('');
