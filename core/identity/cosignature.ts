import type { CoreEnvironment } from '../context.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import type { Role, SignatureMeaning } from '../domain/people.ts';
import type { Result } from '../domain/result.ts';
import { ok, refused } from '../domain/result.ts';
import { profile } from '../master-data/store.ts';
import type { Credential, CredentialCheck } from './credentials.ts';
import { checkSecondPerson } from './credentials.ts';

export interface CosignatureRequest {
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
  /** Uses a co-signature up: it must be for these bytes, unused, and not older than the profile says. Refused: `cosignature_unknown`, `cosignature_expired`, `cosignature_for_other_payload`. */
  use(cosignatureId: string, payloadHash: string): Result<{ readonly userId: string }>;
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
  return {
    async give(credential, request) {
      const second = await checkSecondPerson(check, credential, request.firstUser, secondPersonRoles);
      if (!second.ok) return second;
      const seconds = profile(database.db)?.cosignature_seconds ?? 120;
      const cosignatureId = environment.newId();
      write(database, (transaction) =>
        transaction.append({
          type: 'cosigned',
          payload: { payload_hash: request.payloadHash, meaning: request.meaning, subject: request.subject },
          user: second.value.user_id,
        }),
      );
      given.set(cosignatureId, {
        userId: second.value.user_id,
        payloadHash: request.payloadHash,
        expiresAtMonoMs: environment.clock.monoMs() + seconds * 1000,
      });
      return ok({ cosignatureId, expiresAt: new Date(environment.clock.wallMs() + seconds * 1000).toISOString() });
    },
    use(cosignatureId, payloadHash) {
      const found = given.get(cosignatureId);
      if (found === undefined) return refused('cosignature_unknown');
      if (found.payloadHash !== payloadHash) return refused('cosignature_for_other_payload');
      given.delete(cosignatureId);
      if (environment.clock.monoMs() > found.expiresAtMonoMs) return refused('cosignature_expired');
      return ok({ userId: found.userId });
    },
  };
}
