/**
 * What the station sees of a device. A driver and its simulator implement the same interface and pass the same
 * conformance suite. Nothing here knows a bus, a protocol or an operating system.
 */

/** Why a device is in the state it is in. Words for people live with the reader of the code. */
export type DeviceCode =
  /** Works. */
  | 'ok'
  /** Not yet tried, or trying. */
  | 'opening'
  | 'closed'
  /** What is configured cannot be used for this kind of device; `detail` says what. */
  | 'settings_invalid'
  /** A native module or system library could not be loaded; `detail` names it. */
  | 'library_missing'
  | 'port_not_found'
  | 'port_busy'
  | 'access_denied'
  | 'connection_refused'
  | 'host_unreachable'
  /** It was there and went away: unplugged, switched off, connection lost. */
  | 'peer_gone'
  /** It is connected and does not answer. For a Zebra this is not "offline": in some faults it never answers. */
  | 'silent'
  /** It answers, and the answer is no known message. */
  | 'protocol_error'
  /** A printer in another language would print the command as text. */
  | 'wrong_language'
  | 'io_error'
  | 'paper_out'
  | 'head_open'
  | 'ribbon_out'
  | 'paused'
  | 'buffer_full'
  | 'head_too_hot'
  | 'head_too_cold'
  | 'memory_fault'
  | 'weight_unstable'
  | 'overload'
  | 'underload'
  /** The scale weighs in another unit than the station expects. */
  | 'unit_mismatch'
  | 'busy'
  /** The keyboard wedge is heard through the page; it has no bus of its own to watch. */
  | 'heard_through_page';

/**
 * `ready`: usable now. `connecting`: being opened for the first time. `unavailable`: not there, being retried.
 * `faulted`: there, and something in it must be put right by a person (paper, head, range).
 */
export type DeviceState = 'ready' | 'connecting' | 'unavailable' | 'faulted';

/** The state of a device at an instant (`at`: milliseconds of the injected clock). */
export interface DeviceHealth {
  readonly state: DeviceState;
  readonly code: DeviceCode;
  /** For the support person: the driver's own words. Never shown as the message. */
  readonly detail?: string;
  readonly at: number;
}

export type DeviceKind = 'scanner' | 'printer' | 'scale';

/** Ends a subscription or withdraws a timer. Calling it twice does no harm. */
export type Unsubscribe = () => void;

export interface Device {
  /** Chosen by the station's configuration; stays the same when the device is unplugged and comes back. */
  readonly id: string;
  readonly kind: DeviceKind;
  /** As told by the device or its configuration; null when unknown. */
  readonly model: string | null;
  health(): DeviceHealth;
  /** Called on every change of state or code, not for repeats. */
  onHealth(listener: (health: DeviceHealth) => void): Unsubscribe;
  close(): Promise<void>;
}

/** Time and identity are given to a driver, never taken from the machine. */
export interface Clock {
  /** Milliseconds; compared with itself only. */
  now(): number;
  /** Runs once after `delayMs`; the returned function withdraws it. */
  setTimer(delayMs: number, run: () => void): Unsubscribe;
}

/** What every driver needs from its caller. */
export interface DriverEnvironment {
  readonly clock: Clock;
  /** A new UUIDv7, made by the caller. */
  readonly newId: () => string;
}

// ---------------------------------------------------------------------------------------------- scanner

export type ScanSource = 'serial' | 'hid_pos' | 'wedge' | 'keyed';

/**
 * Why a transmission must not be used. `ime_active`: an input method swallowed or changed keys. `separator_lost`: the
 * profile's GS did not arrive where the symbol needs it. `case_unsure`: Caps Lock is on, upper and lower case are
 * exchanged. `garbled`: a key or byte that the profile does not explain, or a transmission without its end.
 */
export type ScanRefusal = 'ime_active' | 'separator_lost' | 'case_unsure' | 'garbled';

/** One transmission of a scanner. Nothing in it is repaired: not a character, not its case. */
export interface ScanReport {
  /** UUIDv7: the thread that ties the scan to everything it causes. */
  readonly scanId: string;
  /** The AIM symbology identifier with its bracket (`]d2`), or null when the scanner sent none. */
  readonly aim: string | null;
  /** The data without AIM identifier, prefix and suffix; GS is 0x1D. */
  readonly bytes: Uint8Array;
  /** Everything between two suffixes, as it came (a wedge: the characters as keyed, UTF-8). */
  readonly raw: Uint8Array;
  readonly deviceId: string;
  readonly source: ScanSource;
  /** `high`: a channel that carries every byte (serial, HID-POS). `low`: keys, which layouts and input methods change. */
  readonly trust: 'high' | 'low';
  readonly refusedCode?: ScanRefusal;
  readonly at: number;
}

export interface Scanner extends Device {
  readonly kind: 'scanner';
  onScan(listener: (report: ScanReport) => void): Unsubscribe;
}

/** A key as the page saw it, at window level, before anything else acted on it. `t`: milliseconds, page's clock. */
export interface RawKey {
  /** `KeyboardEvent.key`. */
  readonly key: string;
  /** `KeyboardEvent.code`: the physical key. */
  readonly code: string;
  /** `KeyboardEvent.keyCode`; 229 while an input method composes. */
  readonly keyCode?: number;
  /** `KeyboardEvent.isComposing`. */
  readonly composing?: boolean;
  readonly mods: { readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean };
  readonly t: number;
}

