// One conversation as this device knows it: a window of the log without a gap, what came ahead of a gap, and what is
// still to be sent.
import type {
  ConversationId,
  ConversationView,
  ErrorCode,
  MessageFrame,
  MessageId,
} from '../protocol/index.ts';
import type { LocalConversation, LocalMessage, MessageState, QueuedSend } from './model.ts';

const keptWhenUnseen = 50;
const aheadMax = 1_000;

export class Conversation {
  view: ConversationView;
  /** Whether an app looks at it: then nothing is trimmed. */
  isOpen = false;
  /** Whether the view may be of another time: asked for again before it is shown. */
  isStale = false;
  #window: MessageFrame[] = [];
  #isLoaded = false;
  #pending: LocalMessage[] = [];
  readonly #ahead = new Map<number, MessageFrame>();
  readonly #locals = new WeakMap<MessageFrame, LocalMessage>();
  #typing: number[] = [];
  #snapshot: LocalConversation | null = null;

  constructor(view: ConversationView, messages: MessageFrame[] = []) {
    this.view = view;
    this.#window = messages;
    this.#isLoaded = messages.length > 0 || view.last_seq === 0;
  }

  get id(): ConversationId {
    return this.view.conversation_id;
  }

  /** The highest seq of the window; 0 when it is empty. */
  get loadedSeq(): number {
    return this.#window.at(-1)?.seq ?? 0;
  }

