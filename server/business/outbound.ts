// From the Cloud API's message to the content that the log holds. What is wrong with the request is refused at once;
// what goes wrong with something outside (a picture behind a link) is told later, by a `failed` status.
import type {
  GraphErrorCode,
  Interactive,
  InteractiveHeader,
  InteractiveOf,
  MediaObject,
  SendBody,
} from '../../protocol/cloud/index.ts';
import {
  type CatalogId,
  type Content,
  type ConversationId,
  Fault,
  limits,
  type MediaId,
} from '../../protocol/index.ts';
import type { Business } from '../accounts/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { GraphFault } from '../graph/index.ts';
import type { Outbound } from '../kit/index.ts';
import type { Media, MediaRow } from '../media/index.ts';
import type { Wamids } from './wamid.ts';

export interface OutboundDeps {
  wamids: Wamids;
  catalog: Pick<Catalog, 'catalogByGraphId' | 'offers'>;
  media: Pick<Media, 'byGraphId' | 'store'>;
  outbound: Outbound;
}
/** Thrown when the request was right and cannot be carried out all the same: answered 200, told as failed. */
export class LateFailure extends Error {
  readonly code: GraphErrorCode;
  readonly details: string;
  constructor(code: GraphErrorCode, details: string) {
    super(`late failure ${code}`);
    this.code = code;
    this.details = details;
  }
}

interface Place {
  business: Business;
  conversationId: ConversationId;
}
/** The interactive messages that are contents of the log; orders and payments are commands (orders.ts). */
type InteractiveContent = Exclude<Interactive, { type: 'order_details' | 'order_status' }>;
export type ContentBody =
  | Exclude<SendBody, { type: 'interactive' }>
  | { type: 'interactive'; interactive: InteractiveContent };

const linkTimeoutMs = 10_000;
const pictureTypes = new Set(['image/jpeg', 'image/png']);

/** The content to append. Graph faults 100, 131009; `LateFailure` 131052 and 131053. */
export async function toContent(deps: OutboundDeps, body: ContentBody, place: Place): Promise<Content> {
  switch (body.type) {
    case 'text': {
      const { preview_url } = body.text;
      return { type: 'text', body: body.text.body, ...(preview_url === undefined ? {} : { preview_url }) };
    }
    case 'image': {
      const picture = await readPicture(deps, body.image, { ...place, name: 'image' });
      const { caption } = body.image;
      return { type: 'image', ...picture, ...(caption ? { caption } : {}) };
    }
    case 'reaction': {
      const target_seq = readTarget(deps.wamids, body.reaction.message_id, place.conversationId);
      return { type: 'reaction', target_seq, emoji: body.reaction.emoji };
    }
    case 'interactive':
      return toInteractive(deps, body.interactive, place);
  }
}

/** The seq that a message id means in this conversation. Graph fault 131009 for any other id. */
export function readTarget(wamids: Wamids, wamid: string, conversationId: ConversationId): number {
  const target = wamids.read(wamid);
  if (target?.kind === 'message' && target.conversationId === conversationId) return target.seq;
  throw new GraphFault(131009, { details: 'message_id is not a message of this conversation.' });
}

async function toInteractive(deps: OutboundDeps, input: InteractiveContent, place: Place): Promise<Content> {
  switch (input.type) {
    case 'button':
      return toButtons(deps, input, place);
    case 'list':
      return toList(input);
    case 'product': {
      const { catalog_id, product_retailer_id } = input.action;
      const catalogId = await readProducts(deps, place, {
        catalogId: catalog_id,
        skus: [product_retailer_id],
      });
      const body = input.body === undefined ? {} : { body: input.body.text };
      return {
        type: 'product',
        catalog_id: catalogId,
        sku: product_retailer_id,
        ...body,
        ...footerOf(input),
      };
    }
    case 'product_list':
      return toProductList(deps, input, place);
  }
}

async function toButtons(deps: OutboundDeps, input: InteractiveOf<'button'>, place: Place): Promise<Content> {
  const buttons = input.action.buttons.map(({ reply }) => ({ id: reply.id, title: reply.title }));
  checkUnique(buttons, (button) => button.id, 'Button ids');
  checkUnique(buttons, (button) => button.title, 'Button titles');
  const header = input.header && (await readHeader(deps, input.header, place));
  return {
    type: 'buttons',
    ...(header ? { header } : {}),
    body: input.body.text,
    ...footerOf(input),
    buttons,
  };
}

function toList(input: InteractiveOf<'list'>): Content {
  const { sections, button } = input.action;
  const rows = sections.flatMap((section) => section.rows);
  if (rows.length > limits.listRowsMax) {
    throw invalid(`Total row count exceeds the maximum of ${limits.listRowsMax}.`);
  }
  checkUnique(rows, (row) => row.id, 'Row ids');
  checkTitles(sections);
  return {
    type: 'list',
    ...textHeaderOf(input.header),
    body: input.body.text,
    ...footerOf(input),
    button,
    sections,
  };
}

