// Heads and receipts reach their tables a moment after memory: gathered, and written by one transaction at most
// every 250 ms. What a crash takes is repaired (heads) or told again by the devices (receipts).
import type { EventPayloads, Kit } from '../kit/index.ts';
import type { Member, ReceiptNotice } from './model.ts';
import type { ConversationState } from './states.ts';
import type { HeadWrite, ReceiptWrite, Store } from './store.ts';

const flushEveryMs = 250;

export class Flusher {
  readonly #kit: Kit;
  readonly #store: Store;
  readonly #latestWatermark: () => number;
  #dirty = new Set<ConversationState>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerDueAt = 0;
  #running: Promise<void> | null = null;
  #finishedAt = 0;
  readonly #listeners: ((notices: readonly ReceiptNotice[]) => void)[] = [];

  constructor(kit: Kit, store: Store, latestWatermark: () => number) {
    this.#kit = kit;
    this.#store = store;
    this.#latestWatermark = latestWatermark;
  }

  onReceipts(listener: (notices: readonly ReceiptNotice[]) => void): void {
    this.#listeners.push(listener);
  }

  markHead(state: ConversationState): void {
    this.#mark(state);
    if (this.#timer === null) this.#schedule(flushEveryMs);
  }

  /** A receipt alone goes out at once; those that follow closely are gathered. */
  markReceipt(state: ConversationState, member: Member): void {
    state.advanced ??= new Set();
    state.advanced.add(member);
    this.#mark(state);
    this.#schedule(Math.max(0, this.#finishedAt + flushEveryMs - performance.now()));
  }

  isClean(): boolean {
    return this.#dirty.size === 0 && this.#running === null;
  }

  /** Writes all that was marked before the call. */
  async flushNow(): Promise<void> {
    // A flush under way may have begun before the latest mark.
    if (this.#running !== null) await this.#running;
    if (this.#dirty.size > 0) await this.#start();
  }

  async close(): Promise<void> {
    await this.flushNow();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #mark(state: ConversationState): void {
    state.isMarked = true;
    this.#dirty.add(state);
  }

  #schedule(afterMs: number): void {
    const dueAt = performance.now() + afterMs;
    if (this.#timer !== null) {
      if (this.#timerDueAt <= dueAt) return;
      clearTimeout(this.#timer);
    }
    this.#timerDueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#start();
    }, afterMs);
  }

  #start(): Promise<void> {
    this.#running ??= this.#flush().finally(() => {
      this.#running = null;
      this.#finishedAt = performance.now();
      if (this.#dirty.size > 0) this.#schedule(flushEveryMs);
    });
    return this.#running;
  }

  async #flush(): Promise<void> {
    const states = this.#dirty;
    this.#dirty = new Set();
    const heads: HeadWrite[] = [];
    const receipts: ReceiptNotice[] = [];
    for (const state of states) {
      if (state.headChanged) heads.push(snapshotHead(state));
      for (const member of state.advanced ?? []) receipts.push(noticeOf(state, member));
      state.isMarked = false;
      state.headChanged = false;
      state.advanced = null;
    }
    try {
      await this.#write(heads, receipts);
    } catch (error) {
      this.#kit.log.warn({ err: error, conversations: states.size }, 'heads and receipts wait to be written');
      this.#markAgain(states, heads, receipts);
      return;
    }
    if (receipts.length > 0) for (const listener of this.#listeners) listener(receipts);
  }

  #markAgain(states: Set<ConversationState>, heads: HeadWrite[], receipts: ReceiptNotice[]): void {
    const headless = new Set(heads.map((head) => head.conversationId));
    for (const state of states) {
      state.headChanged ||= headless.has(state.conversationId);
      this.#mark(state);
      for (const { conversationId, member } of receipts) {
        if (conversationId !== state.conversationId) continue;
        state.advanced ??= new Set();
        state.advanced.add(state.members.find((each) => each.member === member)!);
      }
    }
  }

  async #write(heads: HeadWrite[], receipts: ReceiptWrite[]): Promise<void> {
    const watermark = this.#latestWatermark();
    await this.#kit.db.transaction(async (tx) => {
      if (heads.length > 0) await this.#store.writeHeads(tx, heads, watermark);
      if (receipts.length === 0) return;
      await this.#store.writeReceipts(tx, receipts);
      await this.#kit.events.recordAll(tx, 'receipt.advanced', receipts.map(toEvent));
    });
  }
}

function snapshotHead(state: ConversationState): HeadWrite {
  const { conversationId, lastSeq, lastWatermark, changedAt, lastPersonAt } = state;
  return { conversationId, lastSeq, lastWatermark, changedAt, lastPersonAt };
}

function noticeOf(state: ConversationState, member: Member): ReceiptNotice {
  return {
    conversationId: state.conversationId,
    member: member.member,
    delivered: member.delivered,
    read: member.read,
    members: state.members,
  };
}

function toEvent(receipt: ReceiptWrite): EventPayloads['receipt.advanced'] {
  return {
    conversation_id: receipt.conversationId,
    member: receipt.member,
    delivered: receipt.delivered,
    read: receipt.read,
  };
}
