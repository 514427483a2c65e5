// Puts the parts together: what comes in changes conversations, and what changed is told, kept and acknowledged.
import { Fault } from '../protocol/errors.ts';
import type {
  ConversationId,
  ConversationsFrame,
  ConversationView,
  ErrorCode,
  MessageFrame,
  OkFrame,
  PageFrame,
  ServerFrame,
  WelcomeFrame,
} from '../protocol/index.ts';
import { CatchUp, type PullRequest } from './catch-up.ts';
import { Conversation } from './conversation.ts';
import { Listeners } from './listeners.ts';
import type {
  ClientStatus,
  ConnectionState,
  LocalConversation,
  LocalMessage,
  Persist,
  QueuedSend,
  Since,
} from './model.ts';
import { Outbox } from './outbox.ts';
import { Receipts } from './receipts.ts';
import { Requests } from './requests.ts';
import { Saver } from './saver.ts';
import { Transport } from './transport.ts';
import { Typing } from './typing.ts';

export interface ConnectOptions {
  /** `wss://shop.example/socket`, or an http(s) origin. */
  url: string;
  /** A device token; a browser with a session cookie needs none. */
  token?: string | undefined;
  /** Where conversations and unsent messages survive a reload; memory alone when absent. */
  persist?: Persist | undefined;
  /** False leaves `delivered` to whoever handles the messages. True unless said. */
  sendDelivered?: boolean | undefined;
  /** The first pause before trying again, at most; doubles. */
  retryPauseMs?: number | undefined;
  /** How soon a silent link is asked for a sign of life, and how long that may take (20 s, 8 s). */
  pingEveryMs?: number | undefined;
  answerWithinMs?: number | undefined;
}

/** Every message that reached this device just now, in the order of its conversation. */
export type MessageListener = (message: LocalMessage) => void;

const listPageSize = 50;

export class Engine {
  readonly listeners = new Listeners();
  readonly messageListeners = new Set<MessageListener>();
  readonly conversations = new Map<ConversationId, Conversation>();
  readonly requests: Requests;
  readonly outbox: Outbox;
  readonly receipts: Receipts;
  readonly typing: Typing;
  readonly catchUp: CatchUp;
  readonly saver: Saver;
  readonly transport: Transport;
  readonly restored: Promise<void>;
  status: ClientStatus = { connection: 'connecting', queued: 0, me: null, retryAt: null };
  listNext: string | null = null;
  isListed = false;
  readonly #persist: Persist | null;
  readonly #sendDelivered: boolean;
  /** Conversations whose view is on its way. */
  readonly #fetching = new Map<ConversationId, Promise<Conversation>>();
  #since: Since | null = null;
  #list: readonly LocalConversation[] | null = null;

