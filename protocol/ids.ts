// Every id is a prefix that names its kind and a UUIDv7 in Crockford base32 (26 lower-case characters), so ids of
// one kind sort by time and a bare string never passes for one. Clients make `msg_` ids, the server makes the rest.
import * as v from 'valibot';

const prefixes = {
  account: 'acc',
  catalog: 'cat',
  collection: 'col',
  conversation: 'cnv',
  device: 'dev',
  import: 'imp',
  media: 'med',
  message: 'msg',
  order: 'ord',
  payment: 'pay',
  product: 'prd',
  refund: 'ref',
  staff: 'stf',
  transfer: 'trf',
  webhook: 'whk',
} as const;

export type IdKind = keyof typeof prefixes;
export type Id<K extends IdKind> = `${(typeof prefixes)[K]}_${string}`;
export type AccountId = Id<'account'>;
export type CatalogId = Id<'catalog'>;
export type CollectionId = Id<'collection'>;
export type ConversationId = Id<'conversation'>;
export type DeviceId = Id<'device'>;
export type ImportId = Id<'import'>;
export type MediaId = Id<'media'>;
export type MessageId = Id<'message'>;
export type OrderId = Id<'order'>;
export type PaymentId = Id<'payment'>;
export type ProductId = Id<'product'>;
export type RefundId = Id<'refund'>;
export type StaffId = Id<'staff'>;
export type TransferId = Id<'transfer'>;
export type WebhookId = Id<'webhook'>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const patterns = Object.fromEntries(
  Object.entries(prefixes).map(([kind, prefix]) => [kind, new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`)]),
) as Record<IdKind, RegExp>;

/** A new id of `kind`; `atMs` (Unix milliseconds) sets where it sorts. */
export function newId<K extends IdKind>(kind: K, atMs: number = Date.now()): Id<K> {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes.subarray(6));
  for (let i = 5, rest = atMs; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `${prefixes[kind]}_${encode(bytes)}` as Id<K>;
}

/** Whether `value` is a well-formed id of `kind`. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === 'string' && patterns[kind].test(value);
}

/** The validator of an id of `kind`. */
export function idSchema<K extends IdKind>(kind: K): v.GenericSchema<unknown, Id<K>> {
  return v.custom<Id<K>>((value) => isId(kind, value), `not an id of a ${kind}`);
}

/** 16 bytes as 26 characters of five bits each, most significant first. */
function encode(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 2; // 130 bits carry 128: two zero bits lead, so that the order of the text is the order of the bytes.
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffer >>> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}
