// What was asked of the server, by key: shown at once when it is known, asked again behind the screen, and patched by
// what the socket brings, so that a page never waits for what it already has.
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { Fault } from '../../../protocol/index.ts';

interface Entry {
  value: unknown;
  fault: Fault | null;
  asking: boolean;
  askedAt: number;
}

export interface Resource<T> {
  data: T | undefined;
  /** Why the last try failed; what was known before stays in `data`. */
  fault: Fault | null;
  isLoading: boolean;
  reload(): void;
}

const freshMs = 3_000;
const empty: Entry = { value: undefined, fault: null, asking: false, askedAt: 0 };
const entries = new Map<string, Entry>();
const listeners = new Set<() => void>();

/** The answer to `ask` under `key`; nothing is asked while the key is null. */
export function useResource<T>(key: string | null, ask: () => Promise<T>): Resource<T> {
  const entry = useSyncExternalStore(subscribe, () => (key === null ? empty : (entries.get(key) ?? empty)));
  const isStale = entry.askedAt === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is a new function on each render; the key names it.
  const load = useCallback(() => {
    if (key !== null) void run(key, ask);
  }, [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an entry that was dropped is asked for again.
  useEffect(() => {
    const known = key === null ? null : entries.get(key);
    if (!known || Date.now() - known.askedAt > freshMs) load();
  }, [key, load, isStale]);
  return {
    data: entry.value as T | undefined,
    fault: entry.fault,
    isLoading: entry.value === undefined && entry.fault === null && key !== null,
    reload: load,
  };
}

/** Puts a value that is known to be right: the answer to a command, or what the socket brought. */
export function putResource<T>(key: string, value: T): void {
  setEntry(key, { value, fault: null, asking: false, askedAt: Date.now() });
}

/** Changes every known value whose key begins with `prefix`; `change` returns the same object for "no change". */
export function patchResources<T>(prefix: string, change: (value: T, key: string) => T): void {
  for (const [key, entry] of entries) {
    if (!key.startsWith(prefix) || entry.value === undefined) continue;
    const value = change(entry.value as T, key);
    if (value !== entry.value) entries.set(key, { ...entry, value });
  }
  tell();
}

/** Asks again, when next shown, for everything whose key begins with `prefix`. What is on screen stays there meanwhile. */
export function invalidateResources(prefix: string): void {
  for (const [key, entry] of entries) if (key.startsWith(prefix)) entries.set(key, { ...entry, askedAt: 0 });
  tell();
}

/** Forgets everything: another member of staff signs in. */
export function clearResources(): void {
  entries.clear();
  tell();
}

async function run(key: string, ask: () => Promise<unknown>): Promise<void> {
  const present = entries.get(key) ?? empty;
  if (present.asking) return;
  setEntry(key, { ...present, asking: true, askedAt: Date.now() });
  try {
    const value = await ask();
    setEntry(key, { value, fault: null, asking: false, askedAt: Date.now() });
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('internal', String(error));
    setEntry(key, { ...(entries.get(key) ?? empty), fault, asking: false, askedAt: Date.now() });
  }
}

function setEntry(key: string, entry: Entry): void {
  entries.set(key, entry);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