  get firstSeq(): number {
    return this.#window[0]?.seq ?? 0;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether the server has messages after the window's end. */
  get isBehind(): boolean {
    return this.loadedSeq < this.view.last_seq;
  }

  get mine() {
    return this.view.members.find((member) => member.member === this.view.me);
  }

  get others() {
    return this.view.members.filter((member) => member.member !== this.view.me);
  }

  snapshot(): LocalConversation {
    this.#snapshot ??= {
      id: this.id,
      view: this.view,
      messages: [...this.#window.map((frame) => this.toLocal(frame)), ...this.#pending],
      isLoaded: this.#isLoaded,
      hasOlder: this.firstSeq > 1,
      typing: this.#typing,
    };
    return this.#snapshot;
  }

  toStored(): { view: ConversationView; messages: MessageFrame[] } {
    return { view: this.view, messages: this.#window.slice(-keptWhenUnseen) };
  }

  /** A message of the log. Returns what the window gained, in order, and whether something before it is missing. */
  apply(frame: MessageFrame): { added: MessageFrame[]; isGap: boolean } {
    this.#changed();
    this.dropPending(frame.message_id);
    this.#noteNewest(frame);
    // A window starts with the newest message, or where the log starts.
    const expected = this.#window.length > 0 ? this.loadedSeq + 1 : this.#isLoaded ? 1 : frame.seq;
    if (frame.seq < expected) return { added: [], isGap: false };
    if (frame.seq > expected && this.#ahead.size < aheadMax) this.#ahead.set(frame.seq, frame);
    if (frame.seq > expected) return { added: [], isGap: true };
    this.#isLoaded = true;
    const added = [frame, ...this.#takeAhead(frame.seq + 1)];
    this.#append(added);
    return { added, isGap: this.#ahead.size > 0 };
  }

  /** A page that follows the window, or the newest page when there is no window. Returns what the window gained. */
  addNewer(page: readonly MessageFrame[]): MessageFrame[] {
    this.#changed();
    this.#isLoaded = true;
    const added: MessageFrame[] = [];
    let expected = this.#window.length > 0 ? this.loadedSeq + 1 : (page[0]?.seq ?? 1);
    for (const frame of page) {
      if (frame.seq !== expected) continue;
      added.push(frame);
      expected++;
    }
    added.push(...this.#takeAhead(expected));
    for (const frame of added) {
      this.dropPending(frame.message_id);
      this.#noteNewest(frame);
    }
    this.#append(added);
    return added;
  }

  addOlder(page: readonly MessageFrame[]): void {
    if (page.at(-1)?.seq !== this.firstSeq - 1) return;
    this.#window = [...page, ...this.#window];
    this.#changed();
  }

  /** Forgets the window: it is so far behind that the newest page is the better start. */
  restart(): void {
    this.#window = [];
    this.#isLoaded = false;
    this.#ahead.clear();
    this.#changed();
  }

  replaceView(view: ConversationView): void {
    // An answer that was under way while newer messages came must not take them back.
    if (view.last_seq >= this.view.last_seq) this.view = view;
    else
      this.view = {
        ...view,
        last_seq: this.view.last_seq,
        last_message: this.view.last_message,
        unread: this.view.unread,
        changed_at: this.view.changed_at,
      };
    this.isStale = false;
    if (this.view.last_seq === 0) this.#isLoaded = true;
    this.#changed();
  }

  advance(member: number, cursors: { delivered: number; read: number }): void {
    const members = this.view.members.map((each) =>
      each.member === member
        ? {
            ...each,
            delivered: Math.max(each.delivered, cursors.delivered),
            read: Math.max(each.read, cursors.read),
          }
        : each,
    );
    this.view = { ...this.view, members };
    if (member === this.view.me && cursors.read > 0)
      this.view = { ...this.view, unread: this.#countUnread() };
    this.#changed();
  }

  setTyping(member: number, on: boolean): void {
    this.#typing = [...this.#typing.filter((each) => each !== member), ...(on ? [member] : [])];
    this.#changed();
  }

  /** Shows a message of one's own before the server has it. */
  addPending(send: QueuedSend): void {
    this.#pending = [
      ...this.#pending.filter((message) => message.messageId !== send.messageId),
      {
        messageId: send.messageId,
        conversationId: send.conversationId,
        seq: null,
        member: this.view.me,
        mine: true,
        at: send.at,
        content: send.content,
        replyTo: send.replyTo,
        state: send.failure === null ? 'pending' : 'failed',
        failure: send.failure,
      },
    ];
    this.#changed();
  }

  failPending(messageId: MessageId, failure: ErrorCode): void {
    this.#pending = this.#pending.map((message) =>
      message.messageId === messageId ? { ...message, state: 'failed', failure } : message,
    );
    this.#changed();
  }

  dropPending(messageId: MessageId): void {
    if (this.#pending.length === 0) return;
    this.#pending = this.#pending.filter((message) => message.messageId !== messageId);
    this.#changed();
  }

  #append(frames: MessageFrame[]): void {
    this.#window.push(...frames);
    for (const frame of frames) this.#typing = this.#typing.filter((member) => member !== frame.member);
    if (this.isOpen || this.#window.length <= keptWhenUnseen * 2) return;
    this.#window = this.#window.slice(-keptWhenUnseen);
  }

  /** What came ahead and now follows without a gap, from `seq` on. */
  #takeAhead(seq: number): MessageFrame[] {
    const taken: MessageFrame[] = [];
    for (let next = this.#ahead.get(seq); next !== undefined; next = this.#ahead.get(++seq)) taken.push(next);
    for (const each of this.#ahead.keys()) if (each < seq) this.#ahead.delete(each);
    return taken;
  }

  #noteNewest(frame: MessageFrame): void {
    if (frame.seq <= this.view.last_seq) return;
    const isUnread = frame.member !== this.view.me && frame.seq > (this.mine?.read ?? 0);
    this.view = {
      ...this.view,
      last_seq: frame.seq,
      last_message: frame,
      unread: this.view.unread + (isUnread ? 1 : 0),
      changed_at: frame.at,
    };
  }

  /** The same object as before, unless its state changed: views compare by reference. */
  toLocal(frame: MessageFrame): LocalMessage {
    const mine = frame.member === this.view.me;
    const state = mine ? this.#stateOf(frame.seq) : 'received';
    const known = this.#locals.get(frame);
    if (known?.state === state) return known;
    const local: LocalMessage = {
      messageId: frame.message_id,
      conversationId: frame.conversation_id,
      seq: frame.seq,
      member: frame.member,
      mine,
      at: frame.at,
      content: frame.content,
      replyTo: frame.reply_to ?? null,
      state,
      failure: null,
    };
    this.#locals.set(frame, local);
    return local;
  }

  #countUnread(): number {
    const read = this.mine?.read ?? 0;
    // Beyond the window only the server can count.
    if (read < this.firstSeq - 1 && read < this.view.last_seq) return this.view.unread;
    return this.#window.filter((frame) => frame.member !== this.view.me && frame.seq > read).length;
  }

  /** How far all others have come. */
  #stateOf(seq: number): MessageState {
    if (this.others.every((member) => member.read >= seq)) return 'read';
    return this.others.every((member) => member.delivered >= seq) ? 'delivered' : 'sent';
  }

  #changed(): void {
    this.#snapshot = null;
  }
}
