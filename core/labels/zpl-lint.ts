/**
 * A strict linter for the ZPL this product sends. A renderer forgives what a printer does not (wrong quality, wrong
 * escape, a graphic cut short), so every label is checked here before its bytes are stored. Only what is on the
 * allow-list passes.
 */
import { isUtf8 } from 'node:buffer';
import { assertNever } from '../domain/result.ts';
import { measureCode128FieldData } from './render/code128.ts';
import { codewordsOf, dataMatrixEscape, squareCapacity } from './render/datamatrix.ts';

export type ZplRule =
  /** Not exactly one `^XA` … `^XZ`, or bytes outside it. */
  | 'not_one_label'
  | 'not_utf8'
  | 'control_byte'
  /** `~` begins a command that acts at once, whatever label is in the buffer. */
  | 'tilde_command'
  | 'command_not_allowed'
  | 'parameter_invalid'
  | 'text_outside_field'
  | 'ci28_missing'
  | 'jzn_missing'
  | 'pq_missing'
  | 'pq_not_once'
  | 'pw_missing'
  | 'wider_than_printer'
  | 'outside_label'
  | 'field_not_closed'
  | 'field_without_origin'
  | 'text_not_escaped'
  | 'hex_escape_invalid'
  | 'datamatrix_quality'
  | 'datamatrix_escape'
  | 'datamatrix_size'
  | 'datamatrix_fnc1_missing'
  | 'code128_mode'
  | 'code128_field_data'
  | 'code128_interpretation_line'
  | 'code128_module_missing'
  | 'graphic_encoding'
  | 'graphic_length';

export interface ZplFinding {
  readonly code: ZplRule;
  /** 0-based index of the byte. */
  readonly offset: number;
  readonly detail: string;
}

/** What the label will be printed on. */
export interface PrintArea {
  readonly widthDots: number;
}

interface Command {
  readonly name: string;
  readonly parameters: string;
  readonly offset: number;
}

const allowed = [
  'XA',
  'XZ',
  'CI',
  'JZ',
  'PO',
  'LH',
  'PW',
  'LL',
  'PQ',
  'FO',
  'A0',
  'FH',
  'FD',
  'FS',
  'BY',
  'BC',
  'BX',
  'GB',
  'GF',
] as const;
type CommandName = (typeof allowed)[number];

interface State {
  readonly findings: ZplFinding[];
  readonly area: PrintArea;
  label: { width: number | null; height: number | null };
  origin: { readonly x: number; readonly y: number } | null;
  module: number | null;
  escaped: boolean;
  /** The command whose data `^FD` carries. */
  carrier: Command | null;
  open: Command | null;
  readonly seen: Map<CommandName, number>;
}

/** Findings in the order of the bytes; an empty list means the label may be stored and sent. */
export function lintZpl(zpl: Uint8Array, area: PrintArea): readonly ZplFinding[] {
  // Latin-1 keeps one character per byte, so every index is a byte offset.
  const text = Buffer.from(zpl.buffer, zpl.byteOffset, zpl.byteLength).toString('latin1');
  const state: State = {
    findings: [],
    area,
    label: { width: null, height: null },
    origin: null,
    module: null,
    escaped: false,
    carrier: null,
    open: null,
    seen: new Map(),
  };
  checkBytes(zpl, text, state);
  for (const command of commandsOf(text, state)) checkCommand(command, state);
  checkWhole(text, state);
  return state.findings.toSorted((one, other) => one.offset - other.offset);
}

function report(state: State, code: ZplRule, offset: number, detail = ''): void {
  state.findings.push({ code, offset, detail });
}

function checkBytes(zpl: Uint8Array, text: string, state: State): void {
  if (!isUtf8(zpl)) report(state, 'not_utf8', 0);
  const control = firstControl(zpl);
  if (control !== -1) report(state, 'control_byte', control);
  if (!text.startsWith('^XA')) report(state, 'not_one_label', 0, 'no ^XA at the start');
  if (!/\^XZ\n?$/.test(text)) report(state, 'not_one_label', Math.max(0, text.length - 1), 'no ^XZ at the end');
}

/** A label of 600 dpi has 140 kB: a plain loop takes a tenth of the time of a callback per byte. */
function firstControl(zpl: Uint8Array): number {
  for (let index = 0; index < zpl.length; index += 1) {
    const byte = zpl[index] ?? 0;
    if ((byte < 0x20 && byte !== 0x0a) || byte === 0x7f) return index;
  }
  return -1;
}

/** Splits at `^` and `~`; a caret or tilde inside data is always a command to the printer, so here too. */
function commandsOf(text: string, state: State): readonly Command[] {
  const commands: Command[] = [];
  for (const match of text.matchAll(/([\^~])([^^~]*)/g)) {
    const [, prefix, rest = ''] = match;
    const name = rest.slice(0, 2);
    if (prefix === '~') report(state, 'tilde_command', match.index, `~${name}`);
    else commands.push({ name, parameters: rest.slice(2), offset: match.index });
  }
  return commands;
}

