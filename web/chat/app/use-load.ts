import { useCallback, useEffect, useSyncExternalStore } from 'react';

export interface Loaded<T> {
  data: T | null;
  error: unknown;
  reload(): void;
}

interface Entry {
  data: unknown;
  error: unknown;
  loadedAt: number;
  isLoading: boolean;
}

const freshMs = 30_000;
const empty: Entry = { data: null, error: null, loadedAt: 0, isLoading: false };
const entries = new Map<string, Entry>();
const listeners = new Set<() => void>();

/**
 * What `load` gives, kept under `key`: shown at once the next time and refreshed behind the scenes when it is older
 * than half a minute. A null key loads nothing.
 */
export function useLoad<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const entry = useSyncExternalStore(subscribe, () => (key === null ? empty : (entries.get(key) ?? empty)));
  const isForgotten = entry === empty;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the loading depends on.
  useEffect(() => {
    if (key !== null && Date.now() - (entries.get(key)?.loadedAt ?? 0) > freshMs) void fill(key, load);
  }, [key, isForgotten]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const reload = useCallback(() => {
    if (key !== null) void fill(key, load);
  }, [key]);
  return { data: entry.data as T | null, error: entry.error, reload };
}

/** Begins to load what a page will ask for before that page is here. */
export function preload<T>(key: string, load: () => Promise<T>): void {
  void fill(key, load);
}

/** Puts what is known already, as after a change. */
export function putLoaded(key: string, data: unknown): void {
  put(key, { data, error: null, loadedAt: Date.now(), isLoading: false });
}

/** Forgets everything: another person signs in. */
export function clearLoaded(): void {
  entries.clear();
  notify();
}

async function fill(key: string, load: () => Promise<unknown>): Promise<void> {
  const before = entries.get(key) ?? empty;
  if (before.isLoading) return;
  entries.set(key, { ...before, isLoading: true });
  try {
    putLoaded(key, await load());
  } catch (error) {
    put(key, { ...before, error, isLoading: false });
  }
}

function put(key: string, entry: Entry): void {
  entries.set(key, entry);
  notify();
}

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
