// What an app holds: everything it can see and do, over an engine that keeps it true.
import { newId } from '../protocol/ids.ts';
import type {
  CartLineInput,
  Content,
  ConversationId,
  MessageId,
  OkFrame,
  PaymentId,
  Rail,
} from '../protocol/index.ts';
import { type ConnectOptions, Engine, type MessageListener } from './engine.ts';
import type { ClientStatus, LocalConversation } from './model.ts';

const olderPageSize = 50;

/** Opens a client; it connects, and comes back, by itself. */
export function connect(options: ConnectOptions): Client {
  return new Client(options);
}

export class Client {
  readonly #engine: Engine;
  /** Calls back after each turn in which anything changed: for `useSyncExternalStore`. Returns the way out. */
  readonly subscribe: (listener: () => void) => () => void;

  constructor(options: ConnectOptions) {
    this.#engine = new Engine(options);
    this.subscribe = this.#engine.listeners.subscribe;
  }

  /** The same object until something in it changes. */
  status(): ClientStatus {
    return this.#engine.status;
  }

  /** Known conversations, newest first; the same array until one of them changes. */
  conversations(): readonly LocalConversation[] {
    return this.#engine.list();
  }

  /** Null while it is not known here: `open` asks for it. */
  conversation(id: ConversationId): LocalConversation | null {
    return this.#engine.conversations.get(id)?.snapshot() ?? null;
  }

  /** Whether the server's list goes on after what is known. */
  hasMoreConversations(): boolean {
    return !this.#engine.isListed || this.#engine.listNext !== null;
  }

  onMessage(listener: MessageListener): () => void {
    this.#engine.messageListeners.add(listener);
    return () => this.#engine.messageListeners.delete(listener);
  }

  /** Resolves when what was kept from before a reload is shown. */
  restored(): Promise<void> {
    return this.#engine.restored;
  }

  /** An app looks at the conversation now: its newest messages are loaded and kept. Fault conversation_not_member. */
  async open(id: ConversationId): Promise<LocalConversation> {
    const known = this.#engine.conversations.get(id);
    const conversation = known === undefined || known.isStale ? await this.#engine.fetch(id) : known;
    conversation.isOpen = true;
    if (!conversation.isLoaded || conversation.isBehind) await this.#engine.catchUp.want(conversation);
    return conversation.snapshot();
  }

  /** The app looks elsewhere. */
  leave(id: ConversationId): void {
    const conversation = this.#engine.conversations.get(id);
    if (conversation !== undefined) conversation.isOpen = false;
  }

  /** Loads a page of older messages; whether there are yet older ones. */
  async loadOlder(id: ConversationId): Promise<boolean> {
    const conversation = this.#engine.conversations.get(id);
    if (conversation === undefined || conversation.firstSeq <= 1) return false;
    const { firstSeq: before } = conversation;
    const page = await this.#engine.pull({ conversationId: id, before, limit: olderPageSize });
    conversation.addOlder(page.messages);
    this.#engine.touched(conversation);
    return conversation.firstSeq > 1;
  }

  /** Loads more of the chat list; whether there is yet more. */
  async loadMoreConversations(): Promise<boolean> {
    if (!this.hasMoreConversations()) return false;
    await this.#engine.loadList(this.#engine.listNext ?? undefined);
    return this.hasMoreConversations();
  }

  /** Shows the message at once and sends it as soon as possible. Returns its id for good. */
  send(conversationId: ConversationId, content: Content, options: { replyTo?: number } = {}): MessageId {
    const messageId = newId('message');
    const at = Date.now();
    const replyTo = options.replyTo ?? null;
    const queued = { messageId, conversationId, content, replyTo, at, tried: false, failure: null };
    this.#engine.change(conversationId, (conversation) => conversation.addPending(queued));
    this.#engine.typing.forget(conversationId);
    this.#engine.outbox.add(queued);
    this.#engine.transport.retryNow();
    this.#engine.changed();
    return messageId;
  }

  /** Tries a failed message again, under the same id. */
  retry(messageId: MessageId): void {
    this.#engine.outbox.retry(messageId);
    const send = this.#engine.outbox.get(messageId);
    if (send !== undefined)
      this.#engine.change(send.conversationId, (conversation) => conversation.addPending(send));
  }

  /** Gives a failed message up. */
  discard(messageId: MessageId): void {
    const send = this.#engine.outbox.settle(messageId);
    if (send !== undefined)
      this.#engine.change(send.conversationId, (conversation) => conversation.dropPending(messageId));
  }

  /** The person has seen everything up to `seq` (default: all that is known). */
  markRead(id: ConversationId, seq?: number): void {
    const conversation = this.#engine.conversations.get(id);
    const mine = conversation?.mine;
    if (conversation === undefined || mine === undefined) return;
    const read = Math.min(seq ?? conversation.view.last_seq, conversation.view.last_seq);
    if (read <= mine.read) return;
    conversation.advance(mine.member, { delivered: read, read });
    this.#engine.receipts.note(id, { read });
    this.#engine.touched(conversation);
  }

  /** Says that the person is typing; may be called with every key. */
  setTyping(id: ConversationId, on: boolean): void {
    this.#engine.typing.say(id, on);
  }

  /** Sends the basket as an order. The returned promise brings the order's id. Faults: cart_empty, stock_insufficient, … */
  placeOrder(
    conversationId: ConversationId,
    lines: CartLineInput[],
    options: { text?: string; id?: MessageId } = {},
  ): Promise<OkFrame> {
    const { id = newId('message'), text } = options;
    const frame = { type: 'place_order' as const, id, conversation_id: conversationId, lines };
    return this.#engine.requests.ask<OkFrame>(text === undefined ? frame : { ...frame, text });
  }

  /** Pays what was requested. `id` makes a repeated press the same attempt. Faults: funds_insufficient, … */
  pay(paymentId: PaymentId, rail: Rail, id: string = newId('message')): Promise<OkFrame> {
    return this.#engine.requests.ask<OkFrame>({ type: 'pay', id, payment_id: paymentId, rail });
  }

  /** Resolves when everything known to be missing is here and nothing waits to be sent. */
  async settle(timeoutMs = 10_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const { outbox, catchUp } = this.#engine;
    const isSettled = () => this.status().connection === 'live' && outbox.count === 0 && catchUp.isIdle();
    while (!isSettled()) {
      if (Date.now() > deadline)
        throw new Error(`the client did not settle: ${JSON.stringify(this.status())}`);
      await new Promise((wake) => setTimeout(wake, 5));
    }
  }

  /** Tries to connect now instead of after the pause. */
  retryNow(): void {
    this.#engine.transport.retryNow();
  }

  /** Breaks the link as a lost network would; it comes back by itself. */
  reconnect(): void {
    this.#engine.transport.reconnect();
  }

  /** Closes, and forgets what was kept on this device: for signing out. */
  async forget(): Promise<void> {
    this.close();
    await this.#engine.forget();
  }

  close(): void {
    this.#engine.receipts.flush();
    this.#engine.saver.close();
    this.#engine.transport.close();
    this.#engine.requests.close();
    this.#engine.outbox.close();
    this.#engine.typing.close();
    this.#engine.messageListeners.clear();
  }
}
