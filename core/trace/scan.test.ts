import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setSyncCursor } from '../db/event-log.ts';
import { write } from '../db/write.ts';
import type { TestStation } from '../testing/station.ts';
import { openTestStation } from '../testing/station.ts';
import { createTraceHandlers } from './handlers.ts';
import { traceScan } from './scan.ts';

let station: TestStation;
beforeEach(() => {
  station = openTestStation();
});
afterEach(() => station.close());

const context = { actor: null, signal: { aborted: false, addEventListener: () => undefined } };
const hash = 'a'.repeat(64);

function scanThatFillsACarton(): void {
  write(station.database, ({ append }) => {
    append({ type: 'work_started', payload: { work_id: 'w-1', mode: 'batch' }, user: 'u-1' });
    append({
      type: 'container_opened',
      payload: { work_id: 'w-1', sscc: '106141412345678908', level: 1, level_kind: 'carton', capacity: 1 },
      user: 'u-1',
    });
  });
  write(station.database, ({ append }) => {
    append({
      type: 'unit_packed',
      payload: {
        work_id: 'w-1',
        gtin: '06901234567892',
        serial: 'S1',
        sscc: '106141412345678908',
        position: 1,
        trust: 'high',
      },
      user: 'u-1',
      scanId: 'scan-1',
    });
    append({
      type: 'label_allocated',
      payload: {
        label_id: 'label-1',
        label_subject: 'carton',
        template_id: 'carton-logistic',
        template_version: 1,
        element_string: '00106141412345678908',
        zpl_hash: hash,
        sscc: '106141412345678908',
      },
      user: 'u-1',
      scanId: 'scan-1',
    });
  });
  write(station.database, ({ append }) =>
    append({ type: 'label_sent', payload: { label_id: 'label-1', printer_id: 'printer-1' }, user: null }),
  );
}

test('a scan is followed through device, hub, decision, log, label and acknowledgement', () => {
  scanThatFillsACarton();
  const steps = traceScan(station.database.db, 'scan-1');
  expect(steps.map(({ where, what }) => `${where} ${what}`)).toEqual([
    'native-bridge/scanner/codec.ts scan_read',
    'core/devices/hub.ts handed_over',
    'core/packing/load.ts state_loaded',
    'core/domain/packing/decide.ts unit_packed',
    'core/db/write.ts unit_packed',
    'core/db/write.ts label_allocated',
    'core/labels/port.ts label_allocated',
    'native-bridge/printer/zebra.ts label_sent',
    'core/labels/store.ts label_is_sent',
    'core/sync/uploader.ts not_acknowledged',
  ]);
});

test('every step names a file that exists and that the description of the architecture leads through', () => {
  scanThatFillsACarton();
  const root = join(import.meta.dirname, '../..');
  const described = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const places = traceScan(station.database.db, 'scan-1').map(({ where }) => where);
  expect(places.filter((where) => !existsSync(join(root, where)) || !described.includes(`\`${where}\``))).toEqual([]);
});

test('what the centre has is told with its time', () => {
  scanThatFillsACarton();
  const { db, writer } = station.database;
  setSyncCursor.run(db, writer.end.epoch, writer.end.seq, hash, '2026-11-22T08:00:01.000+08:00');
  expect(traceScan(db, 'scan-1').at(-1)).toMatchObject({ what: 'acknowledged', at: '2026-11-22T08:00:01.000+08:00' });
});

test('a refused scan is followed too', async () => {
  write(station.database, ({ append }) =>
    append({
      type: 'scan_refused',
      payload: {
        refused_code: 'expired',
        raw: '5d6432',
        trust: 'high',
        source: 'serial',
        device_id: 'd-1',
        aim: ']d2',
      },
      user: 'u-1',
      scanId: 'scan-2',
    }),
  );
  const { traceScan: handler } = createTraceHandlers(station.database);
  const answer = await handler({ scanId: 'scan-2' }, context);
  expect(answer).toMatchObject({ ok: true });
  const steps = answer.ok ? answer.value.steps : [];
  expect(steps[0]).toMatchObject({ detail: { device_id: 'd-1', source: 'serial', raw: '5d6432', aim: ']d2' } });
  expect(steps[3]?.what).toBe('refused expired');
});

test('a scan that left no event is unknown', async () => {
  const { traceScan: handler } = createTraceHandlers(station.database);
  expect(await handler({ scanId: 'nothing' }, context)).toEqual({ ok: false, refused: { code: 'scan_unknown' } });
});
