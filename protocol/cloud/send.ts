// `POST /{phone number id}/messages`: what a business may ask for. Keys that are not listed are ignored, as at Meta.
import * as v from 'valibot';
import { limits } from '../limits.ts';
import { currencySchema } from '../money.ts';
import { cloudLimits } from './limits.ts';

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
/** Numeric ids arrive as strings or numbers. */
const numericIdSchema = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{1,20}$/, 'a numeric id'),
);

const textSchema = v.object({
  body: text(limits.textCharsMax),
  preview_url: v.optional(v.boolean()),
});

/** One of `id` and `link`; `id` wins. */
const mediaObjectSchema = v.object({
  id: v.optional(numericIdSchema),
  link: v.optional(v.pipe(v.string(), v.maxLength(2_048))),
  caption: v.optional(v.pipe(v.string(), v.maxLength(limits.captionCharsMax))),
});
export type MediaObject = v.InferOutput<typeof mediaObjectSchema>;

const reactionSchema = v.object({
  message_id: v.pipe(v.string(), v.maxLength(cloudLimits.wamidCharsMax)),
  emoji: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
});

const headerSchema = v.variant('type', [
  v.object({ type: v.literal('text'), text: text(limits.interactiveHeaderCharsMax) }),
  v.object({ type: v.literal('image'), image: mediaObjectSchema }),
]);
export type InteractiveHeader = v.InferOutput<typeof headerSchema>;

const bodySchema = v.object({ text: text(limits.interactiveBodyCharsMax) });
const footerSchema = v.object({ text: text(limits.interactiveFooterCharsMax) });
const frame = { header: v.optional(headerSchema), body: bodySchema, footer: v.optional(footerSchema) };

const buttonSchema = v.object({
  type: v.optional(v.literal('reply'), 'reply'),
  reply: v.object({ id: text(limits.buttonIdCharsMax), title: text(limits.buttonTitleCharsMax) }),
});

const interactiveButton = v.object({
  type: v.literal('button'),
  ...frame,
  action: v.object({
    buttons: v.pipe(v.array(buttonSchema), v.minLength(1), v.maxLength(limits.buttonsMax)),
  }),
});

const rowSchema = v.object({
  id: text(limits.listRowIdCharsMax),
  title: text(limits.listRowTitleCharsMax),
  description: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowDescriptionCharsMax))),
});

const interactiveList = v.object({
  type: v.literal('list'),
  ...frame,
  action: v.object({
    button: text(limits.listButtonCharsMax),
    sections: v.pipe(
      v.array(
        v.object({
          title: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowTitleCharsMax))),
          rows: v.pipe(v.array(rowSchema), v.minLength(1)),
        }),
      ),
      v.minLength(1),
      v.maxLength(limits.listSectionsMax),
    ),
  }),
});

const retailerIdSchema = text(100);
const interactiveProduct = v.object({
  type: v.literal('product'),
  body: v.optional(bodySchema),
  footer: v.optional(footerSchema),
  action: v.object({ catalog_id: numericIdSchema, product_retailer_id: retailerIdSchema }),
});

const interactiveProductList = v.object({
  type: v.literal('product_list'),
  ...frame,
  header: headerSchema,
  action: v.object({
    catalog_id: numericIdSchema,
    sections: v.pipe(
      v.array(
        v.object({
          title: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowTitleCharsMax))),
          product_items: v.pipe(
            v.array(v.object({ product_retailer_id: retailerIdSchema })),
            v.minLength(1),
            v.maxLength(limits.productListProductsMax),
          ),
        }),
      ),
      v.minLength(1),
      v.maxLength(limits.productListSectionsMax),
    ),
  }),
});

/** `value / offset` is the amount: 1100 and 100 are 11.00. The offset is that of the currency's minor unit. */
const amountSchema = v.object({
  value: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  offset: v.picklist([1, 10, 100, 1_000, 10_000]),
});
export type CloudAmount = v.InferOutput<typeof amountSchema>;

const referenceIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.-]+$/, 'letters, digits, dot, dash and underscore'),
  v.maxLength(cloudLimits.referenceIdCharsMax),
);

const orderItemSchema = v.object({
  retailer_id: v.optional(retailerIdSchema),
  name: text(60),
  amount: amountSchema,
  sale_amount: v.optional(amountSchema),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(limits.lineQuantityMax)),
});

