import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import type { Refusal } from '../../core/domain/result.ts';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import { TextField } from '../ui/text-field.tsx';

/**
 * User id and password; Enter moves from the one to the other, then gives both. The password is forgotten as soon as it
 * was given, and asked for again when core refuses. `children` are the buttons, one of them of type `submit`.
 */
export function CredentialForm({
  userId: firstUserId = '',
  userIdLabel,
  passwordLabel,
  busy,
  onGiven,
  children,
}: {
  readonly userId?: string;
  readonly userIdLabel: string;
  readonly passwordLabel: string;
  readonly busy: boolean;
  readonly onGiven: (credential: { readonly userId: string; readonly password: string }) => Promise<Refusal | null>;
  readonly children: ReactNode;
}) {
  const [userId, setUserId] = useState(firstUserId);
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  async function submit(): Promise<void> {
    if (userId.trim() === '') return;
    if (password === '') {
      passwordField.current?.focus();
      return;
    }
    const refused = await onGiven({ userId: userId.trim(), password });
    setPassword('');
    setRefusal(refused);
    if (refused !== null) passwordField.current?.focus();
  }

  return (
    <form
      className="sign-in__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <TextField label={userIdLabel} name="userId" value={userId} onChange={setUserId} autoFocus />
      <TextField
        label={passwordLabel}
        name="password"
        value={password}
        onChange={setPassword}
        secret
        inputRef={passwordField}
      />
      {refusal === null ? null : <RefusalNotice refusal={refusal} />}
      {children}
    </form>
  );
}
