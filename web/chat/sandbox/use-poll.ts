import { useCallback, useEffect, useRef, useState } from 'react';

export interface Polled<T> {
  data: T | null;
  error: unknown;
  reload(): void;
}

/** Asks now and, with an interval, again and again while the page is looked at. What was known stays over a failure. */
export function usePoll<T>(ask: () => Promise<T>, everyMs: number | null): Polled<T> {
  const [state, setState] = useState<{ data: T | null; error: unknown }>({ data: null, error: null });
  const asking = useRef(false);
  const reload = useCallback(() => {
    if (asking.current) return;
    asking.current = true;
    ask()
      .then((data) => setState((present) => (isSame(present.data, data) ? present : { data, error: null })))
      .catch((error) => setState((present) => ({ ...present, error })))
      .finally(() => {
        asking.current = false;
      });
  }, [ask]);
  useEffect(() => {
    reload();
    if (everyMs === null) return;
    const timer = setInterval(() => !document.hidden && reload(), everyMs);
    document.addEventListener('visibilitychange', reload);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', reload);
    };
  }, [reload, everyMs]);
  return { ...state, reload };
}

/** The same answer again must not draw the page again. */
function isSame(before: unknown, after: unknown): boolean {
  return before !== null && JSON.stringify(before) === JSON.stringify(after);
}
