import { z } from 'zod';
import { refusalSchema } from './define.ts';

/** Version of the frame protocol. A peer that speaks another one is told so and closed. */
export const protocolVersion = 1;

/**
 * Frames of the contract: plain JSON objects, the same over every transport.
 * `call` carries a deadline in milliseconds from its sending; `cancel` withdraws a call that has not been answered.
 */
export const frameSchema = z.discriminatedUnion('frame', [
  z.object({
    frame: z.literal('hello'),
    protocol: z.number().int(),
    client: z.string(),
    language: z.string().optional(),
  }),
  z.object({ frame: z.literal('welcome'), protocol: z.number().int(), version: z.string(), station: z.string() }),
  z.object({
    frame: z.literal('call'),
    id: z.number().int(),
    operation: z.string(),
    input: z.unknown(),
    deadline_ms: z.number().int().positive(),
  }),
  z.object({ frame: z.literal('cancel'), id: z.number().int() }),
  z.object({ frame: z.literal('answer'), id: z.number().int(), value: z.unknown() }),
  z.object({ frame: z.literal('refused'), id: z.number().int(), refused: refusalSchema }),
  z.object({
    frame: z.literal('failed'),
    id: z.number().int(),
    failure: z.enum([
      'protocol',
      'unknown_operation',
      'invalid_input',
      'invalid_output',
      'timeout',
      'cancelled',
      'internal',
    ]),
    detail: z.string().optional(),
  }),
  z.object({ frame: z.literal('broadcast'), name: z.string(), payload: z.unknown() }),
  z.object({ frame: z.literal('host'), state: z.enum(['core_restarting', 'core_stopped']) }),
]);

export type Frame = z.infer<typeof frameSchema>;
export type Failure = Extract<Frame, { frame: 'failed' }>['failure'];

/** A two-way pipe of frames. `post` never throws; `onClose` fires once. */
export interface Transport {
  post(frame: Frame): void;
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
