import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DockState } from '../../core/contract/dock.ts';
import type { Refusal, Result } from '../../core/domain/result.ts';
import { clockTime, hexFromLatin1 } from '../format.ts';
import { useSurface } from '../keyboard/use-keys.ts';
import { useAct, useRead } from '../station.tsx';
import { Icon } from '../ui/icon.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { PrintedLabel } from './printed-label.tsx';

const faults = [
  'none',
  'paper_out',
  'head_open',
  'silent_on_error',
  'reset_after_bytes',
  'half_label',
  'offline',
] as const;
const scaleStates = ['stable', 'unstable', 'overload', 'silent'] as const;

/** Devices to plug, jam, load and scan with: training only, over the same operations as the demo and the tests. */
export function Dock({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const dock = useRead('dockState', {}, { fresh: true });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const show = async (acting: Promise<Result<unknown>>): Promise<void> => {
    const result = await acting;
    setRefusal(result.ok ? null : result.refused);
  };
  return (
    <aside className="dock" aria-label={t('dock.title')} data-screen="dock">
      <header className="dock__head">
        <h1>
          <Icon name="dock" /> {t('dock.title')}
        </h1>
        <button type="button" className="dock__button" onClick={onClose}>
          {t('key.close')} <kbd>F4</kbd>
        </button>
      </header>
      <p className="dock__lead">{t('dock.lead')}</p>
      {refusal === null ? null : <RefusalNotice refusal={refusal} />}
      {dock.data === undefined ? null : <DockPanel state={dock.data} show={(acting) => void show(acting)} />}
    </aside>
  );
}

type Show = (acting: Promise<Result<unknown>>) => void;

function DockPanel({ state, show }: { readonly state: DockState; readonly show: Show }) {
  return (
    <>
      <ScanSection state={state} show={show} />
      <DevicesSection state={state} show={show} />
      <ScaleSection state={state} show={show} />
      <PrintedSection state={state} show={show} />
    </>
  );
}

function ScanSection({ state, show }: { readonly state: DockState; readonly show: Show }) {
  const { t } = useTranslation();
  const scan = useAct('dockScan');
  const [aim, setAim] = useState(']d2');
  const [text, setText] = useState('');
  const [typing, setTyping] = useState(false);
  return (
    <section className="dock__section">
      <h2>{t('dock.suggestions')}</h2>
      {state.suggestions.length === 0 ? <p className="dock__lead">{t('dock.noSuggestions')}</p> : null}
      <div className="dock__suggestions">
        {state.suggestions.map((suggestion, index) => (
          <button
            type="button"
            key={`${index}|${suggestion.hex}`}
            className="dock__button"
            data-scan={suggestion.label}
            onClick={() => show(scan.run({ aim: suggestion.aim, hex: suggestion.hex }))}
          >
            <Icon name="scanner" /> {suggestion.label}
          </button>
        ))}
      </div>
      <form
        className="dock__scan"
        onSubmit={(event) => {
          event.preventDefault();
          show(scan.run({ aim: aim === '' ? null : aim, hex: hexFromLatin1(text.replaceAll('|', '\u001d')) }));
        }}
      >
        {typing ? <DeskSurface /> : null}
        <label>
          <span>{t('dock.aim')}</span>
          <input
            name="dock-aim"
            value={aim}
            maxLength={3}
            spellCheck={false}
            onFocus={() => setTyping(true)}
            onBlur={() => setTyping(false)}
            onChange={(event) => setAim(event.target.value)}
          />
        </label>
        <label>
          <span>{t('dock.scanText')}</span>
          <input
            name="dock-text"
            value={text}
            placeholder={t('dock.scanHint')}
            spellCheck={false}
            onFocus={() => setTyping(true)}
            onBlur={() => setTyping(false)}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <button type="submit" className="dock__button dock__button--next" data-button="dock-scan">
          {t('dock.scanNow')}
        </button>
      </form>
    </section>
  );
}

/** While a field of the dock has the focus, Tab and Enter belong to it. */
function DeskSurface() {
  useSurface('desk', 'dialog');
  return null;
}

function DevicesSection({ state, show }: { readonly state: DockState; readonly show: Show }) {
  const { t } = useTranslation();
  const plug = useAct('dockPlug');
  const printer = useAct('dockPrinter');
  const network = useAct('dockNetwork');
  return (
    <section className="dock__section">
      <Switch
        name="scanner"
        label={t('dock.scanner')}
        on={state.scannerPlugged}
        words={[t('dock.plugged'), t('dock.unplugged')]}
        action={t(state.scannerPlugged ? 'dock.unplug' : 'dock.plug')}
        onChange={() => show(plug.run({ device: 'scanner', plugged: !state.scannerPlugged }))}
      />
      <Switch
        name="scale"
        label={t('dock.scale')}
        on={state.scalePlugged}
        words={[t('dock.plugged'), t('dock.unplugged')]}
        action={t(state.scalePlugged ? 'dock.unplug' : 'dock.plug')}
        onChange={() => show(plug.run({ device: 'scale', plugged: !state.scalePlugged }))}
      />
      <Switch
        name="network"
        label={t('dock.network')}
        on={state.networkUp}
        words={[t('dock.networkUp'), t('dock.networkDown')]}
        action={t(state.networkUp ? 'dock.cut' : 'dock.join')}
        onChange={() => show(network.run({ up: !state.networkUp }))}
      />
      <h2>
        <Icon name="printer" /> {t('dock.printer')}
      </h2>
      <div className="dock__choices" role="radiogroup" aria-label={t('dock.printer')}>
        {faults.map((fault) => (
          <button
            type="button"
            key={fault}
            role="radio"
            aria-checked={state.printerFault === fault}
            className="dock__button"
            data-fault={fault}
            onClick={() => show(printer.run({ fault }))}
          >
            {state.printerFault === fault ? <Icon name="check" /> : null} {t(`dock.fault.${fault}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

function Switch({
  name,
  label,
  on,
  words: [yes, no],
  action,
  onChange,
}: {
  readonly name: string;
  readonly label: string;
  readonly on: boolean;
  readonly words: readonly [string, string];
  readonly action: string;
  readonly onChange: () => void;
}) {
  return (
    <div className="dock__switch" data-switch={name} data-on={on}>
      <b>{label}</b>
      <span className={`tag ${on ? 'tag--ok' : 'tag--no'}`}>
        <Icon name={on ? 'check' : 'cross'} />
        {on ? yes : no}
      </span>
      <button type="button" className="dock__button" onClick={onChange}>
        {action}
      </button>
    </div>
  );
}

function ScaleSection({ state, show }: { readonly state: DockState; readonly show: Show }) {
  const { t } = useTranslation();
  const scale = useAct('dockScale');
  const [weight, setWeight] = useState(state.weight);
  const [typing, setTyping] = useState(false);
  const valid = /^-?\d{1,6}(\.\d{1,3})?$/.test(weight);
  const stateNow = scaleStates.find((one) => one === state.scaleState) ?? 'stable';
  return (
    <section className="dock__section">
      <form
        className="dock__scan dock__scan--short"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) show(scale.run({ weight, state: stateNow }));
        }}
      >
        {typing ? <DeskSurface /> : null}
        <label>
          <span>{t('dock.weight')}</span>
          <input
            name="dock-weight"
            value={weight}
            aria-invalid={!valid}
            onFocus={() => setTyping(true)}
            onBlur={() => setTyping(false)}
            onChange={(event) => setWeight(event.target.value)}
          />
        </label>
        <button type="submit" className="dock__button dock__button--next" aria-disabled={!valid}>
          {t('dock.weightSet')}
        </button>
      </form>
      <div className="dock__choices" role="radiogroup" aria-label={t('dock.scale')}>
        {scaleStates.map((one) => (
          <button
            type="button"
            key={one}
            role="radio"
            aria-checked={stateNow === one}
            className="dock__button"
            data-scale-state={one}
            onClick={() => show(scale.run({ weight: state.weight, state: one }))}
          >
            {stateNow === one ? <Icon name="check" /> : null} {t(`dock.scaleState.${one}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

function PrintedSection({ state, show }: { readonly state: DockState; readonly show: Show }) {
  const { t } = useTranslation();
  const scan = useAct('dockScan');
  const newest = state.printed.toSorted((a, b) => b.index - a.index).slice(0, 6);
  return (
    <section className="dock__section">
      <h2>
        <Icon name="label" /> {t('dock.printed')}
      </h2>
      {newest.length === 0 ? <p className="dock__lead">{t('dock.printedNone')}</p> : null}
      {newest.map((label) => (
        <div className="dock__label" key={label.index} data-printed={label.index}>
          <PrintedLabel index={label.index} />
          <div>
            <span className="mono">
              {label.index} · {clockTime(label.at)}
            </span>
            <p className="mono dock__element">{label.elementString ?? '—'}</p>
            {label.elementString === null ? null : (
              <button
                type="button"
                className="dock__button"
                data-button="dock-scan-label"
                onClick={() =>
                  show(scan.run({ aim: ']C1', hex: hexFromLatin1(symbolText(label.elementString ?? '')) }))
                }
              >
                <Icon name="scanner" /> {t('dock.scanPrinted')}
              </button>
            )}
          </div>
        </div>
      ))}
    </section>
  );
}

/** What a scanner sends for an element string: no FNC1 at the start, GS for every further one. */
function symbolText(elementString: string): string {
  return elementString.replace(/^\^/, '').replaceAll('^', '\u001d');
}
