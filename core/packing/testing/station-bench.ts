/** Packing on a real station database, with a printer that prints at once and a lease that never ends. */
import { createHash } from 'node:crypto';
import type { Actor, CallContext } from '../../contract/define.ts';
import type { Answer, LabelView, PackingView } from '../../contract/packing.ts';
import type { Connection } from '../../db/statement.ts';
import { statement } from '../../db/statement.ts';
import { write } from '../../db/write.ts';
import { decideLabel } from '../../domain/label/state.ts';
import type { LabelRequest } from '../../domain/packing/label-request.ts';
import { buildSscc } from '../../domain/sscc.ts';
import { ok, refused } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { GS } from '../../domain/gs1/element-string.ts';
import type { PackingCommand } from '../../domain/packing/read.ts';
import { commandText } from '../../domain/packing/read.ts';
import { copyLabel } from '../../labels/copy.ts';
import type { LabelRow } from '../../labels/store.ts';
import { labelById, labelBySymbol, recentLabels } from '../../labels/store.ts';
import { labelView } from '../../labels/view.ts';
import { applyChangesPage, masterDataVersion } from '../../master-data/store.ts';
import { testEnvironment } from '../../testing/environment.ts';
import type { TestEnvironment } from '../../testing/environment.ts';
import { seed, testProfile } from '../../testing/seed.ts';
import type { TestRows } from '../../testing/seed.ts';
import type { TestStation } from '../../testing/station.ts';
import { openTestStation } from '../../testing/station.ts';
import type { Profile } from '../../domain/master-data.ts';
import type { Label } from '../../domain/packing/state.ts';
import { projectors } from '../../projectors.ts';
import type { Packing } from '../handlers.ts';
import { createPacking } from '../handlers.ts';
import type { ScanIn } from '../ports.ts';

export const operator: Actor = { userId: 'op1', roles: ['operator'] };
export const second: Actor = { userId: 'op2', roles: ['operator'] };

export interface StationBench {
  station: TestStation;
  packing: Packing;
  environment: TestEnvironment;
  /** What the label maker refuses next, or `null`. */
  labelRefused: string | null;
  /** Whether labels come out of the printer by themselves. */
  prints: boolean;
  ssccsLeft: number;
  serialsLeft: number;
  locked: number;
  tared: number;
  scan(data: string, changes?: Partial<ScanIn>, actor?: Actor | null): Answer;
  unit(gtin: string, serial: string, lot?: string, expiry?: string): Answer;
  sscc(sscc: string): Answer;
  command(command: PackingCommand): Answer;
  tray(): Answer;
  key(command: PackingCommand, reason?: string | null): Promise<Result<{ readonly answer: Answer }>>;
  number(value: number): Promise<Answer>;
  view(): PackingView;
  labelState(db: Connection, labelId: string): Label | null;
  /** Ends the process and starts it anew on the same database. */
  restart(): void;
  seed(rows: TestRows): void;
  withdraw(scope: 'orders' | 'lots' | 'products', key: string): void;
  close(): void;
}

/** Who calls, for handlers. */
export function as(actor: Actor): CallContext {
  return { actor, signal: { aborted: false, addEventListener: () => undefined } };
}

const events = statement<readonly [string | null], { readonly body: string }>(
  'SELECT body FROM event_log WHERE type = coalesce(?, type) ORDER BY seq',
);

/** Bodies of all events, or of those of one type, oldest first. */
export function bodiesOf(db: Connection, type: string | null): readonly Readonly<Record<string, unknown>>[] {
  return events.all(db, type).map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
}

/** A station with master data, a profile changed as a test needs it, and everything simulated that is not packing. */
export function stationBench(rows: TestRows, changes: Partial<Profile> = {}): StationBench {
  const station = openTestStation({ projectors });
  const bench: StationBench = {
    station,
    environment: testEnvironment(station),
    packing: undefined as never,
    labelRefused: null,
    prints: true,
    ssccsLeft: 1_000,
    serialsLeft: 0,
    locked: 0,
    tared: 0,
    scan(data, scanChanges = {}, actor = operator) {
      station.clock.advance(2_000);
      const plain = data.startsWith('CMD-') || data.startsWith('TRAY-');
      return bench.packing.scan(
        {
          scanId: bench.station.newId(),
          aim: plain ? ']C0' : ']d2',
          bytes: Buffer.from(data, 'latin1'),
          deviceId: 'scanner-1',
          source: 'serial',
          trust: 'high',
          ...scanChanges,
        },
        actor,
      );
    },
    unit: (gtin, serial, lot = 'B1', expiry = '281031') => bench.scan(`01${gtin}17${expiry}10${lot}${GS}21${serial}`),
    sscc: (sscc) => bench.scan(`00${sscc}`, { aim: ']C1' }),
    command: (command) => bench.scan(commandText(command)),
    tray: () => bench.scan('TRAY-01'),
    key: async (command, reason = null) => bench.packing.handlers.command({ command, reason }, as(operator)),
    async number(value) {
      const entered = await bench.packing.handlers.enterNumber({ value }, as(operator));
      if (!entered.ok) throw new Error(entered.refused.code);
      return entered.value.answer as Answer;
    },
    view: () => bench.packing.view(),
    labelState: (db, labelId) => labelOf(labelById.get(db, labelId)),
    restart() {
      bench.packing.stop();
      bench.station = bench.station.reopen();
      begin(bench);
    },
    seed: (more) => seed(bench.station.database, more),
    withdraw(scope, key) {
      const { database } = bench.station;
      const version = masterDataVersion(database.db) + 1;
      const change = {
        version,
        scope,
        key,
        operation: 'withdraw' as const,
        effectiveFrom: '2026-01-01T00:00:00.000+08:00',
        row: null,
        changedBy: 'erp1',
        approvedBy: null,
        reason: 'withdrawn',
        sourceDocument: null,
      };
      const page = {
        changes: [change],
        next: version,
        head: version,
        serverTime: new Date(station.clock.wallMs()).toISOString(),
      };
      const applied = write(database, (transaction) => applyChangesPage(transaction, page));
      if (!applied.ok) throw new Error(applied.refused.code);
    },
    close() {
      bench.packing.stop();
      bench.station.close();
    },
  };
  seed(station.database, { profile: [{ ...testProfile, label_owner: 'M1', ...changes }], ...rows });
  begin(bench);
  return bench;
}

