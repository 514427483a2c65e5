// Tells the server what has reached this device and what was read, gathered: one frame a conversation and moment.
import type { ClientFrameOf, ConversationId } from '../protocol/index.ts';

const gatherMs = 150;

export interface ReceiptLink {
  send(frame: ClientFrameOf<'receipt'>): void;
  isOpen(): boolean;
}

export class Receipts {
  readonly #link: ReceiptLink;
  readonly #due = new Map<ConversationId, { delivered: number; read: number }>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(link: ReceiptLink) {
    this.#link = link;
  }

  note(conversationId: ConversationId, cursors: { delivered?: number; read?: number }): void {
    const due = this.#due.get(conversationId) ?? { delivered: 0, read: 0 };
    due.delivered = Math.max(due.delivered, cursors.delivered ?? 0);
    due.read = Math.max(due.read, cursors.read ?? 0);
    this.#due.set(conversationId, due);
    this.#timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  /** Sends what is due; while the link is broken it stays due. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#link.isOpen()) return;
    for (const [conversationId, { delivered, read }] of this.#due) {
      this.#link.send({
        type: 'receipt',
        conversation_id: conversationId,
        ...(delivered > 0 ? { delivered } : {}),
        ...(read > 0 ? { read } : {}),
      });
    }
    this.#due.clear();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
