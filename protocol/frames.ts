// The frames of the socket `/socket` (subprotocol `comptoir.v1`): text frames, each a JSON array of what is
// defined here. Rules by number: SPEC.md.
import * as v from 'valibot';
import { cartLineInputSchema } from './catalog.ts';
import { type Content, contentSchema, type MemberRole } from './content.ts';
import type { ErrorCode } from './errors.ts';
import {
  type AccountId,
  type CatalogId,
  type ConversationId,
  type DeviceId,
  idSchema,
  type MessageId,
  type OrderId,
} from './ids.ts';
import { limits } from './limits.ts';
import { rails } from './orders.ts';

export const subprotocol = 'comptoir.v1';
export const protocolVersion = 1;

const seqSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
/** Chosen by the client to match an answer to its request. */
const requestIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const conversationId = idSchema('conversation');

/** First on every socket. `token` unless the handshake carried a session cookie; `since` resumes. */
const helloFrame = v.object({
  type: v.literal('hello'),
  version: v.literal(protocolVersion),
  token: v.optional(v.pipe(v.string(), v.maxLength(256))),
  since: v.optional(v.object({ epoch: v.string(), watermark: seqSchema })),
});

/** `id` is made and stored by the client before the first try; the same id always gets the same answer. */
const sendFrame = v.object({
  type: v.literal('send'),
  id: idSchema('message'),
  conversation_id: conversationId,
  content: contentSchema,
  reply_to: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Set on every try but the first. */
  retry: v.optional(v.boolean()),
});

const receiptFrame = v.object({
  type: v.literal('receipt'),
  conversation_id: conversationId,
  delivered: v.optional(seqSchema),
  read: v.optional(seqSchema),
});

/** A page of a conversation: after `after` upwards, else before `before` (default: the end) downwards. */
const pullFrame = v.object({
  type: v.literal('pull'),
  id: requestIdSchema,
  conversation_id: conversationId,
  after: v.optional(seqSchema),
  before: v.optional(seqSchema),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.pageMessagesMax))),
});

/** A window of the chat list, newest first. `conversation_id` asks for that one alone. */
const listFrame = v.object({
  type: v.literal('list'),
  id: requestIdSchema,
  before: v.optional(v.string()),
  conversation_id: v.optional(conversationId),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.pageConversationsMax))),
});

const typingFrame = v.object({ type: v.literal('typing'), conversation_id: conversationId, on: v.boolean() });
const pingFrame = v.object({ type: v.literal('ping') });

/** Sends the basket. `id` is the message id of the order message and the idempotency key of the order. */
const placeOrderFrame = v.strictObject({
  type: v.literal('place_order'),
  id: idSchema('message'),
  conversation_id: conversationId,
  lines: v.pipe(v.array(cartLineInputSchema), v.minLength(1), v.maxLength(limits.cartLinesMax)),
  text: v.optional(v.pipe(v.string(), v.maxLength(limits.orderNoteCharsMax))),
});

/** Pays a requested payment. `id` is the idempotency key of the attempt. */
const payFrame = v.strictObject({
  type: v.literal('pay'),
  id: requestIdSchema,
  payment_id: idSchema('payment'),
  rail: v.picklist(rails),
});

export const clientFrameSchema = v.variant('type', [
  helloFrame,
  sendFrame,
  receiptFrame,
  pullFrame,
  listFrame,
  typingFrame,
  pingFrame,
  placeOrderFrame,
  payFrame,
]);
export type ClientFrame = v.InferOutput<typeof clientFrameSchema>;
export type ClientFrameType = ClientFrame['type'];
export type ClientFrameOf<T extends ClientFrameType> = Extract<ClientFrame, { type: T }>;

/** A member of a conversation as the other side may see it. `member` belongs to this conversation alone. */
export interface MemberView {
  member: number;
  role: MemberRole;
  name: string;
  avatar_url: string | null;
  /** A business: its public handle, catalogue and account. */
  handle: string | null;
  catalog_id: CatalogId | null;
  business_account_id: AccountId | null;
  verified: boolean;
  /** A person, as seen by a business: the opaque user id, and the number once it was shared. */
  user_id: string | null;
  phone: string | null;
  /** Everything up to this seq has reached, or was read by, this member. */
  delivered: number;
  read: number;
}

