import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLayout } from './layout.ts';

function code(text: string): string {
  const layout = parseLayout(text);
  return layout.ok ? 'ok' : `${layout.refused.code} at ${layout.refused.position}`;
}

describe('label.zpl', () => {
  test('is ZPL with directives', () => {
    expect(parseLayout('^PW{width}\n{field lot 3 4.5}^XZ')).toEqual({
      ok: true,
      value: [
        { kind: 'zpl', text: '^PW' },
        { kind: 'width' },
        { kind: 'zpl', text: '\n' },
        { kind: 'field', name: 'lot', at: { x: 3, y: 4.5 } },
        { kind: 'zpl', text: '^XZ' },
      ],
    });
  });

  test('has blocks for conditions and for lines', () => {
    const layout = parseLayout('{if symbol main gs1-128}{hri main 1 2}{else}{each 5 2.5}{bar 0 1 2 3}{end}{end}');
    expect(layout).toEqual({
      ok: true,
      value: [
        {
          kind: 'if',
          condition: { kind: 'symbol', name: 'main', symbology: 'gs1-128' },
          body: [{ kind: 'hri', name: 'main', at: { x: 1, y: 2 } }],
          otherwise: [
            { kind: 'each', y: 5, pitch: 2.5, body: [{ kind: 'bar', at: { x: 0, y: 1 }, width: 2, height: 3 }] },
          ],
        },
      ],
    });
  });

  test.each([
    ['^XA{fild lot 1 2}', 'directive_unknown at 3'],
    ['{field lot 1}', 'directive_arguments at 0'],
    ['{field lot -1 2}', 'directive_arguments at 0'],
    ['{bar 1 2 3}', 'directive_arguments at 0'],
    ['{width 3}', 'directive_arguments at 0'],
    ['{if flag a b}{end}', 'directive_arguments at 13'],
    ['{if ai main}{end}', 'directive_arguments at 12'],
    ['{if}{end}', 'directive_arguments at 4'],
    ['{if colour red}{end}', 'directive_arguments at 15'],
    ['{each 5}{end}', 'directive_arguments at 8'],
    ['{if flag a}', 'block_not_closed at 11'],
    ['^XA{end}', 'block_not_open at 3'],
    ['{else}', 'block_not_open at 0'],
    ['{each 1 2}{else}{end}', 'block_not_open at 10'],
    ['{if flag a}{else}{else}{end}', 'block_not_open at 17'],
    ['{if flag a}{field a 1 2}{end}{if value b}{end}{if ai main 17}{end}', 'ok'],
  ])('%s: %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test('never throws', () => {
    const word = fc.constantFrom('{', '}', 'if', 'each', 'end', 'else', 'field', 'flag', ' ', '1', 'a', '^FD');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        parseLayout(words.join(''));
      }),
    );
  });
});
