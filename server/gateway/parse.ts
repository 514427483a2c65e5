// Text of a socket to frames. A frame that is wrong is refused by itself, with its id when it has one; the others of
// the same array are still taken.
import * as v from 'valibot';
import {
  type ClientFrame,
  clientFrameSchema,
  Fault,
  findPriceField,
  isId,
  limits,
} from '../../protocol/index.ts';

export type Parsed = { frame: ClientFrame } | { fault: Fault; id: string | undefined };

/** The items of one text message. Fault frame_invalid when it is no JSON array of a sane length. */
export function parseBatch(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('frame_invalid', 'not JSON');
  }
  if (!Array.isArray(value)) throw new Fault('frame_invalid', 'not an array');
  if (value.length > limits.framesPerBatchMax) throw new Fault('frame_invalid', 'too many frames at once');
  return value;
}

export function parseFrame(value: unknown): Parsed {
  const text = parseTextSend(value);
  if (text !== null) return { frame: text };
  const result = v.safeParse(clientFrameSchema, value);
  if (result.success) return { frame: result.output };
  const price = isPlaceOrder(value) ? findPriceField(value) : null;
  if (price !== null) return { fault: new Fault('price_not_accepted', price), id: readId(value) };
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'frame';
  return { fault: new Fault('frame_invalid', `${where}: ${issue.type}`), id: readId(value) };
}

/** The frame that nearly all traffic is: a `send` of plain text. Takes nothing that the schema would refuse (tested). */
function parseTextSend(value: unknown): ClientFrame | null {
  if (typeof value !== 'object' || value === null) return null;
  const frame = value as Record<string, unknown>;
  if (frame.type !== 'send' || frame.reply_to !== undefined) return null;
  const content = frame.content as Record<string, unknown> | null | undefined;
  if (typeof content !== 'object' || content === null || content.type !== 'text') return null;
  const { body, preview_url: preview } = content;
  if (typeof body !== 'string' || body.length < 1 || body.length > limits.textCharsMax) return null;
  if (preview !== undefined || (frame.retry !== undefined && typeof frame.retry !== 'boolean')) return null;
  const { id, conversation_id: conversationId } = frame;
  if (!isId('message', id) || !isId('conversation', conversationId)) return null;
  const send = {
    type: 'send',
    id,
    conversation_id: conversationId,
    content: { type: 'text', body },
  } as const;
  return frame.retry === undefined ? send : { ...send, retry: frame.retry as boolean };
}

function isPlaceOrder(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'place_order';
}

function readId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined;
  return typeof id === 'string' && id.length <= 64 ? id : undefined;
}
