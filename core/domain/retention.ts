/**
 * How long a record must be kept (B-03): to the end of the product's life and then some, for ever for an implant, and the
 * site's own period for what belongs to no product. Where several apply the longest does.
 */
export interface RetentionRules {
  readonly distribution_years_after_expiry: number;
  readonly without_expiry_years: number;
  readonly implants_permanent: boolean;
}

/** What is known of the goods a record speaks of; `null` where it names none or they are not known here. */
export interface RetentionSubject {
  /** Local day of the record, `YYYY-MM-DD`. */
  readonly recordedOn: string;
  readonly belongsTo: 'product' | 'site';
  readonly implant: boolean | null;
  /** Expiry of the goods, `YYYY-MM-DD`. */
  readonly expiresOn: string | null;
}

/** Last day a record has to be kept, `YYYY-MM-DD`, or `permanent`. Goods that are not known are taken for an implant. */
export function keepUntil(subject: RetentionSubject, rules: RetentionRules): string {
  const own = yearsAfter(subject.recordedOn, rules.without_expiry_years);
  if (subject.belongsTo === 'site') return own;
  if (rules.implants_permanent && subject.implant !== false) return 'permanent';
  if (subject.expiresOn === null) return own;
  const afterExpiry = yearsAfter(subject.expiresOn, rules.distribution_years_after_expiry);
  return afterExpiry > own ? afterExpiry : own;
}

/** Whether a record still has to be there on a day. The last day counts. */
export function mustKeep(subject: RetentionSubject, rules: RetentionRules, today: string): boolean {
  const until = keepUntil(subject, rules);
  return until === 'permanent' || today <= until;
}

/** The same day `years` later; 29 February becomes 1 March, so that no period gets shorter. */
function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const rest = day.slice(4);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return `${String(year).padStart(4, '0')}${rest === '-02-29' && !leap ? '-03-01' : rest}`;
}
