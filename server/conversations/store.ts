// The SQL of conversations, but for the one insert into the log (append.ts).
import type {
  AccountId,
  ConversationId,
  DeviceId,
  MediaId,
  MessageId,
  StaffId,
} from '../../protocol/index.ts';
import type { Db, Reader, Tx } from '../kit/index.ts';
import { businessMember, type Member, personMember, type Via } from './model.ts';

export interface StoredState {
  conversationId: ConversationId;
  members: Member[];
  lastSeq: number;
  lastWatermark: number;
  changedAt: number;
  lastPersonAt: number | null;
}

/** A message as the table has it; `content` is JSON text. */
export interface StoredMessage {
  conversationId: ConversationId;
  seq: number;
  watermark: number;
  at: number;
  messageId: MessageId;
  member: number;
  via: Via;
  replyTo: number | null;
  deviceId: DeviceId | null;
  staffId: StaffId | null;
  opaque: string | null;
  content: string;
}
export type StoredMessageOfMember = StoredMessage & { accountId: AccountId; role: Member['role'] };

export interface HeadWrite {
  conversationId: ConversationId;
  lastSeq: number;
  lastWatermark: number;
  changedAt: number;
  lastPersonAt: number | null;
}
export interface ReceiptWrite {
  conversationId: ConversationId;
  member: number;
  delivered: number;
  read: number;
}

export type Store = ReturnType<typeof createStore>;

const messageColumns = `m.conversation_id as "conversationId", m.seq, m.watermark, m.at, m.message_id as "messageId",
  m.member, m.via, m.reply_to as "replyTo", m.device_id as "deviceId", m.staff_id as "staffId", m.opaque, m.content`;
const withMember = `join conversation_members p on p.conversation_id = m.conversation_id and p.member = m.member`;
const memberColumns = `p.account_id as "accountId", p.role`;

export function createStore(db: Db) {
  return {
    /** Makes the conversation of the two, unless there is one: then null. */
    createConversation: (tx: Tx, row: NewConversation) => createConversation(tx, row),

    async findConversation(
      personAccountId: AccountId,
      businessAccountId: AccountId,
    ): Promise<ConversationId | null> {
      const rows = await db.sql<{ id: ConversationId }>`select conversation_id as id from conversations
        where person_account_id = ${personAccountId} and business_account_id = ${businessAccountId}`;
      return rows[0]?.id ?? null;
    },

    loadStates: (ids: ConversationId[]) => loadStates(db, ids),

    /** Ascending by seq, at most `limit`: after `after` upwards, else before `before` downwards. */
    async page(conversationId: ConversationId, range: PageRange): Promise<StoredMessage[]> {
      if (range.after !== undefined) {
        return db.query(
          `select ${messageColumns} from messages m where m.conversation_id = $1 and m.seq > $2 order by m.seq limit $3`,
          [conversationId, range.after, range.limit],
        );
      }
      const rows = await db.query<StoredMessage>(
        `select ${messageColumns} from messages m where m.conversation_id = $1 and m.seq < $2
          order by m.seq desc limit $3`,
        [conversationId, range.before ?? Number.MAX_SAFE_INTEGER, range.limit],
      );
      return rows.reverse();
    },

    async message(conversationId: ConversationId, seq: number): Promise<StoredMessageOfMember | null> {
      const rows = await db.query<StoredMessageOfMember>(
        `select ${messageColumns}, ${memberColumns} from messages m ${withMember}
          where m.conversation_id = $1 and m.seq = $2`,
        [conversationId, seq],
      );
      return rows[0] ?? null;
    },

    async hasMedia(conversationId: ConversationId, mediaId: MediaId): Promise<boolean> {
      const rows = await db.sql`select 1 from messages
        where conversation_id = ${conversationId} and media_id = ${mediaId} limit 1`;
      return rows.length > 0;
    },

    /** Every message with one of these ids, whatever its conversation. */
    findByMessageIds: (ids: MessageId[]) =>
      db.query<StoredMessageOfMember>(
        `select ${messageColumns}, ${memberColumns} from messages m ${withMember} where m.message_id = any($1)`,
        [ids],
      ),

    /** Whole commits after `after`, in their order, until at least `limit` rows are reached or the log ends. */
    readLog: (after: number, limit: number) =>
      db.query<StoredMessageOfMember>(
        `select ${messageColumns}, ${memberColumns} from messages m ${withMember}
          where m.watermark > $1 and m.watermark <= (select max(watermark) from
            (select watermark from messages where watermark > $1 order by watermark limit $2) page)
          order by m.watermark, m.conversation_id, m.seq`,
        [after, limit],
      ),

    async readLogState(): Promise<{ epoch: string; flushed: number; latest: number }> {
      const rows = await db.query<{ epoch: string; flushed: number; latest: number }>(
        `select epoch, flushed_watermark as flushed,
          greatest(flushed_watermark, (select coalesce(max(watermark), 0) from messages)) as latest from log_state`,
      );
      return rows[0]!;
    },

    writeHeads,
    writeReceipts,
    repairHeads: (flushed: number) => repairHeads(db, flushed),

    /** Conversations of an account that changed after `watermark`, newest first. */
    changedSince: (accountId: AccountId, watermark: number, limit: number) =>
      db.query<{ conversationId: ConversationId; lastSeq: number; lastWatermark: number }>(
        `select conversation_id as "conversationId", last_seq as "lastSeq", last_watermark as "lastWatermark"
          from conversations where (business_account_id = $1 or person_account_id = $1) and last_watermark > $2
          order by last_watermark desc limit $3`,
        [accountId, watermark, limit],
      ),
  };
}

