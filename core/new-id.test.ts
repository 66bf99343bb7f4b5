import { expect, test } from 'vitest';
import { newUuid } from './new-id.ts';

test('an id is a UUID of version 7 and sorts by its time', () => {
  const earlier = newUuid(1_700_000_000_000);
  const later = newUuid(1_700_000_000_001);
  expect(earlier).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(earlier < later).toBe(true);
});

test('two ids of one millisecond differ', () => {
  expect(newUuid(1)).not.toBe(newUuid(1));
});
