// Fills what is missing: after a gap, after an absence, and, for a person, whatever has not reached this device yet.
// Few at a time, what is looked at first.
import type { ConversationId, MessageFrame, PageFrame } from '../protocol/index.ts';
import type { Conversation } from './conversation.ts';

const atOnceMax = 3;
const pageSize = 200;
const firstPageSize = 50;

export interface PullRequest {
  conversationId: ConversationId;
  after?: number;
  before?: number;
  limit: number;
}

export interface CatchUpOptions {
  pull(request: PullRequest): Promise<PageFrame>;
  /** What the window gained. */
  onAdded(conversation: Conversation, messages: MessageFrame[]): void;
}

export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #wanted = new Map<Conversation, (() => void)[]>();
  readonly #running = new Map<Conversation, Promise<void>>();

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Resolves when the conversation is complete up to its newest message, as far as that is known. */
  want(conversation: Conversation): Promise<void> {
    const running = this.#running.get(conversation);
    if (running !== undefined) return running;
    return new Promise((done) => {
      const waiting = this.#wanted.get(conversation);
      if (waiting === undefined) this.#wanted.set(conversation, [done]);
      else waiting.push(done);
      this.#next();
    });
  }

  isIdle(): boolean {
    return this.#wanted.size === 0 && this.#running.size === 0;
  }

  #next(): void {
    while (this.#running.size < atOnceMax && this.#wanted.size > 0) {
      const open = [...this.#wanted.keys()].find((conversation) => conversation.isOpen);
      const conversation = open ?? this.#wanted.keys().next().value!;
      const waiting = this.#wanted.get(conversation)!;
      this.#wanted.delete(conversation);
      const run = this.#fill(conversation)
        .catch(() => {})
        .finally(() => {
          this.#running.delete(conversation);
          for (const done of waiting) done();
          this.#next();
        });
      this.#running.set(conversation, run);
    }
  }

  async #fill(conversation: Conversation): Promise<void> {
    while (!conversation.isLoaded || conversation.isBehind) {
      const { id: conversationId, loadedSeq } = conversation;
      const isFirst = loadedSeq === 0 && !conversation.isLoaded;
      const range = isFirst ? { limit: firstPageSize } : { after: loadedSeq, limit: pageSize };
      const known = isFirst ? (conversation.mine?.delivered ?? 0) : 0;
      const page = await this.#options.pull({ conversationId, ...range });
      const added = conversation.addNewer(page.messages);
      // What some device of this account had before is history, not news.
      this.#options.onAdded(
        conversation,
        added.filter((frame) => frame.seq > known),
      );
      // An empty page means that the view promised more than the log has for us.
      if (page.messages.length === 0) return;
    }
  }
}
