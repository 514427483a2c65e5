// What is said every day, by a short word: kept in this browser for this shop. The first ones are made from the app's own
// words, so that `/` has something to offer from the first minute.
import { useSyncExternalStore } from 'react';
import type { AccountId } from '../../../protocol/index.ts';
import { readStored, type Translator } from '../../ui/index.ts';

export interface QuickReply {
  /** What is typed after the slash. */
  word: string;
  /** `{name}` stands for the person's first name. */
  text: string;
}

const prefix = 'comptoir.replies.';
const present = new Map<AccountId, QuickReply[]>();
const listeners = new Set<() => void>();

export function useQuickReplies(shopId: AccountId, i18n: Translator): QuickReply[] {
  return useSyncExternalStore(subscribe, () => readReplies(shopId, i18n));
}

export function saveReplies(shopId: AccountId, replies: QuickReply[]): void {
  present.set(shopId, replies);
  try {
    localStorage.setItem(prefix + shopId, JSON.stringify(replies));
  } catch {
    // Kept until the page closes, if the browser keeps nothing.
  }
  for (const listener of listeners) listener();
}

/** Those whose word or text has what was typed; words that begin with it first. */
export function findReplies(replies: readonly QuickReply[], typed: string): QuickReply[] {
  const wanted = typed.toLowerCase();
  const rank = ({ word, text }: QuickReply) => {
    if (word.toLowerCase().startsWith(wanted)) return 0;
    return word.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return replies.filter((reply) => rank(reply) < 2).sort((a, b) => rank(a) - rank(b));
}

/** "Hello {name}, …" for a person by the first name; without a name the gap closes. */
export function fillReply(text: string, name: string): string {
  const first = name.trim().split(/\s+/)[0] ?? '';
  return text.replace(/(\s?)\{name\}/g, (_, gap: string) => (first ? gap + first : ''));
}

function readReplies(shopId: AccountId, i18n: Translator): QuickReply[] {
  let replies = present.get(shopId);
  if (!replies) {
    replies = readKept(shopId) ?? makeFirst(i18n);
    present.set(shopId, replies);
  }
  return replies;
}

function readKept(shopId: AccountId): QuickReply[] | null {
  try {
    const kept = JSON.parse(readStored(prefix + shopId) ?? 'null') as unknown;
    return Array.isArray(kept) ? kept.filter(isReply) : null;
  } catch {
    return null;
  }
}

function isReply(value: unknown): value is QuickReply {
  const reply = value as Partial<QuickReply> | null;
  return typeof reply?.word === 'string' && typeof reply.text === 'string';
}

function makeFirst({ t }: Translator): QuickReply[] {
  const name = '{name}';
  return [
    { word: t('console.replies.hello_word'), text: t('console.replies.hello', { name }) },
    { word: t('console.replies.moment_word'), text: t('console.replies.moment') },
    { word: t('console.replies.delivery_word'), text: t('console.replies.delivery') },
    { word: t('console.replies.thanks_word'), text: t('console.replies.thanks', { name }) },
  ];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
