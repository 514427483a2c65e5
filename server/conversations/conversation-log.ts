// The door's inside: puts the parts together and adds what is too small for a part of its own.
import {
  type AccountId,
  type ClientFrameOf,
  type ConversationId,
  type ConversationView,
  Fault,
  limits,
  type MediaId,
  type MessageId,
  newId,
} from '../../protocol/index.ts';
import { assert, type Kit } from '../kit/index.ts';
import { Admission } from './admit.ts';
import { type AppendedListener, Appender } from './append.ts';
import { Flusher } from './flush.ts';
import { type ConversationFrames, createConversationFrames, type FrameCaller, rangeOf } from './frames.ts';
import type { Conversations, ConversationsDeps } from './index.ts';
import type { Appended, AppendInput, LogRow, Member, ReceiptNotice } from './model.ts';
import { InFlight } from './pending.ts';
import { renderPage, toLogRow } from './render.ts';
import { advanceCursors, type ConversationState, ConversationStates } from './states.ts';
import { createStore, type Store } from './store.ts';
import { type ListRange, listViews, type ViewerAccount } from './views.ts';

type OpenInput = Parameters<Conversations['open']>[0];
type OpenedListener = Parameters<Conversations['onOpened']>[0];

export class ConversationLog implements Conversations {
  readonly frames: ConversationFrames;
  readonly #kit: Kit;
  readonly #deps: ConversationsDeps;
  readonly #store: Store;
  readonly #states: ConversationStates;
  readonly #flusher: Flusher;
  readonly #appender: Appender;
  readonly #admission: Admission;
  readonly #openedListeners: OpenedListener[] = [];
  #epoch = '';

  constructor(kit: Kit, deps: ConversationsDeps) {
    const store = createStore(kit.db);
    const states = new ConversationStates(store);
    const flusher = new Flusher(kit, store, () => appender.latestWatermark());
    const inFlight = new InFlight();
    const onGrown = (state: ConversationState) => flusher.markHead(state);
    const appender = new Appender({ kit, store, states, inFlight, onGrown });
    this.#kit = kit;
    this.#deps = deps;
    this.#store = store;
    this.#states = states;
    this.#flusher = flusher;
    this.#appender = appender;
    const { completeContent } = deps;
    this.#admission = new Admission({ kit, store, states, appender, inFlight, completeContent });
    this.frames = this.#createFrames();
    countAppended(kit, appender);
  }

  async start(): Promise<void> {
    const log = await this.#store.readLogState();
    this.#epoch = log.epoch;
    if (log.latest > log.flushed) await this.#store.repairHeads(log.flushed);
    await this.#appender.start(log.latest);
  }

  async stop(): Promise<void> {
    await this.#appender.close();
    await this.#flusher.close();
  }

  queueLagMs(): number {
    return this.#appender.lagMs();
  }

  settled(): boolean {
    return this.#admission.isIdle() && this.#appender.isIdle() && this.#flusher.isClean();
  }

