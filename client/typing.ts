// Typing, both ways: own is said at most every three seconds, others' is forgotten after six.

import type { ClientFrameOf, ConversationId } from '../protocol/index.ts';
import { limits } from '../protocol/limits.ts';

export class Typing {
  readonly #send: (frame: ClientFrameOf<'typing'>) => void;
  readonly #show: (conversationId: ConversationId, member: number, on: boolean) => void;
  readonly #said = new Map<ConversationId, number>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    send: (frame: ClientFrameOf<'typing'>) => void,
    show: (conversationId: ConversationId, member: number, on: boolean) => void,
  ) {
    this.#send = send;
    this.#show = show;
  }

  say(conversationId: ConversationId, on: boolean): void {
    const saidAt = this.#said.get(conversationId);
    const now = Date.now();
    if (on && saidAt !== undefined && now - saidAt < limits.typingEveryMs) return;
    if (!on && saidAt === undefined) return;
    if (on) this.#said.set(conversationId, now);
    else this.#said.delete(conversationId);
    this.#send({ type: 'typing', conversation_id: conversationId, on });
  }

  /** A message was sent: whoever sees it knows. */
  forget(conversationId: ConversationId): void {
    this.#said.delete(conversationId);
  }

  hear(conversationId: ConversationId, member: number, on: boolean): void {
    const key = `${conversationId} ${member}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (on)
      this.#timers.set(
        key,
        setTimeout(() => this.hear(conversationId, member, false), limits.typingExpiresMs),
      );
    this.#show(conversationId, member, on);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
