/** A bar that says in words and numbers what it shows; it does not animate. */
export function Meter({
  label,
  value,
  of,
  tone = 'next',
  suffix,
}: {
  readonly label: string;
  readonly value: number;
  readonly of: number;
  readonly tone?: 'next' | 'ok';
  readonly suffix?: string | undefined;
}) {
  const share = of <= 0 ? 0 : Math.min(1, value / of);
  return (
    <div className={`meter meter--${tone}`}>
      <div className="meter__words">
        <span>{label}</span>
        <b>
          {value} / {of}
          {suffix === undefined ? '' : ` ${suffix}`}
        </b>
      </div>
      <div
        className="meter__track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuenow={value}
        aria-valuemax={of}
      >
        <div className="meter__fill" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
