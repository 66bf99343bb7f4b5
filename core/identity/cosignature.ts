import type { CoreEnvironment } from '../context.ts';
import { localTime } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { Role, SignatureMeaning } from '../domain/people.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { profile } from '../master-data/store.ts';
import type { Credential, CredentialCheck } from './credentials.ts';
import { checkSecondPerson } from './credentials.ts';

export interface CosignatureRequest {
  /** SHA-256 of what is signed, lower-case hexadecimal. */
  readonly payloadHash: string;
  readonly meaning: SignatureMeaning;
  readonly subject: string;
  readonly firstUser: string;
}

interface Given {
  readonly userId: string;
  readonly payloadHash: string;
  readonly expiresAtMonoMs: number;
}

export interface CosignatureBook {
  /** Takes a second person's credential for one payload. Refused: as `checkSecondPerson`. */
  give(
    credential: Credential,
    request: CosignatureRequest,
  ): Promise<Result<{ readonly cosignatureId: string; readonly expiresAt: string }>>;
  /**
   * Uses a co-signature up for an act of `firstUser`, who may have come to the station after it was given. It must be for
   * these bytes, unused, and not older than the profile says. Refused: `cosignature_unknown`,
   * `cosignature_for_other_payload`, `same_person`, `cosignature_expired`.
   */
  use(cosignatureId: string, payloadHash: string, firstUser: string): Result<{ readonly userId: string }>;
}

/** Roles whose holder may be a second person on the floor. */
export const secondPersonRoles: readonly Role[] = ['re_checker', 'operator', 'qa_reviewer', 'releaser'];

/** Co-signatures: bound to the hash of what is signed, one use, two minutes by the default profile. */
export function createCosignatures(
  environment: CoreEnvironment,
  database: StationDatabase,
  check: CredentialCheck,
): CosignatureBook {
  const given = new Map<string, Given>();
  const expired = (one: Given) => environment.clock.monoMs() > one.expiresAtMonoMs;
  return {
    async give(credential, { payloadHash, meaning, subject, firstUser }) {
      const second = await checkSecondPerson(check, credential, firstUser, secondPersonRoles);
      if (!second.ok) return second;
      for (const [id, one] of given) if (expired(one)) given.delete(id);
      const userId = second.value.user_id;
      const { clock } = environment;
      const lifeMs = (profile(database.db)?.cosignature_seconds ?? 120) * 1000;
      const cosignatureId = environment.newId();
      const wallMs = clock.wallMs();
      write(database, (transaction) =>
        transaction.append({
          type: 'cosigned',
          payload: { payload_hash: payloadHash, meaning, subject },
          user: userId,
          signature: {
            user: userId,
            meaning,
            signed_at: localTime(wallMs, clock.offsetMinutes(wallMs)),
            payload_hash: payloadHash,
          },
        }),
      );
      given.set(cosignatureId, { userId, payloadHash, expiresAtMonoMs: clock.monoMs() + lifeMs });
      return ok({ cosignatureId, expiresAt: localTime(wallMs + lifeMs, clock.offsetMinutes(wallMs)) });
    },
    use(cosignatureId, payloadHash, firstUser) {
      const found = given.get(cosignatureId);
      if (found === undefined) return refused('cosignature_unknown');
      if (found.payloadHash !== payloadHash) return refused('cosignature_for_other_payload');
      if (found.userId === firstUser) return refused('same_person');
      given.delete(cosignatureId);
      return expired(found) ? refused('cosignature_expired') : ok({ userId: found.userId });
    },
  };
}