export const orderDetailsSchema = v.object({
  reference_id: referenceIdSchema,
  type: v.picklist(['digital-goods', 'physical-goods']),
  payment_type: v.optional(v.string()),
  payment_configuration: v.optional(v.string()),
  currency: currencySchema,
  total_amount: amountSchema,
  order: v.object({
    status: v.optional(v.literal('pending'), 'pending'),
    catalog_id: v.optional(numericIdSchema),
    expiration: v.optional(
      v.object({ timestamp: v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.integer()) }),
    ),
    items: v.pipe(v.array(orderItemSchema), v.minLength(1), v.maxLength(cloudLimits.orderItemsMax)),
    subtotal: amountSchema,
    tax: v.optional(amountSchema),
    shipping: v.optional(amountSchema),
    discount: v.optional(amountSchema),
  }),
});
export type OrderDetails = v.InferOutput<typeof orderDetailsSchema>;

const interactiveOrderDetails = v.object({
  type: v.literal('order_details'),
  ...frame,
  action: v.object({ name: v.literal('review_and_pay'), parameters: orderDetailsSchema }),
});

export const cloudOrderStates = [
  'pending',
  'processing',
  'partially_shipped',
  'shipped',
  'completed',
  'canceled',
] as const;

const interactiveOrderStatus = v.object({
  type: v.literal('order_status'),
  body: bodySchema,
  footer: v.optional(footerSchema),
  action: v.object({
    name: v.literal('review_order'),
    parameters: v.object({
      reference_id: referenceIdSchema,
      order: v.object({
        status: v.picklist(cloudOrderStates),
        description: v.optional(v.pipe(v.string(), v.maxLength(120))),
      }),
    }),
  }),
});

export const interactiveSchema = v.variant('type', [
  interactiveButton,
  interactiveList,
  interactiveProduct,
  interactiveProductList,
  interactiveOrderDetails,
  interactiveOrderStatus,
]);
export type Interactive = v.InferOutput<typeof interactiveSchema>;
export type InteractiveOf<T extends Interactive['type']> = Extract<Interactive, { type: T }>;

const bodies = {
  text: v.object({ type: v.literal('text'), text: textSchema }),
  image: v.object({ type: v.literal('image'), image: mediaObjectSchema }),
  reaction: v.object({ type: v.literal('reaction'), reaction: reactionSchema }),
  interactive: v.object({ type: v.literal('interactive'), interactive: interactiveSchema }),
} as const;

/** The typed part of a message; the keys around it are in `sendEnvelopeSchema`. */
export const sendBodySchema = v.variant('type', [
  bodies.text,
  bodies.image,
  bodies.reaction,
  bodies.interactive,
]);
export type SendBody = v.InferOutput<typeof sendBodySchema>;

/** Every type that Meta's API knows; what is not in `sendBodySchema` yet is refused by name. */
export const cloudMessageTypes = [
  'audio',
  'contacts',
  'document',
  'image',
  'interactive',
  'location',
  'reaction',
  'sticker',
  'template',
  'text',
  'video',
] as const;
export const cloudInteractiveTypes = [
  'address_message',
  'button',
  'call_permission_request',
  'carousel',
  'catalog_message',
  'contact_request',
  'cta_url',
  'flow',
  'list',
  'location_request_message',
  'order_details',
  'order_status',
  'product',
  'product_list',
] as const;

/** `to` (a phone number) wins over `recipient` (a user id); one is needed. */
export const sendEnvelopeSchema = v.object({
  messaging_product: v.literal('whatsapp'),
  recipient_type: v.optional(v.picklist(['individual']), 'individual'),
  to: v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.maxLength(64))),
  recipient: v.optional(v.pipe(v.string(), v.maxLength(160))),
  type: v.optional(v.string(), 'text'),
  context: v.optional(v.object({ message_id: v.pipe(v.string(), v.maxLength(cloudLimits.wamidCharsMax)) })),
  biz_opaque_callback_data: v.optional(v.pipe(v.string(), v.maxLength(limits.opaqueCallbackCharsMax))),
});
export type SendEnvelope = v.InferOutput<typeof sendEnvelopeSchema>;

/** `{status: "read"}`: this message and all before it were read; `typing_indicator` shows typing for 25 s. */
export const markReadSchema = v.object({
  messaging_product: v.literal('whatsapp'),
  status: v.literal('read'),
  message_id: v.pipe(v.string(), v.maxLength(cloudLimits.wamidCharsMax)),
  typing_indicator: v.optional(v.object({ type: v.literal('text') })),
});
export type MarkRead = v.InferOutput<typeof markReadSchema>;

export interface SendAnswer {
  messaging_product: 'whatsapp';
  contacts: { input: string; wa_id?: string; user_id?: string }[];
  messages: { id: string }[];
}
