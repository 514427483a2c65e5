// Who listens to a number, kept at hand: it is asked for with every row of the log.
import type { Store } from './store.ts';

/** An app that listens to a number, and where. */
export interface WebhookTarget {
  appId: string;
  url: string;
  fields: string[];
  /** A place in the log: nothing at or before it is told. */
  since: number;
  batchMax: number;
}

export interface Listeners {
  targets(wabaId: string, phoneNumberId: string): Promise<WebhookTarget[]>;
  /** From where in the log somebody listens; null while nobody does. */
  listeningSince(): Promise<number | null>;
  /** Called after each change of who listens. */
  onChanged(listener: () => void): void;
}

const cacheSizeMax = 10_000;
/** Another process may change what is kept here. */
const cacheMs = 5_000;

export function createListeners(store: Store): Listeners & { changed(): void } {
  const hooks: (() => void)[] = [];
  const cache = new Map<string, { targets: WebhookTarget[]; until: number }>();
  let since: { value: number | null; until: number } | null = null;
  /** Counts changes: what was read before one is not kept after it. */
  let changes = 0;

  return {
    async targets(wabaId, phoneNumberId) {
      const known = cache.get(phoneNumberId);
      if (known !== undefined && known.until > performance.now()) return known.targets;
      const asOf = changes;
      const rows = await store.targets(wabaId, phoneNumberId);
      const targets = rows.map((row) => ({
        appId: row.app_id,
        url: row.url,
        fields: row.fields,
        since: row.since,
        batchMax: row.batch_max,
      }));
      if (asOf !== changes) return targets;
      if (cache.size >= cacheSizeMax) cache.delete(cache.keys().next().value!);
      cache.set(phoneNumberId, { targets, until: performance.now() + cacheMs });
      return targets;
    },
    async listeningSince() {
      if (since !== null && since.until > performance.now()) return since.value;
      const asOf = changes;
      const value = await store.oldestSince();
      if (asOf === changes) since = { value, until: performance.now() + cacheMs };
      return value;
    },
    onChanged: (hook) => void hooks.push(hook),
    changed() {
      changes++;
      cache.clear();
      since = null;
      for (const hook of hooks) hook();
    },
  };
}
