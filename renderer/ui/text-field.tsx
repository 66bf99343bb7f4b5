/** A text field of a desk dialog. While it has the focus keys are text and go nowhere else. */
export function TextField({
  label,
  value,
  onChange,
  secret = false,
  autoFocus = false,
  name,
  inputRef,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly secret?: boolean;
  readonly autoFocus?: boolean;
  readonly name: string;
  readonly inputRef?: React.Ref<HTMLInputElement>;
}) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        ref={inputRef}
        name={name}
        type={secret ? 'password' : 'text'}
        value={value}
        autoFocus={autoFocus}
        data-autofocus={autoFocus ? '' : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