/** What became of keys given to the wedge. `typed` keys belong to a person and are left to the page. */
export interface WedgeOutcome {
  readonly scans: readonly ScanReport[];
  readonly typed: readonly RawKey[];
  /** A burst is open: more keys are expected, nothing is decided about those held back. */
  readonly pending: boolean;
}

/** A scanner that types. It is fed by the page through the contract. */
export interface WedgeScanner extends Scanner {
  /** Takes keys in the order they came; listeners of `onScan` are called too. */
  keys(keys: readonly RawKey[]): WedgeOutcome;
  /** Keys a person typed, given back later because the burst they might have opened came to nothing. */
  onTyped(listener: (keys: readonly RawKey[]) => void): Unsubscribe;
}

// ---------------------------------------------------------------------------------------------- printer

/** Why a printer does not print, each flag by itself: several hold at once. */
export type PrinterCondition = Extract<
  DeviceCode,
  | 'paper_out'
  | 'head_open'
  | 'ribbon_out'
  | 'paused'
  | 'buffer_full'
  | 'head_too_hot'
  | 'head_too_cold'
  | 'memory_fault'
>;

/** What a printer said about itself; nothing is inferred. */
export interface PrinterStatus {
  /** `answered`: the fields below are from the printer. `silent`: it did not answer. `unreachable`: no connection. */
  readonly reached: 'answered' | 'silent' | 'unreachable';
  readonly conditions: readonly PrinterCondition[];
  /** Formats waiting in the receive buffer; null when it did not answer. */
  readonly formatsWaiting: number | null;
  readonly partialFormat: boolean | null;
  /** Labels of the present batch still to print. */
  readonly labelsRemaining: number | null;
  /** A label hangs at the peel bar and waits to be taken. */
  readonly labelWaiting: boolean | null;
  /** Lifetime labels; null when the printer has no odometer or did not answer. */
  readonly odometer: number | null;
  readonly at: number;
}

/** What can be said after a label was sent and the printer was asked. */
export interface PrintEvidence {
  readonly odometerBefore: number | null;
  readonly odometerAfter: number | null;
  readonly labelsRemaining: number | null;
  readonly conditions: readonly PrinterCondition[];
  readonly polls: number;
}

/**
 * `confirmed`: the odometer rose by exactly one, nothing remains, no fault. `faulted`: the printer names a condition and
 * its odometer did not move. `in_doubt`: anything else, silence included; only a scan-back or a person settles it.
 */
export type PrintConfirmation =
  | { readonly state: 'confirmed'; readonly evidence: PrintEvidence }
  | {
      readonly state: 'in_doubt';
      readonly code: DeviceCode | 'odometer_jumped' | 'odometer_still' | 'odometer_unknown';
      readonly evidence: PrintEvidence;
    }
  | { readonly state: 'faulted'; readonly code: PrinterCondition; readonly evidence: PrintEvidence };

/**
 * `sent`: the operating system took every byte and the connection stood. `not_sent`: no byte left, it may be sent again.
 * `unknown`: bytes left and then something broke; never sent again by itself.
 */
export type SendOutcome =
  | {
      readonly state: 'sent';
      /** Asks the printer until it is settled or `deadlineMs` has passed. */
      readonly confirm: (deadlineMs?: number) => Promise<PrintConfirmation>;
    }
  | { readonly state: 'not_sent'; readonly code: DeviceCode; readonly detail?: string }
  | { readonly state: 'unknown'; readonly code: DeviceCode; readonly detail?: string };

export interface Printer extends Device {
  readonly kind: 'printer';
  status(): Promise<PrinterStatus>;
  /** Sends one whole label. Labels and questions wait in one queue; one label is in flight. */
  send(label: Uint8Array): Promise<SendOutcome>;
  /** Called when the first byte of a label is handed to the transport. */
  onFirstByte(listener: (at: number) => void): Unsubscribe;
}

// ---------------------------------------------------------------------------------------------- scale

export type WeightUnit = 'g' | 'kg' | 'mg' | 'lb' | 'oz';

/** A weight exactly as the instrument gave it. */
export interface Weight {
  /** Decimal text: optional minus, digits, optional point and digits. Never a float. */
  readonly value: string;
  readonly unit: WeightUnit;
  /** The instrument's own flag; software never decides it. */
  readonly stable: boolean;
  /** `net`: the scale says that it holds a tare. */
  readonly mode: 'gross' | 'net';
  readonly at: number;
  readonly deviceId: string;
  readonly rawLine: string;
}

/** Why there is no weight. */
export type WeighRefusal = Extract<
  DeviceCode,
  | 'weight_unstable'
  | 'overload'
  | 'underload'
  | 'unit_mismatch'
  | 'silent'
  | 'peer_gone'
  | 'protocol_error'
  | 'busy'
  | 'closed'
>;

export type WeighOutcome =
  | { readonly ok: true; readonly weight: Weight }
  | { readonly ok: false; readonly code: WeighRefusal; readonly detail?: string };

export type ScaleCommandOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: WeighRefusal; readonly detail?: string };

export interface Scale extends Device {
  readonly kind: 'scale';
  /** A stable weight taken after this call, or why there is none. Readings that were on their way are dropped. */
  readStable(deadlineMs: number): Promise<WeighOutcome>;
  /** Every reading the scale gives, stable or not. */
  onWeight(listener: (weight: Weight) => void): Unsubscribe;
  tare(): Promise<ScaleCommandOutcome>;
  zero(): Promise<ScaleCommandOutcome>;
}
