import { useEffect, useState } from 'react';
import { useClient, useStatus } from '../../thread/index.ts';
import { useI18n } from '../../ui/index.ts';

const silentMs = 1_500;

/** Says when what is shown may be old, and how much waits to be sent; a short pause is not worth a word. */
export function ConnectionBar() {
  const { t } = useI18n();
  const client = useClient();
  const { connection, queued } = useStatus();
  const isShown = useLasting(connection !== 'live', silentMs);
  if (!isShown) return null;
  return (
    <div
      role="status"
      className="print:hidden flex min-h-9 flex-none items-center justify-center gap-3 bg-brass-tint px-4 text-s"
    >
      <span>
        {t(connection === 'offline' ? 'console.connection.offline' : 'console.connection.updating')}
        {queued > 0 && ` · ${t('console.connection.queued', { count: queued })}`}
      </span>
      {connection === 'offline' && (
        <button
          type="button"
          className="min-h-8 font-semibold underline underline-offset-4"
          onClick={() => client.retryNow()}
        >
          {t('common.retry')}
        </button>
      )}
    </div>
  );
}

/** True once `value` has been true for that long. */
function useLasting(value: boolean, afterMs: number): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!value) {
      setLong(false);
      return;
    }
    const timer = setTimeout(() => setLong(true), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return value && isLong;
}