/** One row of the log. Identical for every recipient. */
export interface MessageFrame {
  type: 'message';
  conversation_id: ConversationId;
  seq: number;
  member: number;
  message_id: MessageId;
  /** Unix ms, the server's clock at commit. */
  at: number;
  /** The commit that wrote it; a device resumes by the highest it has. */
  watermark: number;
  content: Content;
  reply_to?: number;
}

/** A conversation as the chat list shows it. */
export interface ConversationView {
  conversation_id: ConversationId;
  kind: 'business';
  /** This account's own member number. */
  me: number;
  members: MemberView[];
  last_seq: number;
  last_message: MessageFrame | null;
  unread: number;
  /** When it last changed (Unix ms): the order of the list. */
  changed_at: number;
  /** For a business: until when it may answer freely (Unix ms); null when closed or not a business. */
  window_until: number | null;
  /** For a business: how the person came, when that is known, and since when (Unix ms); null for a person. */
  source: 'link' | 'qr' | 'search' | null;
  opened_at: number | null;
}

export interface WelcomeFrame {
  type: 'welcome';
  account_id: AccountId;
  device_id: DeviceId;
  role: MemberRole;
  epoch: string;
  watermark: number;
  at: number;
}
/** Commit done, or an order or payment command done; repeated ids get the same. */
export interface OkFrame {
  type: 'ok';
  id: string;
  conversation_id?: ConversationId;
  seq?: number;
  at?: number;
  order_id?: OrderId;
  /** What a `pay` came to. */
  state?: 'captured' | 'pending' | 'refused';
}
export interface NoFrame {
  type: 'no';
  /** Absent when the frame refused carried none. */
  id?: string;
  code: ErrorCode;
  details?: string;
  retry_after_ms?: number;
}
export interface PageFrame {
  type: 'page';
  id: string;
  conversation_id: ConversationId;
  /** Ascending by seq. */
  messages: MessageFrame[];
  /** Whether there is more in the direction asked for. */
  more: boolean;
}
export interface ConversationsFrame {
  type: 'conversations';
  id: string;
  conversations: ConversationView[];
  /** The next `before`; null at the end. */
  next: string | null;
}
/** The conversation has news up to `last_seq`: sent instead of messages on resume and to a slow reader. */
export interface BehindFrame {
  type: 'behind';
  conversation_id: ConversationId;
  last_seq: number;
  watermark: number;
}
/** After resume: everything missed was sent or noticed. */
export interface LiveFrame {
  type: 'live';
  watermark: number;
}
/** The watermark given is not of this server's history: list again, keep what is stored. */
export interface ResetFrame {
  type: 'reset';
  epoch: string;
}
export interface ReceiptNoticeFrame {
  type: 'receipt';
  conversation_id: ConversationId;
  member: number;
  delivered: number;
  read: number;
}
export interface TypingNoticeFrame {
  type: 'typing';
  conversation_id: ConversationId;
  member: number;
  on: boolean;
}
/** The view of a conversation changed otherwise (a number was shared, a name changed): ask `list` for it. */
export interface ConversationChangedFrame {
  type: 'conversation_changed';
  conversation_id: ConversationId;
}
export interface PongFrame {
  type: 'pong';
  at: number;
}

export type ServerFrame =
  | WelcomeFrame
  | OkFrame
  | NoFrame
  | MessageFrame
  | PageFrame
  | ConversationsFrame
  | BehindFrame
  | LiveFrame
  | ResetFrame
  | ReceiptNoticeFrame
  | TypingNoticeFrame
  | ConversationChangedFrame
  | PongFrame;

/** Codes of `close`: why the server ended a socket. */
export const closeCodes = {
  /** The server restarts: come back after a jittered pause. */
  restart: 1012,
  frameTooLarge: 1009,
  slowReader: 4001,
  sessionEnded: 4002,
  notSignedIn: 4003,
  frameInvalid: 4004,
} as const;
