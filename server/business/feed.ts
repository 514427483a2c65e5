// From the log to webhooks. Follows the log by watermark, so that nothing is lost whatever stops when; while nobody
// listens the log is not read at all. The place in the log moves in the transaction that enqueues.
import type { AccountId, ConversationId, MediaId } from '../../protocol/index.ts';
import type { Accounts, Business } from '../accounts/index.ts';
import type { Apps, WebhookTarget } from '../apps/index.ts';
import { paymentRequestMessageId } from '../commerce/index.ts';
import type { Conversations, LogRow } from '../conversations/index.ts';
import type { Kit } from '../kit/index.ts';
import { toAsciiJson, type Update, type Webhooks } from '../webhooks/index.ts';
import { type InboundDeps, isToldMessage, type Sides, toValue, toWebhookMessage } from './inbound.ts';
import { hasStatus, toMessageStatus, toPaymentStatus } from './statuses.ts';
import type { Store } from './store.ts';

export interface FeedDeps extends InboundDeps {
  accounts: Pick<Accounts, 'businesses' | 'peopleForBusiness'>;
  listeners: Apps['listeners'];
  conversations: Conversations;
  webhooks: Webhooks;
  store: Store;
}

/** The two of a conversation, and who listens to the business's number. */
export interface Listened extends Sides {
  targets: WebhookTarget[];
}
export interface Told {
  lane: string;
  at: number;
  /** Null for what has no place in the log. */
  watermark: number | null;
  note: string | null;
}

const pageRows = 500;
const pollMs = 1_000;
/** What was passed without an update is written down only so often: it may be read again. */
const unwrittenMax = 50_000;

