/**
 * Expiry: an item may be used to the end of its expiry day in the zone of the site, never in the zone of the computer
 * (P-03). Times are milliseconds since 1970 that the caller trusts.
 */

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar day at an instant in an IANA zone, `YYYY-MM-DD`: the way Swedes write dates. */
export function siteDate(trustedMs: number, zone: string): string {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(zone, formatter);
  }
  return formatter.format(trustedMs);
}

/** Whether the last day of use has passed; both are ISO dates. */
export function isExpired(expiry: string, today: string): boolean {
  return today > expiry;
}

/** Days from `today` to the expiry day; 0 on the day itself, negative afterwards. */
export function daysLeft(expiry: string, today: string): number {
  return dayNumber(expiry) - dayNumber(today);
}

export type ExpiryVerdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'clock_in_doubt' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'shelf_life_too_short'; readonly days: number; readonly minimum: number };

/**
 * Whether goods with this expiry may be packed. Without an expiry nothing is judged; while no time can be trusted,
 * nothing that expires is packed.
 */
export function judgeExpiry(
  expiry: string | null,
  minimumShelfLifeDays: number | null,
  trustedMs: number | null,
  zone: string,
): ExpiryVerdict {
  if (expiry === null) return { kind: 'ok' };
  if (trustedMs === null) return { kind: 'clock_in_doubt' };
  const today = siteDate(trustedMs, zone);
  if (isExpired(expiry, today)) return { kind: 'expired' };
  const days = daysLeft(expiry, today);
  return minimumShelfLifeDays !== null && days < minimumShelfLifeDays
    ? { kind: 'shelf_life_too_short', days, minimum: minimumShelfLifeDays }
    : { kind: 'ok' };
}

/** Days since 0000-03-01 of an ISO date in the Gregorian calendar. */
function dayNumber(date: string): number {
  const month = Number(date.slice(5, 7));
  // The year begins in March, so that the day that is sometimes missing is its last one.
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + Math.floor((monthFromMarch * 153 + 2) / 5) + Number(date.slice(8, 10));
}
