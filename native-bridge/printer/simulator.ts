import { pause } from '../clock.ts';
import { createHealthKeeper, createListeners } from '../health.ts';
import type { DriverEnvironment, PrintConfirmation, Printer, PrinterStatus, SendOutcome } from '../ports.ts';
import { createQueue } from '../queue.ts';
import type { MechanismFault, PrintedLabel } from '../simulators/printer-mechanism.ts';
import { createPrinterMechanism } from '../simulators/printer-mechanism.ts';
import { judgePrint, noEvidence, notReached } from './evidence.ts';

/** A printer without a wire, and everything that can be done to it. */
export interface PrinterSimulator extends Printer {
  /** `break_next`: the connection breaks in the middle of the next label. `silent_on_error`: as some Zebras do. */
  fault(name: MechanismFault | 'silent' | 'silent_on_error' | 'break_next', on?: boolean): void;
  labels(): readonly PrintedLabel[];
  unplug(): void;
  replug(): void;
}

export interface PrinterSimulatorOptions {
  readonly id: string;
  readonly environment: DriverEnvironment;
  readonly labelMs?: number;
  readonly pollMs?: number;
  readonly confirmMs?: number;
}

export function createPrinterSimulator(options: PrinterSimulatorOptions): PrinterSimulator {
  const { id, environment } = options;
  const { clock } = environment;
  const health = createHealthKeeper(clock, 'ready', 'ok');
  const firstByte = createListeners<number>();
  const mechanism = createPrinterMechanism({ clock, labelMs: options.labelMs ?? 20 });
  const labels: PrintedLabel[] = [];
  const wire = new Set<'silent' | 'silent_on_error' | 'break_next'>();
  let plugged = true;
  let closed = false;
  let partialFormat = false;
  const queue = createQueue();
  mechanism.onPrinted((label) => {
    labels.push(label);
    look();
  });

  function reached(): PrinterStatus['reached'] {
    if (!plugged || closed) return 'unreachable';
    const inFault = mechanism.conditions().some((condition) => condition !== 'paused');
    return wire.has('silent') || (wire.has('silent_on_error') && inFault) ? 'silent' : 'answered';
  }

  function look(): PrinterStatus {
    const how = reached();
    const at = clock.now();
    if (how !== 'answered') {
      if (how === 'silent') health.set('faulted', 'silent');
      else health.set('unavailable', closed ? 'closed' : 'peer_gone');
      return notReached(how, at);
    }
    const conditions = mechanism.conditions();
    if (conditions[0] === undefined) health.set('ready', 'ok');
    else health.set('faulted', conditions[0], conditions.join(' '));
    return {
      reached: how,
      conditions,
      formatsWaiting: mechanism.formatsWaiting(),
      partialFormat,
      labelsRemaining: mechanism.labelsRemaining(),
      labelWaiting: false,
      odometer: mechanism.odometer(),
      at,
    };
  }

  async function sendNow(label: Uint8Array): Promise<SendOutcome> {
    await Promise.resolve();
    const before = look();
    if (before.reached === 'unreachable') return { state: 'not_sent', code: closed ? 'closed' : 'peer_gone' };
    if (before.reached === 'silent') return { state: 'not_sent', code: 'silent' };
    const [condition] = before.conditions;
    if (condition !== undefined) return { state: 'not_sent', code: condition };
    if ((before.formatsWaiting ?? 0) > 0 || (before.labelsRemaining ?? 0) > 0)
      return { state: 'not_sent', code: 'busy' };
    firstByte.call(clock.now());
    if (wire.delete('break_next')) {
      partialFormat = true;
      return { state: 'unknown', code: 'peer_gone' };
    }
    partialFormat = false;
    mechanism.accept(label);
    return {
      state: 'sent',
      confirm: (deadlineMs) => queue.run(() => confirmNow(before.odometer, deadlineMs ?? options.confirmMs ?? 10_000)),
    };
  }

  async function confirmNow(countBefore: number | null, deadlineMs: number): Promise<PrintConfirmation> {
    let late = false;
    const stop = clock.setTimer(deadlineMs, () => {
      late = true;
    });
    let evidence = noEvidence(countBefore);
    try {
      for (;;) {
        const seen = look();
        evidence = {
          ...evidence,
          odometerAfter: seen.odometer ?? evidence.odometerAfter,
          labelsRemaining: seen.labelsRemaining,
          conditions: seen.conditions,
          polls: evidence.polls + 1,
        };
        const verdict = judgePrint(seen, evidence, late || closed);
        if (verdict !== null) return verdict;
        await pause(clock, options.pollMs ?? 5);
      }
    } finally {
      stop();
    }
  }

  return {
    id,
    kind: 'printer',
    model: 'simulated printer',
    health: health.current,
    onHealth: health.onChange,
    onFirstByte: firstByte.add,
    status: () => Promise.resolve(look()),
    send: (label) => queue.run(() => sendNow(label)),
    labels: () => [...labels],
    fault(name, on = true) {
      if (name === 'silent' || name === 'silent_on_error' || name === 'break_next') {
        if (on) wire.add(name);
        else wire.delete(name);
      } else mechanism.set(name, on);
      look();
    },
    unplug() {
      plugged = false;
      look();
    },
    replug() {
      plugged = true;
      look();
    },
    async close() {
      closed = true;
      await queue.idle();
      mechanism.close();
      look();
    },
  };
}
