import { useTranslation } from 'react-i18next';
import { ruleOf } from '../../core/domain/gs1/ai-lookup.ts';
import type { Answer } from '../../core/contract/packing.ts';
import { latin1FromHex } from '../format.ts';
import { answerWords } from '../i18n/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { diagnose } from './diagnosis.ts';
import { segmentsOf, visible } from './segments.ts';

/** Opens a refused scan: its bytes coloured by AI, what is wrong, and what mends it. */
export function ScanDoctor({ answer, onClose }: { readonly answer: Answer; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const aim = answer.raw?.aim ?? null;
  const data = latin1FromHex(answer.raw?.hex ?? '');
  const year = new Date(answer.at).getFullYear();
  const { symptoms, reading, refusal, suspect } = diagnose(answer, aim, data, year);
  const segments = segmentsOf(aim, data, year, { tolerant: true });
  const said = answerWords(i18n, answer);
  const why = refusal === null ? null : answerWords(i18n, refusal);
  return (
    <Dialog
      title={t('doctor.title')}
      lead={t('doctor.lead')}
      wide
      name="scan-doctor"
      onCancel={onClose}
      keys={{ ArrowLeft: onClose, ArrowRight: onClose }}
      footer={<KeyButton label={t('key.close')} hint="F12" tone="next" onPress={onClose} name="doctor-close" />}
    >
      <section aria-label={t('doctor.bytes')}>
        <p className="doctor__bytes mono selectable">
          <em>{aim ?? t('doctor.noAim')}</em>
          {segments.map((segment) =>
            segment.kind === 'separator' ? (
              <u key={segment.at}>GS</u>
            ) : segment.kind === 'ai' ? (
              <b key={segment.at} className="doctor__ai">
                (<FromWrong at={segment.at} text={segment.text} wrongAt={refusal?.position} />)
              </b>
            ) : (
              <span
                key={segment.at}
                className={segment.kind === 'value' ? `doctor__value doctor__value--${hue(segment.ai)}` : undefined}
              >
                <FromWrong at={segment.at} text={segment.text} wrongAt={refusal?.position} />
              </span>
            ),
          )}
        </p>
        <p className="doctor__hex mono selectable">{spaced(answer.raw?.hex ?? '')}</p>
      </section>
      <div className="doctor__columns">
        <section>
          <h2>{t('doctor.elements')}</h2>
          <dl className="doctor__elements">
            {(reading?.elements ?? []).map((element) => (
              <div key={element.position}>
                <dt>
                  <b className="mono">({element.ai})</b> {aiTitle(i18n.language, element.ai)}
                </dt>
                <dd className="mono selectable">{visible(element.value)}</dd>
              </div>
            ))}
            {reading === null ? <p className="doctor__none">—</p> : null}
          </dl>
        </section>
        <section>
          <h2>{t('doctor.wrong')}</h2>
          {symptoms.length === 0 ? (
            <p>
              {t('doctor.fine')} <b>{said.say}</b> {said.do}
            </p>
          ) : null}
          {why === null ? null : (
            <p className="doctor__why">
              <b>{why.say}</b>
              {refusal?.position === undefined ? '' : ` · ${t('doctor.position', { position: refusal.position + 1 })}`}
            </p>
          )}
          {suspect === null ? null : <p>{t('doctor.suspect', { ai: suspect.swallowed })}</p>}
          <ul className="doctor__symptoms">
            {symptoms.map((symptom) => (
              <li key={symptom} data-symptom={symptom}>
                <b>
                  <Icon name="warning" /> {t(`doctor.symptom.${symptom}`)}
                </b>
                <span>{t(`doctor.mend.${symptom}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}

/** Text of a segment, marked from the character on where reading stopped. */
function FromWrong({
  at,
  text,
  wrongAt,
}: {
  readonly at: number;
  readonly text: string;
  readonly wrongAt: number | undefined;
}) {
  if (wrongAt === undefined || wrongAt < at || wrongAt >= at + text.length) return visible(text);
  return (
    <>
      {visible(text.slice(0, wrongAt - at))}
      <mark className="doctor__mark">{visible(text.slice(wrongAt - at))}</mark>
    </>
  );
}

/** A colour that stays with an AI wherever it stands. */
function hue(ai: string): 'key' | 'lot' | 'serial' | 'date' | 'other' {
  if (ai === '00' || ai === '01' || ai === '02') return 'key';
  if (ai === '10') return 'lot';
  if (ai === '21') return 'serial';
  return ['11', '12', '13', '15', '16', '17'].includes(ai) ? 'date' : 'other';
}

function aiTitle(language: string, ai: string): string {
  const rule = ruleOf(ai);
  if (rule === undefined) return '';
  return language === 'en' ? rule.en : rule.zh;
}

function spaced(hex: string): string {
  return hex.replaceAll(/(..)/g, '$1 ').trim();
}
