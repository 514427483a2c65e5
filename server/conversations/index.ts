// The log of conversations. Owns conversations, their members with their receipts, and every message.
// Promises: a message is acknowledged only after its commit and never lost after it (SPEC LG1–LG4); its seq follows the
// last one without a gap; the same id always gets the same answer (SPEC ID1–ID4); receipts only move forward
// (SPEC RC1–RC4); a business sends only with a permit of the policy.
// Who follows the log reads it by watermark; `onAppended` and `onReceipt` are wakes within the process, after the commit.

import type {
  AccountId,
  ConversationId,
  ConversationView,
  MediaId,
  MessageId,
} from '../../protocol/index.ts';
import type { Kit } from '../kit/index.ts';
import type { CompleteContent } from './admit.ts';
import type { AppendedListener } from './append.ts';
import { ConversationLog } from './conversation-log.ts';
import type { ConversationFrames, PermitFor } from './frames.ts';
import type { Appended, AppendInput, LogRow, Member, ReceiptNotice } from './model.ts';
import type { DescribeMembers, ListRange, ViewerAccount } from './views.ts';

export type { ConversationFrames, FrameCaller, PermitFor } from './frames.ts';
export type {
  Appended,
  AppendedRow,
  AppendInput,
  Author,
  LogRow,
  Member,
  ReceiptNotice,
  Via,
} from './model.ts';
export type { BusinessPermit, PermitGround } from './permit.ts';
export { renderMessage, renderOk } from './render.ts';
export type { DescribeMembers, MemberFace, ViewerAccount } from './views.ts';

export interface ConversationsDeps {
  describeMembers: DescribeMembers;
  /** Whether staff may send this now; rejects with the policy's Fault. */
  permitFor: PermitFor;
  completeContent: CompleteContent;
}

export interface Conversations {
  /** Opens the chat of a person with a business, or finds it. */
  open(input: {
    personAccountId: AccountId;
    businessAccountId: AccountId;
    source?: string;
  }): Promise<{ conversationId: ConversationId; created: boolean }>;
  find(personAccountId: AccountId, businessAccountId: AccountId): Promise<ConversationId | null>;
  /** Resolves after the commit. Faults: conversation_not_member, message_id_reused, reply_target_unknown, overloaded, storage_failed. */
  append(input: AppendInput): Promise<Appended>;
  /** Empty when there is no such conversation. */
  members(conversationId: ConversationId): Promise<readonly Member[]>;
  /** The highest committed seq; 0 when nothing was said. */
  lastSeq(conversationId: ConversationId): Promise<number>;
  message(conversationId: ConversationId, seq: number): Promise<LogRow | null>;
  messageById(conversationId: ConversationId, messageId: MessageId): Promise<LogRow | null>;
  /** Whether a message of this conversation carries the file. */
  hasMedia(conversationId: ConversationId, mediaId: MediaId): Promise<boolean>;
  /** Whole commits after watermark `after`, in order, until `limit` rows are reached (a last commit may exceed it). */
  readLog(range: { after: number; limit: number }): Promise<LogRow[]>;
  /** The conversation as this member sees it; null when it is none of theirs. */
  view(viewer: ViewerAccount, conversationId: ConversationId): Promise<ConversationView | null>;
  list(
    viewer: ViewerAccount,
    range: ListRange,
  ): Promise<{ conversations: ConversationView[]; next: string | null }>;
  /** Moves a member's cursors forward; written and told within 250 ms, as event receipt.advanced and to `onReceipt`. */
  advanceReceipt(receipt: {
    conversationId: ConversationId;
    accountId: AccountId;
    delivered?: number | undefined;
    read?: number | undefined;
  }): Promise<void>;
  /** Until when (Unix ms) the business may answer freely: the person's last message + 24 h; null when that is past. */
  serviceWindow(conversationId: ConversationId): Promise<{ openUntil: number | null }>;
  onAppended(listener: AppendedListener): void;
  onReceipt(listener: (notices: readonly ReceiptNotice[]) => void): void;
  onOpened(listener: (conversationId: ConversationId, members: readonly AccountId[]) => void): void;
  latestWatermark(): number;
  /** Names the history that watermarks count in. */
  epoch(): string;
  /** Conversations of an account that changed after `watermark`, newest first, at most `limit`. */
  changedSince(
    accountId: AccountId,
    watermark: number,
    limit: number,
  ): Promise<{ conversationId: ConversationId; lastSeq: number; lastWatermark: number }[]>;
  frames: ConversationFrames;
  /** How long the oldest message under way has waited for its commit, in ms. */
  queueLagMs(): number;
  /** Whether nothing is queued and nothing waits to be written. */
  settled(): boolean;
  start(): Promise<void>;
  /** Writes what is queued and what waits, then takes nothing more. */
  stop(): Promise<void>;
}

export function createConversations(kit: Kit, deps: ConversationsDeps): Conversations {
  return new ConversationLog(kit, deps);
}
