import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackingCommand } from '../../core/contract/packing.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { useAct } from '../station.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

export interface CommandSender {
  /** Gives a command to core; where core wants to know why, the reason is asked for and the command given again. */
  readonly send: (command: PackingCommand) => void;
  /** Asks for the reason first, then gives the command with it. */
  readonly sendWithReason: (command: PackingCommand) => void;
  readonly busy: boolean;
  /** The open dialog, to be put on the page. */
  readonly dialog: ReactNode;
}

/** One way for keys, touch and menu to give a packing command. Refusals of the call go to `onRefused`, `null` after success. */
export function useCommand(onRefused: (refusal: Refusal | null) => void): CommandSender {
  const { t } = useTranslation();
  const command = useAct('command');
  const [asking, setAsking] = useState<PackingCommand | null>(null);

  async function run(name: PackingCommand, reason: string | null): Promise<void> {
    const result = await command.run({ command: name, reason });
    const code = result.ok ? result.value.answer.code : result.refused.code;
    if (code === 'reason_required' && reason === null) setAsking(name);
    else onRefused(result.ok ? null : result.refused);
  }

  return {
    send: (name) => void run(name, null),
    sendWithReason: setAsking,
    busy: command.busy,
    dialog:
      asking === null ? null : (
        <ReasonDialog
          onCancel={() => setAsking(null)}
          onChoose={(key) => {
            setAsking(null);
            void run(asking, t(`reason.${key}`));
          }}
        />
      ),
  };
}
