// What a webhook carries (`object: whatsapp_business_account`, field `messages`). A person who did not share the
// number with the business has no `from`, `wa_id` or `recipient_id`, only the user id.
import * as v from 'valibot';

const seconds = v.pipe(v.string(), v.regex(/^\d{9,11}$/));
const wamid = v.pipe(v.string(), v.startsWith('wamid.'), v.maxLength(128));
const userId = v.pipe(v.string(), v.regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/));
const waId = v.pipe(v.string(), v.regex(/^\d{5,15}$/));

export const webhookErrorSchema = v.object({
  code: v.number(),
  title: v.string(),
  message: v.string(),
  error_data: v.object({ details: v.string() }),
  href: v.optional(v.string()),
});

export const webhookContactSchema = v.object({
  profile: v.object({ name: v.string() }),
  wa_id: v.optional(waId),
  user_id: userId,
});
export type WebhookContact = v.InferOutput<typeof webhookContactSchema>;

const common = {
  from: v.optional(waId),
  from_user_id: userId,
  id: wamid,
  timestamp: seconds,
  context: v.optional(v.object({ from: v.optional(waId), id: wamid })),
};

const orderItem = v.object({
  product_retailer_id: v.string(),
  quantity: v.number(),
  /** A decimal number of the currency's major unit: 30 or 19.99. */
  item_price: v.number(),
  currency: v.string(),
});

export const webhookMessageSchema = v.variant('type', [
  v.object({ ...common, type: v.literal('text'), text: v.object({ body: v.string() }) }),
  v.object({
    ...common,
    type: v.literal('image'),
    image: v.object({
      caption: v.optional(v.string()),
      mime_type: v.string(),
      /** Base64 here, hexadecimal in `GET /{media}`: so it is at Meta. */
      sha256: v.string(),
      id: v.string(),
      url: v.optional(v.string()),
    }),
  }),
  v.object({
    ...common,
    type: v.literal('reaction'),
    reaction: v.object({ message_id: wamid, emoji: v.string() }),
  }),
  v.object({
    ...common,
    type: v.literal('interactive'),
    interactive: v.variant('type', [
      v.object({
        type: v.literal('button_reply'),
        button_reply: v.object({ id: v.string(), title: v.string() }),
      }),
      v.object({
        type: v.literal('list_reply'),
        list_reply: v.object({ id: v.string(), title: v.string(), description: v.optional(v.string()) }),
      }),
    ]),
  }),
  v.object({
    ...common,
    type: v.literal('order'),
    order: v.object({ catalog_id: v.string(), text: v.string(), product_items: v.array(orderItem) }),
  }),
  /** Something that was sent and cannot be shown, e.g. a picture that is gone. */
  v.object({ ...common, type: v.literal('unsupported'), errors: v.array(webhookErrorSchema) }),
]);
export type WebhookMessage = v.InferOutput<typeof webhookMessageSchema>;

const recipient = { recipient_id: v.optional(waId), recipient_user_id: v.optional(userId) };

export const webhookMessageStatusSchema = v.object({
  id: wamid,
  status: v.picklist(['sent', 'delivered', 'read', 'failed']),
  timestamp: seconds,
  ...recipient,
  biz_opaque_callback_data: v.optional(v.string()),
  pricing: v.optional(
    v.object({
      billable: v.boolean(),
      pricing_model: v.literal('PMP'),
      type: v.picklist(['regular', 'free_customer_service', 'free_entry_point']),
      category: v.picklist(['marketing', 'utility', 'authentication', 'service', 'referral_conversion']),
    }),
  ),
  errors: v.optional(v.array(webhookErrorSchema)),
});
export type WebhookMessageStatus = v.InferOutput<typeof webhookMessageStatusSchema>;

const amount = v.object({ value: v.number(), offset: v.number() });
export const webhookPaymentStatusSchema = v.object({
  id: wamid,
  ...recipient,
  type: v.literal('payment'),
  status: v.picklist(['captured', 'pending', 'failed']),
  timestamp: seconds,
  payment: v.object({
    reference_id: v.string(),
    amount,
    currency: v.string(),
    transaction: v.object({
      id: v.string(),
      type: v.string(),
      status: v.picklist(['success', 'pending', 'failed']),
      created_timestamp: seconds,
      updated_timestamp: seconds,
      amount,
      currency: v.string(),
      error: v.optional(v.object({ code: v.string(), reason: v.string() })),
    }),
  }),
});
export type WebhookPaymentStatus = v.InferOutput<typeof webhookPaymentStatusSchema>;
export type WebhookStatus = WebhookMessageStatus | WebhookPaymentStatus;

/** The value of a change of the field `messages`: one message, or one status. */
export const messagesValueSchema = v.object({
  messaging_product: v.literal('whatsapp'),
  metadata: v.object({ display_phone_number: waId, phone_number_id: v.string() }),
  contacts: v.optional(v.array(webhookContactSchema)),
  messages: v.optional(v.array(webhookMessageSchema)),
  statuses: v.optional(v.array(v.union([webhookPaymentStatusSchema, webhookMessageStatusSchema]))),
});
export type MessagesValue = v.InferOutput<typeof messagesValueSchema>;

export const webhookBodySchema = v.object({
  object: v.literal('whatsapp_business_account'),
  entry: v.array(
    v.object({
      id: v.string(),
      time: v.optional(v.number()),
      changes: v.array(v.object({ value: messagesValueSchema, field: v.literal('messages') })),
    }),
  ),
});
export type WebhookBody = v.InferOutput<typeof webhookBodySchema>;
