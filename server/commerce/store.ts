// The SQL of orders. An order is read and written whole.
import type {
  AccountId,
  CatalogId,
  ConversationId,
  DeviceId,
  MessageId,
  OrderId,
  OrderState,
  OrderTicket,
  PaymentId,
  Picture,
} from '../../protocol/index.ts';
import type { Reader, Tx } from '../kit/index.ts';
import { toTicket } from './ticket.ts';

export interface LineRow {
  sku: string;
  title: string;
  options: Record<string, string>;
  quantity: number;
  unitMinor: bigint;
  picture: Picture | null;
  /** Whether the catalogue holds these units back for the order. */
  reserved: boolean;
}

/** How a program asked for payment: its words and what it wants back in webhooks. */
export interface ApiRequest {
  body: string | null;
  opaque: string | null;
}

export interface Order {
  orderId: OrderId;
  number: number;
  businessAccountId: AccountId;
  personAccountId: AccountId;
  conversationId: ConversationId;
  catalogId: CatalogId | null;
  /** Of the message that placed it; null when a program made the order. */
  messageId: MessageId | null;
  requestDigest: string;
  deviceId: DeviceId | null;
  referenceId: string;
  state: OrderState;
  revision: number;
  currency: string;
  language: string;
  subtotalMinor: bigint;
  shippingMinor: bigint;
  discountMinor: bigint;
  /** Contained in the total. */
  taxMinor: bigint;
  taxRateBasisPoints: number;
  totalMinor: bigint;
  note: string | null;
  paymentId: PaymentId | null;
  /** Counts the requests for payment. */
  paymentRound: number;
  reservedUntil: number | null;
  history: { state: OrderState; at: number }[];
  request: ApiRequest | null;
  placedAt: number;
  changedAt: number;
  lines: LineRow[];
}

/** How a change is told to the person: by a message of its own, or, when null, by another that carries the ticket. */
export type Announcement = { type: 'order_status'; body: string | null; opaque: string | null } | null;

export interface Revision {
  ticket: OrderTicket;
  announcement: Announcement;
}

export interface RevisionInput {
  actor: string;
  announcement: Announcement;
}

interface OrderRow {
  order_id: OrderId;
  number: number;
  business_account_id: AccountId;
  person_account_id: AccountId;
  conversation_id: ConversationId;
  catalog_id: CatalogId | null;
  message_id: MessageId | null;
  request_digest: string;
  device_id: DeviceId | null;
  reference_id: string;
  state: OrderState;
  revision: number;
  currency: string;
  language: string;
  subtotal_minor: number;
  shipping_minor: number;
  discount_minor: number;
  tax_minor: number;
  tax_rate_basis_points: number;
  total_minor: number;
  note: string | null;
  payment_id: PaymentId | null;
  payment_round: number;
  reserved_until: number | null;
  history: Order['history'];
  request: ApiRequest | null;
  placed_at: number;
  changed_at: number;
  lines: {
    sku: string;
    title: string;
    options: Record<string, string>;
    quantity: number;
    unit_minor: number;
    picture: Picture | null;
    reserved: boolean;
  }[];
}

const selectOrder = `select o.*, (
    select coalesce(json_agg(l order by l.position), '[]') from order_lines l where l.order_id = o.order_id
  ) as lines from orders o`;

export async function findOrder(reader: Reader, orderId: string): Promise<Order | null> {
  return first(await reader.query<OrderRow>(`${selectOrder} where o.order_id = $1`, [orderId]));
}

/** As `findOrder`, held until the end of the transaction: changes of one order come one after the other. */
export async function lockOrder(tx: Tx, orderId: string): Promise<Order | null> {
  await tx.sql`select 1 from orders where order_id = ${orderId} for update`;
  return findOrder(tx, orderId);
}

export async function findByMessage(reader: Reader, messageId: MessageId): Promise<Order | null> {
  return first(await reader.query<OrderRow>(`${selectOrder} where o.message_id = $1`, [messageId]));
}

export async function findByReference(
  reader: Reader,
  businessId: AccountId,
  referenceId: string,
): Promise<Order | null> {
  const where = 'where o.business_account_id = $1 and o.reference_id = $2';
  return first(await reader.query<OrderRow>(`${selectOrder} ${where}`, [businessId, referenceId]));
}

/** Orders of a conversation that nobody has accepted yet, the newest first. */
export async function listPlaced(reader: Reader, conversationId: ConversationId): Promise<Order[]> {
  const where = `where o.conversation_id = $1 and o.state = 'placed' order by o.number desc limit 20`;
  return (await reader.query<OrderRow>(`${selectOrder} ${where}`, [conversationId])).map(toOrder);
}

/** Orders of a business or a person, the newest first, below the number `before`. */
export async function listOrders(
  reader: Reader,
  of: {
    businessAccountId: AccountId;
    conversationId: ConversationId | null;
    state: OrderState | null;
    before: number | null;
    limit: number;
  },
): Promise<Order[]> {
  const where = `where o.business_account_id = $1 and ($2::text is null or o.state = $2) and o.number < $3
    and ($4::text is null or o.conversation_id = $4) order by o.number desc limit $5`;
  const before = of.before ?? Number.MAX_SAFE_INTEGER;
  const values = [of.businessAccountId, of.state, before, of.conversationId, of.limit];
  return (await reader.query<OrderRow>(`${selectOrder} ${where}`, values)).map(toOrder);
}

