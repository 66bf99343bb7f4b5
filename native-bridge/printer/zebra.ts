import { pause } from '../clock.ts';
import { createHealthKeeper, createListeners } from '../health.ts';
import type {
  DeviceCode,
  DriverEnvironment,
  PrintConfirmation,
  Printer,
  PrinterStatus,
  SendOutcome,
} from '../ports.ts';
import { createQueue } from '../queue.ts';
import { judgePrint, noEvidence, notReached } from './evidence.ts';
import type { PrinterTransport, TransportAnswer } from './tcp.ts';
import type { HostStatus } from './zebra-protocol.ts';
import {
  cancelPartialFormat,
  conditionsOf,
  hasHostStatus,
  hasVariable,
  hostStatusRequest,
  parseHostStatus,
  parseOdometer,
  parseVariable,
  speaksZpl,
  variableRequest,
} from './zebra-protocol.ts';

export interface ZebraTimes {
  /** To connect. */
  readonly openMs: number;
  /** To answer a question. */
  readonly answerMs: number;
  /** To hand a whole label to the operating system. */
  readonly writeMs: number;
  /** To answer the first question after a label; silence then is no failure. */
  readonly acknowledgeMs: number;
  /** For `confirm()` without a deadline of its own. */
  readonly confirmMs: number;
  /** Between two questions while a label is printed. */
  readonly pollMs: number;
  /** Between two questions while nothing is printed. */
  readonly heartbeatMs: number;
  /** Between two attempts to connect. */
  readonly retryMs: number;
  /** After silence: how long to listen for an older answer behind the newest. */
  readonly quietMs: number;
}

const defaultTimes: ZebraTimes = {
  openMs: 3_000,
  answerMs: 1_000,
  writeMs: 10_000,
  acknowledgeMs: 500,
  confirmMs: 10_000,
  pollMs: 2,
  heartbeatMs: 3_000,
  retryMs: 2_000,
  quietMs: 60,
};

export interface ZebraPrinterOptions {
  readonly id: string;
  readonly transport: PrinterTransport;
  readonly environment: DriverEnvironment;
  readonly times?: Partial<ZebraTimes>;
}

type Exchange =
  | { readonly reached: 'answered'; readonly status: HostStatus }
  | { readonly reached: 'silent' | 'unreachable'; readonly code: DeviceCode; readonly detail: string };

/**
 * A Zebra that speaks ZPL. One task owns the connection: labels and questions wait in one queue, an answer is read
 * before the next question is asked. Silence is neither "offline" nor "printed": in some faults a Zebra never answers.
 */
