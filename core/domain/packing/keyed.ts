/** Data that a person keys in because a code cannot be read: as printed, `(01)…(21)…`, or as the text form with `^`. */
import { parseBracketed, parseUnbracketed, symbolData } from '../gs1/element-string.ts';
import type { Gs1ErrorCode } from '../gs1/errors.ts';
import type { Result } from '../result.ts';
import { ok } from '../result.ts';
import type { SymbolRead } from './session.ts';

/** Keyed text as the symbol it stands for. Refused: the codes of the parsers, with the position in `text`. */
export function readKeyed(text: string): Result<SymbolRead, Gs1ErrorCode> {
  const parsed = text.startsWith('(')
    ? parseBracketed(text)
    : parseUnbracketed(text.startsWith('^') ? text : `^${text}`);
  return parsed.ok ? ok({ aim: null, data: symbolData(parsed.value.elements) }) : parsed;
}
