import type { ScanReport } from '../../native-bridge/ports.ts';
import type { CoreEnvironment } from '../context.ts';
import type { Actor } from '../contract/define.ts';

/** A badge is a plain code that begins so; the whole text is its token and never leaves core. */
export const badgePrefix = 'BDG';
/** The code on a content list: it proves the list, never the container. */
export const contentListPrefix = 'LIST-';

/** What stands for a badge that could not be read, on its way to being refused. */
const hiddenBadge = Uint8Array.from(Buffer.from('badge:?', 'latin1'));

export interface ScanRouterDependencies {
  readonly environment: CoreEnvironment;
  readonly session: {
    readonly actor: () => Actor | null;
    readonly locked: () => boolean;
    readonly active: () => void;
    /** Takes a badge token; answers with the user it belongs to, or `null`. */
    readonly badge: (token: string, scanId: string) => string | null;
  };
  /** The feature that holds the station. `actor` is `null` while nobody may act: it refuses aloud and keeps the fact. */
  readonly packing: { readonly scan: (report: ScanReport, actor: Actor | null) => void };
  readonly contentList: (data: string, report: ScanReport, actor: Actor | null) => void;
}

/**
 * Where a scan goes: a badge to the session, everything else to the feature that holds the station. Each scan is
 * broadcast for the bottom bar as it came; a badge only as `badge:<user>`.
 */
export function createScanRouter({
  environment,
  session,
  packing,
  contentList,
}: ScanRouterDependencies): (report: ScanReport) => void {
  return (report) => {
    const data = Buffer.from(report.bytes).toString('latin1');
    // Also one that came damaged or with its case exchanged: what is left of a token is a secret as well.
    const badge = data.slice(0, badgePrefix.length).toUpperCase() === badgePrefix;
    const usable = badge && report.refusedCode === undefined;
    const user = usable ? session.badge(data, report.scanId) : null;
    environment.broadcast('scanReceived', {
      scanId: report.scanId,
      aim: report.aim,
      hex: badge ? null : Buffer.from(report.bytes).toString('hex').slice(0, 8192),
      badge: badge ? `badge:${user ?? '?'}` : null,
      source: report.source,
      trust: report.trust,
      deviceId: report.deviceId,
      at: new Date(environment.clock.wallMs()).toISOString(),
    });
    if (usable) return;
    const actor = session.locked() ? null : session.actor();
    if (actor !== null) session.active();
    if (badge) packing.scan({ ...report, bytes: hiddenBadge, raw: hiddenBadge }, actor);
    else if (actor !== null && data.startsWith(contentListPrefix)) contentList(data, report, actor);
    else packing.scan(report, actor);
  };
}
