// What a person sent, as a webhook tells it. A person who did not share the number has no `from` and no `wa_id`.
import {
  type GraphErrorCode,
  graphErrors,
  type MessagesValue,
  type WebhookContact,
  type WebhookError,
  type WebhookMessage,
  type WebhookStatus,
} from '../../protocol/cloud/index.ts';
import {
  type ContentOf,
  type ConversationId,
  Fault,
  formatDecimal,
  type OrderTicket,
} from '../../protocol/index.ts';
import type { Business, PersonForBusiness } from '../accounts/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Conversations, LogRow } from '../conversations/index.ts';
import type { Media } from '../media/index.ts';
import type { Wamids } from './wamid.ts';

export interface InboundDeps {
  wamids: Wamids;
  catalog: Pick<Catalog, 'catalogGraphId'>;
  conversations: Pick<Conversations, 'message'>;
  media: Pick<Media, 'graphFile' | 'graphLink'>;
  /** Where the addresses of files point to. */
  publicUrl(): string;
}
/** Between whom a row of the log is. */
export interface Sides {
  business: Business;
  person: PersonForBusiness;
}

/** Digits alone, as Meta writes numbers. */
export function toWaId(e164: string): string {
  return e164.replace(/\D/g, '');
}

export function toSeconds(ms: number): string {
  return String(Math.floor(ms / 1_000));
}

/** The contents of a person that are told as messages. */
const toldContents = new Set<LogRow['type']>([
  'text',
  'image',
  'reaction',
  'button_reply',
  'list_reply',
  'order',
]);

export function isToldMessage(row: LogRow): boolean {
  return row.role === 'person' && toldContents.has(row.type);
}

export async function toWebhookMessage(
  deps: InboundDeps,
  row: LogRow,
  sides: Sides,
): Promise<WebhookMessage> {
  const { person } = sides;
  const context =
    row.replyTo === null ? null : await toContext(deps, { ...row, replyTo: row.replyTo }, sides);
  const common = {
    ...(person.phone === null ? {} : { from: toWaId(person.phone) }),
    from_user_id: person.userId,
    id: deps.wamids.ofMessage(row.conversationId, row.seq),
    timestamp: toSeconds(row.at),
    ...(context === null ? {} : { context }),
  };
  return { ...common, ...(await toBodyOrGone(deps, row, sides)) } as WebhookMessage;
}

/** The value of one change: who, by which number, and one message or one status. */
export function toValue(
  { business, person }: { business: Business; person: PersonForBusiness | null },
  part: { message: WebhookMessage } | { status: WebhookStatus },
): MessagesValue {
  return {
    messaging_product: 'whatsapp',
    metadata: {
      display_phone_number: toWaId(business.displayPhone),
      phone_number_id: business.phoneNumberId,
    },
    ...(person === null ? {} : { contacts: [toContact(person)] }),
    ...('message' in part ? { messages: [part.message] } : { statuses: [part.status] }),
  };
}

export function toWebhookError(code: GraphErrorCode, details: string): WebhookError {
  const { title } = graphErrors[code];
  return { code, title, message: title, error_data: { details } };
}

export function toContact(person: PersonForBusiness): WebhookContact {
  return {
    profile: { name: person.name },
    ...(person.phone === null ? {} : { wa_id: toWaId(person.phone) }),
    user_id: person.userId,
  };
}

async function toContext(
  deps: InboundDeps,
  { conversationId, replyTo }: { conversationId: ConversationId; replyTo: number },
  { business, person }: Sides,
) {
  const target = await deps.conversations.message(conversationId, replyTo);
  const phone = target?.role === 'business' ? business.displayPhone : person.phone;
  return {
    ...(phone === null ? {} : { from: toWaId(phone) }),
    id: deps.wamids.ofMessage(conversationId, replyTo),
  };
}

/** What is not there any more must not stop what comes after it. */
async function toBodyOrGone(deps: InboundDeps, row: LogRow, sides: Sides): Promise<object> {
  try {
    return await toBody(deps, row, sides);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'not_found') throw error;
    return { type: 'unsupported', errors: [toWebhookError(131052, 'The file is not available any more.')] };
  }
}

async function toBody(deps: InboundDeps, row: LogRow, { business }: Sides): Promise<object> {
  const { content, conversationId } = row;
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.body } };
    case 'image':
      return { type: 'image', image: await toImage(deps, content) };
    case 'reaction': {
      const message_id = deps.wamids.ofMessage(conversationId, content.target_seq);
      return { type: 'reaction', reaction: { message_id, emoji: content.emoji } };
    }
    case 'button_reply':
    case 'list_reply': {
      const { type, ...reply } = content;
      return { type: 'interactive', interactive: { type, [type]: reply } };
    }
    case 'order': {
      const catalogId = business.catalogId && (await deps.catalog.catalogGraphId(business.catalogId));
      return { type: 'order', order: toOrder(content, catalogId ?? '') };
    }
    default:
      throw new Error(`a ${content.type} is told otherwise`);
  }
}

async function toImage({ media, publicUrl }: InboundDeps, content: ContentOf<'image'>) {
  const file = await media.graphFile(content.media_id);
  return {
    ...(content.caption === undefined ? {} : { caption: content.caption }),
    mime_type: file.mimeType,
    sha256: Buffer.from(file.sha256, 'hex').toString('base64'),
    id: file.graphId,
    url: publicUrl() + media.graphLink(content.media_id).path,
  };
}

function toOrder({ order, text }: ContentOf<'order'>, catalogId: string) {
  return { catalog_id: catalogId, text: text ?? '', product_items: order.lines.map(toProductItem) };
}

function toProductItem({ sku, quantity, unit_price }: OrderTicket['lines'][number]) {
  const { amount_minor, currency } = unit_price;
  return {
    product_retailer_id: sku,
    quantity,
    // A decimal number here and nowhere else: Meta's own form.
    item_price: Number(formatDecimal(BigInt(amount_minor), currency)),
    currency,
  };
}
