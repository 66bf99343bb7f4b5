import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { canonicalJson } from '../core/db/canonical.ts';
import type { Json } from '../core/domain/dictionary/events.ts';
import { headText } from '../core/contract/replication.ts';
import type { LogBatch } from '../core/contract/replication.ts';
import { appendMod10 } from '../core/domain/gs1/check-digit.ts';

/** Company prefix of the demo's registrant. */
export const companyPrefix = '6901234';

/** A packing shift as payloads: cartons of ten units on pallets of forty cartons, in the order a station records them, SSCCs from a serial reference on. */
export function packingShift(
  count: number,
  name: string,
  firstReference: number,
): readonly { readonly type: string; readonly payload: Json }[] {
  const events: { type: string; payload: Json }[] = [];
  const gtin = '06901234500011';
  const work = `019aab3c-0000-7000-8000-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
  const sscc = (number: number): string =>
    appendMod10(`0${companyPrefix}${String(firstReference + number - 1).padStart(9, '0')}`);
  let containers = 0;
  let units = 0;
  const opened = (kind: 'carton' | 'pallet', level: number, capacity: number): string => {
    containers += 1;
    const code = sscc(containers);
    events.push({
      type: 'container_opened',
      payload: { work_id: work, sscc: code, level, level_kind: kind, capacity, order_no: 'SO-2026-1' },
    });
    return code;
  };
  while (events.length < count) {
    const pallet = opened('pallet', 2, 40);
    for (let carton = 1; carton <= 40 && events.length < count; carton += 1) {
      const code = opened('carton', 1, 10);
      for (let position = 1; position <= 10; position += 1) {
        units += 1;
        const unit = { gtin, serial: `${name}-${String(units).padStart(7, '0')}`, lot: 'B2611A', expiry: '2028-11-22' };
        events.push({ type: 'unit_commissioned', payload: unit });
        events.push({
          type: 'unit_packed',
          payload: {
            ...unit,
            work_id: work,
            sscc: code,
            position,
            trust: 'high',
            order_no: 'SO-2026-1',
            order_line: 1,
          },
        });
      }
      events.push({
        type: 'container_closed',
        payload: { work_id: work, sscc: code, count: 10, quantity: 10, content_hash: '0'.repeat(64) },
      });
      events.push({
        type: 'container_label_applied',
        payload: { sscc: code, label_id: `${work}-${containers}`, method: 'sscc' },
      });
      events.push({
        type: 'container_packed',
        payload: { work_id: work, sscc: code, parent_sscc: pallet, position: carton },
      });
    }
  }
  return events.slice(0, count);
}

/** A station's key and its log in signed batches, as the wire carries them. */
export interface WireLog {
  readonly station: string;
  readonly publicKey: Buffer;
  readonly batches: readonly LogBatch[];
}

/** The packing shift of a station that never was, made outside the measured time. */
export function wireLog(station: string, events: number, batchSize: number, firstReference: number): WireLog {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const epoch = createHash('sha256').update(station).digest('hex').slice(0, 16);
  const first = { epoch, station_key: spki.toString('base64'), version: '0.1.0', cause: 'bench' };
  const facts = [{ type: 'epoch_started', payload: first }, ...packingShift(events - 1, station, firstReference)];
  const batches: LogBatch[] = [];
  let previous: Uint8Array = Buffer.alloc(32);
  for (let start = 0; start < facts.length; start += batchSize) {
    const texts = facts
      .slice(start, start + batchSize)
      .map(({ type, payload }, index) => eventText(station, epoch, start + index + 1, type, payload));
    const before = previous;
    for (const text of texts) previous = createHash('sha256').update(previous).update(text).digest();
    const headHash = Buffer.from(previous).toString('hex');
    const signed = Buffer.from(headText(station, epoch, start + texts.length, headHash));
    batches.push({
      epoch,
      from: start + 1,
      prevHash: Buffer.from(before).toString('hex'),
      headHash,
      signature: sign(null, signed, privateKey).toString('base64'),
      events: texts,
    });
  }
  return { station, publicKey: spki, batches };
}

function eventText(station: string, epoch: string, seq: number, type: string, payload: Json): string {
  return canonicalJson({
    v: 1,
    type,
    station,
    epoch,
    seq,
    recorded_at: '2026-11-22T08:00:00.000+08:00',
    mono_ms: 1_000_000 + seq,
    boot_id: '9b2d3c1e-7a44-4a0e-9a57-2f1c8d6e5b40',
    user: 'op1',
    scan_id: `019aab3c-5d1e-7c4f-8a21-${String(seq).padStart(12, '0')}`,
    app_version: '0.1.0',
    profile_hash: '5f2c9a7e1b3d4860',
    md_version: 42,
    payload,
  });
}
