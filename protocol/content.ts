// What a message can say. The content of a message is stored and sent as it is here; its sender decides only
// what `sendableBy` lists, the rest is written by the server.
import * as v from 'valibot';
import { skuSchema } from './catalog.ts';
import { idSchema } from './ids.ts';
import { limits } from './limits.ts';
import { orderTicketSchema, paymentTicketSchema } from './orders.ts';

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const seqSchema = v.pipe(v.number(), v.integer(), v.minValue(1));

const textContent = v.object({
  type: v.literal('text'),
  body: text(limits.textCharsMax),
  preview_url: v.optional(v.boolean()),
});

const imageContent = v.object({
  type: v.literal('image'),
  media_id: idSchema('media'),
  caption: v.optional(text(limits.captionCharsMax)),
  /** Filled in by the server from the stored picture. */
  width: v.optional(v.number()),
  height: v.optional(v.number()),
});

/** Puts one reaction of this member on a message, or takes it away (empty emoji). */
const reactionContent = v.object({
  type: v.literal('reaction'),
  target_seq: seqSchema,
  emoji: v.pipe(v.string(), v.maxLength(64)),
});

const headerSchema = v.variant('type', [
  v.object({ type: v.literal('text'), text: text(limits.interactiveHeaderCharsMax) }),
  v.object({ type: v.literal('image'), media_id: idSchema('media') }),
]);

const interactiveParts = {
  header: v.optional(headerSchema),
  body: text(limits.interactiveBodyCharsMax),
  footer: v.optional(text(limits.interactiveFooterCharsMax)),
};

const buttonsContent = v.object({
  type: v.literal('buttons'),
  ...interactiveParts,
  buttons: v.pipe(
    v.array(v.object({ id: text(limits.buttonIdCharsMax), title: text(limits.buttonTitleCharsMax) })),
    v.minLength(1),
    v.maxLength(limits.buttonsMax),
  ),
});

const listContent = v.object({
  type: v.literal('list'),
  ...interactiveParts,
  button: text(limits.listButtonCharsMax),
  sections: v.pipe(
    v.array(
      v.object({
        title: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowTitleCharsMax))),
        rows: v.array(
          v.object({
            id: text(limits.listRowIdCharsMax),
            title: text(limits.listRowTitleCharsMax),
            description: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowDescriptionCharsMax))),
          }),
        ),
      }),
    ),
    v.minLength(1),
    v.maxLength(limits.listSectionsMax),
  ),
});

/** The press of a button of `reply_to`; the title is the button's, checked by the server. */
const buttonReplyContent = v.object({
  type: v.literal('button_reply'),
  id: text(limits.buttonIdCharsMax),
  title: text(limits.buttonTitleCharsMax),
});

const listReplyContent = v.object({
  type: v.literal('list_reply'),
  id: text(limits.listRowIdCharsMax),
  title: text(limits.listRowTitleCharsMax),
  description: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowDescriptionCharsMax))),
});

const productContent = v.object({
  type: v.literal('product'),
  catalog_id: idSchema('catalog'),
  sku: skuSchema,
  body: v.optional(text(limits.interactiveBodyCharsMax)),
  footer: v.optional(text(limits.interactiveFooterCharsMax)),
});

const productListContent = v.object({
  type: v.literal('product_list'),
  catalog_id: idSchema('catalog'),
  header: v.optional(headerSchema),
  body: text(limits.interactiveBodyCharsMax),
  footer: v.optional(text(limits.interactiveFooterCharsMax)),
  sections: v.pipe(
    v.array(
      v.object({
        title: v.optional(v.pipe(v.string(), v.maxLength(limits.listRowTitleCharsMax))),
        skus: v.pipe(v.array(skuSchema), v.minLength(1), v.maxLength(limits.productListProductsMax)),
      }),
    ),
    v.minLength(1),
    v.maxLength(limits.productListSectionsMax),
  ),
});

/** A person's order as sent from the basket. */
const orderContent = v.object({
  type: v.literal('order'),
  order: orderTicketSchema,
  text: v.optional(v.pipe(v.string(), v.maxLength(limits.orderNoteCharsMax))),
});

/** A change of an order: the same ticket, one revision on. */
const orderStatusContent = v.object({
  type: v.literal('order_status'),
  order: orderTicketSchema,
  body: v.optional(text(limits.interactiveBodyCharsMax)),
});

/** "Please pay": a ticket with a button. Without an order it stands for itself. */
const paymentRequestContent = v.object({
  type: v.literal('payment_request'),
  payment: paymentTicketSchema,
  order: v.optional(orderTicketSchema),
  body: v.optional(text(limits.interactiveBodyCharsMax)),
});

/** What became of a payment: captured (the receipt both sides keep), refused, refunded. */
const paymentContent = v.object({
  type: v.literal('payment'),
  payment: paymentTicketSchema,
  order: v.optional(orderTicketSchema),
});

/** A note of the system, as a code with parameters, worded by the reader's app. */
const systemContent = v.object({
  type: v.literal('system'),
  code: v.picklist([
    'conversation_started',
    'phone_shared',
    'number_changed',
    'account_deleted',
    'order_edited',
  ]),
  parameters: v.record(v.string(), v.string()),
});

export const contentSchema = v.variant('type', [
  textContent,
  imageContent,
  reactionContent,
  buttonsContent,
  listContent,
  buttonReplyContent,
  listReplyContent,
  productContent,
  productListContent,
  orderContent,
  orderStatusContent,
  paymentRequestContent,
  paymentContent,
  systemContent,
]);
export type Content = v.InferOutput<typeof contentSchema>;
export type ContentType = Content['type'];
export type ContentOf<T extends ContentType> = Extract<Content, { type: T }>;

export type MemberRole = 'person' | 'business';

/** Which contents a device may put into a `send` frame, by the role of its member. */
export const sendableBy: Record<MemberRole, ReadonlySet<ContentType>> = {
  person: new Set(['text', 'image', 'reaction', 'button_reply', 'list_reply']),
  business: new Set(['text', 'image', 'reaction', 'buttons', 'list', 'product', 'product_list']),
};
