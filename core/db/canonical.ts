import type { Json } from '../domain/dictionary/events.ts';

/**
 * Canonical JSON as RFC 8785 says: members in the order of their UTF-16 code units, no white space, numbers as
 * ECMAScript prints them. Members that are `undefined` are left out. Throws on what JSON cannot carry (a lone
 * surrogate, NaN, an infinity, a function).
 */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) throw new TypeError('undefined is not JSON');
  return serialise(value);
}

function serialise(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number that is not finite is not JSON');
      return value === 0 ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value) : members(value);
    default:
      throw new TypeError(`${typeof value} is not JSON`);
  }
}

function text(value: string): string {
  // Most texts are short and need no escape: looking at each unit is several times as fast as JSON.stringify.
  if (value.length > 256) return escaped(value);
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0x7f && (unit < 0xa0 || unit >= 0xd800))) {
      return escaped(value);
    }
  }
  return `"${value}"`;
}

function escaped(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('a lone surrogate is not JSON');
  return JSON.stringify(value);
}

function list(values: readonly unknown[]): string {
  let out = '[';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) out += ',';
    out += serialise(values[index]);
  }
  return `${out}]`;
}

/** `"name":` of the names that come again and again. */
const names = new Map<string, string>();
const mostNames = 2000;

function nameOf(key: string): string {
  let name = names.get(key);
  if (name === undefined) {
    name = `${text(key)}:`;
    if (names.size < mostNames) names.set(key, name);
  }
  return name;
}

function members(value: object): string {
  const keys = Object.keys(value);
  sort(keys);
  let out = '';
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const member: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    out += (out === '' ? '{' : ',') + nameOf(key) + serialise(member);
  }
  return out === '' ? '{}' : `${out}}`;
}

/** By UTF-16 code units. A handful of names, mostly in order: putting each in its place is quicker than a general sort. */
function sort(keys: string[]): void {
  if (keys.length > 40) {
    keys.sort();
    return;
  }
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    let place = index;
    for (; place > 0; place -= 1) {
      const before = keys[place - 1] ?? '';
      if (before <= key) break;
      keys[place] = before;
    }
    keys[place] = key;
  }
}
