// Messages of one's own until the server has them: kept before the first try, sent in the order of typing, tried again
// under the same id until they are answered.
import { errorCatalogue } from '../protocol/errors.ts';
import type { ClientFrameOf, ConversationId, ErrorCode, MessageId, NoFrame } from '../protocol/index.ts';
import type { Persist, QueuedSend } from './model.ts';

const onWireMax = 32;
const refusalsMax = 8;

export interface OutboxOptions {
  persist: Persist | null;
  send(frame: ClientFrameOf<'send'>): void;
  isOpen(): boolean;
  onFailed(send: QueuedSend, code: ErrorCode): void;
}

interface Entry extends QueuedSend {
  onWire: boolean;
  refusals: number;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Map<MessageId, Entry>();
  #pausedUntil = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** What waits for an answer; what failed for good is not counted. */
  get count(): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.failure === null) count++;
    return count;
  }

  get(messageId: MessageId): QueuedSend | undefined {
    return this.#entries.get(messageId);
  }

  all(): QueuedSend[] {
    return [...this.#entries.values()];
  }

  restore(queue: readonly QueuedSend[]): void {
    for (const send of [...queue].sort((a, b) => a.at - b.at)) {
      // Whether it was on the wire before the reload, nobody knows.
      this.#entries.set(send.messageId, { ...send, tried: true, onWire: false, refusals: 0 });
    }
  }

  add(send: QueuedSend): void {
    const entry = { ...send, onWire: false, refusals: 0 };
    this.#entries.set(send.messageId, entry);
    const kept = this.#options.persist?.putQueued(send) ?? null;
    // The id must be known after a crash before the server can know it.
    if (kept === null) this.pump();
    else void kept.catch(() => {}).then(() => this.pump());
  }

  /**
   * Sends what waits: the oldest of each conversation, for a second one might be taken while the first is refused for
   * the moment, and would overtake it.
   */
  pump(): void {
    if (!this.#options.isOpen()) return;
    if (Date.now() < this.#pausedUntil) return;
    const begun = new Set<ConversationId>();
    let onWire = 0;
    for (const entry of this.#entries.values()) if (entry.onWire) onWire++;
    for (const entry of this.#entries.values()) {
      if (onWire >= onWireMax) return;
      if (entry.failure !== null || begun.has(entry.conversationId)) continue;
      begun.add(entry.conversationId);
      if (entry.onWire) continue;
      this.#options.send(frameOf(entry));
      entry.onWire = true;
      entry.tried = true;
      onWire++;
    }
  }

  /** The link broke: nobody knows what arrived. */
  linkLost(): void {
    for (const entry of this.#entries.values()) entry.onWire = false;
  }

  settle(messageId: MessageId): QueuedSend | undefined {
    const entry = this.#entries.get(messageId);
    if (entry === undefined) return undefined;
    this.#entries.delete(messageId);
    void this.#options.persist?.deleteQueued(messageId).catch(() => {});
    this.pump();
    return entry;
  }

  /** Whether the refusal was about a message of this outbox. */
  refuse({ id, code, retry_after_ms: retryAfterMs }: NoFrame): boolean {
    const entry = this.#entries.get(id as MessageId);
    if (entry === undefined) return false;
    entry.onWire = false;
    if (errorCatalogue[code]?.retry && ++entry.refusals < refusalsMax) {
      this.#pause(retryAfterMs ?? 1_000);
      return true;
    }
    entry.failure = code;
    void this.#options.persist?.putQueued(entry).catch(() => {});
    this.#options.onFailed(entry, code);
    this.pump();
    return true;
  }

  /** A failed message is tried once more, under the same id. */
  retry(messageId: MessageId): void {
    const entry = this.#entries.get(messageId);
    if (entry === undefined || entry.failure === null) return;
    entry.failure = null;
    entry.refusals = 0;
    this.pump();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.pump(), this.#pausedUntil - Date.now() + 5);
  }
}

function frameOf(entry: Entry): ClientFrameOf<'send'> {
  return {
    type: 'send',
    id: entry.messageId,
    conversation_id: entry.conversationId,
    content: entry.content,
    ...(entry.replyTo === null ? {} : { reply_to: entry.replyTo }),
    ...(entry.tried ? { retry: true } : {}),
  };
}
