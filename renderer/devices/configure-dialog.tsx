import { Input, InputNumber, Modal, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSettings, DeviceView } from '../../core/contract/devices.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { useAct } from '../station.tsx';
import { Notice } from '../ui/notice.tsx';
import { RefusalNotice } from '../ui/refusal-notice.tsx';
import type { Configuring } from './devices-screen.tsx';

type Bus = DeviceSettings['bus'];
const kinds: readonly DeviceView['kind'][] = ['scanner', 'printer', 'scale'];
const buses: Readonly<Record<DeviceView['kind'], readonly Bus[]>> = {
  scanner: ['serial', 'wedge'],
  printer: ['tcp'],
  scale: ['serial'],
};
const busWords = { serial: 'devices.busSerial', tcp: 'devices.busTcp', wedge: 'devices.busWedge' } as const;

function emptySettings(bus: Bus): DeviceSettings {
  switch (bus) {
    case 'serial':
      return { bus, path: '', baudRate: 9600 };
    case 'tcp':
      return { bus, host: '', port: 9100, dpi: 203 };
    case 'wedge':
      return { bus, prefix: '', suffix: 'Enter', groupSeparator: 'F8' };
  }
}

/** Binds a device to its role at this station; asks why, since it goes into the audit trail. */
export function ConfigureDialog({
  initial,
  onSaved,
  onClose,
}: {
  readonly initial: Configuring;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const configure = useAct('configureDevice');
  const [kind, setKind] = useState(initial.kind);
  const [role, setRole] = useState(initial.role);
  const [settings, setSettings] = useState(initial.settings);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  function chooseKind(next: DeviceView['kind']): void {
    setKind(next);
    setRole(next);
    const [bus] = buses[next];
    if (bus !== undefined && !buses[next].includes(settings.bus)) setSettings(emptySettings(bus));
  }
  async function save(): Promise<void> {
    const result = await configure.run({ kind, role: role.trim(), settings, reason: reason.trim() });
    if (result.ok) onSaved();
    else setRefusal(result.refused);
  }

  return (
    <Modal
      open
      width={760}
      style={{ top: 40 }}
      title={t('devices.configureTitle', { kind: t(`devices.kind.${kind}`) })}
      okText={t('devices.save')}
      cancelText={t('key.cancel')}
      okButtonProps={{
        disabled: reason.trim().length < 2 || role.trim() === '' || !complete(settings),
        loading: configure.busy,
      }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="desk-form">
        <Labelled label={t('devices.device')}>
          <Select
            value={kind}
            onChange={chooseKind}
            options={kinds.map((one) => ({ value: one, label: t(`devices.kind.${one}`) }))}
          />
        </Labelled>
        <Labelled label={t('devices.role')}>
          <Input name="role" value={role} maxLength={40} onChange={(event) => setRole(event.target.value)} />
        </Labelled>
        <Labelled label={t('devices.bus')}>
          <Select
            value={settings.bus}
            onChange={(bus: Bus) => setSettings(emptySettings(bus))}
            options={buses[kind].map((bus) => ({ value: bus, label: t(busWords[bus]) }))}
          />
        </Labelled>
        <SettingsFields settings={settings} onChange={setSettings} />
        <div className="desk-form__wide">
          {settings.bus === 'wedge' ? <Notice tone="ask" title={t('devices.wedgeWarning')} /> : null}
          <Labelled label={t('devices.reason')}>
            <Input name="reason" value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Labelled>
          {refusal === null ? null : <RefusalNotice refusal={refusal} />}
        </div>
      </div>
    </Modal>
  );
}

function SettingsFields({
  settings,
  onChange,
}: {
  readonly settings: DeviceSettings;
  readonly onChange: (settings: DeviceSettings) => void;
}) {
  const { t } = useTranslation();
  switch (settings.bus) {
    case 'serial':
      return (
        <>
          <Labelled label={t('devices.path')}>
            <Input
              name="path"
              value={settings.path}
              onChange={(event) => onChange({ ...settings, path: event.target.value })}
            />
          </Labelled>
          <Labelled label={t('devices.baudRate')}>
            <Select
              value={settings.baudRate}
              onChange={(baudRate: number) => onChange({ ...settings, baudRate })}
              options={[9600, 19_200, 38_400, 57_600, 115_200].map((value) => ({ value, label: String(value) }))}
            />
          </Labelled>
        </>
      );
    case 'tcp':
      return (
        <>
          <Labelled label={t('devices.host')}>
            <Input
              name="host"
              value={settings.host}
              onChange={(event) => onChange({ ...settings, host: event.target.value })}
            />
          </Labelled>
          <Labelled label={t('devices.port')}>
            <InputNumber
              name="port"
              min={1}
              max={65_535}
              value={settings.port}
              onChange={(port) => onChange({ ...settings, port: port ?? 9100 })}
            />
          </Labelled>
          <Labelled label={t('devices.dpi')}>
            <Select<203 | 300 | 600>
              value={settings.dpi}
              onChange={(dpi) => onChange({ ...settings, dpi })}
              options={([203, 300, 600] as const).map((value) => ({ value, label: `${value} dpi` }))}
            />
          </Labelled>
        </>
      );
    case 'wedge':
      return (
        <>
          <Labelled label={t('devices.prefix')}>
            <Input
              name="prefix"
              value={settings.prefix}
              onChange={(event) => onChange({ ...settings, prefix: event.target.value })}
            />
          </Labelled>
          <Labelled label={t('devices.suffix')}>
            <Input
              name="suffix"
              value={settings.suffix}
              onChange={(event) => onChange({ ...settings, suffix: event.target.value })}
            />
          </Labelled>
          <Labelled label={t('devices.groupSeparator')}>
            <Input
              name="groupSeparator"
              value={settings.groupSeparator}
              onChange={(event) => onChange({ ...settings, groupSeparator: event.target.value })}
            />
          </Labelled>
        </>
      );
  }
}

function complete(settings: DeviceSettings): boolean {
  switch (settings.bus) {
    case 'serial':
      return settings.path.trim() !== '';
    case 'tcp':
      return settings.host.trim() !== '';
    case 'wedge':
      return true;
  }
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="desk-form__field">
      <span>{label}</span>
      {children}
    </label>
  );
}
