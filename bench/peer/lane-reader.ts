/*
 * What the member of staff knows of one conversation: takes messages and pages in any order that the protocol allows, hands each
 * message on once and in its order, and says when something has to be pulled.
 */
import type { ConversationId, MessageFrame, PageFrame } from '../../protocol/index.ts';

const pageMessages = 200;

export class LaneReader {
  readonly conversationId: ConversationId;
  /** The last seq that was handed on, and the last one the server has spoken of. */
  seen = 0;
  #known = 0;
  /** Up to here pages were pulled: their messages may come once more by themselves. */
  #pulled = 0;
  #isPulling = false;
  readonly #deliver: (message: MessageFrame) => void;

  constructor(conversationId: ConversationId, deliver: (message: MessageFrame) => void) {
    this.conversationId = conversationId;
    this.#deliver = deliver;
  }

  /** Throws on a message that comes a second time without a reason. */
  takeMessage(message: MessageFrame): void {
    const { seq } = message;
    this.#known = Math.max(this.#known, seq);
    if (seq === this.seen + 1) {
      this.seen = seq;
      this.#deliver(message);
    } else if (seq <= this.seen && seq > this.#pulled) {
      throw new Error(`${this.conversationId}: ${seq} came again after ${this.seen}`);
    }
  }

  takePage(page: PageFrame): void {
    this.#isPulling = false;
    this.#pulled = Math.max(this.#pulled, page.messages.at(-1)?.seq ?? 0);
    for (const message of page.messages) this.takeMessage(message);
  }

  /** The server has messages up to `lastSeq` and did not send them. */
  takeNotice(lastSeq: number): void {
    this.#known = Math.max(this.#known, lastSeq);
  }

  /** The frame that asks for what is missing; null when nothing is, or when it was asked for already. */
  nextPull(): string | null {
    if (this.#known === this.seen || this.#isPulling) return null;
    this.#isPulling = true;
    const { conversationId, seen } = this;
    return JSON.stringify({
      type: 'pull',
      id: conversationId,
      conversation_id: conversationId,
      after: seen,
      limit: pageMessages,
    });
  }
}
