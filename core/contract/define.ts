import { z } from 'zod';
import type { Role } from '../domain/people.ts';
import type { Result } from '../domain/result.ts';

/**
 * Who may call an operation: `anyone` (before sign-in), `signed_in` (any role), `unlocked`-only operations are the rule
 * for everything that changes goods. Core checks it; a screen only mirrors it.
 */
export type Access =
  | { readonly who: 'anyone' }
  | { readonly who: 'signed_in' }
  | { readonly who: 'roles'; readonly roles: readonly Role[] };

export const anyone: Access = { who: 'anyone' };
export const signedIn: Access = { who: 'signed_in' };

/** Access for the roles named. */
export function rolesOnly(...roles: readonly Role[]): Access {
  return { who: 'roles', roles };
}

/** An expected failure: a code, never words; `params` fill the sentence that the renderer has for the code. */
export const refusalSchema = z.object({
  code: z.string(),
  position: z.number().int().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly access: Access;
  /** `read` never writes; `write` is refused while the station is locked; `session` works while it is locked. */
  readonly kind: 'read' | 'write' | 'session';
  readonly input: I;
  readonly output: O;
}

export interface Broadcast<P extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: P;
}

/** Declares an operation: its name, who may call it, and the shapes both ways. */
export function defineOperation<const N extends string, I extends z.ZodType, O extends z.ZodType>(
  definition: { readonly name: N } & Omit<Operation<I, O>, 'name'>,
): { readonly name: N } & Omit<Operation<I, O>, 'name'> {
  return definition;
}

/** Declares a broadcast: tells that a state has changed, never steers. */
export function defineBroadcast<const N extends string, P extends z.ZodType>(definition: {
  readonly name: N;
  readonly payload: P;
}): { readonly name: N; readonly payload: P } {
  return definition;
}

export const none = z.object({});

/** Who calls: taken from the connection and the session of the station, never from the input. */
export interface Actor {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/** The part of an `AbortSignal` that handlers use; declared here since the contract knows neither Node nor a page. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

export interface CallContext {
  /** `null` before sign-in; operations with `signedIn` or role access always have one. */
  readonly actor: Actor | null;
  /** Aborts when the caller cancels or its deadline has passed. */
  readonly signal: CancelSignal;
}

/** What core implements for one operation: a value, or a refusal with its code. Anything unexpected is thrown. */
export type HandlerOf<Op extends Operation> = (
  input: z.output<Op['input']>,
  context: CallContext,
) => Result<z.input<Op['output']>> | Promise<Result<z.input<Op['output']>>>;

export type HandlersOf<C extends Readonly<Record<string, Operation>>> = { readonly [K in keyof C]: HandlerOf<C[K]> };
