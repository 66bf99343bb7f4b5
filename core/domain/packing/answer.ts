/** Refused scans are facts: what was read, where it came from, and why it was not taken. */
import type { Draft, Params, AnswerDraft } from './draft.ts';
import { record, refusal, takeId } from './draft.ts';
import { refusalToDetail } from './facts.ts';
import { refusalRule } from './refusals.ts';
import { openContainers } from './state.ts';
import { present } from './values.ts';

/** What a refused scan spoke of, as far as it could be read. */
export interface About {
  readonly gtin?: string | null;
  readonly serial?: string | null;
  readonly lot?: string | null;
  readonly sscc?: string | null;
}

/** Refuses; a refused scan is recorded with its bytes, and a hard one stays until the tray is scanned. */
export function refuse(draft: Draft, code: string, detail: Params = {}, about: About = {}): AnswerDraft {
  const { scan, state } = draft;
  const params = {
    ...present('gtin', about.gtin),
    ...present('serial', about.serial),
    ...present('lot', about.lot),
    ...detail,
  };
  if (scan === null) return refusal(code, params);
  const { hard } = refusalRule(code);
  const container = openContainers(state).at(-1)?.sscc ?? null;
  record(draft, {
    type: 'scan_refused',
    payload: {
      refused_code: code,
      raw: scan.raw,
      trust: scan.trust,
      source: scan.source,
      device_id: scan.deviceId,
      detail: refusalToDetail({ hard, params, container }),
      ...(scan.aim === null ? {} : { aim: scan.aim }),
      ...(state.current === null ? {} : { work_id: state.current }),
      ...present('gtin', about.gtin),
      ...present('serial', about.serial),
      ...present('lot', about.lot),
      ...present('sscc', about.sscc),
    },
  });
  return refusal(code, params);
}

/** Opens a task for QA. */
export function openTask(
  draft: Draft,
  kind: string,
  subject: string,
  detail: Readonly<Record<string, string | number | null>>,
  exceptionId: string | null,
): string {
  const taskId = takeId(draft);
  record(draft, {
    type: 'task_opened',
    payload: {
      task_id: taskId,
      task_kind: kind,
      owner_role: 'qa_reviewer',
      subject,
      detail,
      ...present('exception_id', exceptionId),
    },
  });
  return taskId;
}

/** Puts a container on hold: an exception, the hold itself, and a task for QA to have it counted. */
export function holdContainer(
  draft: Draft,
  sscc: string,
  cause: string,
  detail: Readonly<Record<string, string | number | null>>,
): string {
  const exceptionId = takeId(draft);
  record(draft, {
    type: 'exception_opened',
    payload: { exception_id: exceptionId, cause, severity: 'major', hold: true, subject: sscc, detail },
  });
  record(draft, { type: 'container_held', payload: { sscc, cause, exception_id: exceptionId } });
  openTask(draft, 'recount_container', sscc, detail, exceptionId);
  return exceptionId;
}
