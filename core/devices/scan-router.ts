import type { ScanReport } from '../../native-bridge/ports.ts';
import type { CoreEnvironment } from '../context.ts';
import type { Actor } from '../contract/define.ts';

/** A badge is a plain code that begins so; the whole text is its token and never leaves core. */
export const badgePrefix = 'BDG';
/** The code on a content list: it proves the list, never the container. */
export const contentListPrefix = 'LIST-';

export interface BadgeAnswer {
  readonly userId: string | null;
  readonly refusedCode: string | null;
}

export interface ScanRouterDependencies {
  readonly environment: CoreEnvironment;
  readonly session: {
    readonly actor: () => Actor | null;
    readonly locked: () => boolean;
    readonly active: () => void;
    /** Takes a badge token: whose it is, where anybody's, and why it does nothing, if so. */
    readonly badge: (token: string, scanId: string) => BadgeAnswer;
  };
  /** The feature that holds the station. `actor` is `null` while nobody may act: it refuses aloud and keeps the fact. */
  readonly packing: {
    readonly scan: (
      report: Omit<ScanReport, 'refusedCode'> & { readonly refusedCode?: string },
      actor: Actor | null,
    ) => void;
  };
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
    const asked = badge && report.refusedCode === undefined ? session.badge(data, report.scanId) : null;
    const shown = `badge:${asked?.userId ?? '?'}`;
    try {
      route(report, { data, badge, shown, asked });
    } finally {
      // After the answer: that is what somebody waits for, and a page that draws this first would keep it waiting.
      tell(report, badge ? shown : null);
    }
  };

  function tell(report: ScanReport, badge: string | null): void {
    environment.broadcast('scanReceived', {
      scanId: report.scanId,
      aim: report.aim,
      hex: badge !== null ? null : Buffer.from(report.bytes).toString('hex').slice(0, 8192),
      badge,
      source: report.source,
      trust: report.trust,
      deviceId: report.deviceId,
      at: new Date(environment.clock.wallMs()).toISOString(),
    });
  }

  function route(report: ScanReport, { data, badge, shown, asked }: ReadReport): void {
    if (asked !== null && asked.refusedCode === null) return;
    const actor = session.locked() ? null : session.actor();
    if (actor !== null) session.active();
    if (badge) {
      // Refused aloud like any other scan, with what is shown in the place of the token.
      const bytes = Uint8Array.from(Buffer.from(shown, 'latin1'));
      const code = asked?.refusedCode ?? report.refusedCode;
      packing.scan({ ...report, bytes, raw: bytes, ...(code === undefined ? {} : { refusedCode: code }) }, actor);
    } else if (actor !== null && data.startsWith(contentListPrefix)) contentList(data, report, actor);
    else packing.scan(report, actor);
  }
}

/** A transmission as far as the router reads it. */
interface ReadReport {
  readonly data: string;
  /** Whether it is a badge, sound or damaged. */
  readonly badge: boolean;
  /** What stands for a badge wherever its scan is shown. */
  readonly shown: string;
  /** What the session said to a sound badge. */
  readonly asked: ReturnType<ScanRouterDependencies['session']['badge']> | null;
}
