// What apps are told after a send: that it was delivered, read, or refused; and what an accepted webhook tells us, for
// "delivered" to a business that is only a program means that a webhook was taken.
import { type AccountId, type ConversationId, isId } from '../../protocol/index.ts';
import type { LogRow } from '../conversations/index.ts';
import type { DomainEvent, Kit } from '../kit/index.ts';
import type { Update } from '../webhooks/index.ts';
import { type Feed, type FeedDeps, findListened, findTargets, type Listened, toUpdates } from './feed.ts';
import { toValue } from './inbound.ts';
import { hasStatus, toFailedStatus, toMessageStatus } from './statuses.ts';
import type { Refusal, ToldReceipts } from './store.ts';

/** Of one conversation, at once: who was away longer is told of the newest. */
const rowsMax = 1_000;
const readAtOnce = 50;

/** Hears receipts and refusals from now on. */
export function tellReceipts(kit: Kit, deps: FeedDeps, feed: Feed): void {
  const isDeaf = async () => (await deps.listeners.listeningSince()) === null;
  kit.events.consumeBatches('business.receipts', ['receipt.advanced'], {
    isDeaf,
    handle: (events) => tellAdvanced(deps, feed, events),
  });
  kit.events.consumeBatches('business.refusals', ['send.refused'], {
    isDeaf,
    handle: (events) => tellRefused(deps, events),
  });
  deps.webhooks.onAccepted((notes) => void markDelivered(kit, deps, notes));
}

interface Advance extends ToldReceipts {
  at: number;
}

async function tellAdvanced(
  deps: FeedDeps,
  feed: Feed,
  events: DomainEvent<'receipt.advanced'>[],
): Promise<void> {
  // "Sent" comes before "delivered": the log first.
  await feed.drain();
  const advances = await readAdvances(deps, events);
  const told = await deps.store.toldReceipts([...advances.keys()]);
  const listened = await findListened(deps, told.keys());
  const updates: Update[] = [];
  const moved = new Map<ConversationId, ToldReceipts>();
  for (const [id, before] of told) {
    const advance = advances.get(id)!;
    const side = listened.get(id);
    if (side) updates.push(...(await describeAdvance(deps, { id, before, advance, side })));
    moved.set(id, advance);
  }
  if (moved.size === 0) return;
  await deps.webhooks.enqueue(async (tx) => {
    await deps.store.moveToldReceipts(tx, moved);
    return updates;
  });
}

/** How far each person has come, of all the events together. */
async function readAdvances({ conversations }: FeedDeps, events: DomainEvent<'receipt.advanced'>[]) {
  const advances = new Map<ConversationId, Advance>();
  for (const { at, payload } of events) {
    const { conversation_id: id, member, delivered, read } = payload;
    if (!isId('conversation', id)) continue;
    const members = await conversations.members(id);
    if (members.find((one) => one.member === member)?.role !== 'person') continue;
    const before = advances.get(id);
    advances.set(id, {
      delivered: Math.max(delivered, before?.delivered ?? 0),
      read: Math.max(read, before?.read ?? 0),
      at,
    });
  }
  return advances;
}

async function describeAdvance(
  deps: FeedDeps,
  {
    id,
    before,
    advance,
    side,
  }: { id: ConversationId; before: ToldReceipts; advance: Advance; side: Listened },
): Promise<Update[]> {
  const rows = await readRows(deps, id, {
    from: Math.min(before.delivered, before.read) + 1,
    upTo: Math.max(advance.delivered, advance.read),
  });
  const updates: Update[] = [];
  for (const status of ['delivered', 'read'] as const) {
    for (const row of rows) {
      if (row.seq <= before[status] || row.seq > advance[status]) continue;
      const wamid = deps.wamids.ofMessage(id, row.seq);
      const told = toMessageStatus(status, {
        wamid,
        at: advance.at,
        person: side.person,
        opaque: row.opaque,
      });
      const place = { lane: id, at: advance.at, watermark: row.watermark, note: null };
      updates.push(...toUpdates(side, toValue(side, { status: told }), place));
    }
  }
  return updates;
}

/** The messages with a status in a range of the conversation. */
async function readRows(
  { conversations }: FeedDeps,
  id: ConversationId,
  { from, upTo }: { from: number; upTo: number },
): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for (let seq = Math.max(from, upTo - rowsMax + 1); seq <= upTo; seq += readAtOnce) {
    const count = Math.min(readAtOnce, upTo - seq + 1);
    const page = await Promise.all(
      Array.from({ length: count }, (_, index) => conversations.message(id, seq + index)),
    );
    rows.push(...page.filter((row) => row !== null && hasStatus(row)).map((row) => row!));
  }
  return rows;
}

async function tellRefused(deps: FeedDeps, events: DomainEvent<'send.refused'>[]): Promise<void> {
  const refusals = await deps.store.findRefusals(events.map((event) => event.payload.refusal_id));
  const businesses = await deps.accounts.businesses(
    [...refusals.values()].map((one) => one.businessAccountId),
  );
  const updates: Update[] = [];
  for (const refusal of refusals.values()) {
    const business = businesses.get(refusal.businessAccountId);
    if (!business) continue;
    const targets = await findTargets(deps, business);
    const status = toFailedStatus(refusal, deps.wamids.ofRefusal(refusal.refusalId));
    const value = toValue({ business, person: null }, { status });
    updates.push(...toUpdates({ business, targets }, value, placeOf(refusal)));
  }
  if (updates.length > 0) await deps.webhooks.enqueue(async () => updates);
}

function placeOf({ conversationId, recipientId, recipientUserId, refusedAt }: Refusal) {
  const lane = conversationId ?? `to ${recipientId ?? recipientUserId}`;
  return { lane, at: refusedAt, watermark: null, note: null };
}

async function markDelivered(kit: Kit, { conversations }: FeedDeps, notes: readonly string[]): Promise<void> {
  const furthest = new Map<ConversationId, number>();
  for (const note of notes) {
    const [id, seq] = note.split(':');
    if (isId('conversation', id)) furthest.set(id, Math.max(Number(seq), furthest.get(id) ?? 0));
  }
  for (const [conversationId, delivered] of furthest) {
    try {
      const members = await conversations.members(conversationId);
      const accountId: AccountId | undefined = members.find(
        (member) => member.role === 'business',
      )?.accountId;
      if (accountId) await conversations.advanceReceipt({ conversationId, accountId, delivered });
    } catch (error) {
      kit.log.warn({ err: error, conversation_id: conversationId }, 'a receipt could not be advanced');
    }
  }
}
