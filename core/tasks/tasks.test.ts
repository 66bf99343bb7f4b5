import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rebuild } from '../db/rebuild.ts';
import { write } from '../db/write.ts';
import type { IdentityBench } from '../identity/testing/identity-bench.ts';
import { openIdentityBench, people } from '../identity/testing/identity-bench.ts';
import { loggedOfType } from '../testing/events.ts';
import { openException, openTask } from './open.ts';

let bench: IdentityBench;
beforeEach(() => {
  bench = openIdentityBench();
});
afterEach(() => {
  bench.close();
});

const sscc = '106901234000000018';
const { qa1, op1, aud1 } = people;

function newTask(taskId: string, facts: { readonly dueAt?: string; readonly exceptionId?: string } = {}): void {
  write(bench.database, (transaction) =>
    openTask(transaction, {
      taskId,
      kind: 'recount',
      ownerRole: 'qa_reviewer',
      subject: sscc,
      detail: { expected: 20 },
      dueAt: facts.dueAt ?? null,
      exceptionId: facts.exceptionId ?? null,
      user: 'op1',
      scanId: null,
    }),
  );
}

function newException(exceptionId: string, hold = true): void {
  write(bench.database, (transaction) =>
    openException(transaction, {
      exceptionId,
      cause: 'serial_in_closed_container',
      severity: 'major',
      hold,
      subject: sscc,
      detail: {},
      user: 'op1',
      scanId: null,
    }),
  );
}

async function taskIds(includeClosed = false): Promise<readonly string[]> {
  const list = await bench.client.call('listTasks', { includeClosed });
  return list.ok ? list.value.tasks.map(({ taskId }) => taskId) : [];
}

describe('tasks', () => {
  test('stand on the list of their role, due first, and an auditor sees them all', async () => {
    newTask('t-none');
    newTask('t-late', { dueAt: '2026-11-25T00:00:00+08:00' });
    newTask('t-soon', { dueAt: '2026-11-23T00:00:00+08:00' });
    await bench.signIn(op1);
    expect(await taskIds()).toEqual([]);
    await bench.signIn(qa1);
    expect(await taskIds()).toEqual(['t-soon', 't-late', 't-none']);
    await bench.signIn(aud1);
    expect(await taskIds()).toHaveLength(3);
  });

  test('are acknowledged once and closed with a reason by their role', async () => {
    newTask('t-1');
    await bench.signIn(qa1);
    await bench.client.call('acknowledgeTask', { taskId: 't-1' });
    await bench.client.call('acknowledgeTask', { taskId: 't-1' });
    expect(loggedOfType(bench.database.db, 'task_acknowledged')).toMatchObject([{ user: 'qa1' }]);
    expect((await bench.client.call('closeTask', { taskId: 't-1', reason: 'counted, 20' })).ok).toBe(true);
    expect(loggedOfType(bench.database.db, 'task_closed')).toMatchObject([{ user: 'qa1', reason: 'counted, 20' }]);
    expect(await taskIds()).toEqual([]);
    expect(await taskIds(true)).toEqual(['t-1']);
    expect(bench.environment.told.at(-1)).toEqual({ name: 'tasksChanged', payload: { open: 0 } });
  });

  test('are refused when unknown, closed, or of another role', async () => {
    newTask('t-1');
    await bench.signIn(op1);
    expect(await bench.client.call('closeTask', { taskId: 't-1', reason: 'not mine' })).toMatchObject({
      refused: { code: 'role_missing' },
    });
    await bench.signIn(qa1);
    expect(await bench.client.call('closeTask', { taskId: 't-2', reason: 'no such task' })).toMatchObject({
      refused: { code: 'task_unknown' },
    });
    await bench.client.call('closeTask', { taskId: 't-1', reason: 'counted' });
    expect(await bench.client.call('closeTask', { taskId: 't-1', reason: 'counted' })).toMatchObject({
      refused: { code: 'task_closed' },
    });
  });
});

describe('an exception', () => {
  test('is closed by QA with its tasks, and the hold of its container is lifted', async () => {
    newException('e-1');
    newTask('t-1', { exceptionId: 'e-1' });
    await bench.signIn(qa1);
    expect((await bench.client.call('closeException', { exceptionId: 'e-1', reason: 'recounted' })).ok).toBe(true);
    expect(loggedOfType(bench.database.db, 'container_released_from_hold')).toMatchObject([
      { user: 'qa1', reason: 'recounted', payload: { sscc } },
    ]);
    expect(await taskIds()).toEqual([]);
    expect(await bench.client.call('closeException', { exceptionId: 'e-1', reason: 'again' })).toMatchObject({
      refused: { code: 'exception_unknown' },
    });
  });

  test('leaves the container on hold while another one holds it', async () => {
    newException('e-1');
    newException('e-2');
    await bench.signIn(qa1);
    await bench.client.call('closeException', { exceptionId: 'e-1', reason: 'recounted' });
    expect(loggedOfType(bench.database.db, 'container_released_from_hold')).toEqual([]);
    await bench.client.call('closeException', { exceptionId: 'e-2', reason: 'recounted' });
    expect(loggedOfType(bench.database.db, 'container_released_from_hold')).toHaveLength(1);
  });

  test('is not closed by an operator', async () => {
    newException('e-1');
    await bench.signIn(op1);
    expect(await bench.client.call('closeException', { exceptionId: 'e-1', reason: 'looks fine' })).toMatchObject({
      refused: { code: 'role_missing' },
    });
  });
});

test('tasks and exceptions come out of the log as they are', async () => {
  newException('e-1');
  newException('e-2', false);
  newTask('t-1', { exceptionId: 'e-1', dueAt: '2026-11-23T00:00:00+08:00' });
  newTask('t-2');
  await bench.signIn(qa1);
  await bench.client.call('acknowledgeTask', { taskId: 't-2' });
  await bench.client.call('closeException', { exceptionId: 'e-1', reason: 'recounted' });
  const report = rebuild(bench.database, false);
  expect(report.tables.filter(({ identical }) => !identical)).toEqual([]);
  expect(report.tables.find(({ table }) => table === 'task')?.rows).toBe(2);
});
