import { createHash } from 'node:crypto';

/** Bytes that follow from a seed and a name alone, as hexadecimal: the same seed gives the same demo everywhere. */
export function seededHex(seed: number, name: string, bytes: number): string {
  return createHash('sha256')
    .update(`trace-station demo ${seed} ${name}`, 'utf8')
    .digest('hex')
    .slice(0, bytes * 2);
}

/** A whole number from 0 up to (not including) `limit`, following from a seed and a name alone. */
export function seededNumber(seed: number, name: string, limit: number): number {
  return Number(BigInt(`0x${seededHex(seed, name, 6)}`) % BigInt(limit));
}
