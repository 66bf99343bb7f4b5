import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from './diagnosis.ts';
import { segmentsOf, visible } from './segments.ts';

const year = 2026;
const unit = '010690123450001117281031' + '10B2611A\u001d21S7K2-004412';
const kinds = (aim: string | null, data: string): readonly (readonly [string, string])[] =>
  segmentsOf(aim, data, year).map(({ kind, text }) => [kind, text]);

describe('colouring a scan', () => {
  it('tells AI, value and separator apart', () => {
    expect(kinds(']d2', unit)).toEqual([
      ['ai', '01'],
      ['value', '06901234500011'],
      ['ai', '17'],
      ['value', '281031'],
      ['ai', '10'],
      ['value', 'B2611A'],
      ['separator', '\u001d'],
      ['ai', '21'],
      ['value', 'S7K2-004412'],
    ]);
  });

  it('leaves a command barcode and a plain number uncoloured', () => {
    expect(kinds(']C0', 'CMD-UNDO')).toEqual([['text', 'CMD-UNDO']]);
    expect(kinds(null, '0106')).toEqual([['text', '0106']]);
    expect(kinds(']E0', '4006381333931')).toEqual([['text', '4006381333931']]);
  });

  it('puts every character into exactly one segment, in order, whatever it is', () => {
    const aim = fc.constantFrom(null, ']d2', ']C1', ']C0', ']E0');
    const data = fc.string({
      unit: fc.constantFrom('0', '1', '2', '7', 'A', 'b', '-', '\u001d', '\r', 'é'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(aim, data, fc.boolean(), (prefix, text, tolerant) => {
        const segments = segmentsOf(prefix, text, year, { tolerant });
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        let at = 0;
        for (const segment of segments) {
          expect(segment.at).toBe(at);
          at += segment.text.length;
        }
      }),
    );
  });

  it('names characters without a picture', () => {
    expect(visible('\u0002A\u001dB\u0007')).toBe('<STX>A<GS>B<0x07>');
  });
});

describe('the scan doctor', () => {
  const symptoms = (code: string, aim: string | null, data: string): readonly string[] =>
    diagnose({ code }, aim, data, year).symptoms;

  it('finds a lost separator, and a scanner that sends no AIM prefix', () => {
    const swallowed = unit.replace('\u001d', '').replace('17281031', '');
    expect(symptoms('gs_lost', null, swallowed)).toEqual(['separator_lost', 'no_aim']);
  });

  it('suspects a separator that was swallowed by the lot', () => {
    const { suspect, symptoms: found } = diagnose(
      { code: 'unknown_lot' },
      ']d2',
      '010690123450001110B26A17281031',
      year,
    );
    expect(suspect).toMatchObject({ ai: '10', swallowed: '17' });
    expect(found).toEqual(['separator_lost']);
  });

  it('tells a plain Code 128 from a GS1 one', () => {
    expect(symptoms('symbol_not_gs1', ']C0', '0106901234500011')).toEqual(['plain_symbol']);
  });

  it('tells an active input method and lost letter case', () => {
    expect(symptoms('ime_active', null, 'x')).toContain('ime_active');
    expect(symptoms('case_unsure', ']d2', unit)).toEqual(['case_lost']);
  });

  it('says nothing is wrong with a code that a rule of the work refused', () => {
    const { symptoms: found, reading } = diagnose({ code: 'already_packed' }, ']d2', unit, year);
    expect(found).toEqual([]);
    expect(reading?.serial).toBe('S7K2-004412');
  });
});
