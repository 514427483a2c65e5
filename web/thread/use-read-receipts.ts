import { useCallback, useEffect, useRef } from 'react';
import type { ConversationId } from '../../protocol/index.ts';
import { useClient } from './client-context.tsx';

/** "Read" is said of what was in view while the page was in front and had the focus; the rest when it gets there. */
export function useReadReceipts(id: ConversationId): (seq: number) => void {
  const client = useClient();
  const seen = useRef(0);
  const tell = useCallback(() => {
    const isLookedAt = document.visibilityState === 'visible' && document.hasFocus();
    if (isLookedAt && seen.current > 0) client.markRead(id, seen.current);
  }, [client, id]);
  useEffect(() => {
    addEventListener('focus', tell);
    document.addEventListener('visibilitychange', tell);
    return () => {
      removeEventListener('focus', tell);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [tell]);
  return useCallback(
    (seq) => {
      seen.current = Math.max(seen.current, seq);
      tell();
    },
    [tell],
  );
}
