// What is checked before a message is queued. It is done at once when memory holds all it takes; otherwise whatever
// follows in the same conversation waits its turn, so that nobody overtakes.
import {
  type AccountId,
  type Content,
  type ContentOf,
  type ConversationId,
  Fault,
  type MediaId,
} from '../../protocol/index.ts';
import { assert, type Kit } from '../kit/index.ts';
import type { Appender } from './append.ts';
import type { AppendInput } from './model.ts';
import { type Done, type InFlight, PendingMessage } from './pending.ts';
import { isPermitFor } from './permit.ts';
import type { ConversationState, ConversationStates } from './states.ts';
import type { Store } from './store.ts';

/** Messages that may wait for the store before others are told to come later: programs first, people last. */
const queueMax = { system: 16_384, socket: 8_192, api: 4_096 };
const overloadedRetryMs = 500;

export interface AdmissionOptions {
  kit: Kit;
  store: Store;
  states: ConversationStates;
  appender: Appender;
  inFlight: InFlight;
  completeContent: CompleteContent;
}

/** Fills in what a content says of files, which are the sender's own; rejects with a Fault when they are not. */
export type CompleteContent = (content: Content, accountId: AccountId) => Promise<Content>;

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #gates = new Map<ConversationId, Promise<void>>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  submit(input: AppendInput, done: Done): void {
    const { appender, inFlight, states } = this.#options;
    const message = new PendingMessage(input, done);
    const twin = inFlight.find(message.key);
    if (twin !== undefined) {
      if (message.isRepeatOf(twin)) twin.follow(done);
      else message.fail(new Fault('message_id_reused'));
      return;
    }
    if (appender.queueLength() >= queueMax[message.via]) {
      message.fail(new Fault('overloaded', undefined, overloadedRetryMs));
      return;
    }
    inFlight.add(message);
    const state = states.peek(message.conversationId);
    if (state === undefined || needsReading(input) || this.#gates.has(message.conversationId))
      this.#wait(message);
    else this.#pass(message, state);
  }

  /** Whether messages wait for something that is read first. */
  isIdle(): boolean {
    return this.#gates.size === 0;
  }

  #wait(message: PendingMessage): void {
    const { conversationId } = message;
    const before = this.#gates.get(conversationId) ?? Promise.resolve();
    const gate = before.then(() => this.#admit(message));
    this.#gates.set(conversationId, gate);
    void gate.then(() => {
      if (this.#gates.get(conversationId) === gate) this.#gates.delete(conversationId);
    });
  }

  async #admit(message: PendingMessage): Promise<void> {
    const { states, kit } = this.#options;
    try {
      if (message.input.retry === true && (await this.#answerRepeat(message))) return;
      const state = await states.load(message.conversationId);
      if (state === null) throw new Fault('conversation_not_member');
      message.content = await this.#complete(message, state);
      this.#pass(message, state);
    } catch (error) {
      if (!(error instanceof Fault)) kit.log.error({ err: error }, 'a message could not be checked');
      this.#refuse(message, error instanceof Fault ? error : new Fault('storage_failed'));
    }
  }

  #pass(message: PendingMessage, state: ConversationState): void {
    try {
      checkMessage(message, state);
    } catch (error) {
      this.#refuse(message, error);
      return;
    }
    message.contentText = JSON.stringify(message.content);
    message.mediaId = mediaIdOf(message.content);
    this.#options.appender.enqueue(message);
  }

  async #answerRepeat(message: PendingMessage): Promise<boolean> {
    const rows = await this.#options.store.findByMessageIds([message.messageId]);
    const row = rows.find((each) => each.via === message.via);
    if (row === undefined) return false;
    if (!message.isRepeatOf(row)) throw new Fault('message_id_reused');
    this.#options.inFlight.remove(message);
    message.succeedAs(row);
    return true;
  }

  #complete(message: PendingMessage, state: ConversationState): Promise<Content> {
    if (!namesFiles(message.content)) return this.#completeReply(message, state);
    return this.#options.completeContent(message.content, message.accountId);
  }

  /** The press of a button or the choice of a row says what the message replied to offers, in its words. */
  async #completeReply(message: PendingMessage, state: ConversationState): Promise<Content> {
    const { content, replyTo } = message;
    if (content.type !== 'button_reply' && content.type !== 'list_reply') return content;
    if (state.memberOf(message.accountId) === undefined) throw new Fault('conversation_not_member');
    const target =
      replyTo === null ? null : await this.#options.store.message(message.conversationId, replyTo);
    const offer = target === null ? null : (JSON.parse(target.content) as Content);
    const completed =
      content.type === 'button_reply' ? pressButton(content, offer) : chooseRow(content, offer);
    if (completed === null) throw new Fault('reply_target_unknown');
    return completed;
  }

  #refuse(message: PendingMessage, error: unknown): void {
    this.#options.inFlight.remove(message);
    message.fail(error);
  }
}

function needsReading(input: AppendInput): boolean {
  const { type } = input.content;
  return (
    input.retry === true || type === 'button_reply' || type === 'list_reply' || namesFiles(input.content)
  );
}

function namesFiles(content: Content): boolean {
  return mediaIdOf(content) !== null;
}

/** A message carries one file at most. */
function mediaIdOf(content: Content): MediaId | null {
  if (content.type === 'image') return content.media_id;
  if ('header' in content && content.header?.type === 'image') return content.header.media_id;
  return null;
}

function checkMessage(message: PendingMessage, state: ConversationState): void {
  const member = state.memberOf(message.accountId);
  if (member === undefined) throw new Fault('conversation_not_member');
  if (member.role === 'business') {
    assert(isPermitFor(message.input.permit, message.conversationId), 'a business sends without a permit');
  }
  const { content } = message;
  const target = content.type === 'reaction' ? content.target_seq : message.replyTo;
  if (target !== null && target > state.lastSeq) throw new Fault('reply_target_unknown');
  message.state = state;
  message.member = member.member;
  message.role = member.role;
}

function pressButton(reply: ContentOf<'button_reply'>, offer: Content | null): Content | null {
  if (offer?.type !== 'buttons') return null;
  const button = offer.buttons.find((each) => each.id === reply.id);
  return button === undefined ? null : { type: 'button_reply', id: button.id, title: button.title };
}

function chooseRow(reply: ContentOf<'list_reply'>, offer: Content | null): Content | null {
  if (offer?.type !== 'list') return null;
  const row = offer.sections.flatMap((section) => section.rows).find((each) => each.id === reply.id);
  if (row === undefined) return null;
  const { id, title, description } = row;
  return { type: 'list_reply', id, title, ...(description === undefined ? {} : { description }) };
}
