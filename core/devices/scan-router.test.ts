import { beforeEach, describe, expect, test } from 'vitest';
import type { ScanReport } from '../../native-bridge/ports.ts';
import type { Actor } from '../contract/define.ts';
import type { TestEnvironment } from '../testing/environment.ts';
import { testEnvironment } from '../testing/environment.ts';
import { countedIds, testClock } from '../testing/station.ts';
import { createScanRouter } from './scan-router.ts';

const operator: Actor = { userId: 'op1', roles: ['operator'] };
const token = 'BDG7f3a9c55c2b1';

let environment: TestEnvironment;
let locked: boolean;
let heard: string[];
let owner: string | null;
let badgeRefused: string | null;
beforeEach(() => {
  environment = testEnvironment({ clock: testClock(), newId: countedIds() });
  locked = false;
  owner = 'op2';
  badgeRefused = null;
  heard = [];
});

function scan(data: string, facts: Partial<ScanReport> = {}): void {
  const bytes = Uint8Array.from(Buffer.from(data, 'latin1'));
  const text = (report: Pick<ScanReport, 'bytes' | 'raw'>) =>
    `${Buffer.from(report.bytes).toString('latin1')}/${Buffer.from(report.raw).toString('latin1')}`;
  createScanRouter({
    environment,
    session: {
      actor: () => operator,
      locked: () => locked,
      active: () => heard.push('active'),
      badge(given) {
        heard.push(`badge ${given}`);
        return { userId: owner, refusedCode: badgeRefused };
      },
    },
    packing: {
      scan: (report, actor) =>
        heard.push(
          `packing ${text(report)} by ${actor?.userId ?? 'nobody'}${report.refusedCode === undefined ? '' : `: ${report.refusedCode}`}`,
        ),
    },
    contentList: (given, _report, actor) => heard.push(`list ${given} by ${actor?.userId ?? 'nobody'}`),
  })({
    scanId: 'scan-1',
    aim: ']C0',
    bytes,
    raw: bytes,
    deviceId: 'scanner-packing',
    source: 'serial',
    trust: 'high',
    at: 0,
    ...facts,
  });
}

const shown = () => environment.told.at(-1)?.payload;

describe('a scan', () => {
  test('of goods goes to the feature that holds the station, with who acts, and is shown as it came', () => {
    scan('0106901234567892');
    expect(heard).toEqual(['active', 'packing 0106901234567892/0106901234567892 by op1']);
    expect(shown()).toMatchObject({ hex: Buffer.from('0106901234567892').toString('hex'), badge: null });
  });

  test('U-06 refuses: while the station is locked it reaches packing as nobody’s, to be refused aloud, and is no activity', () => {
    locked = true;
    scan('0106901234567892');
    scan('LIST-1');
    expect(heard).toEqual(['packing 0106901234567892/0106901234567892 by nobody', 'packing LIST-1/LIST-1 by nobody']);
  });

  test('of a content list proves the list', () => {
    scan('LIST-1');
    expect(heard).toEqual(['active', 'list LIST-1 by op1']);
  });
});

describe('a badge', () => {
  test('goes to the session and is shown only as whose it is', () => {
    scan(token);
    expect(heard).toEqual([`badge ${token}`]);
    expect(shown()).toMatchObject({ hex: null, badge: 'badge:op2' });
  });

  test('that may not act is refused aloud, and still shown only as whose it is', () => {
    badgeRefused = 'badge_needs_password';
    scan(token);
    expect(heard.slice(1)).toEqual(['active', 'packing badge:op2/badge:op2 by op1: badge_needs_password']);
    owner = null;
    badgeRefused = 'badge_unknown';
    locked = true;
    scan(token);
    expect(heard.at(-1)).toBe('packing badge:?/badge:? by nobody: badge_unknown');
    expect(shown()).toMatchObject({ hex: null, badge: 'badge:?' });
  });

  test('that came damaged or with its case exchanged is refused without being shown to anybody', () => {
    scan(token.toLowerCase(), { refusedCode: 'case_unsure' });
    scan(token.slice(0, 8), { refusedCode: 'garbled' });
    expect(heard).toEqual([
      'active',
      'packing badge:?/badge:? by op1: case_unsure',
      'active',
      'packing badge:?/badge:? by op1: garbled',
    ]);
    expect(JSON.stringify(environment.told)).not.toContain(Buffer.from(token.slice(3, 8)).toString('hex'));
    expect(shown()).toMatchObject({ hex: null, badge: 'badge:?' });
  });
});