export function createZebraPrinter({ id, transport, environment, times: given }: ZebraPrinterOptions): Printer {
  const { clock } = environment;
  const times: ZebraTimes = { ...defaultTimes, ...given };
  const health = createHealthKeeper(clock, 'connecting', 'opening');
  const firstByte = createListeners<number>();
  let model: string | null = null;
  /** Whether this printer answers SGD questions; found out anew on every connection. */
  let sgd: 'unasked' | 'answers' | 'unanswered' | 'none' = 'unasked';
  /** What `device.languages` said; null when the printer does not say. */
  let languages: string | null = null;
  /** An answer is owed from before: the newest of several must be taken. */
  let owed = false;
  const queue = createQueue();
  let confirming = false;
  let latest: PrinterStatus = notReached('unreachable', clock.now());
  /** How long the last label took: the first question after the next one waits about as long. */
  let usualPrintMs = 0;
  let closed = false;
  let stopTimer: (() => void) | null = null;

  function plan(delayMs: number): void {
    stopTimer?.();
    if (closed) return;
    stopTimer = clock.setTimer(delayMs, () => {
      if (queue.busy()) plan(delayMs);
      else void queue.run(look);
    });
  }

  transport.onLost(({ code, detail }) => {
    sgd = 'unasked';
    languages = null;
    owed = false;
    if (closed) return;
    health.set('unavailable', code, detail);
    plan(times.retryMs);
  });

  async function ask(
    bytes: Uint8Array,
    complete: (received: Uint8Array) => boolean,
    deadlineMs: number,
  ): Promise<TransportAnswer> {
    const answer = await transport.query({ bytes, complete, deadlineMs, ...(owed ? { quietMs: times.quietMs } : {}) });
    if (answer.ok) owed = false;
    else if (answer.code === 'silent') owed = true;
    return answer;
  }

  async function variable(name: string, deadlineMs: number): Promise<string | null | undefined> {
    const answer = await ask(variableRequest(name), hasVariable, deadlineMs);
    return answer.ok ? parseVariable(answer.bytes) : undefined;
  }

  async function hostStatus(deadlineMs: number): Promise<Exchange> {
    const answer = await ask(hostStatusRequest, hasHostStatus, deadlineMs);
    // Who answers one and not the other has no SGD; who answers neither may be in a fault and is asked again.
    if (sgd === 'unanswered') sgd = answer.ok ? 'none' : 'unasked';
    if (!answer.ok) {
      return { reached: answer.code === 'silent' ? 'silent' : 'unreachable', code: answer.code, detail: answer.detail };
    }
    const status = parseHostStatus(answer.bytes);
    if (status === undefined) {
      return {
        reached: 'silent',
        code: 'protocol_error',
        detail: Buffer.from(answer.bytes).toString('latin1').slice(0, 200),
      };
    }
    return { reached: 'answered', status };
  }

  /** Connected, and known to take ZPL: else the code of what is in the way. */
  async function reach(): Promise<
    { readonly ok: true } | { readonly ok: false; readonly code: DeviceCode; readonly detail: string }
  > {
    const opened = await transport.open(times.openMs);
    if (!opened.ok) {
      health.set('unavailable', opened.code, opened.detail);
      return opened;
    }
    if (sgd === 'unasked') {
      // Asked before `~HS`: in line mode the printer would print the letters "HS". SGD is understood in every mode.
      const answer = await variable('device.languages', times.answerMs);
      sgd = answer === undefined ? 'unanswered' : 'answers';
      languages = answer ?? null;
      if (sgd === 'answers') model = (await variable('device.product_name', times.answerMs)) ?? model;
    }
    if (!transport.connected()) return { ok: false, code: 'peer_gone', detail: 'the connection was lost' };
    if (languages !== null && !speaksZpl(languages)) {
      health.set('faulted', 'wrong_language', languages);
      return { ok: false, code: 'wrong_language', detail: languages };
    }
    return { ok: true };
  }

  function judge(exchange: Exchange): void {
    switch (exchange.reached) {
      case 'answered': {
        const [condition] = conditionsOf(exchange.status);
        if (condition === undefined) health.set('ready', 'ok');
        else health.set('faulted', condition, conditionsOf(exchange.status).join(' '));
        return;
      }
      case 'silent':
        health.set('faulted', exchange.code, exchange.detail);
        return;
      case 'unreachable':
        health.set('unavailable', exchange.code, exchange.detail);
    }
  }

  function note(exchange: Exchange, odometer: number | null): PrinterStatus {
    judge(exchange);
    const at = clock.now();
    if (exchange.reached !== 'answered') latest = notReached(exchange.reached, at);
    else {
      const { status } = exchange;
      latest = {
        reached: 'answered',
        conditions: conditionsOf(status),
        formatsWaiting: status.formatsWaiting,
        partialFormat: status.partialFormat,
        labelsRemaining: status.labelsRemaining,
        labelWaiting: status.labelWaiting,
        odometer,
        at,
      };
    }
    return latest;
  }

  async function odometer(): Promise<number | null> {
    return sgd === 'answers' ? parseOdometer(await variable('odometer.total_label_count', times.answerMs)) : null;
  }

  /** One whole look at the printer; plans the next one. */
  async function look(): Promise<PrinterStatus> {
    const reached = closed ? ({ ok: false, code: 'closed', detail: '' } as const) : await reach();
    if (!reached.ok) {
      plan(times.retryMs);
      latest = notReached(reached.code === 'wrong_language' ? 'silent' : 'unreachable', clock.now());
      return latest;
    }
    const exchange = await hostStatus(times.answerMs);
    const count = exchange.reached === 'answered' ? await odometer() : null;
    plan(times.heartbeatMs);
    return note(exchange, count);
  }

  async function sendNow(label: Uint8Array): Promise<SendOutcome> {
    const reached = await reach();
    if (!reached.ok) return { state: 'not_sent', code: reached.code, detail: reached.detail };
    const before = await hostStatus(times.answerMs);
    if (before.reached !== 'answered') {
      note(before, null);
      return { state: 'not_sent', code: before.code, detail: before.detail };
    }
    const [condition] = note(before, null).conditions;
    if (condition !== undefined) return { state: 'not_sent', code: condition };
    if (before.status.formatsWaiting > 0 || before.status.labelsRemaining > 0) {
      return {
        state: 'not_sent',
        code: 'busy',
        detail: `${before.status.formatsWaiting} formats are waiting in the printer`,
      };
    }
    if (before.status.partialFormat) {
      // Left by a label that broke off: it can never be printed, and would swallow the beginning of this one.
      const cancelled = await transport.write(cancelPartialFormat, times.writeMs);
      if (cancelled.state !== 'sent') return { state: 'not_sent', code: cancelled.code, detail: cancelled.detail };
    }
    const countBefore = await odometer();
    const written = await transport.write(label, times.writeMs, () => firstByte.call(clock.now()));
    if (written.state !== 'sent') return { state: written.state, code: written.code, detail: written.detail };
    const sentAt = clock.now();
    // A reset after the last byte shows here. Silence does not: the label is on its way, and what became of it is open.
    const after = await hostStatus(times.acknowledgeMs);
    judge(after);
    if (after.reached === 'unreachable') return { state: 'unknown', code: after.code, detail: after.detail };
    return {
      state: 'sent',
      confirm: (deadlineMs) => queue.run(() => confirmNow(countBefore, sentAt, deadlineMs ?? times.confirmMs)),
    };
  }

  async function confirmNow(
    countBefore: number | null,
    sentAt: number,
    deadlineMs: number,
  ): Promise<PrintConfirmation> {
    confirming = true;
    let late = false;
    const stop = clock.setTimer(deadlineMs, () => {
      late = true;
    });
    let evidence = noEvidence(countBefore);
    let waitMs = Math.max(0, usualPrintMs - 2 * times.pollMs - (clock.now() - sentAt));
    try {
      for (;;) {
        if (waitMs > 0) await pause(clock, Math.min(waitMs, deadlineMs));
        if (!transport.connected()) return { state: 'in_doubt', code: 'peer_gone', evidence };
        // The odometer moves last, so the status is asked first: an old status with a new count would look like a fault.
        const exchange = await hostStatus(times.answerMs);
        const count = exchange.reached === 'answered' ? await odometer() : null;
        const seen = note(exchange, count);
        evidence = {
          ...evidence,
          odometerAfter: count ?? evidence.odometerAfter,
          labelsRemaining: seen.labelsRemaining,
          conditions: seen.conditions,
          polls: evidence.polls + 1,
        };
        const verdict = judgePrint(seen, evidence, late || closed);
        if (verdict !== null) {
          if (verdict.state === 'confirmed') usualPrintMs = Math.min(2_000, Math.max(0, clock.now() - sentAt));
          return verdict;
        }
        waitMs = Math.min(200, times.pollMs * Math.max(1, evidence.polls / 25));
      }
    } finally {
      stop();
      confirming = false;
      plan(times.heartbeatMs);
    }
  }

  void queue.run(look);

  return {
    id,
    kind: 'printer',
    get model() {
      return model;
    },
    health: health.current,
    onHealth: health.onChange,
    onFirstByte: firstByte.add,
    // While a label is being confirmed the printer is asked all the time; that answer is as fresh as another would be.
    status: () => (confirming ? Promise.resolve(latest) : queue.run(look)),
    send: (label) => queue.run(() => sendNow(label)),
    async close() {
      if (closed) return;
      closed = true;
      stopTimer?.();
      await transport.close();
      await queue.idle();
      health.set('unavailable', 'closed');
    },
  };
}
