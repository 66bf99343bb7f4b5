import type { Actor } from './contract/define.ts';
import type { ScanReport } from '../native-bridge/ports.ts';
import { openAppLog } from './app-log.ts';
import { createAuditHandlers } from './audit/handlers.ts';
import type { AppLog, CoreClock, CoreEnvironment } from './context.ts';
import { broadcasts, contract } from './contract/index.ts';
import type { Transport } from './contract/frames.ts';
import type { Server } from './contract/serve.ts';
import { createServer } from './contract/serve.ts';
import { trustedNow } from './db/clock.ts';
import type { StationDatabase } from './db/open.ts';
import { openStation } from './db/open.ts';
import { discover } from './devices/discovery.ts';
import { createDeviceHandlers } from './devices/handlers.ts';
import { createHub } from './devices/hub.ts';
import { openDevice } from './devices/open-device.ts';
import { createScanRouter } from './devices/scan-router.ts';
import type { TrainingOptions } from './devices/training.ts';
import { startTraining } from './devices/training.ts';
import { noDock } from './devices/training-bench.ts';
import type { Result } from './domain/result.ts';
import { ok } from './domain/result.ts';
import { createCosignatures } from './identity/cosignature.ts';
import { createCredentialCheck } from './identity/credentials.ts';
import { createIdentityHandlers } from './identity/handlers.ts';
import { createSession } from './identity/session.ts';
import { createLabelHandlers } from './labels/handlers.ts';
import { proveContentList } from './labels/list-proof.ts';
import type { LabelMasterData } from './labels/compose.ts';
import type { UnprintableText } from './labels/prepare-work.ts';
import { prepareWork } from './labels/prepare-work.ts';
import { createLabelMaker, createLabelPort } from './labels/port.ts';
import { openLabelRenderer } from './labels/render/pool.ts';
import { openLabelPreview } from './labels/preview.ts';
import { createSpooler } from './labels/spooler.ts';
import { loadTemplates, templatesFolder } from './labels/templates.ts';
import { warmUpRendering } from './labels/warm-up.ts';
import { party, product, profile } from './master-data/store.ts';
import { newUuid } from './new-id.ts';
import { createPacking } from './packing/handlers.ts';
import { projectors } from './projectors.ts';
import { createLeases } from './sync/leases.ts';
import { createSync } from './sync/handlers.ts';
import { systemClock } from './system-clock.ts';
import { createTaskHandlers } from './tasks/handlers.ts';
import { createTraceHandlers } from './trace/handlers.ts';

export interface StationOptions {
  /** Data folder: one folder is one station. */
  readonly directory: string;
  readonly gatewayUrl: string | null;
  /** One-time token of the gateway, where the station is not enrolled yet. */
  readonly enrolmentToken: string | null;
  readonly name: string;
  /** Identity of a new station; an existing data folder keeps its own. */
  readonly station: string | null;
  readonly appVersion: string;
  readonly wrappingKey: Uint8Array | null;
  /** Wire emulators behind the real drivers, and the dock; `null` in production. */
  readonly training: TrainingOptions | null;
  readonly clock?: CoreClock;
}

/** A running station. */
export interface Station {
  readonly database: StationDatabase;
  readonly log: AppLog;
  /** Serves a client until it goes. */
  serve(transport: Transport): void;
  /** Everything that can be sent is sent, everything new is fetched. */
  synchronise(): Promise<void>;
  /** Ends in order: what is being printed is settled, the head is signed, the folder is free. */
  stop(): Promise<void>;
}

/**
 * Puts a station together: database, identity, labels, packing, devices, replication, contract. The only place that
 * wires. Refused: every code of `openStation`; `template_…` where the label templates are not right.
 */
