import { createPublicKey, hash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { headText } from '../../core/contract/replication.ts';

/** The hash before the first event of an epoch. */
export const chainStart: Buffer = Buffer.alloc(32);

/**
 * The hashes of a run of stored texts, 32 bytes each, in one buffer: `sha256(hash before ‖ text in UTF-8)`.
 * The texts are hashed as they came, never parsed and written again.
 */
export function chainHashes(previous: Uint8Array, events: readonly string[]): Buffer {
  const hashes = Buffer.allocUnsafe(events.length * 32);
  let scratch = Buffer.allocUnsafe(4096);
  let before = previous;
  for (const [index, text] of events.entries()) {
    const length = 32 + Buffer.byteLength(text, 'utf8');
    if (length > scratch.length) scratch = Buffer.allocUnsafe(length * 2);
    scratch.set(before, 0);
    scratch.write(text, 32, 'utf8');
    hash('sha256', scratch.subarray(0, length), 'buffer').copy(hashes, index * 32);
    before = hashes.subarray(index * 32, index * 32 + 32);
  }
  return hashes;
}

/** Ed25519 public key from its SPKI DER form; `null` when it is none. */
export function stationKey(spki: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** Whether `signature` (base64) vouches that the station's log ends, or a batch ends, at `seq` with `headHash`. */
export function headSignatureFits(
  key: KeyObject,
  head: { readonly station: string; readonly epoch: string; readonly seq: number; readonly hash: string },
  signature: string,
): boolean {
  return textSignatureFits(key, headText(head.station, head.epoch, head.seq, head.hash), signature);
}

/** Whether `signature` (base64 of 64 bytes) is that key's Ed25519 signature over `text`. */
export function textSignatureFits(key: KeyObject, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === 64 && verify(null, Buffer.from(text, 'utf8'), key, bytes);
}
