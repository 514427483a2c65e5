import { useRef, useState } from 'react';
import { Fault } from '../../../protocol/index.ts';

export interface Action<A extends unknown[]> {
  run(...args: A): void;
  isBusy: boolean;
  fault: Fault | null;
  clear(): void;
}

/** One press, one request: busy while it runs, its refusal kept for the screen to word. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<void>): Action<A> {
  const [state, setState] = useState<{ isBusy: boolean; fault: Fault | null }>({
    isBusy: false,
    fault: null,
  });
  const running = useRef(false);
  const run = (...args: A) => {
    if (running.current) return;
    running.current = true;
    setState({ isBusy: true, fault: null });
    work(...args)
      .then(() => setState({ isBusy: false, fault: null }))
      .catch((error) => setState({ isBusy: false, fault: toFault(error) }))
      .finally(() => {
        running.current = false;
      });
  };
  return { ...state, run, clear: () => setState({ isBusy: false, fault: null }) };
}

export function toFault(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault('internal', String(error));
}
