import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../core/contract/devices.ts';
import type { SyncStatus } from '../../core/contract/sync.ts';
import type { LastScan, Weight } from '../cache.ts';
import { lastScanKey, weightKey } from '../cache.ts';
import { deviceWords } from '../devices/device-words.ts';
import { age } from '../format.ts';
import { useRead, useTold } from '../station.tsx';
import { useNow } from '../ui/use-now.ts';
import { RawScan } from './raw-scan.tsx';

type LightTone = 'ok' | 'ask' | 'no' | 'off';

/** Always there: the raw last scan, and a light with its word for scanner, printer, scale and sync. It listens by itself. */
export const BottomBar = memo(function BottomBar() {
  const { t } = useTranslation();
  const devices = useRead('listDevices', {});
  const sync = useRead('syncStatus', {});
  const scan = useTold<LastScan>(lastScanKey);
  const weight = useTold<Weight>(weightKey);
  const list = devices.data?.devices ?? [];
  return (
    <footer className="bottom-bar on-dark">
      <RawScan scan={scan} />
      <div className="bottom-bar__lights" role="group" aria-label={t('shell.lights')}>
        <DeviceLight kind="scanner" devices={list} />
        <DeviceLight kind="printer" devices={list} />
        <DeviceLight kind="scale" devices={list} weight={weight} />
        <SyncLight status={sync.data} />
      </div>
    </footer>
  );
});

function Light({
  tone,
  name,
  facts,
  children,
}: {
  readonly tone: LightTone;
  readonly name: string;
  /** What it stands for, for tests. */
  readonly facts?: Readonly<Record<`data-${string}`, string | number | boolean | undefined>>;
  readonly children: string;
}) {
  return (
    <span className={`light light--${tone}`} data-light={name} data-tone={tone} {...facts}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}

const order = ['ready', 'connecting', 'not_configured', 'unavailable', 'faulted'] as const;

/** The worst of the devices of a kind: a light that is green while one of two is down would lie. */
function worstOf(devices: readonly DeviceView[]): DeviceView | undefined {
  return devices.toSorted((a, b) => order.indexOf(b.health.state) - order.indexOf(a.health.state))[0];
}

const tones = {
  ready: 'ok',
  connecting: 'ask',
  not_configured: 'off',
  unavailable: 'no',
  faulted: 'no',
} as const satisfies Record<DeviceView['health']['state'], LightTone>;

function DeviceLight({
  kind,
  devices,
  weight,
}: {
  readonly kind: DeviceView['kind'];
  readonly devices: readonly DeviceView[];
  readonly weight?: Weight | undefined;
}) {
  const { t, i18n } = useTranslation();
  const worst = worstOf(devices.filter((device) => device.kind === kind));
  const name = t(`shell.${kind}`);
  if (worst === undefined)
    return (
      <Light tone="off" name={kind}>
        {`${name} ${t('shell.deviceNone')}`}
      </Light>
    );
  const { state, code } = worst.health;
  if (state !== 'ready')
    return (
      <Light tone={tones[state]} name={kind}>
        {`${name} ${deviceWords(i18n, code).word}`}
      </Light>
    );
  return (
    <Light tone="ok" name={kind}>
      {weight === undefined ? name : `${name} ${weight.value} ${weight.unit}`}
    </Light>
  );
}

function SyncLight({ status }: { readonly status: SyncStatus | undefined }) {
  const { t, i18n } = useTranslation();
  const now = useNow(10_000);
  const facts = {
    'data-acked': status?.ackedSeq,
    'data-numbers': status?.leases.some(({ kind, remaining }) => kind === 'sscc' && remaining > 0),
  };
  if (status === undefined || status.state === 'not_enrolled')
    return (
      <Light tone="off" name="sync" facts={facts}>
        {t('shell.notEnrolled')}
      </Light>
    );
  const { unsent, oldestUnsentAt } = status;
  const waiting =
    unsent === 0
      ? ''
      : oldestUnsentAt === null
        ? t('shell.unsentNow', { count: unsent })
        : t('shell.unsent', { count: unsent, age: age(i18n, oldestUnsentAt, now) });
  if (status.state === 'refused' || status.state === 'fork' || status.state === 'gap')
    return (
      <Light tone="no" name="sync" facts={facts}>
        {`${t('shell.syncRefused')} ${waiting}`.trim()}
      </Light>
    );
  if (unsent === 0)
    return (
      <Light tone={status.state === 'online' ? 'ok' : 'ask'} name="sync" facts={facts}>
        {status.state === 'online' ? t('shell.syncOk') : t('shell.offline')}
      </Light>
    );
  return (
    <Light tone="ask" name="sync" facts={facts}>
      {status.state === 'offline' ? `${t('shell.offline')} · ${waiting}` : waiting}
    </Light>
  );
}