function begin(bench: StationBench): void {
  const { database } = bench.station;
  bench.environment = testEnvironment(bench.station);
  bench.packing = createPacking<LabelRequest>({
    environment: bench.environment,
    database,
    leases: {
      allocateSscc() {
        if (bench.ssccsLeft === 0) return refused('no_lease');
        bench.ssccsLeft -= 1;
        return ok({ sscc: ssccAt(1_000 - bench.ssccsLeft), leaseId: 'lease-1' });
      },
      allocateSerial() {
        if (bench.serialsLeft === 0) return refused('no_lease');
        bench.serialsLeft -= 1;
        return ok({ serial: `NEW${String(bench.serialsLeft)}`, leaseId: 'lease-2' });
      },
    },
    labels: {
      render: (request) => (bench.labelRefused === null ? ok(request) : refused(bench.labelRefused)),
      allocate(transaction, request, rendered, by) {
        transaction.append({
          type: 'label_allocated',
          payload: {
            label_id: by.labelId,
            label_subject: request.subject,
            template_id: rendered.template ?? request.subject,
            template_version: 1,
            element_string: elementStringOf(request, by.labelId),
            zpl_hash: createHash('sha256').update(by.labelId).digest('hex'),
            work_id: request.workId,
            ...(request.sscc === null ? {} : { sscc: request.sscc }),
            ...(request.gtin === null ? {} : { gtin: request.gtin }),
            ...(request.serial === null ? {} : { serial: request.serial }),
          },
          user: by.user,
          ...(by.scanId === null ? {} : { scanId: by.scanId }),
        });
      },
      copy(transaction, labelId, by) {
        const row = labelById.get(transaction.db, labelId);
        if (row === undefined) throw new Error('no such label');
        transaction.append({ type: 'label_spoiled', payload: { label_id: labelId }, user: by.user, reason: by.reason });
        copyLabel(transaction, row, { labelId: by.labelId, user: by.user, scanId: by.scanId });
      },
      kick() {
        if (bench.prints) printAll(bench);
      },
      state: (db, labelId) => labelOf(labelById.get(db, labelId)),
      find: (db, data) => labelOf(labelBySymbol.get(db, data)),
      recent: (db, workId, limit): readonly LabelView[] =>
        recentLabels
          .all(db, 50)
          .filter((row) => row.work_id === workId)
          .slice(0, limit)
          .map(labelView),
    },
    secondPerson: ({ credential, firstUser }) => {
      if (credential.userId === firstUser) return Promise.resolve(refused('same_person'));
      if (credential.password !== 'right') return Promise.resolve(refused('credentials_wrong'));
      return Promise.resolve(ok({ userId: credential.userId }));
    },
    lock: () => (bench.locked += 1),
    tare: () => (bench.tared += 1),
  });
}

/** The nth SSCC of the bench's lease. */
export function ssccAt(number: number): string {
  const built = buildSscc(0, '6901234', number);
  if (!built.ok) throw new Error(built.refused.code);
  return built.value;
}

function elementStringOf(request: LabelRequest, labelId: string): string {
  if (request.subject === 'content_list') return `list ${labelId}`;
  if (request.sscc !== null) return `00${request.sscc}`;
  return `01${request.gtin ?? ''}1728103110${request.lot ?? ''}${GS}21${request.serial ?? ''}`;
}

function labelOf(row: LabelRow | undefined): Label | null {
  if (row === undefined) return null;
  return { labelId: row.label_id, sscc: row.sscc, state: row.state, elementStrings: [row.element_string] };
}

/** Every label that waits comes out, and the printer says so. */
export function printAll(bench: StationBench): void {
  const { database } = bench.station;
  for (const row of recentLabels.all(database.db, 500)) {
    if (row.state !== 'allocated') continue;
    const steps = [{ kind: 'send' as const }, { kind: 'printer_confirmed' as const }];
    write(database, (transaction) => {
      let state = row.state;
      for (const step of steps) {
        const next = decideLabel({ state, elementStrings: [row.element_string] }, step);
        if (!next.ok) throw new Error(next.refused.code);
        state = next.value.next;
      }
      transaction.append({ type: 'label_sent', payload: { label_id: row.label_id, printer_id: 'p1' }, user: null });
      transaction.append({
        type: 'label_confirmed',
        payload: { label_id: row.label_id, printer_id: 'p1', evidence: null },
        user: null,
      });
    });
  }
  bench.packing.labelChanged();
}
