// "Typing…" for a program: said once by the API, it shows until the program has written or the time is over.
import { type AccountId, type ConversationId, limits } from '../protocol/index.ts';
import type { Conversations } from './conversations/index.ts';
import { type Delivery, TypingThrottle } from './delivery/index.ts';

export type ShowTyping = (
  conversationId: ConversationId,
  businessAccountId: AccountId,
  durationMs: number,
) => void;

/** Devices forget typing after a while: it is repeated in time. */
const repeatMs = limits.typingExpiresMs - 2_000;

export function createApiTyping(conversations: Conversations, delivery: Delivery): ShowTyping {
  const shown = new Map<ConversationId, ReturnType<typeof setTimeout>>();

  async function say(conversationId: ConversationId, accountId: AccountId, on: boolean): Promise<void> {
    const caller = { accountId, typing: new TypingThrottle() };
    await delivery.typing({ type: 'typing', conversation_id: conversationId, on }, caller);
  }

  function show(conversationId: ConversationId, accountId: AccountId, leftMs: number): void {
    clearTimeout(shown.get(conversationId));
    shown.delete(conversationId);
    if (leftMs <= 0) return;
    // Whoever is not there to see it misses nothing.
    say(conversationId, accountId, true).catch(() => {});
    const timer = setTimeout(
      () => show(conversationId, accountId, leftMs - repeatMs),
      Math.min(repeatMs, leftMs),
    );
    timer.unref?.();
    shown.set(conversationId, timer);
  }

  conversations.onAppended((rows) => {
    if (shown.size === 0) return;
    for (const row of rows) if (row.role === 'business') show(row.conversationId, row.accountId, 0);
  });
  return show;
}