export interface PageRange {
  after?: number | undefined;
  before?: number | undefined;
  limit: number;
}

export interface NewConversation {
  conversationId: ConversationId;
  personAccountId: AccountId;
  businessAccountId: AccountId;
  source: string | null;
  at: number;
  watermark: number;
}

async function createConversation(tx: Tx, row: NewConversation): Promise<boolean> {
  const made = await tx.sql`insert into conversations
      (conversation_id, kind, person_account_id, business_account_id, source, created_at, changed_at, last_watermark)
    values (${row.conversationId}, 'business', ${row.personAccountId}, ${row.businessAccountId}, ${row.source},
      ${row.at}, ${row.at}, ${row.watermark})
    on conflict (person_account_id, business_account_id) do nothing returning 1`;
  if (made.length === 0) return false;
  await tx.sql`insert into conversation_members (conversation_id, member, account_id, role) values
    (${row.conversationId}, ${personMember}, ${row.personAccountId}, 'person'),
    (${row.conversationId}, ${businessMember}, ${row.businessAccountId}, 'business')`;
  return true;
}

/** What opens the window to answer: a note of the system about the person is not the person's word. */
const personSpoke = `m.member = ${personMember} and m.content not like '{"type":"system"%'`;

/** The head as written, brought up to date by the rows that came after it. */
async function loadStates(reader: Reader, ids: ConversationId[]): Promise<StoredState[]> {
  return reader.query<StoredState>(
    `select c.conversation_id as "conversationId", coalesce(tail.seq, c.last_seq) as "lastSeq",
        coalesce(tail.watermark, c.last_watermark) as "lastWatermark", coalesce(tail.at, c.changed_at) as "changedAt",
        coalesce(tail.person_at, c.last_person_at) as "lastPersonAt",
        (select json_agg(json_build_object('member', p.member, 'accountId', p.account_id, 'role', p.role,
          'delivered', p.delivered, 'read', p.read) order by p.member)
          from conversation_members p where p.conversation_id = c.conversation_id) as members
      from conversations c left join lateral (
        select max(m.seq) as seq, max(m.watermark) as watermark, max(m.at) as at,
          max(m.at) filter (where ${personSpoke}) as person_at
        from messages m where m.conversation_id = c.conversation_id and m.seq > c.last_seq) tail on true
      where c.conversation_id = any($1)`,
    [ids],
  );
}

async function writeHeads(tx: Tx, heads: HeadWrite[], watermark: number): Promise<void> {
  await tx.query(
    `update conversations c set last_seq = h.last_seq, last_watermark = h.last_watermark, changed_at = h.changed_at,
        last_person_at = h.last_person_at
      from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
        as h (conversation_id, last_seq, last_watermark, changed_at, last_person_at)
      where c.conversation_id = h.conversation_id and c.last_seq < h.last_seq`,
    [
      heads.map((head) => head.conversationId),
      heads.map((head) => head.lastSeq),
      heads.map((head) => head.lastWatermark),
      heads.map((head) => head.changedAt),
      heads.map((head) => head.lastPersonAt),
    ],
  );
  await tx.query('update log_state set flushed_watermark = greatest(flushed_watermark, $1)', [watermark]);
}

async function writeReceipts(tx: Tx, receipts: ReceiptWrite[]): Promise<void> {
  await tx.query(
    `update conversation_members p set delivered = greatest(p.delivered, r.delivered), read = greatest(p.read, r.read)
      from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) as r (conversation_id, member, delivered, read)
      where p.conversation_id = r.conversation_id and p.member = r.member`,
    [
      receipts.map((receipt) => receipt.conversationId),
      receipts.map((receipt) => receipt.member),
      receipts.map((receipt) => receipt.delivered),
      receipts.map((receipt) => receipt.read),
    ],
  );
}

/** After a crash the heads lack what was committed in the last moment: the log says it. */
async function repairHeads(db: Db, flushed: number): Promise<void> {
  await db.query(
    `update conversations c set last_seq = t.seq, last_watermark = t.watermark, changed_at = t.at,
        last_person_at = coalesce(t.person_at, c.last_person_at)
      from (select conversation_id, max(seq) as seq, max(watermark) as watermark, max(at) as at,
          max(m.at) filter (where ${personSpoke}) as person_at
        from messages m where watermark > $1 group by conversation_id) t
      where c.conversation_id = t.conversation_id and c.last_seq < t.seq`,
    [flushed],
  );
}
