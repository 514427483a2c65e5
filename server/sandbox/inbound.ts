// A message as the Cloud API tells it of a customer, turned into the frame that the customer's device would send.
import {
  type AccountId,
  type ClientFrameOf,
  type Content,
  type ConversationId,
  Fault,
  isId,
  type MediaId,
  newId,
  type SandboxMessage,
} from '../../protocol/index.ts';
import type { Conversations } from '../conversations/index.ts';
import type { Outbound } from '../kit/index.ts';
import type { Media } from '../media/index.ts';

/** The Cloud API's names of messages. */
export interface Wamids {
  ofMessage(conversationId: ConversationId, seq: number): string;
  read(
    wamid: string,
  ): { kind: 'message'; conversationId: ConversationId; seq: number } | { kind: 'refusal' } | null;
}
export interface InboundDeps {
  conversations: Pick<Conversations, 'messageById'>;
  media: Pick<Media, 'byGraphId' | 'open' | 'store'>;
  outbound: Pick<Outbound, 'fetchGuarded'>;
  wamids: Wamids;
}
export interface Place {
  conversationId: ConversationId;
  personAccountId: AccountId;
}
export type InboundFrame = ClientFrameOf<'send'> | ClientFrameOf<'place_order'>;

const linkBytesMax = 6_000_000;

/** Faults: `reply_target_unknown`, and those of media for a picture. */
export async function toFrame(
  deps: InboundDeps,
  place: Place,
  message: SandboxMessage,
): Promise<InboundFrame> {
  const { conversationId } = place;
  const id = newId('message');
  if (message.type === 'order') {
    const lines = message.order.product_items.map((item) => ({
      sku: item.product_retailer_id,
      quantity: Number(item.quantity),
    }));
    const text = message.order.text ? { text: message.order.text } : {};
    return { type: 'place_order', id, conversation_id: conversationId, lines, ...text };
  }
  const content = await toContent(deps, place, message);
  const replyTo = message.context && (await findSeq(deps, conversationId, message.context.id));
  return {
    type: 'send',
    id,
    conversation_id: conversationId,
    content,
    ...(replyTo === undefined ? {} : { reply_to: replyTo }),
  };
}

/** The place of a message named by its wamid or by our own id. Fault: `reply_target_unknown`. */
export async function findSeq(
  { conversations, wamids }: Pick<InboundDeps, 'conversations' | 'wamids'>,
  conversationId: ConversationId,
  reference: string,
): Promise<number> {
  if (isId('message', reference)) {
    const row = await conversations.messageById(conversationId, reference);
    if (row !== null) return row.seq;
  }
  const target = wamids.read(reference);
  if (target?.kind === 'message' && target.conversationId === conversationId) return target.seq;
  throw new Fault('reply_target_unknown');
}

async function toContent(
  deps: InboundDeps,
  place: Place,
  message: Exclude<SandboxMessage, { type: 'order' }>,
): Promise<Content> {
  switch (message.type) {
    case 'text':
      return { type: 'text', body: message.text.body };
    case 'image': {
      const media_id = await takePicture(deps, place.personAccountId, message.image);
      const { caption } = message.image;
      return { type: 'image', media_id, ...(caption === undefined ? {} : { caption }) };
    }
    case 'reaction': {
      const { message_id, emoji } = message.reaction;
      return { type: 'reaction', target_seq: await findSeq(deps, place.conversationId, message_id), emoji };
    }
    case 'interactive':
      return toReply(message.interactive);
  }
}

/** The log fills in the words of the button or row that was chosen; the id alone counts. */
function toReply(reply: Extract<SandboxMessage, { type: 'interactive' }>['interactive']): Content {
  if (reply.type === 'button_reply') {
    const { id, title } = reply.button_reply;
    return { type: 'button_reply', id, title: (title ?? id).slice(0, 20) };
  }
  const { id, title } = reply.list_reply;
  return { type: 'list_reply', id, title: (title ?? id).slice(0, 24) };
}

/** The picture becomes the person's own, as if it had been chosen on a phone. */
async function takePicture(
  { media, outbound }: InboundDeps,
  accountId: AccountId,
  { id, link }: { id?: string | undefined; link?: string | undefined },
): Promise<MediaId> {
  let bytes: Uint8Array;
  if (id !== undefined) {
    const row = await media.byGraphId(id);
    if (row === null) throw new Fault('not_found', 'image.id');
    bytes = new Uint8Array(await (await media.open(row.id, 'graph')).blob.arrayBuffer());
  } else if (link !== undefined) {
    const answer = await outbound.fetchGuarded(link, { bytesMax: linkBytesMax });
    if (!answer.ok || answer.status !== 200)
      throw new Fault('invalid_request', 'image.link: no picture there');
    bytes = answer.body;
  } else throw new Fault('invalid_request', 'image: id or link');
  return (await media.store({ accountId, bytes, origin: 'person' })).id;
}
