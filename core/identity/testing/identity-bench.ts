import { audit } from '../../contract/audit.ts';
import type { Client } from '../../contract/client.ts';
import { createClient } from '../../contract/client.ts';
import { sessionChanged } from '../../contract/session.ts';
import { session as sessionOperations } from '../../contract/session.ts';
import { createServer } from '../../contract/serve.ts';
import type { StationDatabase } from '../../db/database.ts';
import { createAuditHandlers } from '../../audit/handlers.ts';
import { createTaskHandlers } from '../../tasks/handlers.ts';
import type { TestEnvironment } from '../../testing/environment.ts';
import { testEnvironment } from '../../testing/environment.ts';
import type { TestPerson } from '../../testing/seed.ts';
import { seed, testProfile, testUser } from '../../testing/seed.ts';
import type { TestStation } from '../../testing/station.ts';
import { openTestStation } from '../../testing/station.ts';
import { memoryPair } from '../../transports/memory.ts';
import type { CosignatureBook } from '../cosignature.ts';
import { createCosignatures } from '../cosignature.ts';
import { createCredentialCheck } from '../credentials.ts';
import { createIdentityHandlers } from '../handlers.ts';
import type { StationSession, WorkInHand } from '../session.ts';
import { createSession } from '../session.ts';

/** Who works at the station of the tests. Badge tokens and passwords are chosen so that they can be searched for. */
export const people = {
  op1: { userId: 'op1', password: 'pw-Op1-gRavel-71', roles: ['operator'], badge: 'BDG-op1-7f3a9c' },
  op2: { userId: 'op2', password: 'pw-Op2-mEadow-52', roles: ['operator'], badge: 'BDG-op2-1d8e40' },
  re1: { userId: 're1', password: 'pw-Re1-hArbor-93', roles: ['re_checker'], badge: 'BDG-re1-55c2b1' },
  qa1: { userId: 'qa1', password: 'pw-Qa1-lAntern-4', roles: ['qa_reviewer'] },
  rel1: { userId: 'rel1', password: 'pw-Rel1-cOpper-8', roles: ['releaser'] },
  admin1: { userId: 'admin1', password: 'pw-Adm1-vIolet-3', roles: ['system_administrator'] },
  aud1: { userId: 'aud1', password: 'pw-Aud1-sIgnal-6', roles: ['auditor'] },
} as const satisfies Readonly<Record<string, TestPerson>>;

const { listAudit, correctValue, lateEntry, valueHistory, listTasks, acknowledgeTask, closeTask, closeException } =
  audit;
const operations = {
  ...sessionOperations,
  listAudit,
  correctValue,
  lateEntry,
  valueHistory,
  listTasks,
  acknowledgeTask,
  closeTask,
  closeException,
};

export interface IdentityBench {
  readonly station: TestStation;
  readonly database: StationDatabase;
  readonly environment: TestEnvironment;
  readonly session: StationSession;
  readonly cosignatures: CosignatureBook;
  /** A page that is connected to this station. */
  readonly client: Client<typeof operations, { readonly sessionChanged: typeof sessionChanged }>;
  /** What is on the bench of whoever holds the station. */
  work: WorkInHand | null;
  /** Signs in with the right password; throws when it is refused. */
  signIn(person: TestPerson): Promise<void>;
  /** Stops core and starts it again on the same data folder. */
  restart(): IdentityBench;
  close(): void;
}

/** Session, co-signatures, audit trail and tasks on a real station database, served over the contract. */
export function openIdentityBench(): IdentityBench {
  const station = openTestStation();
  seed(station.database, { profile: [testProfile], users: Object.values(people).map(testUser) });
  return start(station, null);
}

function start(station: TestStation, work: WorkInHand | null): IdentityBench {
  const { database } = station;
  const environment = testEnvironment(station);
  const check = createCredentialCheck(environment, database);
  const cosignatures = createCosignatures(environment, database, check);
  const session = createSession({
    environment,
    database,
    check,
    workInHand: () => bench.work,
    station: { id: 'ST-01', name: 'Packing 1', training: false, enrolled: () => true },
    clockInDoubt: () => false,
  });
  session.recover();
  const identity = createIdentityHandlers({ environment, database, check, session, cosignatures });
  const tasks = createTaskHandlers(environment, database);
  const trail = createAuditHandlers({ database, check, wallMs: () => station.clock.wallMs() });
  const unexpected: unknown[] = [];
  const server = createServer({
    operations,
    broadcasts: { sessionChanged },
    handlers: { ...identity, ...tasks, ...trail },
    actor: () => session.actor(),
    locked: () => session.locked(),
    version: '0.1.0',
    station: 'ST-01',
    onUnexpected: (error) => unexpected.push(error),
  });
  const [page, core] = memoryPair();
  server.attach(core);
  const client = createClient(page, { operations, broadcasts: { sessionChanged }, name: 'test' });
  const stop = () => {
    session.close();
    client.close();
    server.close();
    if (unexpected.length > 0) throw unexpected[0];
  };
  const bench: IdentityBench = {
    station,
    database,
    environment,
    session,
    cosignatures,
    client,
    work,
    async signIn({ userId, password }) {
      const answer = await client.call('signIn', { userId, password });
      if (!answer.ok) throw new Error(`${userId} was refused: ${answer.refused.code}`);
    },
    restart() {
      stop();
      return start(station.reopen(), bench.work);
    },
    close() {
      stop();
      station.close();
    },
  };
  return bench;
}
