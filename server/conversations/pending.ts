// One message on its way into the log. Once committed, the same object is the row that everybody hears of.
import type {
  AccountId,
  Content,
  ContentType,
  ConversationId,
  DeviceId,
  MediaId,
  MemberRole,
  MessageId,
  StaffId,
} from '../../protocol/index.ts';
import type { Appended, AppendedRow, AppendInput, Member, Via } from './model.ts';
import type { ConversationState } from './states.ts';
import type { StoredMessageOfMember } from './store.ts';

/** Called once: with the answer, or with what went wrong. */
export type Done = (error: unknown, appended: Appended | null) => void;

export class PendingMessage implements AppendedRow {
  readonly input: AppendInput;
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  readonly via: Via;
  readonly accountId: AccountId;
  readonly deviceId: DeviceId | null;
  readonly staffId: StaffId | null;
  readonly replyTo: number | null;
  readonly opaque: string | null;
  readonly origin: object | null;
  content: Content;
  /** JSON of the content: what is stored and sent. */
  contentText = '';
  /** The file that the content carries. */
  mediaId: MediaId | null = null;
  state!: ConversationState;
  member = 0;
  role: MemberRole = 'person';
  seq = 0;
  watermark = 0;
  at = 0;
  frame = '';
  readonly #done: Done;
  /** The same id asked again while this one was under way. */
  #followers: Done[] | null = null;
  #outcome: { error: unknown; appended: Appended | null } | null = null;

  constructor(input: AppendInput, done: Done) {
    const { author } = input;
    this.input = input;
    this.conversationId = input.conversationId;
    this.messageId = input.messageId;
    this.via = author.via;
    this.accountId = author.accountId;
    this.deviceId = author.deviceId;
    this.staffId = author.staffId;
    this.replyTo = input.replyTo ?? null;
    this.opaque = input.opaque ?? null;
    this.origin = input.origin ?? null;
    this.content = input.content;
    this.#done = done;
  }

  get type(): ContentType {
    return this.content.type;
  }

  get members(): readonly Member[] {
    return this.state.members;
  }

  /** What makes two requests the same one. */
  get key(): string {
    return this.via === 'socket' ? this.messageId : `${this.via}:${this.messageId}`;
  }

  isRepeatOf(other: { conversationId: ConversationId; accountId: AccountId }): boolean {
    return this.conversationId === other.conversationId && this.accountId === other.accountId;
  }

  /** Gives `done` the same answer, now or when there is one. */
  follow(done: Done): void {
    if (this.#outcome !== null) {
      this.#tell(done);
      return;
    }
    this.#followers ??= [];
    this.#followers.push(done);
  }

  succeed(): void {
    this.#settle(null, answerOf(this, false));
  }

  /** It was in the log before. */
  succeedAs(row: { conversationId: ConversationId; seq: number; at: number; watermark: number }): void {
    this.#settle(null, answerOf(row, true));
  }

  fail(error: unknown): void {
    this.#settle(error, null);
  }

  #settle(error: unknown, appended: Appended | null): void {
    this.#outcome = { error, appended };
    this.#done(error, appended);
    for (const done of this.#followers ?? []) this.#tell(done);
  }

  #tell(follower: Done): void {
    const { error, appended } = this.#outcome!;
    follower(error, appended === null ? null : { ...appended, repeated: true });
  }
}

/**
 * Messages under way by their key, so that the same id asked again meets the one that is there. Batches leave as a
 * whole: at tens of thousands a second, taking them out one by one costs more than anything else in memory.
 */
export class InFlight {
  /** Being checked, or queued. */
  #open = new Map<string, PendingMessage>();
  /** What batches under way took along. */
  readonly #sealed = new Set<Map<string, PendingMessage>>();

  get size(): number {
    return this.#open.size;
  }

  find(key: string): PendingMessage | undefined {
    const found = this.#open.get(key);
    if (found !== undefined) return found;
    for (const batch of this.#sealed) {
      const taken = batch.get(key);
      if (taken !== undefined) return taken;
    }
    return undefined;
  }

  add(message: PendingMessage): void {
    this.#open.set(message.key, message);
  }

  remove(message: PendingMessage): void {
    this.#open.delete(message.key);
  }

  /** All that is here goes with the batch, when it is just the batch; else null, and its messages leave one by one. */
  seal(batch: readonly PendingMessage[]): Map<string, PendingMessage> | null {
    if (batch.length !== this.#open.size) return null;
    const sealed = this.#open;
    this.#open = new Map();
    this.#sealed.add(sealed);
    return sealed;
  }

  /** The batch is settled. */
  drop(sealed: Map<string, PendingMessage>): void {
    this.#sealed.delete(sealed);
  }
}

/** A row found in the log that nobody in this process has heard of. */
export function restoreRow(stored: StoredMessageOfMember, state: ConversationState): PendingMessage {
  const { accountId, deviceId, staffId, via } = stored;
  const row = new PendingMessage(
    {
      conversationId: stored.conversationId,
      messageId: stored.messageId,
      author: { accountId, deviceId, staffId, via },
      content: JSON.parse(stored.content) as Content,
      replyTo: stored.replyTo ?? undefined,
      opaque: stored.opaque ?? undefined,
    },
    () => {},
  );
  row.contentText = stored.content;
  row.state = state;
  state.waiting++;
  row.member = stored.member;
  row.role = stored.role;
  row.seq = stored.seq;
  row.watermark = stored.watermark;
  row.at = stored.at;
  return row;
}

function answerOf(
  row: { conversationId: ConversationId; seq: number; at: number; watermark: number },
  repeated: boolean,
): Appended {
  return {
    conversationId: row.conversationId,
    seq: row.seq,
    at: row.at,
    watermark: row.watermark,
    repeated,
  };
}
