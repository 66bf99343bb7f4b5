import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../station.tsx';
import { Notice } from '../ui/notice.tsx';
import { deviceWords } from './device-words.ts';
import type { Configuring } from './devices-screen.tsx';

/** What this machine sees now, and for each bus that cannot be read, why. */
export function DiscoverDialog({
  mayConfigure,
  onUse,
  onClose,
}: {
  readonly mayConfigure: boolean;
  readonly onUse: (next: Configuring) => void;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const discovery = useRead('discoverDevices', {}, { fresh: true });
  const { found = [], unavailable = [] } = discovery.data ?? {};
  return (
    <Modal
      open
      width={820}
      title={t('devices.discoverTitle')}
      onCancel={onClose}
      footer={[
        <Button key="again" loading={discovery.isFetching} onClick={() => void discovery.refetch()}>
          {t('table.refresh')}
        </Button>,
        <Button key="close" type="primary" onClick={onClose}>
          {t('key.close')}
        </Button>,
      ]}
    >
      <div className="desk">
        {discovery.data !== undefined && found.length === 0 ? (
          <Notice tone="plain" title={t('devices.discoverNone')} />
        ) : null}
        {found.map((one) => (
          <div className="lease" key={`${one.bus}|${one.address}`}>
            <b>{one.label}</b>
            <span className="desk__mono">
              {one.bus} · {one.address}
            </span>
            {mayConfigure && one.bus === 'serial' ? (
              <Button
                onClick={() =>
                  onUse({
                    kind: 'scanner',
                    role: 'scanner',
                    settings: { bus: 'serial', path: one.address, baudRate: 9600 },
                  })
                }
              >
                {t('devices.use')}
              </Button>
            ) : null}
          </div>
        ))}
        {unavailable.map((one) => (
          <Notice key={one.bus} tone="ask" title={t('devices.busUnavailable', { bus: one.bus })}>
            {deviceWords(i18n, one.code).do} {one.detail}
          </Notice>
        ))}
      </div>
    </Modal>
  );
}
