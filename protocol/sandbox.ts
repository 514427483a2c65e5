// The sandbox's own doors. Each takes `Authorization: Bearer <sandbox_token>`, or a request of a page of this origin;
// in production none of them exists.
import * as v from 'valibot';
import { languageSchema } from './accounts.ts';
import type { AccountId, ConversationId, MessageId, OrderId } from './ids.ts';
import { limits } from './limits.ts';

/** `<data>/sandbox.json` (mode 0600) and `GET /sandbox/world`: all that a script needs. Numeric ids are strings. */
export interface SandboxWorld {
  base_url: string;
  /** Without a version: `${graph_url}/v23.0/…`. */
  graph_url: string;
  sandbox_token: string;
  app_id: string;
  app_secret: string;
  verify_token: string;
  access_token: string;
  business_id: string;
  waba_id: string;
  phone_number_id: string;
  display_phone_number: string;
  catalog_id: string;
  product_retailer_ids: string[];
  page_id: string;
  flow_id: string;
  people: SandboxPerson[];
  staff: SandboxStaff[];
}
/** `token` signs in over socket and HTTP; `user_id` is the opaque id for the demo business. */
export interface SandboxPerson {
  name: string;
  /** E.164. */
  phone: string;
  user_id: string;
  psid: string;
  token: string;
}
export interface SandboxStaff {
  name: string;
  email: string;
  password: string;
  role: 'owner' | 'agent';
}

/** `GET /sandbox/people` → `{people}`: whom a visitor may be with one click. */
export interface SandboxFace {
  name: string;
  phone: string;
}
/** `POST /sandbox/sign-in` → `SignedIn` (a person) or `{staff_id, name, email, role}`, with the session cookie. Pages of this origin only. */
export const sandboxSignInSchema = v.union([
  v.strictObject({ phone: v.pipe(v.string(), v.maxLength(32)) }),
  v.strictObject({ email: v.pipe(v.string(), v.maxLength(254)) }),
]);

/** `POST /sandbox/people`: one person (→ `SandboxNewPerson`), or `count` of them (→ an array). */
export const sandboxCreatePeopleSchema = v.union([
  v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50_000)) }),
  v.strictObject({
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.nameCharsMax)),
    phone: v.optional(v.pipe(v.string(), v.maxLength(32))),
    language: v.optional(languageSchema),
  }),
]);
export interface SandboxNewPerson {
  account_id: AccountId;
  name: string;
  phone: string;
  token: string;
}

const context = v.optional(v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) }));
const text = v.pipe(v.string(), v.maxLength(limits.textCharsMax));
/** To which business: the demo shop's when absent. `referral` and what the protocol has no place for is ignored. */
const parts = { context, phone_number_id: v.optional(v.string()) };
/**
 * `POST /sandbox/people/{phone, user_id or account_id}/messages`: a message as the Cloud API tells it of a customer,
 * sent by that customer through a socket. `context.id` is the wamid (or our message id) of what it answers.
 */
export const sandboxMessageSchema = v.variant('type', [
  v.object({ type: v.literal('text'), ...parts, text: v.object({ body: text }) }),
  v.object({
    type: v.literal('image'),
    ...parts,
    /** `id` as `POST /{phone_number_id}/media` gave it, or a `link` to fetch. */
    image: v.object({ id: v.optional(v.string()), link: v.optional(v.string()), caption: v.optional(text) }),
  }),
  v.object({
    type: v.literal('reaction'),
    ...parts,
    reaction: v.object({ message_id: v.string(), emoji: v.optional(v.string(), '') }),
  }),
  v.object({
    type: v.literal('interactive'),
    ...parts,
    interactive: v.variant('type', [
      v.object({
        type: v.literal('button_reply'),
        button_reply: v.object({ id: v.string(), title: v.optional(v.string()) }),
      }),
      v.object({
        type: v.literal('list_reply'),
        list_reply: v.object({
          id: v.string(),
          title: v.optional(v.string()),
          description: v.optional(v.string()),
        }),
      }),
    ]),
  }),
  v.object({
    type: v.literal('order'),
    ...parts,
    /** Prices in `product_items` are ignored: the shop's count. */
    order: v.object({
      text: v.optional(v.string()),
      product_items: v.pipe(
        v.array(v.object({ product_retailer_id: v.string(), quantity: v.union([v.number(), v.string()]) })),
        v.minLength(1),
        v.maxLength(limits.cartLinesMax),
      ),
    }),
  }),
]);
export type SandboxMessage = v.InferOutput<typeof sandboxMessageSchema>;
export interface SandboxSent {
  /** As the Cloud API would name it. */
  messages: { id: string }[];
  message_id: MessageId;
  conversation_id: ConversationId;
  seq: number;
  order_id?: OrderId;
}

/** `POST …/read`: up to `message_id` (a wamid or ours), else all. */
export const sandboxReadSchema = v.object({
  message_id: v.optional(v.string()),
  phone_number_id: v.optional(v.string()),
});
/** `POST …/pay` → `{state}`: pays by the sandbox rail, which does as `outcome` says, or from the wallet. */
export const sandboxPaySchema = v.object({
  reference_id: v.string(),
  outcome: v.optional(v.picklist(['success', 'refusal', 'delay'])),
  rail: v.optional(v.picklist(['sandbox', 'wallet'])),
  phone_number_id: v.optional(v.string()),
});
/** `POST …/block` and `DELETE …/block` → `BlockView`. `POST …/share-phone` → 204. */
export const sandboxBusinessSchema = v.object({ phone_number_id: v.optional(v.string()) });

/** `POST /sandbox/clock` → `SandboxClock`; `GET` as well. The clock only goes forward. */
export const sandboxClockSchema = v.strictObject({
  advance_ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(400 * 24 * 3_600_000)),
});
export interface SandboxClock {
  /** Unix ms. */
  now: number;
  offset_ms: number;
}

/** `POST /sandbox/faults` → `SandboxFaults`; `GET` as well. What is absent is off. */
export const sandboxFaultsSchema = v.strictObject({
  webhooks: v.optional(
    v.strictObject({
      delay_ms: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000)), 0),
      duplicate: v.optional(v.boolean(), false),
      drop: v.optional(v.boolean(), false),
      fail_status: v.optional(
        v.nullable(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))),
        null,
      ),
    }),
    {},
  ),
});
export type SandboxFaults = v.InferOutput<typeof sandboxFaultsSchema>;

/** `GET /sandbox/codes` → `{codes}`, newest first: the one place where sign-in codes can be read. */
export interface SandboxCodeView {
  phone: string;
  code: string;
  purpose: 'sign_in' | 'change_number' | 'delete_account';
  /** Unix ms. */
  at: number;
  expires_at: number;
}
/**
 * One row of the log of webhooks. `GET /sandbox/webhooks` → `{webhooks}`: the last ones of all apps.
 * `GET /api/console/webhooks?before&limit` (owners): those about the business; `POST /api/console/webhooks/{seq}/replay`
 * sends one once more. `POST /sandbox/reset` → `SandboxWorld`, made anew.
 */
export interface WebhookDelivery {
  seq: number;
  app_id: string;
  state: 'waiting' | 'accepted' | 'expired' | 'dropped' | 'canceled';
  /** JSON text of one element of `changes`, as it is signed and sent inside its envelope. */
  change: string;
  attempts: number;
  /** The last try: where to, HTTP status (null when there was no answer), what the answer began with, how long. */
  url: string | null;
  status: number | null;
  excerpt: string | null;
  duration_ms: number | null;
  tried_at: number | null;
  /** The next try, while it waits. */
  due_at: number;
  created_at: number;
}
