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

  follow(done: Done): void {
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
    this.#done(error, appended);
    if (this.#followers === null) return;
    const repeated = appended === null ? null : { ...appended, repeated: true };
    for (const done of this.#followers) done(error, repeated);
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
