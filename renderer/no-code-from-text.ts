import { config } from 'zod';

/** Imported before any schema is made: the page's policy allows no code made from text, and a schema tries when made. */
config({ jitless: true });
