import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelView, PackingCommand, PackingView } from '../../core/contract/packing.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { useKeys, useSurface } from '../keyboard/use-keys.ts';
import { ScanDoctor } from '../scan-doctor/scan-doctor.tsx';
import { useAct } from '../station.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { ContainerGrid } from './container-grid.tsx';
import { CosignDialog } from './cosign-dialog.tsx';
import { KeyedCodeDialog } from './keyed-code-dialog.tsx';
import { LabelAbsentDialog } from './label-absent-dialog.tsx';
import { NestBar } from './nest-bar.tsx';
import { NumberEntry } from './number-entry.tsx';
import { SentenceCard } from './sentence-card.tsx';
import type { Sentence } from './sentence.ts';
import { sentenceOf } from './sentence.ts';
import { LabelsCard, LastPieceCard, ProgressCard } from './side-cards.tsx';
import type { CommandSender } from './use-command.tsx';
import { viewFacts } from './view-facts.ts';

type Open =
  | { readonly kind: 'doctor' }
  | { readonly kind: 'keyed' }
  | { readonly kind: 'absent'; readonly label: LabelView }
  | null;

/** The station screen of packing: one sentence, the container that fills, what was last, what waits. */
export function PackingScreen({
  view,
  refusal,
  commands,
  onRefused,
  onChooseWork,
}: {
  readonly view: PackingView;
  /** Refusal of an operation called by key or touch, until the next answer. */
  readonly refusal: Refusal | null;
  readonly commands: CommandSender;
  readonly onRefused: (refusal: Refusal | null) => void;
  readonly onChooseWork: () => void;
}) {
  const { t, i18n } = useTranslation();
  const enterNumber = useAct('enterNumber');
  const [open, setOpen] = useState<Open>(null);
  const [parkedSignature, setParkedSignature] = useState<string | null>(null);
  useSurface('station');

  const sentence = refusal === null ? sentenceOf(i18n, view) : refusedSentence(i18n, view, refusal);
  const hard = view.hardRefusal !== null;
  const { expecting, pendingCosignature } = view;
  const asksNumber = !hard && (expecting === 'quantity' || expecting === 'count');
  const canDiagnose = sentence.answer !== null && sentence.answer.raw !== null && sentence.tone === 'no';
  const canKey = !hard && expecting === 'bad_label_piece';
  const asksReason = !hard && expecting === 'reason';

  async function sendNumber(value: number): Promise<void> {
    const result = await enterNumber.run({ value });
    onRefused(result.ok ? null : result.refused);
  }
  /** A hard refusal ends at the tray's barcode and nowhere else: no key reaches core while it stands. */
  const commandKey = (name: PackingCommand): (() => void) | null =>
    hard || view.work === null || commands.busy ? null : () => commands.send(name);
  /** A move that was asked for by its barcode can still be taken back; the refusal stays. */
  const cancelKey = hard && expecting === 'piece_to_move' ? () => commands.send('cancel') : commandKey('cancel');

  const doubtful = view.labels.find((label) => label.state === 'in_doubt');
  const settle = doubtful === undefined || hard ? null : () => setOpen({ kind: 'absent', label: doubtful });
  const askReason = (): void => commands.sendWithReason('next');
  useKeys({
    F10: commandKey('remainder'),
    F11: commandKey('undo'),
    F12: cancelKey,
    ArrowDown: settle,
    ArrowLeft: canDiagnose ? () => setOpen({ kind: 'doctor' }) : null,
    ArrowRight: canKey ? () => setOpen({ kind: 'keyed' }) : asksReason ? askReason : null,
  });

  const filling = view.stack.at(-1);
  const signatureOpen = pendingCosignature !== null && pendingCosignature.payloadHash !== parkedSignature && !hard;
  return (
    <main className="packing station-main" data-screen="packing" {...viewFacts(view)}>
      <div className="packing__left">
        <SentenceCard sentence={sentence} />
        <section className="card packing__grid">
          {asksNumber ? (
            <NumberEntry
              key={expecting}
              title={t(expecting === 'count' ? 'entry.countTitle' : 'entry.quantityTitle')}
              busy={enterNumber.busy}
              onEnter={(value) => void sendNumber(value)}
              onCancel={() => commands.send('cancel')}
            />
          ) : view.work === null ? (
            <EmptyState icon="orders" title={t('packing.noWork')} next={t('packing.noWorkNext')}>
              <KeyButton label={t('packing.chooseWork')} hint="F3" tone="next" onPress={onChooseWork} />
            </EmptyState>
          ) : view.work.complete ? (
            <EmptyState
              icon="check"
              title={t('packing.complete', { units: view.work.units, cartons: view.work.cartons })}
              next={t('packing.completeNext')}
            />
          ) : filling === undefined ? (
            <EmptyState icon="carton" title={t('packing.boxOpens')} next={t('packing.boxOpensNext')} />
          ) : (
            <>
              <NestBar stack={view.stack} />
              <ContainerGrid container={filling} showNewest={sentence.tone === 'ok'} />
            </>
          )}
        </section>
        {hard ? (
          <TrayStrip />
        ) : (
          <div className="packing__keys">
            <PrimaryKey
              view={view}
              asksNumber={asksNumber}
              canDiagnose={canDiagnose}
              canKey={canKey}
              onReason={asksReason ? askReason : null}
              onDoctor={() => setOpen({ kind: 'doctor' })}
              onKeyed={() => setOpen({ kind: 'keyed' })}
              onSign={() => setParkedSignature(null)}
              onChooseWork={onChooseWork}
            />
            <KeyButton label={t('packing.keys.undo')} hint="F11 · CMD-UNDO" name="undo" onPress={commandKey('undo')} />
            <KeyButton
              label={t('packing.keys.remainder')}
              hint="F10 · CMD-REMAINDER"
              name="remainder"
              onPress={commandKey('remainder')}
            />
          </div>
        )}
      </div>
      <div className="packing__right">
        <LastPieceCard view={view} />
        <ProgressCard view={view} />
        <LabelsCard view={view} onAbsent={hard ? null : (label) => setOpen({ kind: 'absent', label })} />
      </div>
      {open?.kind === 'doctor' && sentence.answer !== null ? (
        <ScanDoctor answer={sentence.answer} onClose={() => setOpen(null)} />
      ) : null}
      {open?.kind === 'keyed' ? <KeyedCodeDialog onClose={() => setOpen(null)} onDone={() => onRefused(null)} /> : null}
      {open?.kind === 'absent' ? <LabelAbsentDialog label={open.label} onClose={() => setOpen(null)} /> : null}
      {signatureOpen && pendingCosignature !== null ? (
        <CosignDialog
          pending={pendingCosignature}
          onPark={() => setParkedSignature(pendingCosignature.payloadHash)}
          onDone={() => onRefused(null)}
        />
      ) : null}
    </main>
  );
}

