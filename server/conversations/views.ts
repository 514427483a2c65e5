// Conversations as the chat list shows them, newest first, with a number of queries that does not grow with the page.
import {
  type AccountId,
  type ConversationId,
  type ConversationView,
  limits,
  type MemberRole,
  type MemberView,
  type MessageFrame,
} from '../../protocol/index.ts';
import type { Db } from '../kit/index.ts';
import type { Member } from './model.ts';

/** What a member looks like to the viewer, but for number, role and cursors. */
export type MemberFace = Omit<MemberView, 'member' | 'role' | 'delivered' | 'read'>;

export interface ViewerAccount {
  accountId: AccountId;
  role: MemberRole;
}

/** Describes accounts to a viewer by few queries; given by the composition root. */
export type DescribeMembers = (
  viewer: ViewerAccount,
  members: readonly { accountId: AccountId; role: MemberRole }[],
) => Promise<Map<AccountId, MemberFace>>;

export interface ListRange {
  /** The `next` of the page before. */
  before?: string | undefined;
  conversationId?: ConversationId | undefined;
  limit: number;
}

interface ViewRow {
  conversationId: ConversationId;
  lastSeq: number;
  lastWatermark: number;
  changedAt: number;
  lastPersonAt: number | null;
  source: ConversationView['source'];
  openedAt: number;
  members: Member[];
  last: Omit<MessageFrame, 'type' | 'conversation_id'> | null;
  unread: number;
}

const unreadMax = 1_000;

const viewText = (where: string) => `
  select c.conversation_id as "conversationId", c.last_seq as "lastSeq", c.last_watermark as "lastWatermark",
    c.changed_at as "changedAt", c.last_person_at as "lastPersonAt", c.source,
    c.created_at as "openedAt",
    (select json_agg(json_build_object('member', p.member, 'accountId', p.account_id, 'role', p.role,
      'delivered', p.delivered, 'read', p.read) order by p.member)
      from conversation_members p where p.conversation_id = c.conversation_id) as members,
    (select json_build_object('seq', m.seq, 'member', m.member, 'message_id', m.message_id, 'at', m.at,
      'watermark', m.watermark, 'reply_to', m.reply_to, 'content', m.content)
      from messages m where m.conversation_id = c.conversation_id and m.seq = c.last_seq) as last,
    (select count(*)::int from (select 1 from messages m where m.conversation_id = c.conversation_id
      and m.seq > me.read and m.member <> me.member limit ${unreadMax}) unseen) as unread
  from conversations c join conversation_members me
    on me.conversation_id = c.conversation_id and me.account_id = $1
  where ${where}
  order by c.last_watermark desc, c.conversation_id desc limit $2`;

export async function listViews(
  db: Db,
  viewer: ViewerAccount,
  range: ListRange & { describe: DescribeMembers },
): Promise<{ conversations: ConversationView[]; next: string | null }> {
  const rows = await readRows(db, viewer, range);
  const page = rows.slice(0, range.limit);
  const others = page.flatMap((row) => row.members).filter((member) => member.accountId !== viewer.accountId);
  const own = { accountId: viewer.accountId, role: viewer.role };
  const faces = page.length === 0 ? new Map() : await range.describe(viewer, [own, ...others]);
  const last = page.at(-1);
  const next = rows.length > range.limit && last ? `${last.lastWatermark}:${last.conversationId}` : null;
  return { conversations: page.map((row) => toView(row, viewer, faces)), next };
}

async function readRows(db: Db, viewer: ViewerAccount, range: ListRange): Promise<ViewRow[]> {
  const owner = viewer.role === 'business' ? 'c.business_account_id = $1' : 'c.person_account_id = $1';
  if (range.conversationId !== undefined) {
    return db.query(viewText(`${owner} and c.conversation_id = $3`), [
      viewer.accountId,
      1,
      range.conversationId,
    ]);
  }
  const cursor = parseCursor(range.before);
  if (cursor === null) return db.query(viewText(owner), [viewer.accountId, range.limit + 1]);
  return db.query(viewText(`${owner} and (c.last_watermark, c.conversation_id) < ($3, $4)`), [
    viewer.accountId,
    range.limit + 1,
    cursor.watermark,
    cursor.conversationId,
  ]);
}

function parseCursor(before: string | undefined): { watermark: number; conversationId: string } | null {
  const match = /^(\d{1,15}):(\w{1,40})$/.exec(before ?? '');
  return match ? { watermark: Number(match[1]), conversationId: match[2]! } : null;
}

function toView(row: ViewRow, viewer: ViewerAccount, faces: Map<AccountId, MemberFace>): ConversationView {
  const me = row.members.find((member) => member.accountId === viewer.accountId)!;
  const windowUntil = row.lastPersonAt === null ? null : row.lastPersonAt + limits.serviceWindowMs;
  return {
    conversation_id: row.conversationId,
    kind: 'business',
    me: me.member,
    members: row.members.map(({ member, accountId, role, delivered, read }) => ({
      member,
      role,
      delivered,
      read,
      ...(faces.get(accountId) ?? unknownFace),
    })),
    last_seq: row.lastSeq,
    last_message: row.last === null ? null : toFrame(row.conversationId, row.last),
    unread: row.unread,
    changed_at: row.changedAt,
    window_until: viewer.role === 'business' ? windowUntil : null,
    source: viewer.role === 'business' ? row.source : null,
    opened_at: viewer.role === 'business' ? row.openedAt : null,
  };
}

function toFrame(conversationId: ConversationId, last: NonNullable<ViewRow['last']>): MessageFrame {
  const { reply_to, content, ...rest } = last;
  return {
    type: 'message',
    conversation_id: conversationId,
    ...rest,
    content: JSON.parse(content as unknown as string),
    ...(reply_to === null || reply_to === undefined ? {} : { reply_to }),
  };
}

const unknownFace: MemberFace = {
  name: '',
  avatar_url: null,
  handle: null,
  catalog_id: null,
  business_account_id: null,
  verified: false,
  user_id: null,
  phone: null,
};
