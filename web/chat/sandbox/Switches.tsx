import { FastForward } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SandboxFaults } from '../../../protocol/index.ts';
import { Button, showToast, TextField, useI18n, wordError } from '../../ui/index.ts';
import { codeOf, sandboxApi } from '../app/api.ts';
import { usePoll } from './use-poll.ts';

const hourMs = 3_600_000;
const steps = [
  ['sandbox.clock.hour', hourMs],
  ['sandbox.clock.day', 24 * hourMs],
  ['sandbox.clock.week', 7 * 24 * hourMs],
] as const;
const everyMs = 10_000;

/** The server's clock goes forward by a press: windows close, reservations and codes expire. */
export function ClockSwitch() {
  const i18n = useI18n();
  const { t, moment } = i18n;
  const clock = usePoll(sandboxApi.clock, everyMs);
  const advance = async (ms: number) => {
    try {
      const { now } = await sandboxApi.advanceClock(ms);
      clock.reload();
      showToast({ text: t('sandbox.clock.moved', { moment: moment(now) }) });
    } catch (error) {
      showToast({ text: wordError(codeOf(error), i18n) });
    }
  };
  const now = clock.data?.now;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="num min-w-48 flex-1 font-semibold">{now === undefined ? '…' : moment(now)}</p>
      {steps.map(([word, ms]) => (
        <Button key={word} size="s" variant="secondary" onClick={() => void advance(ms)}>
          <FastForward aria-hidden size={15} className="rtl:-scale-x-100" />
          {t(word)}
        </Button>
      ))}
    </div>
  );
}

type Webhooks = SandboxFaults['webhooks'];
const none: Webhooks = { delay_ms: 0, duplicate: false, drop: false, fail_status: null };

/** Spoils what is sent to webhooks, so that a bot can show that it copes. */
export function FaultSwitches() {
  const i18n = useI18n();
  const { t } = i18n;
  const known = usePoll(sandboxApi.faults, null);
  const [faults, setFaults] = useState<Webhooks>(none);
  useEffect(() => {
    if (known.data) setFaults(known.data.webhooks);
  }, [known.data]);
  const put = async (change: Partial<Webhooks>) => {
    const wanted = { ...faults, ...change };
    setFaults(wanted);
    try {
      await sandboxApi.setFaults({ webhooks: wanted });
    } catch (error) {
      setFaults(faults);
      showToast({ text: wordError(codeOf(error), i18n) });
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <Check label={t('sandbox.faults.drop')} checked={faults.drop} onChange={(drop) => void put({ drop })} />
      <Check
        label={t('sandbox.faults.duplicate')}
        checked={faults.duplicate}
        onChange={(duplicate) => void put({ duplicate })}
      />
      <Check
        label={t('sandbox.faults.fail')}
        checked={faults.fail_status !== null}
        onChange={(on) => void put({ fail_status: on ? 500 : null })}
      />
      <TextField
        label={t('sandbox.faults.delay')}
        type="number"
        inputMode="numeric"
        min={0}
        max={600_000}
        step={100}
        value={faults.delay_ms}
        onChange={(event) => void put({ delay_ms: readMs(event.target.value) })}
        after={<span className="text-soft text-s">ms</span>}
        className="mt-1 max-w-56"
      />
    </div>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange(on: boolean): void;
}) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-5 accent-petrol"
      />
      {label}
    </label>
  );
}

function readMs(text: string): number {
  const value = Math.round(Number(text));
  return Number.isFinite(value) ? Math.min(600_000, Math.max(0, value)) : 0;
}
