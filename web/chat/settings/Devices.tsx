import { Laptop } from 'lucide-react';
import { useState } from 'react';
import type { DeviceView } from '../../../protocol/index.ts';
import { Button, Pill, Skeleton, showToast, Time, useI18n, wordError } from '../../ui/index.ts';
import { api, codeOf } from '../app/api.ts';
import { LoadError } from '../app/LoadError.tsx';
import { useLoad } from '../app/use-load.ts';

/** Where the account is signed in; what is not known any more can be put out. */
export function Devices() {
  const { data, error, reload } = useLoad('devices', api.devices);
  if (!data && error) return <LoadError error={error} onRetry={reload} />;
  if (!data) return <Skeleton className="h-14" />;
  return (
    <ul className="grid gap-1">
      {data.devices.map((device) => (
        <DeviceRow key={device.device_id} device={device} onRemoved={reload} />
      ))}
    </ul>
  );
}

function DeviceRow({ device, onRemoved }: { device: DeviceView; onRemoved(): void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await api.removeDevice(device.device_id);
      showToast({ text: t('chat.settings.device_removed') });
      onRemoved();
    } catch (error) {
      showToast({ text: wordError(codeOf(error), i18n) });
      setBusy(false);
    }
  };
  return (
    <li className="flex items-center gap-3 py-2">
      <Laptop aria-hidden size={22} className="text-soft" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          <bdi>{device.name}</bdi>
        </p>
        <p className="text-soft text-xs">
          {t('chat.settings.seen')} <Time at={device.seen_at} show="point" />
        </p>
      </div>
      {device.current ? (
        <Pill tone="good">{t('chat.settings.this_device')}</Pill>
      ) : (
        <Button variant="secondary" size="s" busy={busy} onClick={remove}>
          {t('chat.settings.sign_out')}
        </Button>
      )}
    </li>
  );
}
