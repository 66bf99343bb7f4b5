import { describe, expect, test } from 'vitest';
import { ruleOf } from '../gs1/ai-lookup.ts';
import type { EventDefinition } from './catalogue.ts';
import { catalogue } from './catalogue.ts';
import { eventTypes, isEventType } from './events.ts';
import type { FieldDefinition } from './fields.ts';
import { fields } from './fields.ts';

const events: readonly (readonly [string, EventDefinition])[] = Object.entries(catalogue);
const dictionary: readonly (readonly [string, FieldDefinition])[] = Object.entries(fields);
const mapped = events.flatMap(([type, { epcis }]) => (epcis === null ? [] : [{ type, ...epcis }]));

const fieldsOf = (definition: EventDefinition): readonly string[] => [
  ...definition.fields,
  ...(definition.optional ?? []),
];
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
const isEnglish = (text: string): boolean => /^[\p{Script=Latin}\p{N}\p{P}\p{Zs}\p{Sm}]+$/u.test(text);

/** Business steps of CBV 2.0 section 7.1, without those of retail. */
const businessSteps =
  'accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting ' +
  'decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting ' +
  'installing killing loading other packing picking receiving removing repackaging repairing replacing reserving ' +
  'returning sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting ' +
  'unloading unpacking void_shipping';

/** Dispositions of CBV 2.0 section 7.2, without those of retail. */
const dispositions =
  'active available completeness_inferred completeness_verified conformant container_closed container_open damaged ' +
  'destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance ' +
  'mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed ' +
  'recalled reserved returned sellable_accessible sellable_not_accessible stolen unavailable unknown';

describe('the event catalogue', () => {
  test.each(events)('%s carries fields of the dictionary only, none twice', (_, definition) => {
    const names = fieldsOf(definition);
    expect(names.filter((name) => !Object.hasOwn(fields, name))).toEqual([]);
    expect(names).toEqual([...new Set(names)]);
  });

  test('names every event in Chinese and in English, no two alike', () => {
    expect(events.filter(([, { zh }]) => !isChinese(zh)).map(([type]) => type)).toEqual([]);
    expect(events.filter(([, { en }]) => !isEnglish(en)).map(([type]) => type)).toEqual([]);
    expect(new Set(events.map(([, { zh }]) => zh)).size).toBe(events.length);
    expect(new Set(events.map(([, { en }]) => en)).size).toBe(events.length);
  });

  test('knows its own types and no others', () => {
    expect(eventTypes).toEqual(events.map(([type]) => type));
    expect(eventTypes.every(isEventType)).toBe(true);
    expect(['unit_teleported', 'toString', ''].some(isEventType)).toBe(false);
  });

  test('keeps what happened to goods and labels as long as the product asks, never only as long as the site', () => {
    const ofGoods = new Set(['gtin', 'serial', 'lot', 'sscc', 'label_id']);
    const short = events.filter(([, one]) => one.retention === 'site' && one.fields.some((name) => ofGoods.has(name)));
    expect(short.map(([type]) => type)).toEqual([]);
  });

  test('A-01: an event that takes back or corrects can say why', () => {
    const undoing = /_(unpacked|moved|voided|corrected|reopened|released_from_hold|undone|recounted)$/u;
    const silent = events.filter(([type, { reason }]) => undoing.test(type) && reason === 'none');
    expect(silent.map(([type]) => type)).toEqual([]);
  });
});

describe('the mapping to EPCIS 2.0', () => {
  test.each(mapped)('$type uses names of CBV 2.0', ({ bizStep, disposition = '' }) => {
    expect(businessSteps.split(' ')).toContain(bizStep);
    expect(dispositions.split(' ')).toContain(disposition);
  });

  test.each(mapped.filter(({ event }) => event === 'AggregationEvent'))(
    '$type names the parent and the child of its aggregation',
    ({ type, action }) => {
      const names = events.flatMap(([name, definition]) => (name === type ? fieldsOf(definition) : []));
      expect(names.some((name) => ['parent_sscc', 'to_sscc', 'sscc'].includes(name))).toBe(true);
      expect(names.some((name) => ['serial', 'quantity', 'sscc'].includes(name))).toBe(true);
      expect(['ADD', 'DELETE']).toContain(action);
    },
  );

  test('tells packing from unpacking by the action, and an end by DELETE', () => {
    const actions = new Map(mapped.map(({ bizStep, action }) => [bizStep, action]));
    expect(Object.fromEntries(actions)).toEqual({
      encoding: 'ADD',
      commissioning: 'ADD',
      packing: 'ADD',
      unpacking: 'DELETE',
      holding: 'OBSERVE',
      decommissioning: 'DELETE',
    });
  });

  test('says encoding in a transaction only, as CBV wants it', () => {
    const encoding = mapped.filter(({ bizStep }) => bizStep === 'encoding');
    expect(encoding.map(({ event }) => event)).toEqual(['TransactionEvent']);
  });
});

describe('the data dictionary', () => {
  test('names every field in Chinese and in English and says what it is', () => {
    // Names that Chinese users write in Latin letters too.
    const latin = new Set(['sscc']);
    expect(dictionary.filter(([name, { zh }]) => !isChinese(zh) && !latin.has(name)).map(([name]) => name)).toEqual([]);
    expect(dictionary.filter(([, { en }]) => !isEnglish(en)).map(([name]) => name)).toEqual([]);
    expect(dictionary.filter(([, { definition }]) => definition.length < 8).map(([name]) => name)).toEqual([]);
  });

  test('gives no two fields the same words', () => {
    expect(new Set(dictionary.map(([, { zh }]) => zh)).size).toBe(dictionary.length);
    expect(new Set(dictionary.map(([, { en }]) => en)).size).toBe(dictionary.length);
    expect(new Set(dictionary.map(([, { definition }]) => definition)).size).toBe(dictionary.length);
  });

  test('names application identifiers that exist', () => {
    // The last digit of a measure says where its decimal point is.
    const named = dictionary.flatMap(([, { ai }]) => (ai === undefined ? [] : [ai.replace(/n$/u, '0')]));
    expect(named.filter((ai) => ruleOf(ai) === undefined)).toEqual([]);
  });

  test('names properties of EPCIS 2.0 events', () => {
    const properties = ['epcList', 'quantityList', 'parentID', 'bizTransactionList', 'destinationList'];
    const instance = ['ilmd.lotNumber', 'ilmd.itemExpirationDate'];
    const named = dictionary.flatMap(([, { epcis }]) => (epcis === undefined ? [] : [epcis]));
    expect(new Set(named)).toEqual(new Set([...properties, ...instance]));
  });

  test('holds no name, telephone or address of a person: the log knows people by number and hash only', () => {
    const personal = /(^|_)(person_name|printed_name|phone|telephone|mobile|email|id_card|patient|driver_name)(_|$)/u;
    expect(dictionary.filter(([name]) => personal.test(name)).map(([name]) => name)).toEqual([]);
  });
});
