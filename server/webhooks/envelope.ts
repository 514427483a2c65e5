// The body of a webhook and its signature. The bytes are ASCII: clients disagree whether they check the signature
// over what came or over its escaped form, and in ASCII both are the same.
import { createHmac } from 'node:crypto';

export interface EnvelopeItem {
  object: string;
  entryId: string;
  /** ASCII JSON text of one element of `changes`. */
  change: string;
  happenedAt: number;
}

/** JSON text without a character beyond ASCII. */
export function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One body for all items, in their order; neighbours of the same account share an entry. */
export function composeBody(items: readonly EnvelopeItem[]): string {
  const entries: string[] = [];
  for (let start = 0; start < items.length; ) {
    const first = items[start]!;
    let end = start + 1;
    while (end < items.length && items[end]!.entryId === first.entryId) end++;
    const changes = items.slice(start, end).map((item) => item.change);
    const seconds = Math.floor(first.happenedAt / 1_000);
    entries.push(
      `{"id":${JSON.stringify(first.entryId)},"time":${seconds},"changes":[${changes.join(',')}]}`,
    );
    start = end;
  }
  return `{"object":${JSON.stringify(items[0]!.object)},"entry":[${entries.join(',')}]}`;
}

/** The headers that prove who sent these very bytes. */
export function signBody(body: string, secret: string): Record<string, string> {
  const digest = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex');
  return {
    'content-type': 'application/json',
    'user-agent': 'Comptoir-Webhooks/1.0',
    'x-hub-signature': `sha1=${digest('sha1')}`,
    'x-hub-signature-256': `sha256=${digest('sha256')}`,
  };
}