function isAllowed(name: string): name is CommandName {
  return allowed.some((one) => one === name);
}

function checkCommand(command: Command, state: State): void {
  const { name, offset } = command;
  if (!isAllowed(name)) return report(state, 'command_not_allowed', offset, `^${name}`);
  state.seen.set(name, (state.seen.get(name) ?? 0) + 1);
  if (name !== 'FD') checkParameters(name, command, state);
  switch (name) {
    case 'PW':
      return checkWidth(command, state);
    case 'LL':
      state.label.height = Number(command.parameters.trim());
      return;
    case 'FO':
      return checkOrigin(command, state);
    case 'BY':
      state.module = Number(command.parameters.split(',')[0]);
      return;
    case 'FH':
      state.escaped = true;
      return;
    case 'A0':
    case 'BC':
    case 'BX':
      state.carrier = command;
      return;
    case 'FD':
      return checkData(command, state);
    case 'GB':
      return checkBox(command, state);
    case 'GF':
      return checkGraphic(command, state);
    case 'FS':
      return closeField(state);
    case 'XA':
    case 'XZ':
    case 'CI':
    case 'JZ':
    case 'PO':
    case 'LH':
    case 'PQ':
      return;
    default:
      return assertNever(name);
  }
}

/** The only shapes of parameters the templates of this product use. A line feed may follow any command. */
const shapes: Readonly<Record<Exclude<CommandName, 'FD'>, RegExp>> = {
  XA: /^$/,
  XZ: /^$/,
  CI: /^28$/,
  JZ: /^N$/,
  PO: /^N$/,
  LH: /^0,0$/,
  PW: /^[1-9]\d{0,4}$/,
  LL: /^[1-9]\d{0,4}$/,
  PQ: /^1$/,
  FO: /^\d{1,5},\d{1,5}$/,
  A0: /^N,\d{1,4},\d{1,4}$/,
  FH: /^\\$/,
  FS: /^$/,
  BY: /^[1-9]\d?$/,
  BC: /^N,[1-9]\d{0,4},[NY],[NY],N,[NUAD]$/,
  BX: /^N,[1-9]\d{0,2},\d{1,3},\d{1,3},\d{1,3},\d?,.?(,1)?$/,
  GB: /^[1-9]\d{0,4},[1-9]\d{0,4},[1-9]\d{0,4}$/,
  GF: /^A,\d+,\d+,\d+,[^\n]*$/,
};

function checkParameters(name: Exclude<CommandName, 'FD'>, command: Command, state: State): void {
  const parameters = command.parameters.replace(/\n+$/, '');
  if (shapes[name].test(parameters)) return;
  const code = name === 'FS' || name === 'XA' || name === 'XZ' ? 'text_outside_field' : 'parameter_invalid';
  report(state, code, command.offset, `^${name}${parameters.slice(0, 20)}`);
}

function checkWidth(command: Command, state: State): void {
  const width = Number(command.parameters.trim());
  state.label.width = width;
  if (width > state.area.widthDots) report(state, 'wider_than_printer', command.offset, `${width} dots`);
}

function checkOrigin(command: Command, state: State): void {
  if (state.open !== null) report(state, 'field_not_closed', state.open.offset);
  const [x = 0, y = 0] = command.parameters.trim().split(',').map(Number);
  state.origin = { x, y };
  state.open = command;
  checkInside(state, 1, 1, command.offset);
}

/** Whether something so large at the origin of the open field stays on the label. */
function checkInside(state: State, width: number, height: number, offset: number): void {
  const { origin, label } = state;
  if (origin === null) return report(state, 'field_without_origin', offset);
  const right = origin.x + width;
  const bottom = origin.y + height;
  if (right > (label.width ?? 0) || bottom > (label.height ?? 0)) {
    report(state, 'outside_label', offset, `to ${right},${bottom}`);
  }
}

function checkData(command: Command, state: State): void {
  const { carrier } = state;
  const data = command.parameters;
  if (carrier === null) return report(state, 'field_without_origin', command.offset);
  if (data.includes('\n')) report(state, 'parameter_invalid', command.offset, 'line feed in data');
  if (carrier.name === 'A0') return checkText(carrier, command, state);
  if (state.escaped) report(state, 'parameter_invalid', command.offset, '^FH rewrites the data of a symbol');
  return carrier.name === 'BC' ? checkCode128(carrier, command, state) : checkDataMatrix(carrier, command, state);
}

