import type { i18n } from 'i18next';

/** An SSCC as people compare it: extension digit with prefix, reference, check digit apart. */
export function groupSscc(sscc: string): string {
  return `${sscc.slice(0, 10)} ${sscc.slice(10, 17)} ${sscc.slice(17)}`;
}

/** The end of an SSCC, enough to tell the boxes on a table apart. */
export function shortSscc(sscc: string): string {
  return `…${sscc.slice(-5, -1)} ${sscc.slice(-1)}`;
}

/** The end of a serial number, at most `length` characters. */
export function shortSerial(serial: string, length = 6): string {
  return serial.length <= length ? serial : `…${serial.slice(-length)}`;
}

/** Time of day of an ISO instant, in the zone of this computer. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Day and time of an ISO instant, in the zone of this computer. */
export function dayAndTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clockTime(iso)}`;
}

/** Day, hour and minute of an ISO instant, in the zone of this computer. */
export function dayAndMinute(iso: string): string {
  return dayAndTime(iso).replace(/:\d{2}$/, '');
}

/** How long ago something was, in the largest whole unit: minutes, hours or days. */
export function age(words: Pick<i18n, 't'>, sinceIso: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - new Date(sinceIso).getTime()) / 60_000);
  if (!(minutes >= 1)) return words.t('age.now');
  if (minutes < 60) return words.t('age.minutes', { count: minutes });
  if (minutes < 48 * 60) return words.t('age.hours', { count: Math.floor(minutes / 60) });
  return words.t('age.days', { count: Math.floor(minutes / 1440) });
}

/** Bytes given as hexadecimal, one character per byte. */
export function latin1FromHex(hex: string): string {
  let text = '';
  for (let index = 0; index + 1 < hex.length; index += 2) {
    text += String.fromCharCode(Number.parseInt(hex.slice(index, index + 2), 16));
  }
  return text;
}

/** Text of one-byte characters as hexadecimal; characters beyond are dropped by the caller's choice of text. */
export function hexFromLatin1(text: string): string {
  let hex = '';
  for (let index = 0; index < text.length; index += 1) {
    hex += (text.charCodeAt(index) & 0xff).toString(16).padStart(2, '0');
  }
  return hex;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