/** In the place of the keys while a hard refusal stands: they would do nothing, and this is all there is to do. */
function TrayStrip() {
  const { t } = useTranslation();
  return (
    <div className="packing__tray" data-button="tray">
      <Icon name="tray" />
      <b>{t('packing.trayOnly')}</b>
      <span className="mono">TRAY-01</span>
      <small>{t('packing.trayHint')}</small>
    </div>
  );
}

/** The blue button: what is to be done now, and with what. */
function PrimaryKey({
  view,
  asksNumber,
  canDiagnose,
  canKey,
  onReason,
  onDoctor,
  onKeyed,
  onSign,
  onChooseWork,
}: {
  readonly view: PackingView;
  readonly asksNumber: boolean;
  readonly canDiagnose: boolean;
  readonly canKey: boolean;
  readonly onReason: (() => void) | null;
  readonly onDoctor: () => void;
  readonly onKeyed: () => void;
  readonly onSign: () => void;
  readonly onChooseWork: () => void;
}) {
  const { t } = useTranslation();
  if (view.pendingCosignature !== null)
    return <KeyButton label={t('packing.keys.cosign')} tone="next" onPress={onSign} name="cosign" />;
  if (onReason !== null)
    return <KeyButton label={t('packing.keys.reason')} hint="→" tone="next" onPress={onReason} name="reason" />;
  if (canKey) return <KeyButton label={t('packing.keys.keyed')} hint="→" tone="next" onPress={onKeyed} name="keyed" />;
  if (canDiagnose)
    return <KeyButton label={t('packing.keys.doctor')} hint="←" tone="next" onPress={onDoctor} name="doctor" />;
  if (view.work === null || view.work.complete)
    return (
      <KeyButton label={t('packing.chooseWork')} hint="F3" tone="next" onPress={onChooseWork} name="choose-work" />
    );
  return (
    <div className="packing__next" role="note">
      <b>{t(asksNumber ? 'packing.keys.number' : 'packing.keys.scan')}</b>
      <kbd>{asksNumber ? '0–9 →' : t('key.next')}</kbd>
    </div>
  );
}

function refusedSentence(words: Parameters<typeof sentenceOf>[0], view: PackingView, refusal: Refusal): Sentence {
  return sentenceOf(words, {
    ...view,
    answer: {
      answerId: `key:${refusal.code}`,
      scanId: null,
      tone: 'refused',
      hard: false,
      code: refusal.code,
      params: { ...refusal.params },
      at: '',
      raw: null,
    },
  });
}