async function toProductList(
  deps: OutboundDeps,
  input: InteractiveOf<'product_list'>,
  place: Place,
): Promise<Content> {
  const sections = input.action.sections.map(({ title, product_items }) => ({
    ...(title === undefined ? {} : { title }),
    skus: product_items.map((item) => item.product_retailer_id),
  }));
  checkTitles(sections);
  const skus = sections.flatMap((section) => section.skus);
  if (skus.length > limits.productListProductsMax) {
    throw invalid(`Total product count exceeds the maximum of ${limits.productListProductsMax}.`);
  }
  const catalogId = await readProducts(deps, place, { catalogId: input.action.catalog_id, skus });
  return {
    type: 'product_list',
    catalog_id: catalogId,
    ...textHeaderOf(input.header),
    body: input.body.text,
    ...footerOf(input),
    sections,
  };
}

/** The business's own catalogue, and products that are in it. */
async function readProducts(
  { catalog }: OutboundDeps,
  { business }: Place,
  asked: { catalogId: string; skus: readonly string[] },
): Promise<CatalogId> {
  const found = await catalog.catalogByGraphId(asked.catalogId);
  if (found === null || found.businessAccountId !== business.accountId) {
    throw invalid(`The catalog ${asked.catalogId} is not connected to this number.`);
  }
  const offers = await catalog.offers(found.catalogId, asked.skus, business.language);
  const known = new Set(offers.map((offer) => offer.variant.sku));
  const missing = asked.skus.filter((sku) => !known.has(sku));
  if (missing.length > 0) {
    throw invalid(`Products not found in the catalog: ${missing.slice(0, 5).join(', ')}`);
  }
  return found.catalogId;
}

async function readHeader(deps: OutboundDeps, header: InteractiveHeader, place: Place) {
  if (header.type === 'text') return header;
  const name = "interactive['header']['image']";
  const { media_id } = await readPicture(deps, header.image, { ...place, name });
  return { type: 'image' as const, media_id };
}

interface PictureParts {
  media_id: MediaId;
  width?: number;
  height?: number;
}

/** A picture by the id of an upload, or by a link that is fetched now. `name` is the parameter's. */
async function readPicture(
  deps: OutboundDeps,
  input: MediaObject,
  place: Place & { name: string },
): Promise<PictureParts> {
  if (input.id === undefined && input.link === undefined) {
    throw new GraphFault(131008, {
      details: `Parameter ${place.name}['id'] or ${place.name}['link'] is required.`,
    });
  }
  const media =
    input.id === undefined
      ? await fetchPicture(deps, input.link!, place)
      : await findUpload(deps, input.id, place);
  const { id, width, height } = media;
  return { media_id: id, ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) };
}

async function findUpload(
  { media }: OutboundDeps,
  id: string,
  { business, name }: Place & { name: string },
): Promise<MediaRow> {
  const row = await media.byGraphId(id);
  const isOurs = row !== null && row.ownerAccountId === business.accountId && pictureTypes.has(row.mimeType);
  if (isOurs) return row;
  const message = `Param ${name}['id'] is not a valid whatsapp business account media attachment ID`;
  throw new GraphFault(100, { message });
}

async function fetchPicture(
  { media, outbound }: OutboundDeps,
  link: string,
  { business, name }: Place & { name: string },
): Promise<MediaRow> {
  if (!URL.canParse(link) || !/^https?:/i.test(link)) {
    throw new GraphFault(100, { message: `Param ${name}['link'] is not a valid URI.` });
  }
  try {
    const options = { timeoutMs: linkTimeoutMs, bytesMax: limits.imageBytesMax };
    const answer = await outbound.fetchGuarded(link, options);
    if (!answer.ok) throw new LateFailure(131053, `The link could not be fetched: ${answer.failure}`);
    if (answer.status !== 200)
      throw new LateFailure(131053, `The link answered with HTTP status ${answer.status}.`);
    const stored = await media.store({ accountId: business.accountId, bytes: answer.body, origin: 'api' });
    if (!pictureTypes.has(stored.mimeType))
      throw new LateFailure(131053, `Unsupported type ${stored.mimeType}.`);
    return stored;
  } catch (error) {
    if (error instanceof Fault)
      throw new LateFailure(131053, `The file behind the link is refused: ${error.code}`);
    throw error;
  }
}

function textHeaderOf(header: InteractiveHeader | undefined) {
  if (header === undefined) return {};
  if (header.type !== 'text') throw invalid('The header of this message can only be text.');
  return { header };
}

function footerOf(input: { footer?: { text: string } | undefined }) {
  return input.footer === undefined ? {} : { footer: input.footer.text };
}

/** Several sections are told apart by their titles. */
function checkTitles(sections: readonly { title?: string | undefined }[]): void {
  if (sections.length > 1 && sections.some((section) => !section.title)) {
    throw invalid('Section title is required when there is more than one section.');
  }
}

function checkUnique<T>(items: readonly T[], keyOf: (item: T) => string, what: string): void {
  if (new Set(items.map(keyOf)).size < items.length) throw invalid(`${what} must be unique.`);
}

function invalid(details: string): GraphFault {
  return new GraphFault(131009, { details });
}
