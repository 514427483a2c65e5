// What bodies of messages need from the app around them: addresses of pictures, and products by their number.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { CatalogId, MediaId, MediaUrls, Offer } from '../../../protocol/index.ts';

export interface ChatData {
  mediaUrls(mediaId: MediaId): Promise<MediaUrls>;
  offers(catalogId: CatalogId, skus: string[]): Promise<Offer[]>;
}

interface Entry<T> {
  value: T | null;
  failed: boolean;
  staleAt: number;
}

/** Answers by key; asks once, tells who waits, and asks again when an answer has gone stale. */
class Shelf<T> {
  #entries = new Map<string, Entry<T>>();
  #asking = new Set<string>();
  #listeners = new Set<() => void>();

  get = (key: string): Entry<T> | undefined => this.#entries.get(key);

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  ensure(key: string, ask: () => Promise<{ value: T; staleAt: number }>): void {
    const present = this.#entries.get(key);
    if (this.#asking.has(key) || (present && present.staleAt > Date.now())) return;
    this.#asking.add(key);
    ask()
      .then(({ value, staleAt }) => this.#put(key, { value, failed: false, staleAt }))
      .catch(() =>
        this.#put(key, { value: present?.value ?? null, failed: true, staleAt: Date.now() + retryMs }),
      );
  }

  #put(key: string, entry: Entry<T>): void {
    this.#asking.delete(key);
    this.#entries.set(key, entry);
    for (const listener of this.#listeners) listener();
  }
}

const retryMs = 10_000;
const offerTtlMs = 60_000;
const urlMarginMs = 15_000;

interface Shelves {
  data: ChatData;
  urls: Shelf<MediaUrls>;
  offers: Shelf<Offer[]>;
}

const ChatDataContext = createContext<Shelves | null>(null);

export function ChatDataProvider({ data, children }: { data: ChatData; children: ReactNode }) {
  const shelves = useMemo(
    () => ({ data, urls: new Shelf<MediaUrls>(), offers: new Shelf<Offer[]>() }),
    [data],
  );
  return <ChatDataContext value={shelves}>{children}</ChatDataContext>;
}

/** Addresses of a picture; null while they are asked for. */
export function useMediaUrls(mediaId: MediaId): { urls: MediaUrls | null; failed: boolean } {
  const { data, urls } = useShelves();
  const entry = useSyncExternalStore(urls.subscribe, () => urls.get(mediaId));
  useEffect(() =>
    urls.ensure(mediaId, async () => {
      const value = await data.mediaUrls(mediaId);
      return { value, staleAt: value.expires_at - urlMarginMs };
    }),
  );
  return { urls: entry?.value ?? null, failed: entry?.failed ?? false };
}

/** Products by number, in the order asked for; null while they are asked for. */
export function useOffers(catalogId: CatalogId, skus: string[]): { offers: Offer[] | null; failed: boolean } {
  const { data, offers } = useShelves();
  const key = `${catalogId} ${skus.join(' ')}`;
  const entry = useSyncExternalStore(offers.subscribe, () => offers.get(key));
  useEffect(() =>
    offers.ensure(key, async () => ({
      value: await data.offers(catalogId, skus),
      staleAt: Date.now() + offerTtlMs,
    })),
  );
  return { offers: entry?.value ?? null, failed: entry?.failed ?? false };
}

function useShelves(): Shelves {
  const shelves = useContext(ChatDataContext);
  if (!shelves) throw new Error('A message body is drawn outside of ChatDataProvider');
  return shelves;
}
