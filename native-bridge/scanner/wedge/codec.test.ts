import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawKey } from '../../ports.ts';
import { altCode, typedByScanner } from '../../testing/wedge-keys.ts';
import type { TypedSeparator } from '../../testing/wedge-keys.ts';
import type { WedgeEvent, WedgeFrame } from './codec.ts';
import { idleWedge, settle, takeKey } from './codec.ts';
import type { WedgeProfile } from './profile.ts';
import { readWedgeSettings } from './profile.ts';

const GS = '\u001d';
const DATA = `]d2010690123456789210LOT-a${GS}21SN_1`;

function profile(groupSeparator = 'Ctrl+]', prefix = '', suffix = ''): WedgeProfile {
  const read = readWedgeSettings({ prefix, suffix, groupSeparator });
  if (!read.ok) throw new Error(read.code);
  return read.profile;
}

function feed(used: WedgeProfile, keys: readonly RawKey[]): readonly WedgeEvent[] {
  let state = idleWedge;
  const events: WedgeEvent[] = [];
  for (const key of keys) {
    const taken = takeKey(used, state, key);
    events.push(...taken.events);
    state = taken.state;
  }
  return [...events, ...settle(used, state).events];
}

function onlyScan(events: readonly WedgeEvent[]): WedgeFrame {
  expect(events.map((event) => event.kind)).toEqual(['scan']);
  const [event] = events;
  if (event?.kind !== 'scan') throw new Error('no scan');
  return event.frame;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const replaceKey = (keys: readonly RawKey[], index: number, change: Partial<RawKey>): RawKey[] =>
  keys.map((key, at) => (at === index ? { ...key, ...change } : key));

describe('keyboard wedge: a scan', () => {
  it.each<[string, TypedSeparator]>([
    ['Ctrl+]', 'ctrl'],
    ['Alt+0029', 'alt'],
    ['F8', 'F8'],
    ['ArrowDown', 'ArrowDown'],
    ['#', { character: '#' }],
  ])('comes out with GS typed as %s, identifier apart, case and characters kept', (setting, separator) => {
    const frame = onlyScan(feed(profile(setting), typedByScanner(DATA, { separator })));
    expect([frame.aim, text(frame.bytes), frame.refusedCode]).toEqual([
      ']d2',
      `010690123456789210LOT-a${GS}21SN_1`,
      undefined,
    ]);
  });

  it('is read from Alt codes alone, as some scanners type everything', () => {
    const keys = `]C1a${GS}B`
      .split('')
      .flatMap((character) => altCode(String(character.charCodeAt(0)).padStart(4, '0')));
    const enter = { key: 'Enter', code: 'Enter', mods: { ctrl: false, alt: false, shift: false } };
    const frame = onlyScan(
      feed(
        profile('Alt+0029'),
        [...keys, enter].map((key, index) => ({ ...key, t: index })),
      ),
    );
    expect([frame.aim, text(frame.bytes)]).toEqual([']C1', `a${GS}B`]);
  });

  it('is recognised by its prefix however slowly it is typed', () => {
    const keys = typedByScanner(DATA, { gapMs: 400, prefix: ['F7'] });
    expect(onlyScan(feed(profile('Ctrl+]', 'F7'), keys))).toMatchObject({ aim: ']d2' });
  });

  it('is recognised by its identifier at a stretched pace', () => {
    expect(onlyScan(feed(profile(), typedByScanner(DATA, { gapMs: 55 })))).toMatchObject({ aim: ']d2' });
  });

  it('may end with Tab, or with Tab and Enter', () => {
    expect(onlyScan(feed(profile('Ctrl+]', '', 'Tab'), typedByScanner(DATA, { suffix: ['Tab'] })))).toMatchObject({
      aim: ']d2',
    });
    expect(
      onlyScan(feed(profile('Ctrl+]', '', 'Tab Enter'), typedByScanner(DATA, { suffix: ['Tab', 'Enter'] }))),
    ).toMatchObject({ aim: ']d2' });
  });

  it('that follows another at once is a scan of its own', () => {
    const first = typedByScanner(']C100106141411234567897');
    const second = typedByScanner(']C100106141411234567804', { start: (first.at(-1)?.t ?? 0) + 4 });
    expect(
      feed(profile(), [...first, ...second]).map((event) => event.kind === 'scan' && text(event.frame.bytes)),
    ).toEqual(['00106141411234567897', '00106141411234567804']);
  });

  it('that begins while somebody types leaves what was typed to them', () => {
    const typed = typedByScanner('12', { suffix: [], gapMs: 120 });
    const scanned = typedByScanner(DATA, { prefix: ['F7'], start: (typed.at(-1)?.t ?? 0) + 5 });
    const events = feed(profile('Ctrl+]', 'F7'), [...typed, ...scanned]);
    expect(events.map((event) => event.kind)).toEqual(['typed', 'typed', 'scan']);
  });
});

describe('keyboard wedge: refused, never repaired', () => {
  it('a key that the input method took makes it ime_active, though Enter was taken too', () => {
    const keys = typedByScanner(DATA).map((key) =>
      key.key === 'Enter' || key.code === 'KeyL' ? { ...key, key: 'Process', keyCode: 229 } : key,
    );
    expect(onlyScan(feed(profile(), keys))).toMatchObject({ refusedCode: 'ime_active', aim: null });
  });

  it('a full-width digit or a hanzi in a burst makes it ime_active', () => {
    for (const key of ['０', '批', '，']) {
      expect(onlyScan(feed(profile(), replaceKey(typedByScanner(DATA), 10, { key })))).toMatchObject({
        refusedCode: 'ime_active',
      });
    }
  });

  it('composition swallowing the end as well is still told, when nothing more comes', () => {
    const keys = typedByScanner(DATA, { suffix: [] }).map((key) => ({
      ...key,
      key: 'Process',
      keyCode: 229,
      composing: true,
    }));
    expect(onlyScan(feed(profile(), keys))).toMatchObject({ refusedCode: 'ime_active' });
  });

  it('GS typed in another way than the profile says is separator_lost', () => {
    for (const separator of ['alt', 'F8', 'ArrowDown'] as const) {
      expect(onlyScan(feed(profile('Ctrl+]'), typedByScanner(DATA, { separator })))).toMatchObject({
        refusedCode: 'separator_lost',
      });
    }
    expect(onlyScan(feed(profile('F8'), typedByScanner(DATA, { separator: 'ctrl' })))).toMatchObject({
      refusedCode: 'separator_lost',
    });
  });

  it('Ctrl that went down with nothing typed under it is separator_lost', () => {
    const keys = typedByScanner(DATA).filter((key) => key.code !== 'BracketRight');
    expect(onlyScan(feed(profile(), keys))).toMatchObject({ refusedCode: 'separator_lost' });
  });

  it('Alt that went down with no digits is separator_lost', () => {
    const keys = typedByScanner(DATA, { separator: 'alt' }).filter((key) => !key.code.startsWith('Numpad'));
    expect(onlyScan(feed(profile('Alt+0029'), keys))).toMatchObject({ refusedCode: 'separator_lost' });
  });

  it('data that need a separator which left no trace are separator_lost by the check that is given', () => {
    const keys = typedByScanner(DATA, { separator: 'nothing' });
    let state = idleWedge;
    const events: WedgeEvent[] = [];
    for (const key of keys) {
      const taken = takeKey(profile(), state, key, (aim, bytes) => aim === ']d2' && !bytes.includes(0x1d));
      events.push(...taken.events);
      state = taken.state;
    }
    expect(onlyScan(events)).toMatchObject({ refusedCode: 'separator_lost', aim: ']d2' });
  });

  it('letters that Caps Lock turned are case_unsure', () => {
    const keys = typedByScanner(DATA).map((key) =>
      key.mods.shift && /^[A-Z]$/.test(key.key) ? { ...key, key: key.key.toLowerCase() } : key,
    );
    expect(onlyScan(feed(profile(), keys))).toMatchObject({ refusedCode: 'case_unsure' });
  });

  it('a burst without its end, a dead key, an unknown Alt code and a missing prefix are garbled', () => {
    expect(onlyScan(feed(profile(), typedByScanner(DATA, { suffix: [] })))).toMatchObject({ refusedCode: 'garbled' });
    expect(onlyScan(feed(profile(), replaceKey(typedByScanner(DATA), 12, { key: 'Dead' })))).toMatchObject({
      refusedCode: 'garbled',
    });
    expect(onlyScan(feed(profile('Ctrl+]', 'F7'), typedByScanner(DATA)))).toMatchObject({ refusedCode: 'garbled' });
    const enter = { key: 'Enter', code: 'Enter', mods: { ctrl: false, alt: false, shift: false } };
    const strange = ['0065', '0200', '0066', '0067', '0068'].flatMap(altCode);
    expect(
      onlyScan(
        feed(
          profile(),
          [...strange, enter].map((key, index) => ({ ...key, t: index })),
        ),
      ),
    ).toMatchObject({ refusedCode: 'garbled' });
  });

  it('what was keyed is kept for the person who has to find out', () => {
    const frame = onlyScan(feed(profile('Ctrl+]'), typedByScanner(`]d2ABC${GS}D`, { separator: 'F8' })));
    expect(text(frame.raw)).toBe(']d2ABC{F8}D');
  });
});

describe('keyboard wedge: a person', () => {
  const kinds = (events: readonly WedgeEvent[]): readonly string[] => events.map((event) => event.kind);

  it('who types is left alone, Enter included', () => {
    const keys = typedByScanner('PASSWORT123', { gapMs: 90 });
    const events = feed(profile(), keys);
    expect(new Set(kinds(events))).toEqual(new Set(['typed']));
    expect(events.flatMap((event) => (event.kind === 'typed' ? event.keys : []))).toEqual(keys);
  });

  it('who presses a function key, Enter or Tab is left alone', () => {
    for (const name of ['F2', 'Enter', 'Tab', 'Escape']) {
      expect(
        kinds(feed(profile(), [{ key: name, code: name, mods: { ctrl: false, alt: false, shift: false }, t: 1 }])),
      ).toEqual(['typed']);
    }
  });

  it('who writes Chinese with an input method is left alone', () => {
    const keys = typedByScanner('nihao', { gapMs: 130, suffix: [] }).map((key) => ({
      ...key,
      key: 'Process',
      keyCode: 229,
    }));
    expect(new Set(kinds(feed(profile(), keys)))).toEqual(new Set(['typed']));
  });

  it('who holds a key down is left alone', () => {
    const keys = Array.from({ length: 60 }, (_, index) => ({
      key: 'a',
      code: 'KeyA',
      mods: { ctrl: false, alt: false, shift: false },
      t: index * 25,
    }));
    expect(new Set(kinds(feed(profile(), keys)))).toEqual(new Set(['typed']));
  });

  it('every key comes out once and in order, whatever is typed', () => {
    const key = fc.record({
      key: fc.constantFrom(
        'a',
        'A',
        '1',
        ']',
        'd',
        '2',
        'Enter',
        'F7',
        'F8',
        'Process',
        '０',
        'Shift',
        'Control',
        'Alt',
        'Dead',
      ),
      code: fc.constantFrom('KeyA', 'Digit1', 'Numpad0', 'Enter', 'F7'),
      mods: fc.record({ ctrl: fc.boolean(), alt: fc.boolean(), shift: fc.boolean() }),
      gap: fc.nat(120),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), fc.constantFrom('', 'F7'), (strokes, prefix) => {
        let t = 0;
        const keys = strokes.map(({ gap, ...event }) => ({ ...event, t: (t += gap) }));
        const used = profile('F8', prefix);
        let state = idleWedge;
        const out: RawKey[] = [];
        for (const event of keys) {
          const held = [...state.held, event];
          const taken = takeKey(used, state, event);
          state = taken.state;
          // What was decided about, and what is held, are together all keys so far.
          const decided = held.slice(0, held.length - state.held.length);
          out.push(...decided);
          const typed = taken.events.flatMap((found) => (found.kind === 'typed' ? found.keys : []));
          expect(decided).toEqual(expect.arrayContaining([...typed]));
        }
        expect([...out, ...state.held]).toEqual(keys);
      }),
    );
  });
});

describe('keyboard wedge: settings', () => {
  it('a stand-in for GS that GS1 data can hold is refused', () => {
    for (const character of ['A', '0', '-', '_', ']', '/']) {
      expect(readWedgeSettings({ prefix: '', suffix: '', groupSeparator: character })).toEqual({
        ok: false,
        code: 'separator_is_data',
      });
    }
    for (const character of ['#', '~', '|', '^']) {
      expect(readWedgeSettings({ prefix: '', suffix: '', groupSeparator: character })).toMatchObject({ ok: true });
    }
  });

  it('a key that stands for GS and for the end is refused, and so is one nobody knows', () => {
    expect(readWedgeSettings({ prefix: '', suffix: 'Tab', groupSeparator: 'Tab' })).toEqual({
      ok: false,
      code: 'separator_is_suffix',
    });
    expect(readWedgeSettings({ prefix: 'Hyper', suffix: '', groupSeparator: '' })).toEqual({
      ok: false,
      code: 'unknown_key',
    });
  });
});
