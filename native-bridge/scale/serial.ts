import type { SerialLibrary, SerialSettings } from '../bus/serial-line.ts';
import { openSerialLine } from '../bus/serial-line.ts';
import { pause } from '../clock.ts';
import { createHealthKeeper, createListeners } from '../health.ts';
import type {
  DeviceCode,
  DriverEnvironment,
  Scale,
  ScaleCommandOutcome,
  WeighOutcome,
  WeighRefusal,
  Weight,
  WeightUnit,
} from '../ports.ts';
import { createQueue } from '../queue.ts';
import type { SicsCommand, SicsMessage } from './mt-sics.ts';
import { encodeSics, idleSics, isZero, takeSics } from './mt-sics.ts';

export interface ScaleTimes {
  /** To answer a command. */
  readonly answerMs: number;
  /** Between two readings while a stable one is awaited. Some compatible scales want more than 100. */
  readonly pollMs: number;
  /** Between two readings otherwise: the live display, and the proof that the scale is still there. */
  readonly heartbeatMs: number;
  readonly retryMs: number;
  readonly presenceMs: number;
}

const defaultTimes: ScaleTimes = { answerMs: 1_000, pollMs: 150, heartbeatMs: 500, retryMs: 1_000, presenceMs: 2_000 };

export interface SerialScaleOptions {
  readonly id: string;
  readonly settings: SerialSettings;
  readonly environment: DriverEnvironment;
  /** The unit the station weighs in. Another one is refused, never converted. */
  readonly unit?: WeightUnit;
  readonly times?: Partial<ScaleTimes>;
  readonly load?: () => Promise<SerialLibrary>;
}

/** An answer, or why there is none. */
type Answer =
  | { readonly ok: true; readonly message: SicsMessage }
  | { readonly ok: false; readonly code: 'silent' | 'peer_gone' | 'closed'; readonly detail: string };

/**
 * A scale that speaks MT-SICS. Asked, never listened to: each reading is the answer to a question of its own, so that
 * none can be older than the question. One command is under way at a time.
 */
