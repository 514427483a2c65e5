// What an app sees of its conversations. Every object here is replaced when it changes and never altered, so that a
// view may compare by reference.
import type {
  AccountId,
  Content,
  ConversationId,
  ConversationView,
  DeviceId,
  ErrorCode,
  MemberRole,
  MessageFrame,
  MessageId,
} from '../protocol/index.ts';

/**
 * connecting: the first attempt is under way · updating: connected, catching up · live: what is shown is true now ·
 * offline: the next attempt comes by itself · signed_out: the session ended, nothing comes by itself.
 */
export type ConnectionState = 'connecting' | 'updating' | 'live' | 'offline' | 'signed_out';

export interface ClientStatus {
  connection: ConnectionState;
  /** Messages that wait to be sent. */
  queued: number;
  me: Me | null;
  /** When the next attempt is made (Unix ms), while offline. */
  retryAt: number | null;
}

export interface Me {
  accountId: AccountId;
  deviceId: DeviceId;
  role: MemberRole;
}

/** Own messages go pending → sent → delivered → read, or failed; others' are received. */
export type MessageState = 'pending' | 'sent' | 'delivered' | 'read' | 'failed' | 'received';

export interface LocalMessage {
  messageId: MessageId;
  conversationId: ConversationId;
  /** Null until the server has it. */
  seq: number | null;
  member: number;
  mine: boolean;
  /** Unix ms: of the commit, or of the typing while it is pending. */
  at: number;
  content: Content;
  replyTo: number | null;
  state: MessageState;
  failure: ErrorCode | null;
}

export interface LocalConversation {
  id: ConversationId;
  /** Name and face of the others, receipts, unread: kept up to date. */
  view: ConversationView;
  /** What is loaded, ascending and without a gap up to the newest; own pending and failed ones last. */
  messages: readonly LocalMessage[];
  /** False until the newest page is here. */
  isLoaded: boolean;
  hasOlder: boolean;
  /** Members who are typing now. */
  typing: readonly number[];
}

/** A message on its way out, as it is kept until the server has it. */
export interface QueuedSend {
  messageId: MessageId;
  conversationId: ConversationId;
  content: Content;
  replyTo: number | null;
  /** Unix ms of the typing: the order of sending. */
  at: number;
  /** Whether it was on the wire before: then the next try says so. */
  tried: boolean;
  failure: ErrorCode | null;
}

export interface StoredConversation {
  view: ConversationView;
  /** The newest messages, ascending without a gap. */
  messages: MessageFrame[];
}

export interface Since {
  epoch: string;
  watermark: number;
}

/** Where a client keeps what must survive a reload. One account only. */
export interface Persist {
  readonly accountId: AccountId;
  load(): Promise<{ since: Since | null; conversations: StoredConversation[]; queue: QueuedSend[] }>;
  /** Resolves when a reload would find it. */
  putQueued(send: QueuedSend): Promise<void>;
  deleteQueued(messageId: MessageId): Promise<void>;
  /** Both or neither. */
  saveConversations(changed: StoredConversation[], since: Since): Promise<void>;
  clear(): Promise<void>;
}
