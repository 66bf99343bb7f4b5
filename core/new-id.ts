import { randomBytes } from 'node:crypto';

/** A new UUIDv7 (RFC 9562 5.7): 48 bits of milliseconds, then chance, so that ids sort by their time. */
export function newUuid(nowMs: number = Date.now()): string {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  takeChance(bytes.subarray(6));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** Asking the system for chance costs as much as the rest of a scan's bookkeeping, so it is asked for 400 ids at once. */
let chance = Buffer.alloc(0);

function takeChance(bytes: Buffer): void {
  if (chance.length < bytes.length) chance = randomBytes(4000);
  chance.copy(bytes, 0, 0, bytes.length);
  chance = chance.subarray(bytes.length);
}
