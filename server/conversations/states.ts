// What the log knows of each busy conversation, in memory: its members and where it ends. Bounded: the least used
// half is dropped when full, except what waits to be written.
import type { AccountId, ContentType, ConversationId } from '../../protocol/index.ts';
import { type Member, personMember } from './model.ts';
import type { Store, StoredState } from './store.ts';

export class ConversationState {
  readonly conversationId: ConversationId;
  readonly members: readonly Member[];
  /** The highest committed seq. */
  lastSeq: number;
  lastWatermark: number;
  changedAt: number;
  lastPersonAt: number | null;
  /** The seq given out last by the batch being written; equals `lastSeq` when none is. */
  assignedSeq: number;
  /** Messages that were queued and are not settled: they hold on to this very object. */
  waiting = 0;
  /** Whether the head, and whose receipts, differ from what the tables say. */
  headChanged = false;
  /** Whether the next flush will look at it. */
  isMarked = false;
  advanced: Set<Member> | null = null;

  constructor(stored: StoredState) {
    this.conversationId = stored.conversationId;
    this.members = stored.members;
    this.lastSeq = stored.lastSeq;
    this.assignedSeq = stored.lastSeq;
    this.lastWatermark = stored.lastWatermark;
    this.changedAt = stored.changedAt;
    this.lastPersonAt = stored.lastPersonAt;
  }

  memberOf(accountId: AccountId): Member | undefined {
    for (const member of this.members) if (member.accountId === accountId) return member;
    return undefined;
  }

  /** Takes note of a committed row. */
  grow(row: { seq: number; watermark: number; at: number; member: number; type: ContentType }): void {
    this.lastSeq = row.seq;
    this.assignedSeq = Math.max(this.assignedSeq, row.seq);
    this.lastWatermark = row.watermark;
    this.changedAt = row.at;
    // A note of the system about the person is not the person's word: it does not open the window to answer.
    if (row.member === personMember && row.type !== 'system') this.lastPersonAt = row.at;
    this.headChanged = true;
  }
}

/**
 * Moves the member's cursors as far as asked and possible; whether anything moved. Receipts are cumulative, only move
 * forward, never past the log's end, and what was read was also delivered.
 */
export function advanceCursors(
  state: ConversationState,
  member: Member,
  receipt: { delivered?: number | undefined; read?: number | undefined },
): boolean {
  const read = Math.max(member.read, Math.min(receipt.read ?? 0, state.lastSeq));
  const delivered = Math.max(member.delivered, read, Math.min(receipt.delivered ?? 0, state.lastSeq));
  if (read === member.read && delivered === member.delivered) return false;
  member.read = read;
  member.delivered = delivered;
  return true;
}

interface Wanted {
  conversationId: ConversationId;
  done(state: ConversationState | null): void;
  failed(error: unknown): void;
}

export class ConversationStates {
  #young = new Map<ConversationId, ConversationState>();
  #old = new Map<ConversationId, ConversationState>();
  #loads = new Map<ConversationId, Promise<ConversationState | null>>();
  #wanted: Wanted[] = [];
  readonly #store: Store;
  readonly #halfMax: number;

  constructor(store: Store, countMax = 50_000) {
    this.#store = store;
    this.#halfMax = Math.ceil(countMax / 2);
  }

  /** The state when it is in memory. */
  peek(conversationId: ConversationId): ConversationState | undefined {
    const state = this.#young.get(conversationId);
    if (state !== undefined) return state;
    const aged = this.#old.get(conversationId);
    if (aged !== undefined) this.#keep(aged);
    return aged;
  }

  /** The state, read when needed; null when there is no such conversation. */
  async load(conversationId: ConversationId): Promise<ConversationState | null> {
    const known = this.peek(conversationId);
    if (known !== undefined) return known;
    let load = this.#loads.get(conversationId);
    if (load === undefined) {
      load = this.#request(conversationId).finally(() => this.#loads.delete(conversationId));
      this.#loads.set(conversationId, load);
    }
    return load;
  }

  /** Brings a state back to what the log says, after a write whose fate was unknown or that met another writer. */
  async reload(states: Iterable<ConversationState>): Promise<void> {
    const byId = new Map([...states].map((state) => [state.conversationId, state]));
    for (const stored of await this.#store.loadStates([...byId.keys()])) {
      const state = byId.get(stored.conversationId)!;
      state.headChanged ||= stored.lastSeq !== state.lastSeq;
      state.lastSeq = stored.lastSeq;
      state.assignedSeq = stored.lastSeq;
      state.lastWatermark = Math.max(state.lastWatermark, stored.lastWatermark);
      state.changedAt = Math.max(state.changedAt, stored.changedAt);
      state.lastPersonAt = Math.max(state.lastPersonAt ?? 0, stored.lastPersonAt ?? 0) || null;
    }
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** All conversations asked for in one turn are read by one query. */
  #request(conversationId: ConversationId): Promise<ConversationState | null> {
    return new Promise((done, failed) => {
      this.#wanted.push({ conversationId, done, failed });
      if (this.#wanted.length === 1) queueMicrotask(() => void this.#read());
    });
  }

  async #read(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = [];
    try {
      const stored = await this.#store.loadStates(wanted.map(({ conversationId }) => conversationId));
      const found = new Map(stored.map((row) => [row.conversationId, new ConversationState(row)]));
      for (const state of found.values()) this.#keep(state);
      for (const { conversationId, done } of wanted) done(found.get(conversationId) ?? null);
    } catch (error) {
      for (const { failed } of wanted) failed(error);
    }
  }

  #keep(state: ConversationState): void {
    this.#young.set(state.conversationId, state);
    if (this.#young.size < this.#halfMax) return;
    const dropped = this.#old;
    this.#old = this.#young;
    this.#young = new Map();
    for (const [id, aged] of dropped) {
      const waits = aged.headChanged || aged.advanced !== null || aged.waiting > 0;
      if (waits && !this.#old.has(id)) this.#young.set(id, aged);
    }
  }
}
