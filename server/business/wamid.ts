// The message ids of the Cloud API. An id says which message of which conversation it means, sealed: nobody can read,
// forge or alter one, one of another server is refused, and the same message always has the same.
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { type ConversationId, isId, type MessageId } from '../../protocol/index.ts';

export type WamidTarget =
  | { kind: 'message'; conversationId: ConversationId; seq: number }
  /** A send that was answered and then refused. It never came into the log. */
  | { kind: 'refusal'; refusalId: MessageId };

export interface Wamids {
  ofMessage(conversationId: ConversationId, seq: number): string;
  ofRefusal(refusalId: MessageId): string;
  /** Null when it is none of ours. */
  read(wamid: string): WamidTarget | null;
}

const prefix = 'wamid.';
const macBytes = 16;

export function createWamids(secret: string): Wamids {
  const keyOf = (purpose: string) => createHmac('sha256', secret).update(`wamid ${purpose}`).digest();
  const macKey = keyOf('mac');
  const cipherKey = keyOf('cipher').subarray(0, 16);
  const macOf = (text: Uint8Array) =>
    createHmac('sha256', macKey).update(text).digest().subarray(0, macBytes);

  // The code of the text is also the initial vector: equal texts, equal ids, and nothing else repeats.
  function seal(text: string): string {
    const plain = Buffer.from(text);
    const mac = macOf(plain);
    const cipher = createCipheriv('aes-128-ctr', cipherKey, mac);
    return prefix + Buffer.concat([mac, cipher.update(plain), cipher.final()]).toString('base64');
  }

  function open(wamid: string): string | null {
    if (!wamid.startsWith(prefix) || wamid.length > 128) return null;
    const bytes = Buffer.from(wamid.slice(prefix.length), 'base64');
    if (bytes.length <= macBytes) return null;
    const mac = bytes.subarray(0, macBytes);
    const decipher = createDecipheriv('aes-128-ctr', cipherKey, mac);
    const plain = Buffer.concat([decipher.update(bytes.subarray(macBytes)), decipher.final()]);
    return timingSafeEqual(macOf(plain), mac) ? plain.toString() : null;
  }

  return {
    ofMessage: (conversationId, seq) => seal(`m${conversationId}.${seq.toString(36)}`),
    ofRefusal: (refusalId) => seal(`r${refusalId}`),
    read(wamid) {
      const text = open(wamid);
      if (text === null) return null;
      const rest = text.slice(1);
      if (text[0] === 'r') return isId('message', rest) ? { kind: 'refusal', refusalId: rest } : null;
      const [conversationId, seq = ''] = rest.split('.');
      if (!isId('conversation', conversationId)) return null;
      return { kind: 'message', conversationId, seq: Number.parseInt(seq, 36) };
    },
  };
}