export function createSerialScale(options: SerialScaleOptions): Scale {
  const { id, settings, environment } = options;
  const { clock } = environment;
  const times: ScaleTimes = { ...defaultTimes, ...options.times };
  const health = createHealthKeeper(clock, 'connecting', 'opening');
  const weights = createListeners<Weight>();
  let model: string | null = null;
  let parsing = idleSics;
  /** Takes a message when it answers the command under way. */
  let expecting: ((message: SicsMessage) => boolean) | null = null;
  let giveUp: ((code: 'peer_gone' | 'closed') => void) | null = null;
  /** False: an answer may still be on its way; the marker must come back before anything else is believed. */
  let inStep = false;
  /** Whether `TA` is understood; null: not known yet. */
  let tellsTare: boolean | null = null;
  let mode: Weight['mode'] = 'gross';
  const queue = createQueue();
  let stopTimer: (() => void) | null = null;
  let closed = false;

  const line = openSerialLine({
    settings,
    clock,
    retryMs: times.retryMs,
    presenceMs: times.presenceMs,
    ...(options.load === undefined ? {} : { load: options.load }),
    onOpen() {
      parsing = idleSics;
      inStep = false;
      tellsTare = null;
      health.set('connecting', 'opening');
      void queue.run(beat);
    },
    onBytes(bytes) {
      const taken = takeSics(parsing, bytes);
      parsing = taken.state;
      // What nobody asked for (power-on, a print key, an answer that came too late) is passed over.
      for (const message of taken.messages) expecting?.(message);
    },
    onDown(code, detail) {
      stopTimer?.();
      giveUp?.('peer_gone');
      health.set('unavailable', code, detail);
    },
  });

  function plan(): void {
    stopTimer?.();
    if (closed || !line.isOpen()) return;
    stopTimer = clock.setTimer(times.heartbeatMs, () => {
      if (queue.busy()) plan();
      else void queue.run(beat);
    });
  }

  async function exchange(command: SicsCommand, answers: (message: SicsMessage) => boolean): Promise<Answer> {
    if (closed) return { ok: false, code: 'closed', detail: 'closed' };
    if (!line.isOpen()) return { ok: false, code: 'peer_gone', detail: health.current().code };
    const answer = new Promise<Answer>((resolve) => {
      const settle = (outcome: Answer): void => {
        stop();
        expecting = null;
        giveUp = null;
        if (!outcome.ok) inStep = false;
        resolve(outcome);
      };
      const stop = clock.setTimer(times.answerMs, () =>
        settle({ ok: false, code: 'silent', detail: `no answer to ${command} in ${times.answerMs} ms` }),
      );
      expecting = (message) => {
        if (!answers(message)) return false;
        settle({ ok: true, message });
        return true;
      };
      giveUp = (code) => settle({ ok: false, code, detail: `while ${command} was under way` });
    });
    // A write that fails is told through `onDown`, which gives the exchange up.
    void line.write(encodeSics(command));
    return answer;
  }

  /** One command, after the scale is known to be in step with us. */
  async function ask(command: SicsCommand): Promise<Answer> {
    if (!inStep) {
      // The answer to I4 looks like no other: once it is here, nothing older can follow.
      const marker = await exchange('I4', (message) => message.kind === 'identity' && message.command === 'I4');
      if (!marker.ok) return marker;
      inStep = true;
    }
    return exchange(command, (message) => answersTo(command, message));
  }

  /** One reading, told to whoever watches, or why there is none. */
  async function reading(): Promise<WeighOutcome> {
    const answer = await ask('SI');
    if (!answer.ok) return answer;
    const { message } = answer;
    if (message.kind !== 'weight') return { ok: false, code: refusalOf(message), detail: message.line };
    const { value, unit, stable, line: rawLine } = message;
    if (options.unit !== undefined && unit !== options.unit)
      return { ok: false, code: 'unit_mismatch', detail: rawLine };
    const weight: Weight = { value, unit, stable, mode, at: clock.now(), deviceId: id, rawLine };
    weights.call(weight);
    return { ok: true, weight };
  }

  function judge(outcome: WeighOutcome): void {
    if (closed || !line.isOpen()) return;
    if (outcome.ok || outcome.code === 'busy') health.set('ready', 'ok');
    else health.set('faulted', outcome.code, outcome.detail);
  }

  async function beat(): Promise<void> {
    if (tellsTare === null) {
      const named = await ask('I2');
      if (named.ok && named.message.kind === 'identity') model = named.message.text;
      if (named.ok) await learnTare();
    }
    judge(await reading());
    plan();
  }

  /** Whether the scale holds a tare: asked, because its own key can set one. */
  async function learnTare(): Promise<void> {
    if (tellsTare === false) return;
    const answer = await ask('TA');
    if (!answer.ok) return;
    tellsTare = answer.message.kind === 'tare';
    if (answer.message.kind === 'tare') mode = isZero(answer.message.value) ? 'gross' : 'net';
  }

  async function readStableNow(deadlineMs: number): Promise<WeighOutcome> {
    let late = false;
    const stop = clock.setTimer(deadlineMs, () => {
      late = true;
    });
    let last: WeighOutcome = { ok: false, code: 'weight_unstable' };
    let outOfRange = 0;
    try {
      for (;;) {
        const outcome = await reading();
        judge(outcome);
        last =
          outcome.ok && !outcome.weight.stable
            ? { ok: false, code: 'weight_unstable', detail: outcome.weight.rawLine }
            : outcome;
        if (last.ok) {
          await learnTare();
          return { ok: true, weight: { ...last.weight, mode } };
        }
        // A load set down hard may overshoot for one reading; twice is the load.
        outOfRange = last.code === 'overload' || last.code === 'underload' ? outOfRange + 1 : 0;
        const mayChange = last.code === 'weight_unstable' || last.code === 'busy' || outOfRange === 1;
        if (late || !mayChange) return last;
        await pause(clock, times.pollMs);
      }
    } finally {
      stop();
      plan();
    }
  }

  async function command(name: 'T' | 'Z'): Promise<ScaleCommandOutcome> {
    const answer = await ask(name);
    plan();
    if (!answer.ok) return answer;
    const { message } = answer;
    if (message.kind !== 'done' && message.kind !== 'tare')
      return { ok: false, code: refusalOf(message), detail: message.line };
    mode = message.kind === 'tare' && !isZero(message.value) ? 'net' : 'gross';
    return { ok: true };
  }

  return {
    id,
    kind: 'scale',
    get model() {
      return model;
    },
    health: health.current,
    onHealth: health.onChange,
    onWeight: weights.add,
    readStable: (deadlineMs) => queue.run(() => readStableNow(deadlineMs)),
    tare: () => queue.run(() => command('T')),
    zero: () => queue.run(() => command('Z')),
    async close() {
      if (closed) return;
      closed = true;
      stopTimer?.();
      giveUp?.('closed');
      await line.close();
      await queue.idle();
      health.set('unavailable', 'closed');
    },
  };
}

/** Whether a message is the answer to a command. `ES`, `ET`, `EL` and what cannot be read answer whatever was asked. */
function answersTo(command: SicsCommand, message: SicsMessage): boolean {
  const letter = command === 'SI' || command === 'SIR' ? 'S' : command;
  switch (message.kind) {
    case 'weight':
      return letter === 'S';
    case 'tare':
      return letter === 'T' || letter === 'TA';
    case 'identity':
      return message.command === command;
    case 'not_executable':
    case 'overload':
    case 'underload':
    case 'bad_parameter':
    case 'done':
      return message.command === letter;
    case 'error':
    case 'unknown':
      return true;
  }
}

function refusalOf(
  message: SicsMessage,
): Extract<WeighRefusal & DeviceCode, 'overload' | 'underload' | 'busy' | 'weight_unstable' | 'protocol_error'> {
  switch (message.kind) {
    case 'overload':
    case 'underload':
      return message.kind;
    case 'not_executable':
      // `T I`: the load moves. `S I`: the scale is about something else.
      return message.command === 'S' ? 'busy' : 'weight_unstable';
    case 'weight':
    case 'tare':
    case 'identity':
    case 'done':
    case 'bad_parameter':
    case 'error':
    case 'unknown':
      return 'protocol_error';
  }
}
