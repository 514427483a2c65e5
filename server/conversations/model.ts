// What the log is made of, as the rest of the server sees it.
import type {
  AccountId,
  Content,
  ContentType,
  ConversationId,
  DeviceId,
  MemberRole,
  MessageId,
  StaffId,
} from '../../protocol/index.ts';
import type { BusinessPermit } from './permit.ts';

/** The door a message came in by. Ids are unique within one: no client can take the id of a message yet to be made. */
export type Via = 'socket' | 'api' | 'system';

export interface Author {
  /** The account that is the member. For staff: the business. */
  accountId: AccountId;
  deviceId: DeviceId | null;
  staffId: StaffId | null;
  via: Via;
}

export interface AppendInput {
  conversationId: ConversationId;
  messageId: MessageId;
  author: Author;
  /** Validated by the caller. */
  content: Content;
  /** The seq of the message replied to. */
  replyTo?: number | undefined;
  /** Needed when the author is the business; minted by `business/policy.ts` alone. */
  permit?: BusinessPermit | undefined;
  /** The Cloud API's `biz_opaque_callback_data`, given back in webhooks. */
  opaque?: string | undefined;
  /** True on every try but the first: the log is asked for the id before anything is queued. */
  retry?: boolean | undefined;
  /** The connection it came by: it gets its `ok` in the order of the log instead of the message. */
  origin?: object | undefined;
}

export interface Appended {
  conversationId: ConversationId;
  seq: number;
  /** Unix ms by the server's clock, of the commit. */
  at: number;
  watermark: number;
  /** Whether this id was in the log before. */
  repeated: boolean;
}

export interface Member {
  /** Numbers the members of one conversation from 1 and betrays no account. */
  member: number;
  accountId: AccountId;
  role: MemberRole;
  /** Everything up to this seq has reached, or was read by, this member. */
  delivered: number;
  read: number;
}

export interface LogRow {
  conversationId: ConversationId;
  seq: number;
  watermark: number;
  member: number;
  messageId: MessageId;
  at: number;
  type: ContentType;
  content: Content;
  replyTo: number | null;
  accountId: AccountId;
  role: MemberRole;
  deviceId: DeviceId | null;
  staffId: StaffId | null;
  via: Via;
  opaque: string | null;
}

/** A row at the moment of its commit, for those who send it on. */
export interface AppendedRow extends LogRow {
  /** The message frame, serialised once for all recipients. */
  frame: string;
  members: readonly Member[];
  origin: object | null;
}

/** A member's cursor moved; it is stored. */
export interface ReceiptNotice {
  conversationId: ConversationId;
  member: number;
  delivered: number;
  read: number;
  members: readonly Member[];
}

/** The only two members of a chat with a business. */
export const personMember = 1;
export const businessMember = 2;