  async open(input: OpenInput): Promise<{ conversationId: ConversationId; created: boolean }> {
    const { personAccountId, businessAccountId, source = null } = input;
    const known = await this.find(personAccountId, businessAccountId);
    if (known !== null) return { conversationId: known, created: false };
    const at = this.#kit.clock.now();
    const conversationId = newId('conversation', at);
    // Where it was opened is where it first stands in the list.
    const watermark = this.latestWatermark();
    const row = { conversationId, personAccountId, businessAccountId, source, at, watermark };
    const created = await this.#kit.db.transaction((tx) => this.#store.createConversation(tx, row));
    if (created) {
      for (const listener of this.#openedListeners)
        listener(conversationId, [personAccountId, businessAccountId]);
      return { conversationId, created };
    }
    const other = await this.find(personAccountId, businessAccountId);
    assert(other !== null, 'a conversation exists that cannot be found');
    return { conversationId: other, created };
  }

  find(personAccountId: AccountId, businessAccountId: AccountId): Promise<ConversationId | null> {
    return this.#store.findConversation(personAccountId, businessAccountId);
  }

  append(input: AppendInput): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#admission.submit(input, (error, appended) => {
        if (appended === null) reject(error);
        else resolve(appended);
      });
    });
  }

  async members(conversationId: ConversationId): Promise<readonly Member[]> {
    return (await this.#states.load(conversationId))?.members ?? [];
  }

  async lastSeq(conversationId: ConversationId): Promise<number> {
    return (await this.#states.load(conversationId))?.lastSeq ?? 0;
  }

  async message(conversationId: ConversationId, seq: number): Promise<LogRow | null> {
    const row = await this.#store.message(conversationId, seq);
    return row === null ? null : toLogRow(row);
  }

  hasMedia(conversationId: ConversationId, mediaId: MediaId): Promise<boolean> {
    return this.#store.hasMedia(conversationId, mediaId);
  }

  async messageById(conversationId: ConversationId, messageId: MessageId): Promise<LogRow | null> {
    const rows = await this.#store.findByMessageIds([messageId]);
    const row = rows.find((each) => each.conversationId === conversationId);
    return row === undefined ? null : toLogRow(row);
  }

  async readLog({ after, limit }: { after: number; limit: number }): Promise<LogRow[]> {
    return (await this.#store.readLog(after, limit)).map(toLogRow);
  }

  async list(viewer: ViewerAccount, range: ListRange) {
    // What memory knows better than the tables is written first.
    await this.#flusher.flushNow();
    return listViews(this.#kit.db, viewer, { ...range, describe: this.#deps.describeMembers });
  }

  async view(viewer: ViewerAccount, conversationId: ConversationId): Promise<ConversationView | null> {
    const page = await this.list(viewer, { conversationId, limit: 1 });
    return page.conversations[0] ?? null;
  }

  async advanceReceipt(receipt: Parameters<Conversations['advanceReceipt']>[0]): Promise<void> {
    const { state, member } = await this.#loadMembership(receipt.conversationId, receipt.accountId);
    if (advanceCursors(state, member, receipt)) this.#flusher.markReceipt(state, member);
  }

  async serviceWindow(conversationId: ConversationId): Promise<{ openUntil: number | null }> {
    const lastPersonAt = (await this.#states.load(conversationId))?.lastPersonAt ?? null;
    const openUntil = lastPersonAt === null ? 0 : lastPersonAt + limits.serviceWindowMs;
    return { openUntil: openUntil > this.#kit.clock.now() ? openUntil : null };
  }

  async changedSince(accountId: AccountId, watermark: number, limit: number) {
    await this.#flusher.flushNow();
    return this.#store.changedSince(accountId, watermark, limit);
  }

  onAppended(listener: AppendedListener): void {
    this.#appender.onAppended(listener);
  }

  onReceipt(listener: (notices: readonly ReceiptNotice[]) => void): void {
    this.#flusher.onReceipts(listener);
  }

  onOpened(listener: OpenedListener): void {
    this.#openedListeners.push(listener);
  }

  latestWatermark(): number {
    return this.#appender.latestWatermark();
  }

  epoch(): string {
    return this.#epoch;
  }

  /** The conversation and this account's place in it. Fault: conversation_not_member. */
  async #loadMembership(conversationId: ConversationId, accountId: AccountId) {
    const state = await this.#states.load(conversationId);
    const member = state?.memberOf(accountId);
    if (!state || !member) throw new Fault('conversation_not_member');
    return { state, member };
  }

  #createFrames(): ConversationFrames {
    return createConversationFrames({
      submit: (input, done) => this.#admission.submit(input, done),
      permitFor: async (conversationId, content, caller) => {
        await this.#loadMembership(conversationId, caller.accountId);
        return this.#deps.permitFor(conversationId, content);
      },
      renderPage: async (caller, frame) => {
        await this.#loadMembership(frame.conversation_id, caller.accountId);
        const range = rangeOf(frame);
        return renderPage(this.#store, { id: frame.id, conversationId: frame.conversation_id, range });
      },
      listConversations: (caller, frame) => this.#listFor(caller, frame),
      advanceReceipt: (caller, { conversation_id: conversationId, delivered, read }) =>
        this.advanceReceipt({ conversationId, accountId: caller.accountId, delivered, read }),
    });
  }

  #listFor(caller: FrameCaller, frame: ClientFrameOf<'list'>) {
    const limit = frame.limit ?? limits.pageConversationsMax;
    return this.list(caller, { before: frame.before, conversationId: frame.conversation_id, limit });
  }
}

function countAppended({ metrics }: Kit, appender: Appender): void {
  const messages = metrics.counter('comptoir_messages_appended_total', 'Messages committed to the log.');
  const rowBuckets = [1, 4, 16, 64, 256, 1_000];
  const batches = metrics.histogram('comptoir_commit_rows', 'Messages of one commit.', rowBuckets);
  metrics.gauge('comptoir_append_queue', 'Messages that wait for a commit.', () => appender.queueLength());
  appender.onAppended((rows) => {
    messages.inc(rows.length);
    batches.observe(rows.length);
  });
}
