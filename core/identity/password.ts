import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { User } from '../domain/master-data.ts';

export type PasswordVerifier = User['password'];

const memoryLimit = 256 * 1024 * 1024;

function derive(password: string, verifier: Omit<PasswordVerifier, 'hash'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      Buffer.from(verifier.salt, 'hex'),
      32,
      { N: verifier.n, r: verifier.r, p: verifier.p, maxmem: memoryLimit },
      (error, key) => {
        if (error) reject(error);
        else resolve(key);
      },
    );
  });
}

/** A verifier that nothing matches: an unknown user costs as much time as a known one. */
export const nobody: PasswordVerifier = {
  scheme: 'scrypt',
  salt: '00'.repeat(16),
  hash: '00'.repeat(32),
  n: 16_384,
  r: 8,
  p: 1,
};

/** Whether a password fits its verifier. Runs on libuv's threads, compares in constant time. */
export async function passwordFits(password: string, verifier: PasswordVerifier): Promise<boolean> {
  const expected = Buffer.from(verifier.hash, 'hex');
  const actual = await derive(password, verifier);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A new verifier for a password: scrypt with N = 2^14, r = 8, p = 1, about 50 ms. */
export async function makeVerifier(password: string): Promise<PasswordVerifier> {
  const parameters = { scheme: 'scrypt', salt: randomBytes(16).toString('hex'), n: 16_384, r: 8, p: 1 } as const;
  return { ...parameters, hash: (await derive(password, parameters)).toString('hex') };
}

/** What is stored of a badge: the SHA-256 of its random token, hexadecimal. */
export function badgeHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
