import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTcpTransport } from '../native-bridge/printer/tcp.ts';
import { createZebraPrinter } from '../native-bridge/printer/zebra.ts';
import { startZebraEmulator } from '../native-bridge/simulators/zebra-emulator.ts';
import { systemClock as driverClock } from '../native-bridge/clock.ts';
import { write } from '../core/db/write.ts';
import { renderLabel } from '../core/labels/render/render.ts';
import { createSpooler } from '../core/labels/spooler.ts';
import { loadTemplates, templatesFolder } from '../core/labels/templates.ts';
import { valuesSchema } from '../core/labels/template-schema.ts';
import { newUuid } from '../core/new-id.ts';
import { systemClock } from '../core/system-clock.ts';
import { openTestStation } from '../core/testing/station.ts';
import type { BenchResult } from './bench.ts';
import { percentile } from './statistics.ts';

const goalMs = 50;
/** The station prints its samples into the void at start: the first labels find font and code warm. */
const warmUp = 3;

/**
 * P1: from the decision (before rendering) to the first byte of the label at the printer's socket, durable writes
 * between: render, allocate, commit, ask the printer, commit `label_sent`, send.
 */
export async function p1({ full }: { readonly full: boolean }): Promise<readonly BenchResult[]> {
  const rounds = full ? 500 : 120;
  const station = openTestStation();
  const emulator = await startZebraEmulator({ labelMs: 5 });
  const transport = createTcpTransport({ host: emulator.host, port: emulator.port, clock: driverClock });
  const printer = createZebraPrinter({
    id: 'printer-bench',
    transport,
    environment: { clock: driverClock, newId: newUuid },
  });
  const clock = systemClock();
  const spooler = createSpooler({
    environment: {
      clock,
      newId: newUuid,
      broadcast: () => undefined,
      log: { info() {}, warn() {}, error() {} },
      appVersion: 'bench',
    },
    database: station.database,
    printer: () => printer,
    onChanged: () => undefined,
  });
  const { template, values } = pallet();
  const times: number[] = [];
  let begun = 0;
  let arrived: (() => void) | null = null;
  emulator.onFirstByte(() => {
    times.push(performance.now() - begun);
    arrived?.();
  });
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const first = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    begun = performance.now();
    const sscc = `1069012340${String(round).padStart(8, '0')}`.slice(0, 18);
    const rendered = renderLabel(template, { ...values, fields: { ...values.fields, palletNo: String(round) } }, 203);
    if (!rendered.ok) throw new Error(rendered.refused.code);
    write(station.database, (transaction) => {
      transaction.putBlob(rendered.value.zpl);
      transaction.append({
        type: 'label_allocated',
        payload: {
          label_id: newUuid(),
          label_subject: 'pallet',
          template_id: rendered.value.templateId,
          template_version: rendered.value.templateVersion,
          element_string: `00${sscc}`,
          zpl_hash: createHash('sha256').update(rendered.value.zpl).digest('hex'),
        },
        user: null,
      });
    });
    spooler.kick();
    await first;
    await spooler.idle();
  }
  await spooler.close();
  await printer.close();
  await emulator.close();
  station.close();
  const warm = times.slice(warmUp);
  const p99 = percentile(warm, 0.99);
  return [
    {
      id: 'P1',
      what: 'decision to first byte at the printer socket, p99',
      limit: { name: 'goal', value: goalMs, unit: 'ms' },
      ours: { value: p99, unit: 'ms' },
      ratio: p99 / goalMs,
      goal: `p99 ≤ ${goalMs} ms`,
      met: p99 <= goalMs,
      detail: { p50: percentile(warm, 0.5), rounds },
    },
  ];
}

function pallet() {
  const set = loadTemplates(templatesFolder);
  const template = set.ok ? set.value.get('pallet') : undefined;
  if (template === undefined) throw new Error('no template pallet');
  const values = valuesSchema.parse(JSON.parse(readFileSync(join(templatesFolder, 'pallet/sample.json'), 'utf8')));
  return { template, values };
}
