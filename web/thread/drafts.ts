// What was typed and not sent, per conversation, kept on this device over a reload.
import { useSyncExternalStore } from 'react';
import type { ConversationId } from '../../protocol/index.ts';

/** Where drafts are kept: the browser's local storage, or anything of its form. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface Drafts {
  read(id: ConversationId): string;
  write(id: ConversationId, text: string): void;
  subscribe(listener: () => void): () => void;
}

const prefix = 'comptoir.draft.';

/** Storage that is full or shut off loses drafts on reload and nothing else. */
export function createDrafts(storage: DraftStorage): Drafts {
  const present = new Map<ConversationId, string>();
  const listeners = new Set<() => void>();
  return {
    read(id) {
      const known = present.get(id);
      if (known !== undefined) return known;
      const stored = attempt(() => storage.getItem(prefix + id)) ?? '';
      present.set(id, stored);
      return stored;
    },
    write(id, text) {
      present.set(id, text);
      attempt(() => (text ? storage.setItem(prefix + id, text) : storage.removeItem(prefix + id)));
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

let shared: Drafts | null = null;

function drafts(): Drafts {
  shared ??= createDrafts(localStorage);
  return shared;
}

export function useDraft(id: ConversationId): [string, (text: string) => void] {
  const { subscribe, read, write } = drafts();
  const text = useSyncExternalStore(subscribe, () => read(id));
  return [text, (next) => write(id, next)];
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
