import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSettings, DeviceView } from '../../core/contract/devices.ts';
import type { SessionView } from '../../core/contract/session.ts';
import { assertNever } from '../../core/domain/result.ts';
import type { Weight } from '../cache.ts';
import { weightKey } from '../cache.ts';
import { clockTime } from '../format.ts';
import { useRead, useTold } from '../station.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { ReadFailure } from '../ui/read-failure.tsx';
import { ConfigureDialog } from './configure-dialog.tsx';
import { deviceWords } from './device-words.ts';
import { DiscoverDialog } from './discover-dialog.tsx';

export interface Configuring {
  readonly kind: DeviceView['kind'];
  readonly role: string;
  readonly settings: DeviceSettings;
}

/** Each device with its health, what its code means and how to put it right; here it is bound to the station. */
export function DevicesScreen({ user }: { readonly user: NonNullable<SessionView['user']> }) {
  const { t } = useTranslation();
  const devices = useRead('listDevices', {}, { fresh: true });
  const weight = useTold<Weight>(weightKey);
  const [configuring, setConfiguring] = useState<Configuring | null>(null);
  const [discovering, setDiscovering] = useState(false);
  const [saved, setSaved] = useState(false);
  const mayConfigure = user.roles.includes('system_administrator') || user.roles.includes('operator');
  const list = devices.data?.devices ?? [];
  return (
    <div className="desk">
      <div className="desk__head">
        <h1>{t('devices.title')}</h1>
        <Button size="large" onClick={() => setDiscovering(true)}>
          {t('devices.discover')}
        </Button>
        {mayConfigure ? (
          <Button
            type="primary"
            size="large"
            onClick={() =>
              setConfiguring({
                kind: 'scanner',
                role: 'scanner',
                settings: { bus: 'serial', path: '', baudRate: 9600 },
              })
            }
          >
            {t('devices.add')}
          </Button>
        ) : null}
      </div>
      <ReadFailure error={devices.error} onRetry={() => void devices.refetch()} />
      {saved ? <Notice tone="ok" title={t('devices.saved')} /> : null}
      {devices.data !== undefined && list.length === 0 ? (
        <EmptyState icon="devices" title={t('devices.empty')} next={t('devices.emptyNext')} />
      ) : null}
      <div className="device-grid">
        {list.map((device) => (
          <DeviceCard
            key={device.deviceId}
            device={device}
            weight={weight?.deviceId === device.deviceId ? weight : undefined}
            onConfigure={
              mayConfigure
                ? () => setConfiguring({ kind: device.kind, role: device.role, settings: device.settings })
                : null
            }
          />
        ))}
      </div>
      {discovering ? (
        <DiscoverDialog
          mayConfigure={mayConfigure}
          onUse={(next) => {
            setDiscovering(false);
            setConfiguring(next);
          }}
          onClose={() => setDiscovering(false)}
        />
      ) : null}
      {configuring === null ? null : (
        <ConfigureDialog
          initial={configuring}
          onSaved={() => {
            setConfiguring(null);
            setSaved(true);
          }}
          onClose={() => setConfiguring(null)}
        />
      )}
    </div>
  );
}

const tagTone = {
  ready: 'tag--ok',
  connecting: 'tag--ask',
  not_configured: 'tag--ask',
  unavailable: 'tag--no',
  faulted: 'tag--no',
} as const;

function DeviceCard({
  device,
  weight,
  onConfigure,
}: {
  readonly device: DeviceView;
  readonly weight: Weight | undefined;
  readonly onConfigure: (() => void) | null;
}) {
  const { t, i18n } = useTranslation();
  const { state, code, detail, since } = device.health;
  const words = deviceWords(i18n, code);
  return (
    <section
      className={`card device device--${state}`}
      data-device={device.deviceId}
      data-state={state}
      data-code={code}
    >
      <div className="device__name">
        <Icon name={device.kind} />
        {t(`devices.kind.${device.kind}`)}
        <span className={`tag ${tagTone[state]}`}>
          <Icon name={state === 'ready' ? 'check' : state === 'connecting' ? 'clock' : 'cross'} />
          {state === 'ready' ? t('devices.state.ready') : words.word}
        </span>
      </div>
      {state === 'ready' ? null : <p className="device__do">{words.do}</p>}
      {weight === undefined ? null : (
        <p className="device__weight">
          {weight.value} {weight.unit}{' '}
          <span className={`tag ${weight.stable ? 'tag--ok' : 'tag--ask'}`}>
            {t(weight.stable ? 'devices.stable' : 'devices.unstable')}
          </span>
        </p>
      )}
      <dl>
        <dt>{t('devices.role')}</dt>
        <dd>{device.role}</dd>
        <dt>{t('devices.model')}</dt>
        <dd>{device.model ?? t('devices.unknownModel')}</dd>
        <dt>{t('devices.address')}</dt>
        <dd className="desk__mono">{addressOf(device.settings)}</dd>
      </dl>
      <p className="device__detail">
        {t(`devices.state.${state}`)} · {t('devices.since', { time: clockTime(since) })}
        {detail === null ? '' : ` · ${t('devices.technical')}: ${detail}`}
      </p>
      {onConfigure === null ? null : <Button onClick={onConfigure}>{t('devices.configure')}</Button>}
    </section>
  );
}

/** Where a device is reached, in one line. */
function addressOf(settings: DeviceSettings): string {
  switch (settings.bus) {
    case 'serial':
      return `${settings.path} · ${settings.baudRate}`;
    case 'tcp':
      return `${settings.host}:${settings.port} · ${settings.dpi} dpi`;
    case 'wedge':
      return `HID · ${settings.prefix || '—'} … ${settings.suffix || '—'} · GS=${settings.groupSeparator || '—'}`;
    default:
      return assertNever(settings);
  }
}
