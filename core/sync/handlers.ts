import { setImmediate as giveWay } from 'node:timers/promises';
import type { CoreEnvironment } from '../context.ts';
import type { HandlersOf } from '../contract/define.ts';
import type { SyncStatus, sync } from '../contract/sync.ts';
import { localTime, trustedNow } from '../db/clock.ts';
import type { StationDatabase } from '../db/database.ts';
import { write } from '../db/write.ts';
import { ok } from '../domain/result.ts';
import { masterDataVersion } from '../master-data/store.ts';
import { announceTasks } from '../tasks/open.ts';
import { createClient } from './client.ts';
import type { GatewayClient } from './client.ts';
import { unsentEvents } from './cursor.ts';
import { createClockWatch } from './clock.ts';
import { enrolStation } from './enrol.ts';
import { activateDue, pullChanges } from './inbox.ts';
import type { Leases } from './leases.ts';
import { backOffMs } from './pace.ts';
import { readStatus } from './status.ts';
import type { Contact } from './status.ts';
import { gatewayRow, setGatewayUrl, setLastContact } from './store.ts';
import { createUploader } from './uploader.ts';
import type { UploadStep } from './uploader.ts';

export interface SyncOptions {
  /** Where the gateway is; `null` uses what was enrolled. */
  readonly gatewayUrl: string | null;
  /** A one-time token to enrol with as soon as the gateway answers; `null` waits for `sync.enrol`. */
  readonly enrolmentToken: string | null;
  readonly leases: Leases;
  /** PEM certificates to trust beside the system's. */
  readonly caFile?: string | null;
  /** HTTP proxy; without it the environment's. */
  readonly proxy?: string | null;
  /** How often the cursor is looked at while nothing is known to wait. */
  readonly idleMs?: number;
  /** How often the centre is asked for master data without being told of any. */
  readonly pullEveryMs?: number;
  /** Whether the network may be used at all: the dock cuts it in training. */
  readonly reachable?: () => boolean;
  /** New master data are in force. */
  readonly onMasterData?: () => void;
  /** In [0, 1); spreads stations that lost the gateway together. */
  readonly chance?: () => number;
}

export interface Sync {
  readonly handlers: HandlersOf<typeof sync>;
  /** Begins to work off the log and to fetch master data. */
  start(): void;
  /** Ends after the request that is under way. */
  stop(): Promise<void>;
  /** Looks now instead of at the next tick. */
  kick(): void;
  /** Runs one round now and waits for it: everything that can be sent is sent, everything new fetched. */
  round(): Promise<SyncStatus>;
  status(): SyncStatus;
}

const defaultIdleMs = 500;
const defaultPullEveryMs = 30_000;
const fullRounds = 5;
const askAgainMs = 30_000;
const activateEveryMs = 10_000;
/** The time of the last contact is for people: stored now and then, shown from memory. */
const storeContactEveryMs = 60_000;