  constructor(options: ConnectOptions) {
    const persist = options.persist ?? null;
    this.#persist = persist;
    this.#sendDelivered = options.sendDelivered ?? true;
    this.transport = new Transport({
      url: socketUrl(options.url),
      token: options.token,
      retryPauseMs: options.retryPauseMs,
      pingEveryMs: options.pingEveryMs,
      answerWithinMs: options.answerWithinMs,
      since: () => this.#since,
      onFrames: (frames) => {
        for (const frame of frames) this.#take(frame);
        this.changed();
      },
      onState: (state, retryAt) => this.#stateChanged(state, retryAt),
    });
    const send = this.transport.send.bind(this.transport);
    const isOpen = () => this.transport.isOpen;
    this.requests = new Requests((frame) => isOpen() && send(frame));
    this.receipts = new Receipts({ send, isOpen });
    this.typing = new Typing(
      (frame) => isOpen() && send(frame),
      (id, member, on) => this.change(id, (conversation) => conversation.setTyping(member, on)),
    );
    this.outbox = new Outbox({
      persist,
      send,
      isOpen,
      onFailed: (failed, code) => this.#failed(failed, code),
    });
    this.catchUp = new CatchUp({
      pull: (request) => this.pull(request),
      onAdded: (conversation, messages) => this.#arrived(conversation, messages),
    });
    this.saver = new Saver(persist, () => this.#since);
    this.restored = persist === null ? Promise.resolve() : this.#restore(persist).catch(() => {});
    if (persist === null) this.transport.open();
    else void this.restored.then(() => this.transport.open());
  }

  list(): readonly LocalConversation[] {
    this.#list ??= [...this.conversations.values()]
      .map((conversation) => conversation.snapshot())
      .sort((a, b) => b.view.changed_at - a.view.changed_at);
    return this.#list;
  }

  /** Something may look different now. */
  changed(): void {
    const queued = this.outbox.count;
    if (queued !== this.status.queued) this.status = { ...this.status, queued };
    this.listeners.tell();
  }

  /** The conversation is other than it was: shown and kept. */
  touched(conversation: Conversation): void {
    this.#list = null;
    this.saver.note(conversation);
    this.changed();
  }

  change(id: ConversationId, alter: (conversation: Conversation) => void): void {
    const conversation = this.conversations.get(id);
    if (conversation === undefined) return;
    alter(conversation);
    this.touched(conversation);
  }

  pull({ conversationId, ...range }: PullRequest): Promise<PageFrame> {
    const id = this.requests.nextId();
    return this.requests.ask<PageFrame>({ type: 'pull', id, conversation_id: conversationId, ...range });
  }

  async loadList(before?: string): Promise<void> {
    const id = this.requests.nextId();
    const range = { limit: listPageSize, ...(before === undefined ? {} : { before }) };
    const page = await this.requests.ask<ConversationsFrame>({ type: 'list', id, ...range });
    // The first page is asked again after each absence; what was listed beyond it stays listed.
    if (before !== undefined || !this.isListed) this.listNext = page.next;
    this.isListed = true;
    for (const view of page.conversations) this.#put(view);
    this.changed();
  }

  /** Asks for one conversation's view. Fault conversation_not_member when there is none for this account. */
  fetch(id: ConversationId): Promise<Conversation> {
    const running = this.#fetching.get(id);
    if (running !== undefined) return running;
    const fetching = this.#fetch(id).finally(() => this.#fetching.delete(id));
    this.#fetching.set(id, fetching);
    return fetching;
  }

  async #fetch(id: ConversationId): Promise<Conversation> {
    const ask = { type: 'list' as const, id: this.requests.nextId(), conversation_id: id };
    const page = await this.requests.ask<ConversationsFrame>(ask);
    const view = page.conversations[0];
    if (view === undefined) throw new Fault('conversation_not_member');
    return this.#put(view);
  }

  async forget(): Promise<void> {
    this.conversations.clear();
    await this.saver.stop();
    await this.#persist?.clear();
  }

