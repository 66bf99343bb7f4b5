import { systemClock } from '../clock.ts';
import type { WeightUnit } from '../ports.ts';
import type { ScaleLoad } from './scale-load.ts';
import { createScaleLoad } from './scale-load.ts';
import { startPty } from './pty.ts';

/** A scale that speaks MT-SICS at the end of a PTY. */
export interface ScaleEmulator extends ScaleLoad {
  /** The port the station opens. */
  readonly path: string;
  /** Takes commands and says nothing. */
  silence(on: boolean): void;
  /** Every answer comes this much later. */
  delay(ms: number): void;
  /** Sends a line as it is, asked or not. */
  say(line: string): void;
  /** Commands received. */
  commands(): readonly string[];
  unplug(): Promise<void>;
  replug(): Promise<void>;
  plugged(): boolean;
  close(): Promise<void>;
}

export interface ScaleEmulatorOptions {
  readonly path?: string;
  readonly unit?: WeightUnit;
  readonly serialNumber?: string;
  readonly model?: string;
  /** A device that is no scale: it takes bytes and answers in another language. */
  readonly answersAs?: 'mt-sics' | 'modem';
  /** Between two readings after `SIR`. */
  readonly repeatMs?: number;
  /** How long `S` waits for the load to stand still before it answers `S I`. */
  readonly stableTimeoutMs?: number;
}

export async function startScaleEmulator(options: ScaleEmulatorOptions = {}): Promise<ScaleEmulator> {
  const pty = await startPty(options.path === undefined ? {} : { path: options.path });
  const load = createScaleLoad(options.unit ?? 'kg');
  const commands: string[] = [];
  let pending = '';
  let silent = false;
  let delayMs = 0;
  let stopRepeat: (() => void) | null = null;
  let stopWaiting: (() => void) | null = null;

  function say(line: string): void {
    if (silent) return;
    if (delayMs === 0) pty.write(`${line}\r\n`);
    else systemClock.setTimer(delayMs, () => pty.write(`${line}\r\n`));
  }

  function reading(): string {
    switch (load.range()) {
      case 'overload':
        return 'S +';
      case 'underload':
        return 'S -';
      case 'within':
        return `S ${load.stable() ? 'S' : 'D'} ${load.net().padStart(10)} ${load.unit()}`;
    }
  }

  function repeat(): void {
    say(reading());
    stopRepeat = systemClock.setTimer(options.repeatMs ?? 100, repeat);
  }

  function answerStable(): void {
    if (load.stable() || load.range() !== 'within') {
      say(reading());
      return;
    }
    const stopWatching = load.onChange(() => {
      if (!load.stable() && load.range() === 'within') return;
      stopWaiting?.();
      say(reading());
    });
    const stopTimer = systemClock.setTimer(options.stableTimeoutMs ?? 3_000, () => {
      stopWaiting?.();
      say('S I');
    });
    stopWaiting = () => {
      stopWatching();
      stopTimer();
      stopWaiting = null;
    };
  }

  function answer(command: string): void {
    commands.push(command);
    if (options.answersAs === 'modem') {
      say('ERROR');
      return;
    }
    if (['S', 'SI', 'SIR', '@'].includes(command)) {
      stopRepeat?.();
      stopRepeat = null;
      stopWaiting?.();
    }
    switch (command) {
      case 'S':
        answerStable();
        return;
      case 'SI':
        say(reading());
        return;
      case 'SIR':
        repeat();
        return;
      case 'T':
        if (load.range() !== 'within') say(load.range() === 'overload' ? 'T +' : 'T -');
        else if (!load.stable()) say('T I');
        else say(`T S ${load.tare().padStart(10)} ${load.unit()}`);
        return;
      case 'TA':
        say(`TA A ${load.tared().padStart(10)} ${load.unit()}`);
        return;
      case 'TAC':
        load.clearTare();
        say('TAC A');
        return;
      case 'Z':
        say(load.zero() ? 'Z A' : load.stable() ? 'Z +' : 'Z I');
        return;
      case 'I2':
        say(`I2 A "${options.model ?? 'emulated bench scale 15.000 kg'}"`);
        return;
      case 'I4':
      case '@':
        say(`I4 A "${options.serialNumber ?? 'EMU0000001'}"`);
        return;
      default:
        say('ES');
    }
  }

  pty.onBytes((bytes) => {
    pending += Buffer.from(bytes).toString('latin1');
    const lines = pending.split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) answer(line);
  });

  return {
    ...load,
    path: pty.path,
    silence(on) {
      silent = on;
    },
    delay(ms) {
      delayMs = ms;
    },
    say,
    commands: () => [...commands],
    async unplug() {
      stopRepeat?.();
      stopWaiting?.();
      pending = '';
      await pty.unplug();
    },
    replug: pty.replug,
    plugged: pty.plugged,
    async close() {
      stopRepeat?.();
      stopWaiting?.();
      await pty.close();
    },
  };
}
