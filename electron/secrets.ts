import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';

/**
 * The key (base64, 32 bytes) with which core wraps its key file, kept by the system's own secret store (DPAPI, keychain,
 * keyring). Null where there is none: then the key file's permissions are all its protection.
 */
export function wrappingKey(folder: string): string | null {
  if (!isRealStore()) return null;
  const file = join(folder, 'wrapping-key.bin');
  let sealed: Buffer;
  try {
    sealed = readFileSync(file);
  } catch {
    return createKey(file);
  }
  try {
    return safeStorage.decryptString(sealed);
  } catch (error) {
    // Another account of this PC sealed it; core then asks for a new enrolment of the key.
    console.error('the wrapping key cannot be opened by this account:', error);
    return null;
  }
}

/** On Linux without a keyring the store is plain text under a fixed password: no protection, so not used. */
function isRealStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

function createKey(file: string): string {
  const key = randomBytes(32).toString('base64');
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, safeStorage.encryptString(key));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return key;
}