function checkText(carrier: Command, command: Command, state: State): void {
  if (!state.escaped) report(state, 'text_not_escaped', command.offset);
  const wrong = command.parameters.search(/\\(?![0-9A-F]{2})/);
  if (wrong !== -1) report(state, 'hex_escape_invalid', command.offset + 3 + wrong);
  const height = Number(carrier.parameters.split(',')[1]);
  checkInside(state, 1, height, carrier.offset);
}

function checkCode128(carrier: Command, command: Command, state: State): void {
  const [, height = '0', line, , , mode] = carrier.parameters.trim().split(',');
  // Mode D strips spaces and brackets from lots; A and U choose what is encoded; only N prints what it is told.
  if (mode !== 'N') report(state, 'code128_mode', carrier.offset, `mode ${mode ?? ''}`);
  if (line !== 'N') report(state, 'code128_interpretation_line', carrier.offset);
  if (state.module === null) return report(state, 'code128_module_missing', carrier.offset);
  const modules = measureCode128FieldData(command.parameters);
  if (modules === undefined) return report(state, 'code128_field_data', command.offset);
  checkInside(state, modules * state.module, Number(height), carrier.offset);
}

function checkDataMatrix(carrier: Command, command: Command, state: State): void {
  const [, module = '0', quality, columns, rows, , escape] = carrier.parameters.trim().split(',');
  if (quality !== '200') report(state, 'datamatrix_quality', carrier.offset, quality ?? '');
  if (escape !== dataMatrixEscape) return report(state, 'datamatrix_escape', carrier.offset, escape ?? '');
  const data = command.parameters;
  if (!data.startsWith(`${dataMatrixEscape}1`)) report(state, 'datamatrix_fnc1_missing', command.offset);
  const size = Number(columns);
  const capacity = squareCapacity(size);
  // Too small a size prints no symbol at all.
  if (capacity === undefined || columns !== rows || codewordsOf(data) > capacity) {
    report(state, 'datamatrix_size', carrier.offset, `${columns ?? ''}x${rows ?? ''}`);
  }
  checkInside(state, size * Number(module), size * Number(module), carrier.offset);
}

function checkBox(command: Command, state: State): void {
  const [width = 0, height = 0, thickness = 0] = command.parameters.trim().split(',').map(Number);
  checkInside(state, Math.max(width, thickness), Math.max(height, thickness), command.offset);
}

function checkGraphic(command: Command, state: State): void {
  const header = /^A,(\d+),(\d+),(\d+),/.exec(command.parameters);
  const [start = '', total = '', field = '', row = ''] = header ?? [];
  const digits = expandedLength(command.parameters, start.length);
  if (digits === undefined) return report(state, 'graphic_encoding', command.offset);
  const bytes = digits / 2;
  if (total !== field || bytes !== Number(total) || Number(total) % Number(row) !== 0) {
    return report(state, 'graphic_length', command.offset, `${bytes} of ${total} bytes`);
  }
  checkInside(state, Number(row) * 8 - 7, Number(total) / Number(row), command.offset);
}

/**
 * Hexadecimal digits of the graphic data from `start` on, run lengths counted out: `G`–`Y` stand for 1–19, `g`–`z` for
 * 20–400, and both are added up. `undefined` when something else is among them.
 */
function expandedLength(data: string, start: number): number | undefined {
  let digits = 0;
  let repeat = 0;
  for (let index = start; index < data.length; index += 1) {
    const character = data.charCodeAt(index);
    if (character >= 0x47 && character <= 0x59) repeat += character - 0x46;
    else if (character >= 0x67 && character <= 0x7a) repeat += (character - 0x66) * 20;
    else if (isHexadecimal(character)) {
      digits += Math.max(1, repeat);
      repeat = 0;
    } else if (character !== 0x0a) return undefined;
  }
  return digits;
}

function isHexadecimal(character: number): boolean {
  return (
    (character >= 0x30 && character <= 0x39) ||
    (character >= 0x41 && character <= 0x46) ||
    (character >= 0x61 && character <= 0x66)
  );
}

function closeField(state: State): void {
  state.open = null;
  state.origin = null;
  state.module = null;
  state.escaped = false;
  state.carrier = null;
}

function checkWhole(text: string, state: State): void {
  const count = (name: CommandName): number => state.seen.get(name) ?? 0;
  if (state.open !== null) report(state, 'field_not_closed', state.open.offset);
  if (count('XA') > 1 || count('XZ') > 1)
    report(state, 'not_one_label', text.lastIndexOf('^XA'), 'more than one label');
  if (count('CI') === 0) report(state, 'ci28_missing', 0);
  // Without it the printer repeats a partial label by itself: two labels with one serial.
  if (count('JZ') === 0) report(state, 'jzn_missing', 0);
  if (count('PQ') === 0) report(state, 'pq_missing', 0);
  if (count('PQ') > 1) report(state, 'pq_not_once', text.lastIndexOf('^PQ'));
  if (count('PW') === 0 || count('LL') === 0) report(state, 'pw_missing', 0);
}
