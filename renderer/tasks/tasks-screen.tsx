import { Button, Checkbox, Input, Modal, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../core/contract/session.ts';
import type { Role } from '../../core/domain/people.ts';
import type { Refusal, Result } from '../../core/domain/result.ts';
import type { OutputOf } from '../contract.ts';
import { dayAndMinute } from '../format.ts';
import { zhCN } from '../i18n/zh-CN.ts';
import { answerWords } from '../i18n/index.ts';
import { useAct, useRead } from '../station.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { ReadFailure } from '../ui/read-failure.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { useNow } from '../ui/use-now.ts';

type Lists = OutputOf<'listTasks'>;
type Task = Lists['tasks'][number];
type Exception = Lists['exceptions'][number];
type Closing =
  | { readonly kind: 'account'; readonly id: string; readonly subject: string }
  | { readonly kind: 'task'; readonly id: string; readonly subject: string }
  | { readonly kind: 'exception'; readonly id: string; readonly subject: string };

/** The worklist of one's role, due first, and the exceptions; QA closes exceptions here. */
export function TasksScreen({ user }: { readonly user: NonNullable<SessionView['user']> }) {
  const { t, i18n } = useTranslation();
  const [includeClosed, setIncludeClosed] = useState(false);
  const lists = useRead('listTasks', { includeClosed }, { fresh: true });
  const acknowledge = useAct('acknowledgeTask');
  const [closing, setClosing] = useState<Closing | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const mayCloseExceptions = user.roles.includes('qa_reviewer') || user.roles.includes('releaser');

  async function seen(taskId: string): Promise<void> {
    const result = await acknowledge.run({ taskId });
    setRefusal(result.ok ? null : result.refused);
  }

  const taskColumns: TableColumnsType<Task> = [
    {
      title: t('tasks.kind'),
      key: 'kind',
      width: '30%',
      render: (_, task) => (
        <>
          <b>{kindWords(i18n, task.kind)}</b>
          <small className="desk__small">
            {t(`role.${task.ownerRole}`)} · {dayAndMinute(task.openedAt)}
          </small>
        </>
      ),
    },
    {
      title: t('tasks.subject'),
      dataIndex: 'subject',
      render: (subject: string) => <span className="mono">{subject}</span>,
    },
    { title: t('tasks.due'), key: 'due', render: (_, task) => <Due task={task} /> },
    {
      title: t('tasks.state'),
      key: 'state',
      render: (_, task) => (
        <span
          className={`tag ${task.state === 'open' ? 'tag--ask' : task.state === 'closed' ? 'tag--ok' : 'tag--next'}`}
        >
          <Icon name={task.state === 'closed' ? 'check' : task.state === 'open' ? 'ask' : 'clock'} />
          {t(`tasks.states.${task.state}`)}
        </span>
      ),
    },
    {
      key: 'do',
      align: 'right',
      render: (_, task) => (
        <span className="desk__buttons">
          {task.state === 'open' ? (
            <Button onClick={() => void seen(task.taskId)}>{t('tasks.acknowledge')}</Button>
          ) : null}
          {task.state === 'closed' ? null : (
            <Button
              type="primary"
              onClick={() =>
                setClosing({
                  kind: unlocks(task, user.roles) ? 'account' : 'task',
                  id: task.taskId,
                  subject: task.subject,
                })
              }
            >
              {t(unlocks(task, user.roles) ? 'tasks.unlock' : 'tasks.close')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  const exceptionColumns: TableColumnsType<Exception> = [
    { title: t('tasks.cause'), key: 'cause', render: (_, exception) => <b>{causeWords(i18n, exception.cause)}</b> },
    {
      title: t('tasks.subject'),
      dataIndex: 'subject',
      render: (subject: string) => <span className="mono">{subject}</span>,
    },
    {
      title: t('tasks.severity'),
      key: 'severity',
      render: (_, exception) => (
        <span className={`tag ${exception.severity === 'minor' ? 'tag--ask' : 'tag--no'}`}>
          <Icon name="warning" />
          {t(`tasks.severities.${exception.severity}`)}
        </span>
      ),
    },
    {
      title: t('tasks.hold'),
      key: 'hold',
      render: (_, exception) =>
        exception.hold && exception.closedAt === null ? (
          <span className="tag tag--no">
            <Icon name="stop" />
            {t('tasks.holdOn')}
          </span>
        ) : (
          t('tasks.holdOff')
        ),
    },
    {
      title: t('tasks.opened'),
      dataIndex: 'openedAt',
      className: 'desk__nowrap',
      render: (at: string) => dayAndMinute(at),
    },
    {
      key: 'do',
      align: 'right',
      render: (_, exception) =>
        exception.closedAt !== null ? (
          <span className="tag tag--ok">
            <Icon name="check" />
            {t('tasks.states.closed')}
          </span>
        ) : mayCloseExceptions ? (
          <Button
            type="primary"
            onClick={() => setClosing({ kind: 'exception', id: exception.exceptionId, subject: exception.subject })}
          >
            {t('tasks.closeException')}
          </Button>
        ) : (
          <small>{t('tasks.onlyQa')}</small>
        ),
    },
  ];

  const tasks = lists.data?.tasks ?? [];
  const exceptions = lists.data?.exceptions ?? [];
  return (
    <div className="desk">
      <div className="desk__head">
        <h1>{t('tasks.title')}</h1>
        <Checkbox checked={includeClosed} onChange={(event) => setIncludeClosed(event.target.checked)}>
          {t('tasks.showClosed')}
        </Checkbox>
      </div>
      {refusal === null ? null : <RefusalNotice refusal={refusal} />}
      <ReadFailure error={lists.error} onRetry={() => void lists.refetch()} />
      <Table<Task>
        rowKey="taskId"
        columns={taskColumns}
        dataSource={[...tasks]}
        pagination={false}
        locale={{ emptyText: <EmptyState icon="tasks" title={t('tasks.none')} next={t('tasks.noneNext')} /> }}
        expandable={{ expandedRowRender: (task) => <Detail detail={task.detail} /> }}
      />
      <h2>{t('tasks.exceptions')}</h2>
      <Table<Exception>
        rowKey="exceptionId"
        columns={exceptionColumns}
        dataSource={[...exceptions]}
        pagination={false}
        locale={{ emptyText: t('tasks.noExceptions') }}
        expandable={{ expandedRowRender: (exception) => <Detail detail={exception.detail} /> }}
      />
      {closing === null ? null : <CloseDialog closing={closing} onDone={() => setClosing(null)} />}
    </div>
  );
}

const closingWords = {
  task: { act: 'tasks.close', lead: 'tasks.closeLead' },
  exception: { act: 'tasks.closeException', lead: 'tasks.closeExceptionLead' },
  account: { act: 'tasks.unlock', lead: 'tasks.unlockLead' },
} as const;

/** A locked account is opened again where its task stands, by those whose role may. */
function unlocks(task: Task, roles: readonly Role[]): boolean {
  return task.kind === 'account_locked' && (roles.includes('system_administrator') || roles.includes('qa_reviewer'));
}

function CloseDialog({ closing, onDone }: { readonly closing: Closing; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const closeTask = useAct('closeTask');
  const closeException = useAct('closeException');
  const unlock = useAct('unlockAccount');
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function close(): Promise<void> {
    const text = reason.trim();
    const result = await carryOut(text);
    if (result.ok) onDone();
    else setRefusal(result.refused);
  }

  async function carryOut(text: string): Promise<Result<unknown>> {
    if (closing.kind === 'exception') return closeException.run({ exceptionId: closing.id, reason: text });
    if (closing.kind === 'account') {
      const unlocked = await unlock.run({ userId: closing.subject, reason: text });
      if (!unlocked.ok) return unlocked;
    }
    return closeTask.run({ taskId: closing.id, reason: text });
  }

  return (
    <Modal
      open
      title={t('tasks.closeTitle', { subject: closing.subject })}
      okText={t(closingWords[closing.kind].act)}
      cancelText={t('key.cancel')}
      okButtonProps={{
        disabled: reason.trim().length < 2,
        loading: closeTask.busy || closeException.busy || unlock.busy,
      }}
      onOk={() => void close()}
      onCancel={onDone}
    >
      <div className="desk">
        <p>{t(closingWords[closing.kind].lead)}</p>
        <label className="desk-form__field">
          <span>{t('tasks.reason')}</span>
          <Input.TextArea
            name="reason"
            rows={4}
            maxLength={500}
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {refusal === null ? null : <RefusalNotice refusal={refusal} />}
      </div>
    </Modal>
  );
}

function Due({ task }: { readonly task: Task }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  if (task.dueAt === null) return <span>—</span>;
  const overdue = task.state !== 'closed' && new Date(task.dueAt).getTime() < now;
  if (!overdue) return <span>{dayAndMinute(task.dueAt)}</span>;
  return (
    <span className="tag tag--no">
      <Icon name="clock" />
      {dayAndMinute(task.dueAt)} {t('tasks.overdue')}
    </span>
  );
}

function Detail({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="audit-detail">
      {Object.entries(detail).map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

type Words = Parameters<typeof answerWords>[0];

function kindWords(words: Words, kind: string): string {
  return isTaskKind(kind) ? words.t(`tasks.kinds.${kind}`) : causeWords(words, kind);
}

/** A cause is a task kind, or the code of a refusal that opened it. */
function causeWords(words: Words, cause: string): string {
  if (isTaskKind(cause)) return words.t(`tasks.kinds.${cause}`);
  return Object.hasOwn(zhCN.answers, cause) ? answerWords(words, { code: cause }).say : cause;
}

function isTaskKind(kind: string): kind is keyof typeof zhCN.tasks.kinds {
  return Object.hasOwn(zhCN.tasks.kinds, kind);
}
