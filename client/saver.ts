// Keeps conversations over a reload: what changed is written a moment later, together with how far it goes.
import type { Conversation } from './conversation.ts';
import type { Persist, Since } from './model.ts';

const saveAfterMs = 500;

export class Saver {
  readonly #persist: Persist | null;
  readonly #since: () => Since | null;
  #changed = new Set<Conversation>();
  #saving: Promise<void> = Promise.resolve();
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(persist: Persist | null, since: () => Since | null) {
    this.#persist = persist;
    this.#since = since;
  }

  note(conversation: Conversation): void {
    if (this.#persist === null) return;
    this.#changed.add(conversation);
    this.#timer ??= setTimeout(() => void this.save(), saveAfterMs);
  }

  async save(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const since = this.#since();
    if (this.#persist === null || this.#isStopped || since === null || this.#changed.size === 0) return;
    const changed = [...this.#changed].map((conversation) => conversation.toStored());
    this.#changed = new Set();
    // A device without room keeps working; it only starts with less next time.
    this.#saving = this.#persist.saveConversations(changed, since).catch(() => {});
    await this.#saving;
  }

  /** Saves what is left. */
  close(): void {
    void this.save();
  }

  /** Saves nothing more, once what is under way is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#saving;
  }
}
