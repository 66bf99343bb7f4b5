/** What the emulated Zebra says, in the bytes of the ZPL guide. */
import type { PrinterMechanism } from './printer-mechanism.ts';

export interface ZebraQuestionFacts {
  readonly mechanism: PrinterMechanism;
  readonly partialFormat: boolean;
  readonly languages: string;
}

/** `~HS`: three strings, STX … ETX CR LF each. */
export function hostStatusAnswer(facts: ZebraQuestionFacts): string {
  return hostStatusStrings(facts)
    .map((text) => `\u0002${text}\u0003\r\n`)
    .join('');
}

/** SGD `getvar`: the value in quotes, `"?"` for an unknown variable. */
export function answerVariable(name: string, facts: ZebraQuestionFacts): string {
  return `"${variable(name, facts) ?? '?'}"`;
}

function variable(name: string, facts: ZebraQuestionFacts): string | undefined {
  const { mechanism } = facts;
  const conditions = mechanism.conditions();
  switch (name) {
    case 'device.languages':
      return facts.languages;
    case 'device.product_name':
      return 'trace-station emulated ZPL printer';
    case 'device.unique_id':
      return 'EMULATED-0001';
    case 'appl.name':
      return 'emulator';
    case 'head.resolution.in_dpi':
      return '203';
    case 'odometer.total_label_count':
      return String(mechanism.odometer());
    case 'media.status':
      return conditions.includes('paper_out') ? 'out' : 'ok';
    case 'head.latch':
      return conditions.includes('head_open') ? 'open' : 'ok';
    case 'device.host_status':
      return hostStatusStrings(facts).join('\r\n');
    default:
      return undefined;
  }
}

function hostStatusStrings({ mechanism, partialFormat }: ZebraQuestionFacts): readonly string[] {
  const conditions = mechanism.conditions();
  const flag = (on: boolean): string => (on ? '1' : '0');
  const number = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return [
    [
      '030',
      flag(conditions.includes('paper_out')),
      flag(conditions.includes('paused')),
      '0480',
      number(mechanism.formatsWaiting(), 3),
      '0',
      '0',
      flag(partialFormat),
      '000',
      '0',
      '0',
      '0',
    ],
    [
      '000',
      '0',
      flag(conditions.includes('head_open')),
      flag(conditions.includes('ribbon_out')),
      '1',
      '2',
      '6',
      '0',
      number(mechanism.labelsRemaining(), 8),
      '1',
      '000',
    ],
    ['1234', '0'],
  ].map((fields) => fields.join(','));
}
