/**
 * Every code that packing answers with. Which refusals are hard, which ones open a task for QA, and the one word a
 * voice says are data here; the sentences are in the renderer's translations.
 */

export interface RefusalRule {
  /** Clears only at the barcode of the 待查 tray. */
  readonly hard: boolean;
  /** Key of the one word that is said aloud, so that eyes stay on the goods. */
  readonly word: SpokenWord;
  /** QA gets a task when the piece lies on the tray. */
  readonly task: boolean;
}

/** Words a voice says; the renderer has them in both languages. */
export type SpokenWord =
  | 'unknown'
  | 'held'
  | 'recalled'
  | 'expired'
  | 'product'
  | 'level'
  | 'lot'
  | 'packed'
  | 'shipped'
  | 'void'
  | 'disputed'
  | 'order'
  | 'full'
  | 'not_released'
  | 'scan_again'
  | 'keyboard'
  | 'locked'
  | 'tray'
  | 'number'
  | 'label'
  | 'count'
  | 'second_person'
  | 'wait'
  | 'clock';

const soft = (word: SpokenWord): RefusalRule => ({ hard: false, word, task: false });
const hard = (word: SpokenWord, task: boolean): RefusalRule => ({ hard: true, word, task });

export const refusalRules = {
  // the goods must leave the box
  recalled: hard('recalled', true),
  on_hold: hard('held', true),
  expired: hard('expired', true),
  void_label: hard('void', true),
  disputed: hard('disputed', true),
  wrong_lot: hard('lot', false),
  wrong_product: hard('product', false),
  already_packed: hard('packed', true),
  // the goods
  unknown_code: soft('unknown'),
  unknown_serial: soft('unknown'),
  unknown_lot: soft('lot'),
  expiry_differs: soft('expired'),
  shelf_life_too_short: soft('expired'),
  older_expiry_first: soft('expired'),
  wrong_level: soft('level'),
  shipped: soft('shipped'),
  not_on_order: soft('order'),
  quantity_reached: soft('full'),
  capacity_exceeded: soft('full'),
  not_released: soft('not_released'),
  lot_rejected: soft('held'),
  clock_in_doubt: soft('clock'),
  // the scan
  gs_lost: soft('scan_again'),
  ime_active: soft('keyboard'),
  case_unsure: soft('keyboard'),
  garbled: soft('scan_again'),
  low_trust: soft('scan_again'),
  station_locked: soft('locked'),
  role_missing: soft('locked'),
  symbol_not_gs1: soft('scan_again'),
  serial_missing: soft('scan_again'),
  lot_missing: soft('scan_again'),
  // the state of the work
  no_work: soft('order'),
  tray_first: soft('tray'),
  tray_not_asked: soft('tray'),
  count_first: soft('count'),
  cosignature_first: soft('second_person'),
  cosignature_required: soft('second_person'),
  child_expected: soft('scan_again'),
  nothing_asked: soft('unknown'),
  nothing_to_close: soft('unknown'),
  nothing_to_reprint: soft('label'),
  container_not_full: soft('count'),
  container_empty: soft('count'),
  container_open: soft('packed'),
  container_closed: soft('packed'),
  container_held: soft('held'),
  container_in_parent: soft('packed'),
  already_allotted: soft('packed'),
  not_in_container: soft('unknown'),
  not_cancellable: soft('wait'),
  reason_required: soft('wait'),
  // containers and labels
  no_lease: soft('number'),
  lease_in_doubt: soft('number'),
  sscc_reused: soft('number'),
  label_not_proven: soft('label'),
  label_not_printed: soft('label'),
  label_in_flight: soft('label'),
  label_in_doubt: soft('label'),
  label_differs: soft('label'),
  label_void: soft('label'),
  printer_unavailable: soft('label'),
  wrong_child: soft('label'),
  weight_differs: soft('count'),
  weight_missing: soft('count'),
  weight_unclear: soft('count'),
  count_differs: soft('count'),
  weight_changed: soft('count'),
} as const satisfies Readonly<Record<string, RefusalRule>>;

export type RefusalCode = keyof typeof refusalRules;

/** Codes of answers that refuse nothing. */
export const answerCodes = [
  'work_started',
  'work_suspended',
  'unit_packed',
  'quantity_packed',
  'container_filled',
  'container_closed_now',
  'container_placed',
  'container_allotted',
  'label_scanned',
  'label_proven',
  'list_proven',
  'order_done',
  'already_here',
  'unit_taken_out',
  'quantity_taken_out',
  'container_taken_off',
  'container_opened_again',
  'unpack_done',
  'unit_moved',
  'set_aside',
  'serial_replaced',
  'child_right',
  'count_right',
  'weight_right',
  'second_symbol_asked',
  'quantity_asked',
  'undo_asked',
  'move_asked',
  'unpack_asked',
  'bad_label_asked',
  'set_aside_asked',
  'tray_asked',
  'count_asked',
  'random_child_asked',
  'cosignature_asked',
  'reprint_sent',
  'tare_sent',
  'cancelled',
  'locked',
] as const;

export type AnswerCode = (typeof answerCodes)[number];

/** What the rules say of a code; codes of the GS1 parser are soft. */
export function refusalRule(code: string): RefusalRule {
  return isRefusalCode(code) ? refusalRules[code] : { hard: false, word: 'scan_again', task: false };
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalRules, code);
}
