import { EventEmitter } from 'node:events';
import type { SerialLibrary } from '../bus/serial-line.ts';

/** A serial library whose ports do what a test says, for the moments no PTY can be brought to. */
export interface FakeSerial {
  readonly library: SerialLibrary;
  /** What the next attempts to open say; `null` opens. The last one holds. */
  refuse(message: string | null): void;
  attempts(): number;
  /** From the device. */
  arrive(text: string): void;
  /** Written by the driver. */
  written(): string;
  /** Pulls the plug: with the event a system gives, or without any. */
  vanish(how: 'with_event' | 'without_event'): void;
  openPorts(): number;
}

export function createFakeSerial(): FakeSerial {
  let refusal: string | null = null;
  let attempts = 0;
  let written = '';
  let present: FakePort | null = null;
  let dead = false;
  let openPorts = 0;

  function adopt(port: FakePort): void {
    present = port;
  }

  class FakePort extends EventEmitter {
    isOpen = false;

    open(done: (error: Error | null) => void): void {
      attempts += 1;
      if (refusal !== null) {
        done(new Error(refusal));
        return;
      }
      this.isOpen = true;
      openPorts += 1;
      dead = false;
      adopt(this);
      done(null);
    }

    write(bytes: Uint8Array, done: (error: Error | null) => void): void {
      if (dead || !this.isOpen) {
        done(new Error('Error: Input/output error, calling write'));
        return;
      }
      written += Buffer.from(bytes).toString('latin1');
      done(null);
    }

    close(done: (error: Error | null) => void): void {
      if (this.isOpen) openPorts -= 1;
      this.isOpen = false;
      if (present === this) present = null;
      done(null);
    }
  }

  return {
    // The one place where a fake stands in for the library's class.
    library: { SerialPort: FakePort } as unknown as SerialLibrary,
    refuse(message) {
      refusal = message;
    },
    attempts: () => attempts,
    arrive(text) {
      present?.emit('data', Buffer.from(text, 'latin1'));
    },
    written: () => written,
    vanish(how) {
      dead = true;
      if (how === 'with_event') present?.emit('close');
    },
    openPorts: () => openPorts,
  };
}