export async function countByState(reader: Reader, businessId: AccountId): Promise<Map<OrderState, number>> {
  const rows = await reader.sql<{ state: OrderState; count: number }>`
    select state, count(*) as count from orders where business_account_id = ${businessId} group by state`;
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** The next short number of a business. It is drawn last, for it is held until the commit. */
export async function drawNumber(tx: Tx, businessId: AccountId): Promise<number> {
  const rows = await tx.sql<{ last_number: number }>`
    insert into order_numbers (business_account_id, last_number) values (${businessId}, 1001)
    on conflict (business_account_id) do update set last_number = order_numbers.last_number + 1
    returning last_number`;
  return rows[0]!.last_number;
}

export async function insertOrder(tx: Tx, order: Order, revision: RevisionInput): Promise<void> {
  await tx.sql`
    insert into orders (order_id, number, business_account_id, person_account_id, conversation_id, catalog_id,
      message_id, request_digest, device_id, reference_id, state, revision, currency, language, subtotal_minor,
      shipping_minor, discount_minor, tax_minor, tax_rate_basis_points, total_minor, note, payment_id, payment_round,
      reserved_until, history, request, placed_at, changed_at)
    values (${order.orderId}, ${order.number}, ${order.businessAccountId}, ${order.personAccountId},
      ${order.conversationId}, ${order.catalogId}, ${order.messageId}, ${order.requestDigest}, ${order.deviceId},
      ${order.referenceId}, ${order.state}, ${order.revision}, ${order.currency}, ${order.language},
      ${order.subtotalMinor}, ${order.shippingMinor}, ${order.discountMinor}, ${order.taxMinor},
      ${order.taxRateBasisPoints}, ${order.totalMinor}, ${order.note}, ${order.paymentId}, ${order.paymentRound},
      ${order.reservedUntil}, ${JSON.stringify(order.history)}, ${JSON.stringify(order.request)}, ${order.placedAt},
      ${order.changedAt})`;
  await insertLines(tx, order);
  await insertRevision(tx, order, revision);
}

export async function updateOrder(tx: Tx, order: Order, revision: RevisionInput): Promise<void> {
  await tx.sql`
    update orders set reference_id = ${order.referenceId}, state = ${order.state}, revision = ${order.revision},
      subtotal_minor = ${order.subtotalMinor}, shipping_minor = ${order.shippingMinor},
      discount_minor = ${order.discountMinor}, tax_minor = ${order.taxMinor},
      tax_rate_basis_points = ${order.taxRateBasisPoints}, total_minor = ${order.totalMinor},
      payment_id = ${order.paymentId}, payment_round = ${order.paymentRound},
      reserved_until = ${order.reservedUntil}, history = ${JSON.stringify(order.history)},
      request = ${JSON.stringify(order.request)}, changed_at = ${order.changedAt}
    where order_id = ${order.orderId}`;
  await tx.sql`delete from order_lines where order_id = ${order.orderId}`;
  await insertLines(tx, order);
  await insertRevision(tx, order, revision);
}

/** The order as it stood at a revision, and how that change is told. */
export async function findRevision(
  reader: Reader,
  orderId: string,
  revision: number,
): Promise<Revision | null> {
  const rows = await reader.sql<Revision>`select ticket, announcement from order_revisions
    where order_id = ${orderId} and revision = ${revision}`;
  return rows[0] ?? null;
}

async function insertLines(tx: Tx, order: Order): Promise<void> {
  const rows = order.lines.map((line, position) => ({
    ...line,
    position,
    unit_minor: line.unitMinor.toString(),
  }));
  await tx.sql`
    insert into order_lines (order_id, position, sku, title, options, quantity, unit_minor, picture, reserved)
    select ${order.orderId}, r.* from json_to_recordset(${JSON.stringify(rows, (_key, value) =>
      typeof value === 'bigint' ? undefined : value,
    )}::json) as r(position int, sku text, title text, options jsonb, quantity int, unit_minor bigint, picture jsonb,
      reserved boolean)`;
}

async function insertRevision(tx: Tx, order: Order, { actor, announcement }: RevisionInput): Promise<void> {
  await tx.sql`
    insert into order_revisions (order_id, revision, state, at, actor, ticket, announcement)
    values (${order.orderId}, ${order.revision}, ${order.state}, ${order.changedAt}, ${actor},
      ${JSON.stringify(toTicket(order))}, ${announcement === null ? null : JSON.stringify(announcement)})`;
}

function first(rows: OrderRow[]): Order | null {
  return rows[0] ? toOrder(rows[0]) : null;
}

function toOrder(row: OrderRow): Order {
  return {
    orderId: row.order_id,
    number: row.number,
    businessAccountId: row.business_account_id,
    personAccountId: row.person_account_id,
    conversationId: row.conversation_id,
    catalogId: row.catalog_id,
    messageId: row.message_id,
    requestDigest: row.request_digest,
    deviceId: row.device_id,
    referenceId: row.reference_id,
    state: row.state,
    revision: row.revision,
    currency: row.currency,
    language: row.language,
    subtotalMinor: BigInt(row.subtotal_minor),
    shippingMinor: BigInt(row.shipping_minor),
    discountMinor: BigInt(row.discount_minor),
    taxMinor: BigInt(row.tax_minor),
    taxRateBasisPoints: row.tax_rate_basis_points,
    totalMinor: BigInt(row.total_minor),
    note: row.note,
    paymentId: row.payment_id,
    paymentRound: row.payment_round,
    reservedUntil: row.reserved_until,
    history: row.history,
    request: row.request,
    placedAt: row.placed_at,
    changedAt: row.changed_at,
    lines: row.lines.map(({ unit_minor, ...line }) => ({
      sku: line.sku,
      title: line.title,
      options: line.options,
      quantity: line.quantity,
      unitMinor: BigInt(unit_minor),
      picture: line.picture,
      reserved: line.reserved,
    })),
  };
}
