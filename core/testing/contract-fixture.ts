import { z } from 'zod';
import type { Actor } from '../contract/define.ts';
import { anyone, defineBroadcast, defineOperation, none, rolesOnly, signedIn } from '../contract/define.ts';
import type { Server } from '../contract/serve.ts';
import { createServer } from '../contract/serve.ts';
import { roles } from '../domain/people.ts';
import { ok, refused } from '../domain/result.ts';

const counts = z.object({ aborted: z.number().int(), unexpected: z.number().int(), writes: z.number().int() });

/** A small contract that does everything a contract can, for tests of its runtime over each transport. */
export const fixtureOperations = {
  echo: defineOperation({
    name: 'test.echo',
    access: anyone,
    kind: 'read',
    input: z.object({ text: z.string().max(20) }),
    output: z.object({ text: z.string() }),
  }),
  /** Never answers by itself; ends when the caller withdraws or the deadline passes. */
  wait: defineOperation({ name: 'test.wait', access: anyone, kind: 'read', input: none, output: none }),
  refuse: defineOperation({ name: 'test.refuse', access: anyone, kind: 'read', input: none, output: none }),
  fail: defineOperation({ name: 'test.fail', access: anyone, kind: 'read', input: none, output: none }),
  misfit: defineOperation({
    name: 'test.misfit',
    access: anyone,
    kind: 'read',
    input: none,
    output: z.object({ count: z.number().int() }),
  }),
  setSession: defineOperation({
    name: 'test.setSession',
    access: anyone,
    kind: 'session',
    input: z.object({ userId: z.string().nullable(), roles: z.array(z.enum(roles)), locked: z.boolean() }),
    output: none,
  }),
  whoAmI: defineOperation({
    name: 'test.whoAmI',
    access: signedIn,
    kind: 'read',
    input: z.object({ actor: z.string().optional() }),
    output: z.object({ userId: z.string() }),
  }),
  pack: defineOperation({ name: 'test.pack', access: rolesOnly('operator'), kind: 'write', input: none, output: none }),
  tell: defineOperation({
    name: 'test.tell',
    access: anyone,
    kind: 'session',
    input: z.object({ text: z.string() }),
    output: none,
  }),
  counts: defineOperation({ name: 'test.counts', access: anyone, kind: 'session', input: none, output: counts }),
};

export const fixtureBroadcasts = {
  told: defineBroadcast({ name: 'test.told', payload: z.object({ text: z.string() }) }),
};

export type FixtureServer = Server<typeof fixtureBroadcasts>;

/** A server of the small contract with a session that tests can set. */
export function fixtureServer(): FixtureServer {
  let actor: Actor | null = null;
  let locked = false;
  const counted = { aborted: 0, unexpected: 0, writes: 0 };
  const server = createServer({
    operations: fixtureOperations,
    broadcasts: fixtureBroadcasts,
    actor: () => actor,
    locked: () => locked,
    version: '0.1.0',
    station: 'ST-01',
    onUnexpected: () => {
      counted.unexpected += 1;
    },
    handlers: {
      echo: ({ text }) => ok({ text }),
      wait: (_input, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            counted.aborted += 1;
            resolve(ok({}));
          });
        }),
      refuse: () => refused('carton_full', { position: 3, params: { sscc: '106141412345678908', count: 20 } }),
      fail: () => {
        throw new Error('the password is 1234');
      },
      misfit: () => ok({ count: 1.5 }),
      setSession(session) {
        actor = session.userId === null ? null : { userId: session.userId, roles: session.roles };
        locked = session.locked;
        return ok({});
      },
      whoAmI: (_input, context) => ok({ userId: context.actor?.userId ?? '' }),
      pack() {
        counted.writes += 1;
        return ok({});
      },
      tell({ text }) {
        server.broadcast('told', { text });
        return ok({});
      },
      counts: () => ok({ ...counted }),
    },
  });
  return server;
}
