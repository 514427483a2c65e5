import { useEffect, useState } from 'react';
import { useClient, useStatus } from '../../thread/index.ts';
import { useI18n } from '../../ui/index.ts';

const patienceMs = 700;

/** Says how things stand when they do not stand well: a moment of connecting is not worth a word. */
export function ConnectionBanner() {
  const { t } = useI18n();
  const client = useClient();
  const { connection, queued } = useStatus();
  const isPatient = useElapsed(connection, patienceMs);
  if (connection === 'live' || connection === 'signed_out' || !isPatient) return <div role="status" />;
  return (
    <div role="status" className="flex animate-appear items-center gap-2 bg-brass-tint px-4 py-1.5 text-s">
      <span className="flex-1">
        {t(`chat.connection.${connection}`)}
        {queued > 0 && <> · {t('chat.connection.queued', { count: queued })}</>}
      </span>
      {connection === 'offline' && (
        <button
          type="button"
          onClick={() => client.retryNow()}
          className="min-h-8 font-semibold text-petrol underline underline-offset-2 pointer-coarse:min-h-11"
        >
          {t('common.retry')}
        </button>
      )}
    </div>
  );
}

/** Whether `state` has not been "live" for some time. */
function useElapsed(state: string, afterMs: number): boolean {
  const isLive = state === 'live';
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    setElapsed(false);
    if (isLive) return;
    const timer = setTimeout(() => setElapsed(true), afterMs);
    return () => clearTimeout(timer);
  }, [isLive, afterMs]);
  return elapsed;
}
