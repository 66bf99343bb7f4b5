import { hash, createPublicKey, verify as verifySignature } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The hash before the first event of an epoch: 32 zero bytes. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** `sha256(previous ‖ body)`: the 32 raw bytes of the hash before, then the stored text in UTF-8. Returns 32 bytes. */
export function chainHash(previous: Uint8Array, body: string): Buffer {
  const length = Buffer.byteLength(body, 'utf8');
  const bytes = Buffer.allocUnsafe(32 + length);
  bytes.set(previous, 0);
  bytes.write(body, 32, 'utf8');
  return hash('sha256', bytes, 'buffer');
}

/** Lower-case hexadecimal of bytes. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** What a station signs to vouch that its log ends, or a batch ends, at `seq`; the gateway checks the same text. */
export function headMessage(station: string, epoch: string, seq: number, headHash: string): Buffer {
  return Buffer.from(`${station}\n${epoch}\n${seq}\n${headHash}`, 'utf8');
}

/** Ed25519 public key from base64 of its SPKI DER form, as `station_key` in the log carries it. */
export function publicKeyFrom(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

/** Whether `signature` (64 bytes) is that key's Ed25519 signature over `message`. */
export function signatureFits(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verifySignature(null, message, key, signature);
}
