// Which network addresses are public. The list is closed: what is not known to be public is not.

/** An IP address as bits: 32 or 128 of them. */
export interface Address {
  bits: bigint;
  family: 4 | 6;
}

interface Block {
  first: Address;
  prefix: number;
}

/** IPv4 that is not the public Internet (IANA special-purpose registry), and the clouds' metadata services. */
const closedV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
].map(mustReadBlock);
/** Of IPv6 only the global unicast block is open, less what lies inside it for other ends. */
const openV6 = mustReadBlock('2000::/3');
const closedV6 = [
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3ffe::/16',
  '3fff::/20',
].map(mustReadBlock);
const mappedV4 = mustReadBlock('::ffff:0:0/96');

export function isPublicAddress(address: Address): boolean {
  const plain = unmapAddress(address);
  if (plain.family === 4) return !closedV4.some((block) => isInBlock(plain, block));
  return isInBlock(plain, openV6) && !closedV6.some((block) => isInBlock(plain, block));
}

export function isInBlock(address: Address, block: Block): boolean {
  const plain = unmapAddress(address);
  if (plain.family !== block.first.family) return false;
  const shift = BigInt((block.first.family === 4 ? 32 : 128) - block.prefix);
  return plain.bits >> shift === block.first.bits >> shift;
}

/** `::ffff:127.0.0.1` is 127.0.0.1. */
function unmapAddress(address: Address): Address {
  if (address.family === 4 || address.bits >> 32n !== mappedV4.first.bits >> 32n) return address;
  return { bits: address.bits & 0xffff_ffffn, family: 4 };
}

/** "10.0.0.0/8", "::1" or "192.0.2.7": null when it is neither a block nor an address. */
export function readBlock(text: string): Block | null {
  const [head = '', tail, ...rest] = text.split('/');
  const first = readAddress(head);
  if (!first || rest.length > 0) return null;
  const bitsMax = first.family === 4 ? 32 : 128;
  if (tail === undefined) return { first, prefix: bitsMax };
  const prefix = Number(tail);
  return /^\d{1,3}$/.test(tail) && prefix <= bitsMax ? { first, prefix } : null;
}

/** The strict forms alone, as resolvers and URLs give them; null for anything else. */
export function readAddress(text: string): Address | null {
  return text.includes(':') ? readV6(text) : readV4(text);
}

function readV4(text: string): Address | null {
  const parts = text.split('.');
  const valid =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  if (!valid) return null;
  return { bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n), family: 4 };
}

function readV6(text: string): Address | null {
  const groups = expandV6(text);
  if (!groups || groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return { bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n), family: 6 };
}

/** Eight groups, with `::` and a dotted tail written out; null when the count is wrong. */
function expandV6(text: string): string[] | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted ? readV4(dotted[2]!) : null;
  if (dotted && !tail) return null;
  const plain = tail
    ? `${dotted![1]}${(tail.bits >> 16n).toString(16)}:${(tail.bits & 0xffffn).toString(16)}`
    : text;
  const halves = plain.split('::');
  const split = (part: string) => (part === '' ? [] : part.split(':'));
  if (halves.length === 1) return split(plain).length === 8 ? split(plain) : null;
  if (halves.length > 2) return null;
  const [left, right] = [split(halves[0]!), split(halves[1]!)];
  const missing = 8 - left.length - right.length;
  return missing >= 1 ? [...left, ...Array<string>(missing).fill('0'), ...right] : null;
}

function mustReadBlock(text: string): Block {
  const block = readBlock(text);
  if (!block) throw new Error(`not a block of addresses: ${text}`);
  return block;
}
