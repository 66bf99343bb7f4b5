import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackingCommand } from '../../core/contract/packing.ts';
import { packingCommandSchema } from '../../core/contract/packing.ts';
import { commandText } from '../../core/domain/packing/read.ts';
import { CommandCode } from '../ui/command-code.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyButton } from '../ui/key-button.tsx';
import { useChoice } from '../ui/use-choice.ts';

export type MenuItem =
  | { readonly kind: 'language' }
  | { readonly kind: 'lock' }
  | { readonly kind: 'password' }
  | { readonly kind: 'sign_out' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'command'; readonly command: PackingCommand };

const commands = packingCommandSchema.options.filter((command) => command !== 'lock');

/** Everything that has no key of its own. Each command shows its barcode, to be scanned from the screen or from a card. */
export function Menu({
  canPack,
  workOpen,
  allowed,
  onDo,
  onClose,
}: {
  readonly canPack: boolean;
  readonly workOpen: boolean;
  /** Which commands core would obey now: while a hard refusal stands only a move and its cancelling. */
  readonly allowed: (command: PackingCommand) => boolean;
  readonly onDo: (item: MenuItem) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const items: readonly MenuItem[] = [
    { kind: 'language' },
    { kind: 'lock' },
    { kind: 'password' },
    { kind: 'sign_out' },
    ...(canPack && workOpen ? [{ kind: 'suspend' } as const] : []),
    ...(canPack && workOpen ? commands.map((command) => ({ kind: 'command', command }) as const) : []),
  ];
  const [refusedItem, setRefusedItem] = useState(false);
  const choice = useChoice(items.length, (index) => run(items[index]), { level: 'dialog' });
  const chosen = items[choice.index];

  function run(item: MenuItem | undefined): void {
    if (item === undefined) return;
    if (item.kind === 'command' && !allowed(item.command)) setRefusedItem(true);
    else onDo(item);
  }
  function words(item: MenuItem): string {
    switch (item.kind) {
      case 'language':
        return t('app.otherLanguage');
      case 'lock':
        return t('signIn.lock');
      case 'password':
        return t('signIn.change');
      case 'sign_out':
        return t('signIn.signOut');
      case 'suspend':
        return t('orders.suspend');
      case 'command':
        return t(`packing.command.${item.command}`);
    }
  }
  const barcode = chosen === undefined ? null : barcodeOf(chosen);
  return (
    <Dialog
      title={t('menu.title')}
      lead={t('menu.lead')}
      wide
      name="menu"
      onCancel={onClose}
      keys={{ F1: onClose, ArrowLeft: null }}
      footer={<KeyButton label={t('key.close')} hint="F12" onPress={onClose} />}
    >
      <div className="menu">
        <div className="menu__list choice" role="listbox" aria-label={t('menu.title')}>
          {items.map((item, index) => (
            <button
              type="button"
              key={item.kind === 'command' ? item.command : item.kind}
              role="option"
              aria-selected={index === choice.index}
              className="choice__row"
              data-menu={item.kind === 'command' ? item.command : item.kind}
              ref={(element) => {
                if (index === choice.index) element?.scrollIntoView({ block: 'nearest' });
              }}
              onClick={() => run(item)}
            >
              {words(item)}
              <kbd>{index === choice.index ? '→' : (barcodeOf(item) ?? '')}</kbd>
            </button>
          ))}
        </div>
        <div className="menu__code">
          {barcode === null ? null : (
            <>
              <CommandCode text={barcode} label={`${t('menu.code')} ${barcode}`} />
              <b className="mono">{barcode}</b>
            </>
          )}
          {refusedItem ? (
            <p role="alert">
              {t('packing.trayOnly')} · {t('menu.notNow')}
            </p>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

function barcodeOf(item: MenuItem): string | null {
  if (item.kind === 'lock') return commandText('lock');
  return item.kind === 'command' ? commandText(item.command) : null;
}