  #put(view: ConversationView): Conversation {
    let conversation = this.conversations.get(view.conversation_id);
    if (conversation === undefined) {
      conversation = new Conversation(view);
      this.conversations.set(conversation.id, conversation);
      for (const send of this.outbox.all())
        if (send.conversationId === conversation.id) conversation.addPending(send);
    } else {
      conversation.replaceView(view);
    }
    this.touched(conversation);
    this.#follow(conversation);
    return conversation;
  }

  /** Fills what this device should have: for a person everything, for staff what is or was looked at. */
  #follow(conversation: Conversation): void {
    const isPerson = this.status.me?.role === 'person';
    if (conversation.isBehind && (isPerson || conversation.isLoaded)) void this.catchUp.want(conversation);
    else this.#noteDelivered(conversation, isPerson ? conversation.loadedSeq : conversation.view.last_seq);
  }

  #noteDelivered(conversation: Conversation, delivered: number): void {
    const mine = conversation.mine;
    if (!this.#sendDelivered || mine === undefined || delivered <= mine.delivered) return;
    conversation.advance(mine.member, { delivered, read: 0 });
    this.receipts.note(conversation.id, { delivered });
  }

  #take(frame: ServerFrame): void {
    switch (frame.type) {
      case 'message':
        this.#noteWatermark(frame.watermark);
        this.#takeMessage(frame);
        break;
      case 'ok':
        this.#takeOk(frame);
        break;
      case 'no':
        if (!this.outbox.refuse(frame)) this.requests.refuse(frame);
        break;
      case 'page':
      case 'conversations':
        this.requests.answer(frame);
        break;
      case 'behind':
        this.#noteWatermark(frame.watermark);
        this.#takeBehind(frame.conversation_id, frame.last_seq);
        break;
      case 'receipt':
        this.change(frame.conversation_id, (conversation) => conversation.advance(frame.member, frame));
        break;
      case 'typing':
        this.typing.hear(frame.conversation_id, frame.member, frame.on);
        break;
      case 'conversation_changed':
        this.fetch(frame.conversation_id).catch(() => {});
        break;
      case 'welcome':
        this.#welcome(frame);
        break;
      case 'live':
        this.#noteWatermark(frame.watermark);
        break;
      case 'reset':
        for (const conversation of this.conversations.values()) conversation.isStale = true;
        break;
    }
  }

  #welcome({ account_id, device_id, role, epoch }: WelcomeFrame): void {
    const me = { accountId: account_id, deviceId: device_id, role };
    const kept = this.#persist?.accountId;
    if (kept !== undefined && kept !== me.accountId) {
      // What is kept here belongs to somebody else: nothing of it may be shown or sent.
      this.conversations.clear();
      this.transport.close();
      this.#stateChanged('signed_out', null);
      return;
    }
    this.status = { ...this.status, me };
    if (this.#since?.epoch !== epoch) this.#since = { epoch, watermark: 0 };
    this.requests.askAgain();
    this.outbox.pump();
    this.receipts.flush();
    // The server answers in order: this comes after what resuming brought.
    const settled = () => this.transport.setLive();
    this.loadList().then(settled, settled);
  }

  #takeMessage(frame: MessageFrame): void {
    const conversation = this.conversations.get(frame.conversation_id);
    if (conversation !== undefined) {
      this.#apply(conversation, frame);
      return;
    }
    this.fetch(frame.conversation_id)
      .then((fetched) => this.#apply(fetched, frame))
      .catch(() => {});
  }

  #apply(conversation: Conversation, frame: MessageFrame): void {
    const { added, isGap } = conversation.apply(frame);
    this.#arrived(conversation, added);
    if (isGap) void this.catchUp.want(conversation);
  }

  /** The window gained messages: shown, told, and acknowledged as delivered. */
  #arrived(conversation: Conversation, added: readonly MessageFrame[]): void {
    this.touched(conversation);
    if (added.length === 0) return;
    for (const frame of added) {
      for (const listener of this.messageListeners) listener(conversation.toLocal(frame));
    }
    const me = conversation.view.me;
    if (added.some((frame) => frame.member !== me)) this.#noteDelivered(conversation, conversation.loadedSeq);
  }

  #takeOk(frame: OkFrame): void {
    const send = this.outbox.settle(frame.id as QueuedSend['messageId']);
    if (send === undefined) {
      this.requests.answer(frame);
      return;
    }
    const conversation = this.conversations.get(send.conversationId);
    if (conversation === undefined) return;
    const { isGap } = conversation.apply({
      type: 'message',
      conversation_id: send.conversationId,
      seq: frame.seq!,
      member: conversation.view.me,
      message_id: send.messageId,
      at: frame.at!,
      watermark: 0,
      content: send.content,
      ...(send.replyTo === null ? {} : { reply_to: send.replyTo }),
    });
    this.touched(conversation);
    if (isGap) void this.catchUp.want(conversation);
  }

  #takeBehind(id: ConversationId, lastSeq: number): void {
    const conversation = this.conversations.get(id);
    if (conversation !== undefined && lastSeq <= conversation.view.last_seq) this.#follow(conversation);
    // The view brings what the list shows of it: last message, unread, receipts.
    else this.fetch(id).catch(() => {});
  }

  #failed(send: QueuedSend, code: ErrorCode): void {
    this.change(send.conversationId, (conversation) => conversation.failPending(send.messageId, code));
  }

  #noteWatermark(watermark: number): void {
    if (this.#since !== null && watermark > this.#since.watermark)
      this.#since = { ...this.#since, watermark };
  }

  #stateChanged(connection: ConnectionState, retryAt: number | null): void {
    if (connection === 'offline' || connection === 'signed_out') this.outbox.linkLost();
    this.status = { ...this.status, connection, retryAt };
    this.changed();
  }

  async #restore(persist: Persist): Promise<void> {
    const { since, conversations, queue } = await persist.load();
    this.#since = since;
    this.outbox.restore(queue);
    for (const { view, messages } of conversations) {
      const conversation = new Conversation(view, messages);
      this.conversations.set(conversation.id, conversation);
      for (const send of this.outbox.all())
        if (send.conversationId === conversation.id) conversation.addPending(send);
    }
    this.#list = null;
    this.changed();
  }
}

function socketUrl(url: string): string {
  const target = new URL(url);
  target.protocol = target.protocol.replace('http', 'ws');
  if (target.pathname === '/') target.pathname = '/socket';
  return target.href;
}
