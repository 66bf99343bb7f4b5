import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';

/** The Ed25519 key of this station. The private half never leaves it. */
export interface StationKey {
  /** Base64 of the SPKI DER form: `station_key` in the log, `publicKey` at enrolment. */
  readonly publicKey: string;
  /** Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Buffer;
}

/** Where the key of a station is kept: a file by default; a host may bring one of its own. */
export interface KeyStore {
  /** The key, made on first use. Refused: `key_locked` (wrapped, and the wrapping key is missing or another), `key_unreadable`. */
  load(): Result<{ readonly key: StationKey; readonly created: boolean }, 'key_locked' | 'key_unreadable'>;
}

const fileSchema = z.union([
  z.object({ v: z.literal(1), publicKey: z.string(), privateKey: z.string() }),
  z.object({
    v: z.literal(1),
    publicKey: z.string(),
    wrapped: z.object({ iv: z.string(), tag: z.string(), data: z.string() }),
  }),
]);
type KeyFile = z.infer<typeof fileSchema>;

const fileName = 'station-key.json';

/**
 * The key in a file of the data folder that only its owner may read (0600), wrapped with AES-256-GCM where the host
 * hands over a wrapping key (32 bytes, kept by the operating system). A plain file is wrapped at the first such start.
 */
export function fileKeyStore(directory: string, wrappingKey: Uint8Array | null): KeyStore {
  const file = join(directory, fileName);
  return {
    load() {
      if (!existsSync(file)) {
        const { privateKey } = generateKeyPairSync('ed25519');
        writeKeyFile(file, privateKey, wrappingKey);
        return ok({ key: keyOf(privateKey), created: true });
      }
      const content = readKeyFile(file);
      if (content === null) return refused('key_unreadable');
      const bytes = 'wrapped' in content ? unwrap(content, wrappingKey) : Buffer.from(content.privateKey, 'base64');
      if (bytes === null) return refused('key_locked');
      const privateKey = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
      if (!('wrapped' in content) && wrappingKey !== null) writeKeyFile(file, privateKey, wrappingKey);
      return ok({ key: keyOf(privateKey), created: false });
    },
  };
}

/** A key that lives in memory only, for tests that need no file. */
export function memoryKeyStore(): KeyStore {
  const { privateKey } = generateKeyPairSync('ed25519');
  let created = true;
  return {
    load() {
      const answer = ok({ key: keyOf(privateKey), created });
      created = false;
      return answer;
    },
  };
}

function keyOf(privateKey: KeyObject): StationKey {
  return { publicKey: publicKeyText(privateKey), sign: (message) => sign(null, message, privateKey) };
}

function publicKeyText(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
}

function readKeyFile(file: string): KeyFile | null {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function unwrap(content: Extract<KeyFile, { wrapped: unknown }>, wrappingKey: Uint8Array | null): Buffer | null {
  if (wrappingKey === null || wrappingKey.length !== 32) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, Buffer.from(content.wrapped.iv, 'base64'));
    decipher.setAAD(Buffer.from(content.publicKey, 'utf8'));
    decipher.setAuthTag(Buffer.from(content.wrapped.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(content.wrapped.data, 'base64')), decipher.final()]);
  } catch {
    return null;
  }
}

/** Written beside and renamed, so that a crash leaves the old key or the new file, never half of one. */
function writeKeyFile(file: string, privateKey: KeyObject, wrappingKey: Uint8Array | null): void {
  const bytes = privateKey.export({ format: 'der', type: 'pkcs8' });
  const publicKey = publicKeyText(privateKey);
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  writeSync(descriptor, JSON.stringify(keyFile(bytes, publicKey, wrappingKey)));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(temporary, file);
}

function keyFile(bytes: Buffer, publicKey: string, wrappingKey: Uint8Array | null): KeyFile {
  if (wrappingKey === null) return { v: 1, publicKey, privateKey: bytes.toString('base64') };
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, iv);
  cipher.setAAD(Buffer.from(publicKey, 'utf8'));
  const data = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return {
    v: 1,
    publicKey,
    wrapped: { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') },
  };
}