export async function startStation(options: StationOptions): Promise<Result<Station>> {
  const clock = options.clock ?? systemClock();
  const templates = loadTemplates(templatesFolder);
  if (!templates.ok) return templates;
  const opened = openStation({
    directory: options.directory,
    clock,
    newId: newUuid,
    appVersion: options.appVersion,
    projectors,
    wrappingKey: options.wrappingKey,
    ...(options.station === null ? {} : { station: options.station }),
  });
  if (!opened.ok) return opened;
  const database = opened.value;
  const log = openAppLog(options.directory);
  let server: Server<typeof broadcasts> | null = null;
  const environment: CoreEnvironment = {
    clock,
    newId: newUuid,
    broadcast: (name, payload) => server?.broadcast(name, payload),
    log,
    appVersion: options.appVersion,
  };

  const check = createCredentialCheck(environment, database);
  const cosignatures = createCosignatures(environment, database, check);
  const leases = createLeases({ directory: options.directory });
  const printing = {
    templates: templates.value,
    master: (): LabelMasterData => ({
      product: (gtin) => product(database.db, gtin),
      party: (code) => party(database.db, code),
      profile: { label_owner: profile(database.db)?.label_owner ?? '' },
    }),
    dpi: () => hub.printerDpi(),
    renderer: openLabelRenderer(),
  };
  const maker = createLabelMaker({
    ...printing,
    year: () => new Date(trustedNow(database).ms).getUTCFullYear(),
  });
  const preview = openLabelPreview({ idleMs: 60_000 });

  let networkUp = true;
  const sync = createSync(environment, database, {
    gatewayUrl: options.gatewayUrl,
    enrolmentToken: options.enrolmentToken,
    leases,
    reachable: () => networkUp,
    onMasterData: () => session.masterDataChanged(),
  });
  const session = createSession({
    environment,
    database,
    check,
    workInHand: () => packing.workInHand(),
    station: {
      id: database.station,
      name: options.name,
      training: options.training !== null,
      enrolled: () => sync.status().state !== 'not_enrolled',
    },
    clockInDoubt: () => trustedNow(database).inDoubt,
  });
  const spooler = createSpooler({
    environment,
    database,
    printer: () => hub.printer(),
    onChanged: () => packing.labelChanged(),
  });
  const packing = createPacking({
    environment,
    database,
    leases,
    labels: createLabelPort(maker, () => spooler.kick()),
    async secondPerson({ credential, ...signed }) {
      const given = await cosignatures.give(credential, signed);
      return given.ok ? cosignatures.use(given.value.cosignatureId, signed.payloadHash, signed.firstUser) : given;
    },
    lock: () => session.lock('asked'),
    tare: () => void hub.scale()?.tare(),
    onWork: (goods) => makeReady(prepareWork(printing, goods)),
  });
  /** Labels are made ready while nobody waits for one; what is not ready yet is drawn when it is asked for. */
  function makeReady(drawing: Promise<readonly UnprintableText[]>): void {
    drawing
      .then((unprintable) => {
        for (const { text, refused: why } of unprintable)
          log.warn('no label can carry this text', { text, code: why.code });
      })
      .catch((error: unknown) =>
        log.warn('labels were not made ready', { error: error instanceof Error ? error.message : 'unknown' }),
      );
  }
  const hub = createHub({
    environment,
    database,
    open: openDevice(environment),
    onScan: createScanRouter({
      environment,
      session: {
        actor: () => session.actor(),
        locked: () => session.locked(),
        active: () => session.active(),
        badge(token) {
          const entered = session.badge(token);
          if (entered.ok) return { userId: entered.value.userId, refusedCode: null };
          const owner = entered.refused.params?.['user'];
          return { userId: owner === undefined ? null : String(owner), refusedCode: entered.refused.code };
        },
      },
      packing,
      contentList: (data, report, actor) => proveList(data, report, actor),
    }),
    onWeight(weight, changed) {
      if (changed) session.active();
      packing.weight(weight);
    },
    onPrinterHealth: (health) => {
      if (health.state === 'ready') spooler.kick();
    },
  });

  function proveList(data: string, report: ScanReport, actor: Actor | null): void {
    const proven = proveContentList(database, { data, scanId: report.scanId, user: actor?.userId ?? null });
    if (proven.ok) packing.listProven(report, proven.value);
    else packing.scan(report, actor);
  }

  const bench =
    options.training === null
      ? null
      : await startTraining(options.training, {
          environment,
          database,
          view: () => packing.view(),
          network: {
            up: () => networkUp,
            set(up) {
              networkUp = up;
              sync.kick();
            },
          },
        });
  // Before a device can speak: a scan must find the station locked, and no label may follow one that is in doubt.
  session.recover();
  spooler.recover();
  await hub.reload();

  server = createServer({
    operations: contract,
    broadcasts,
    handlers: {
      ...createIdentityHandlers({ environment, database, check, session, cosignatures }),
      ...packing.handlers,
      ...createDeviceHandlers({ environment, database, hub, discover }),
      ...createLabelHandlers({
        environment,
        database,
        spooler,
        preview: (zpl) => preview.draw(zpl),
        onChanged: () => packing.labelChanged(),
      }),
      ...sync.handlers,
      ...createAuditHandlers({ database, check, wallMs: clock.wallMs }),
      ...createTaskHandlers(environment, database),
      ...createTraceHandlers(database),
      ...(bench?.handlers ?? noDock),
    },
    actor: () => session.actor(),
    locked: () => session.locked(),
    version: options.appVersion,
    station: database.station,
    onUnexpected: (error, operation) =>
      log.error('an operation failed', {
        operation,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  });
  const serving = server;

  sync.start();
  const goods = packing.goodsInHand();
  makeReady(
    warmUpRendering(printing.templates, printing.dpi(), printing.renderer).then(() =>
      goods === null ? [] : prepareWork(printing, goods),
    ),
  );
  log.info('station started', {
    station: database.station,
    version: options.appVersion,
    training: options.training !== null,
  });
  return ok({
    database,
    log,
    serve: (transport) => void serving.attach(transport),
    async synchronise() {
      await sync.round();
    },
    async stop() {
      serving.close();
      session.close();
      packing.stop();
      await sync.stop();
      await spooler.close();
      await hub.close();
      await bench?.close();
      await preview.close();
      await printing.renderer.close();
      database.close();
      log.info('station stopped');
      log.close();
    },
  });
}
