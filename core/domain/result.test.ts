import { expect, test } from 'vitest';
import { assertNever, ok, refused } from './result.ts';

test('a success carries its value and a refusal its code, position and parameters', () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 });
  expect(refused('empty')).toEqual({ ok: false, refused: { code: 'empty' } });
  expect(refused('ai_unknown', { position: 3, params: { ai: '89' } })).toEqual({
    ok: false,
    refused: { code: 'ai_unknown', position: 3, params: { ai: '89' } },
  });
});

test('a variant from outside the types throws and names itself', () => {
  expect(() => assertNever('other' as never)).toThrow('unexpected variant: "other"');
});