/** The replication side of a station: one timer over the durable cursor, one request under way. */
export function createSync(environment: CoreEnvironment, database: StationDatabase, options: SyncOptions): Sync {
  const { clock, log } = environment;
  const chance = options.chance ?? Math.random;
  const watch = createClockWatch(database);
  let client: GatewayClient | null = null;
  const uploader = createUploader(database, () => client);
  let contact: Contact = { state: 'offline', code: null, nextAttemptAt: null, lastContactAt: null };
  let failures = 0;
  let stopTimer: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let started = false;
  let token = options.enrolmentToken;
  let pullDueAt = Number.NEGATIVE_INFINITY;
  let askDueAt = Number.NEGATIVE_INFINITY;
  let activateDueAt = Number.NEGATIVE_INFINITY;
  let storeContactDueAt = Number.NEGATIVE_INFINITY;
  let toldStatus = '';

  const status = (): SyncStatus =>
    readStatus(database, contact, watch.offsetMs(), options.leases.remaining(database.db));
  const connection = (url: string) => ({
    url: url.replace(/\/+$/, ''),
    station: database.station,
    key: database.key,
    epoch: () => database.writer.end.epoch,
    time: () => localTime(clock.wallMs(), clock.offsetMinutes(clock.wallMs())),
    monoMs: () => clock.monoMs(),
    caFile: options.caFile ?? null,
    proxy: options.proxy ?? null,
  });

  /** Opens the client of the gateway this station is enrolled at; enrols first where a token waits. */
  async function connect(): Promise<boolean> {
    if (client !== null) return true;
    const { gatewayUrl } = options;
    if (gatewayRow.get(database.db) === undefined && token !== null && gatewayUrl !== null) {
      const enrolled = await enrolStation(database, connection(gatewayUrl), token);
      if (!enrolled.ok) {
        const unreachable = enrolled.refused.code === 'gateway_unreachable';
        settle(unreachable ? 'offline' : 'refused', enrolled.refused.code);
        return false;
      }
      token = null;
    }
    const row = gatewayRow.get(database.db);
    if (row === undefined) {
      settle('not_enrolled', null);
      return false;
    }
    if (gatewayUrl !== null && row.url !== gatewayUrl) write(database, ({ db }) => setGatewayUrl.run(db, gatewayUrl));
    client = createClient({
      ...connection(gatewayUrl ?? row.url),
      certificateFingerprint: row.certificate_fingerprint,
    });
    return true;
  }

  function settle(state: Contact['state'], code: string | null): void {
    const bad = state === 'offline' || state === 'refused' || state === 'fork';
    failures = bad ? failures + 1 : 0;
    contact = { ...contact, state, code };
  }

  /** One round. Uploads first: only then does the station know that the centre's log is the beginning of its own. */
  async function runRound(): Promise<void> {
    if (clock.monoMs() >= activateDueAt) {
      activateDueAt = clock.monoMs() + activateEveryMs;
      if (activateDue(database, trustedNow(database).ms) > 0) options.onMasterData?.();
    }
    if (options.reachable?.() === false) return settle('offline', 'network_cut');
    if (!(await connect())) return;
    const upload = await uploadAll();
    if (upload === null || client === null) return;
    if (upload > masterDataVersion(database.db) || clock.monoMs() >= pullDueAt) {
      if (!(await pull(client))) return;
    }
    takeLeases();
    if (!(await askForLeases(client))) return;
    settle('online', null);
  }

  /** Sends until nothing is left. The newest master-data version the centre told of, or `null` when the round is over. */
  async function uploadAll(): Promise<number | null> {
    let version = 0;
    for (;;) {
      const step = await uploader.step();
      if (step.kind === 'acknowledged') {
        version = step.acknowledgement.masterDataVersion;
        heard(step.acknowledgement.serverTime, step.elapsedMs);
        if (step.acknowledgement.flagged.length > 0) announceTasks(environment, database);
        contact = { ...contact, state: 'online', code: null };
        tell();
      }
      if (step.kind === 'idle') return version;
      if (ends(step)) return null;
      if (!started && stopping) return null;
      await giveWay();
    }
  }

  function ends(step: UploadStep): boolean {
    switch (step.kind) {
      case 'acknowledged':
      case 'idle':
        return false;
      case 'rewound':
        contact = { ...contact, state: 'gap', code: 'gap' };
        tell();
        return false;
      case 'stopped':
        settle('fork', step.code);
        return true;
      case 'refused':
        log.warn('the gateway refuses the log', { code: step.code });
        settle('refused', step.code);
        return true;
      case 'unreachable':
        settle('offline', step.code);
        return true;
    }
  }

  async function pull(gateway: GatewayClient): Promise<boolean> {
    const pulled = await pullChanges(database, gateway, async () => {
      tell();
      await giveWay();
    });
    if (pulled.kind === 'current') {
      pullDueAt = clock.monoMs() + (options.pullEveryMs ?? defaultPullEveryMs);
      heard(pulled.serverTime, pulled.elapsedMs);
      if (pulled.rows > 0) options.onMasterData?.();
      return true;
    }
    if (pulled.kind === 'refused') log.warn('master data are refused', { code: pulled.code });
    settle(pulled.kind === 'refused' ? 'refused' : 'offline', pulled.code);
    return false;
  }

  /** Asks for the blocks that are missing. `false` when the gateway was lost meanwhile. */
  async function askForLeases(gateway: GatewayClient): Promise<boolean> {
    if (clock.monoMs() < askDueAt) return true;
    let given = false;
    for (const question of options.leases.questions(database.db)) {
      const reply = await gateway.lease(question);
      if (reply.kind === 'unreachable') {
        settle('offline', reply.code);
        return false;
      }
      if (reply.kind === 'answer') given = true;
      else {
        askDueAt = clock.monoMs() + askAgainMs;
        log.warn('no number block', { code: reply.refusal.code });
      }
    }
    // The blocks come with the master data, in their order and with their event: one way in.
    if (!given) return true;
    if (!(await pull(gateway))) return false;
    takeLeases();
    return true;
  }

  function takeLeases(): void {
    options.leases.adopt(database);
    if (uploader.confirmed()) options.leases.prepare(database);
  }

  function heard(serverTime: string, elapsedMs: number): void {
    watch.observe(serverTime, elapsedMs);
    const wallMs = clock.wallMs();
    const at = localTime(wallMs, clock.offsetMinutes(wallMs));
    contact = { ...contact, lastContactAt: at };
    if (clock.monoMs() < storeContactDueAt) return;
    storeContactDueAt = clock.monoMs() + storeContactEveryMs;
    write(database, ({ db }) => setLastContact.run(db, at));
  }

  let stopping = false;

  /** Runs a round unless one is running already; rounds never overlap. */
  function round(): Promise<void> {
    running ??= (async () => {
      try {
        await runRound();
      } catch (error) {
        log.error('a sync round ended unexpectedly', { error: error instanceof Error ? error.message : 'unknown' });
        settle('offline', 'internal');
      } finally {
        running = null;
        schedule();
        tell();
      }
    })();
    return running;
  }

  function schedule(): void {
    stopTimer?.();
    stopTimer = null;
    if (!started) return;
    const idleMs = options.idleMs ?? defaultIdleMs;
    const delayMs = failures === 0 ? idleMs : idleMs + backOffMs(failures, chance());
    const at = clock.wallMs() + delayMs;
    contact = { ...contact, nextAttemptAt: failures === 0 ? null : localTime(at, clock.offsetMinutes(at)) };
    stopTimer = clock.setTimer(delayMs, () => void round());
  }

  function tell(): void {
    const now = status();
    const text = JSON.stringify({ ...now, lastContactAt: null, nextAttemptAt: null, clockOffsetMs: null });
    if (text === toldStatus) return;
    toldStatus = text;
    environment.broadcast('syncChanged', now);
  }

  function kick(): void {
    if (!started || running !== null) return;
    stopTimer?.();
    stopTimer = clock.setTimer(0, () => void round());
  }

  async function fullRound(): Promise<SyncStatus> {
    if (running !== null) await running;
    pullDueAt = Number.NEGATIVE_INFINITY;
    askDueAt = Number.NEGATIVE_INFINITY;
    // Fetching and asking add events of their own, which go with the next round.
    for (let left = fullRounds; left > 0; left -= 1) {
      await round();
      if (contact.state !== 'online' || unsentEvents(database) === 0) break;
    }
    return status();
  }

  return {
    handlers: {
      syncStatus: () => ok(status()),
      syncNow: async () => ok(await fullRound()),
      enrol: async ({ gatewayUrl, token: given }) => {
        const enrolled = await enrolStation(database, connection(gatewayUrl), given);
        if (!enrolled.ok) return enrolled;
        return ok(await fullRound());
      },
    },
    start() {
      started = true;
      stopping = false;
      void round();
    },
    async stop() {
      started = false;
      stopping = true;
      stopTimer?.();
      stopTimer = null;
      await client?.close();
      if (running !== null) await running;
      client = null;
    },
    kick,
    round: fullRound,
    status,
  };
}
