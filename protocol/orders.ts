// Orders and payments as tickets: whole snapshots that travel inside messages, so that the log alone shows the
// present state. Only the server makes them.
import * as v from 'valibot';
import { cartLineInputSchema, pictureSchema, skuSchema } from './catalog.ts';
import { type ConversationId, idSchema } from './ids.ts';
import { limits } from './limits.ts';
import { moneySchema } from './money.ts';

/** placed → accepted → paid → shipped → completed; canceled from placed or accepted, refunded after paid. */
export const orderStates = [
  'placed',
  'accepted',
  'paid',
  'shipped',
  'completed',
  'canceled',
  'expired',
  'refunded',
] as const;
export type OrderState = (typeof orderStates)[number];

export const orderLineSchema = v.object({
  sku: skuSchema,
  title: v.string(),
  options: v.record(v.string(), v.string()),
  quantity: v.number(),
  unit_price: moneySchema,
  total: moneySchema,
  picture: v.nullable(pictureSchema),
});
export type OrderLine = v.InferOutput<typeof orderLineSchema>;

export const orderTicketSchema = v.object({
  order_id: idSchema('order'),
  /** The short number that people say: 2041. Unique per business. */
  number: v.number(),
  /** The Cloud API's reference_id for this order. */
  reference_id: v.string(),
  state: v.picklist(orderStates),
  /** Counts the order's changes; a ticket with a higher revision replaces one with a lower. */
  revision: v.number(),
  lines: v.array(orderLineSchema),
  subtotal: moneySchema,
  shipping: moneySchema,
  discount: moneySchema,
  /** Tax contained in the total. */
  tax_included: moneySchema,
  tax_rate_basis_points: v.number(),
  total: moneySchema,
  note: v.nullable(v.string()),
  payment_id: v.nullable(idSchema('payment')),
  /** Unpaid stock is held until then (Unix ms). */
  reserved_until: v.nullable(v.number()),
  history: v.array(v.object({ state: v.picklist(orderStates), at: v.number() })),
});
export type OrderTicket = v.InferOutput<typeof orderTicketSchema>;

export const paymentStates = [
  'requested',
  'pending',
  'captured',
  'refused',
  'canceled',
  'expired',
  'partially_refunded',
  'refunded',
] as const;
export type PaymentState = (typeof paymentStates)[number];
export const rails = ['wallet', 'sandbox'] as const;
export type Rail = (typeof rails)[number];

export const paymentTicketSchema = v.object({
  payment_id: idSchema('payment'),
  reference_id: v.string(),
  state: v.picklist(paymentStates),
  revision: v.number(),
  amount: moneySchema,
  refunded: moneySchema,
  /** What it is for, in the merchant's words. */
  description: v.string(),
  order_id: v.nullable(idSchema('order')),
  rail: v.nullable(v.picklist(rails)),
  /** Ways to pay that this person is offered now. */
  rails: v.array(v.picklist(rails)),
  requested_at: v.number(),
  captured_at: v.nullable(v.number()),
  expires_at: v.nullable(v.number()),
  /** A catalogued code when refused. */
  failure: v.nullable(v.string()),
});
export type PaymentTicket = v.InferOutput<typeof paymentTicketSchema>;

/** `GET /api/wallet` (a person) and `GET /api/console/wallet` (a business). Newest first. */
export const walletSchema = v.object({
  balance: moneySchema,
  transfers: v.array(
    v.object({
      transfer_id: idSchema('transfer'),
      /** Positive came in, negative went out. */
      amount: moneySchema,
      kind: v.picklist(['funding', 'payment', 'refund', 'fee']),
      reference_id: v.nullable(v.string()),
      other_party: v.nullable(v.string()),
      at: v.number(),
    }),
  ),
  next: v.nullable(v.string()),
});
export type Wallet = v.InferOutput<typeof walletSchema>;

/** `POST /api/payments/{payment_id}/pay` with an `Idempotency-Key` header → `PaidAnswer`. */
export const payBodySchema = v.strictObject({ rail: v.picklist(rails) });
export interface PaidAnswer {
  state: 'captured' | 'pending' | 'refused';
  payment: PaymentTicket;
}
/** `POST /api/console/payments/{payment_id}/refund` with an `Idempotency-Key` header → `PaymentTicket`. */
export const refundBodySchema = v.strictObject({
  /** Minor units; all that is left when absent. */
  amount_minor: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,15}$/))),
});

/** An order as the console lists it: the ticket, and whose it is. */
export interface ConsoleOrder {
  order: OrderTicket;
  conversation_id: ConversationId;
  person: { name: string; user_id: string | null };
  placed_at: number;
  changed_at: number;
}
/** `GET /api/console/orders?conversation_id&state&after&limit`, newest first. `GET /api/console/orders/{order_id}` → `ConsoleOrder`. */
export interface ConsoleOrderPage {
  orders: ConsoleOrder[];
  next: string | null;
  /** How many there are of each state. */
  counts: Partial<Record<OrderState, number>>;
}
/** `POST /api/console/orders/{order_id}/lines` → `OrderTicket`: the whole list as it shall be, before payment. */
export const editOrderSchema = v.strictObject({
  lines: v.pipe(v.array(cartLineInputSchema), v.minLength(1), v.maxLength(limits.cartLinesMax)),
  /** Minor units; as before when absent. */
  shipping_minor: v.optional(v.pipe(v.string(), v.regex(/^\d{1,12}$/))),
  /** The revision that was seen; another one since is refused. */
  revision: v.optional(v.number()),
  body: v.optional(v.pipe(v.string(), v.maxLength(limits.interactiveBodyCharsMax))),
});
/** `POST /api/console/orders/{order_id}/accept` (also `/ship`, `/complete`, `/cancel`) → `OrderTicket`. */
export const orderCommandSchema = v.strictObject({
  /** Words to the person with the change. */
  body: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(limits.interactiveBodyCharsMax))),
});
/** `POST /api/console/orders/{order_id}/refund` with an `Idempotency-Key` header → `OrderTicket`. */
export const refundOrderSchema = v.strictObject({
  /** Minor units; all that is left when absent. */
  amount_minor: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,15}$/))),
});