export class Feed {
  readonly #kit: Kit;
  readonly #deps: FeedDeps;
  #cursor = 0;
  #written = 0;
  #wanted = false;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(kit: Kit, deps: FeedDeps) {
    this.#kit = kit;
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#cursor = await this.#deps.store.feedCursor();
    this.#written = this.#cursor;
    const wake = () => {
      this.drain().catch((error) =>
        this.#kit.log.error({ err: error }, 'the log could not be read for webhooks'),
      );
    };
    this.#deps.conversations.onAppended(wake);
    this.#deps.listeners.onChanged(wake);
    this.#timer = setInterval(wake, pollMs);
    wake();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running?.catch(() => {});
  }

  /** Resolves when all that was in the log before the call is enqueued. */
  drain(): Promise<void> {
    this.#wanted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Whether all that is in the log was enqueued, or nobody listens. */
  async isSettled(): Promise<boolean> {
    const { conversations, listeners } = this.#deps;
    if (this.#running !== null) return false;
    const since = await listeners.listeningSince();
    if (since === null) return true;
    const after = Math.max(this.#cursor, since);
    return (await conversations.readLog({ after, limit: 1 })).length === 0;
  }

  async #run(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      while (await this.#step());
    }
  }

  /** Enqueues what the next rows tell; false at the end of the log, or while nobody listens. */
  async #step(): Promise<boolean> {
    const { conversations, listeners, store, webhooks } = this.#deps;
    const since = await listeners.listeningSince();
    if (since === null) return false;
    this.#cursor = Math.max(this.#cursor, since);
    const rows = await conversations.readLog({ after: this.#cursor, limit: pageRows });
    const last = rows.at(-1);
    if (last === undefined) return false;
    const { updates, opened, files } = await compose(this.#deps, rows);
    if (updates.length > 0 || last.watermark - this.#written > unwrittenMax) {
      await webhooks.enqueue(async (tx) => {
        if (opened.length > 0) await store.openReceipts(tx, opened);
        if (files.length > 0) await store.grantMedia(tx, files, this.#kit.clock.now());
        await store.moveFeedCursor(tx, last.watermark);
        return updates;
      });
      this.#written = last.watermark;
    }
    this.#cursor = last.watermark;
    return true;
  }
}

/** The conversations among `ids` whose business somebody listens to. */
export async function findListened(
  deps: FeedDeps,
  ids: Iterable<ConversationId>,
): Promise<Map<ConversationId, Listened>> {
  const pairs = await findPairs(deps, ids);
  const found = new Map<ConversationId, Listened>();
  const businesses = await deps.accounts.businesses([...new Set(pairs.map((pair) => pair.business))]);
  for (const business of businesses.values()) {
    const targets = await findTargets(deps, business);
    if (targets.length === 0) continue;
    const own = pairs.filter((pair) => pair.business === business.accountId);
    const ids = [...new Set(own.map((pair) => pair.person))];
    const people = await deps.accounts.peopleForBusiness(ids, business.accountId);
    for (const { id, person } of own) {
      const seen = people.get(person);
      if (seen) found.set(id, { business, person: seen, targets });
    }
  }
  return found;
}

/** Who is told of messages to and from this number. */
export async function findTargets({ listeners }: FeedDeps, business: Business): Promise<WebhookTarget[]> {
  const targets = await listeners.targets(business.wabaId, business.phoneNumberId);
  return targets.filter((target) => target.fields.includes('messages'));
}

/** One update for each target that listened before `watermark`. */
export function toUpdates(
  { business, targets }: Pick<Listened, 'business' | 'targets'>,
  value: object,
  told: Told,
): Update[] {
  const change = toAsciiJson({ value, field: 'messages' });
  return targets
    .filter((target) => told.watermark === null || told.watermark > target.since)
    .map((target) => ({
      appId: target.appId,
      subject: webhookSubject(business),
      object: 'whatsapp_business_account',
      entryId: business.wabaId,
      lane: told.lane,
      change,
      note: told.note,
      happenedAt: told.at,
    }));
}

interface Composed {
  updates: Update[];
  /** Conversations from whose `seq` on receipts are told. */
  opened: { conversationId: ConversationId; seq: number }[];
  /** What the business may fetch from now on. */
  files: { mediaId: MediaId; businessAccountId: AccountId }[];
}

async function compose(deps: FeedDeps, rows: readonly LogRow[]): Promise<Composed> {
  const told = rows.filter((row) => isToldMessage(row) || hasStatus(row) || row.type === 'payment');
  const sides = await findListened(deps, new Set(told.map((row) => row.conversationId)));
  const composed: Composed = { updates: [], opened: [], files: [] };
  const opened = new Set<ConversationId>();
  for (const row of told) {
    const { conversationId, seq, at, watermark, content } = row;
    const side = sides.get(conversationId);
    const value = side && (await describe(deps, row, side));
    if (!side || !value) continue;
    const note = isToldMessage(row) ? `${conversationId}:${seq}` : null;
    const updates = toUpdates(side, value, { lane: conversationId, at, watermark, note });
    composed.updates.push(...updates);
    if (updates.length === 0) continue;
    if (hasStatus(row) && !opened.has(conversationId)) composed.opened.push({ conversationId, seq });
    if (hasStatus(row)) opened.add(conversationId);
    if (row.role === 'person' && content.type === 'image')
      composed.files.push({ mediaId: content.media_id, businessAccountId: side.business.accountId });
  }
  return composed;
}

async function findPairs({ conversations }: FeedDeps, ids: Iterable<ConversationId>) {
  const pairs: { id: ConversationId; person: AccountId; business: AccountId }[] = [];
  for (const id of ids) {
    const members = await conversations.members(id);
    const person = members.find((member) => member.role === 'person');
    const business = members.find((member) => member.role === 'business');
    if (person && business) pairs.push({ id, person: person.accountId, business: business.accountId });
  }
  return pairs;
}

/** The value of the change that tells of this row; null when there is nothing to tell. */
async function describe(deps: FeedDeps, row: LogRow, sides: Sides): Promise<object | null> {
  if (isToldMessage(row)) return toValue(sides, { message: await toWebhookMessage(deps, row, sides) });
  const { person } = sides;
  const { conversationId, seq, at, content } = row;
  if (content.type === 'payment') {
    const asked = await deps.conversations.messageById(
      conversationId,
      paymentRequestMessageId(content.payment.payment_id),
    );
    const wamid = deps.wamids.ofMessage(conversationId, asked?.seq ?? seq);
    const status = toPaymentStatus(content.payment, { wamid, at, person });
    return status && toValue(sides, { status });
  }
  const wamid = deps.wamids.ofMessage(conversationId, seq);
  const status = toMessageStatus('sent', { wamid, at, person, opaque: row.opaque });
  return toValue(sides, { status });
}

/** What a webhook's address is looked up by: the number, and the account that it belongs to. */
export function webhookSubject({
  wabaId,
  phoneNumberId,
}: Pick<Business, 'wabaId' | 'phoneNumberId'>): string {
  return `${wabaId} ${phoneNumberId}`;
}
