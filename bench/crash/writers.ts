// People who write all the time, through the real client, and note what was acknowledged to them.
import { type Client, connect, type LocalMessage } from '../../client/index.ts';
import type { ConversationId, MessageId } from '../../protocol/index.ts';

export interface Writer {
  conversationId: ConversationId;
  /** Ids in the order of sending. */
  sent: MessageId[];
  /** Ids that the server acknowledged, with the seq it said. */
  acknowledged: Map<MessageId, number>;
  client: Client;
}

/** One writer a person; `token` signs in. */
export function createWriter(options: {
  url: string;
  token: string;
  conversationId: ConversationId;
}): Writer {
  const client = connect({ url: options.url, token: options.token, retryPauseMs: 100 });
  const writer: Writer = {
    conversationId: options.conversationId,
    sent: [],
    acknowledged: new Map(),
    client,
  };
  client.subscribe(() => noteAcknowledged(writer));
  return writer;
}

export function write(writer: Writer): void {
  const body = `message ${writer.sent.length} `.padEnd(200, '.');
  writer.sent.push(writer.client.send(writer.conversationId, { type: 'text', body }));
}

/** The newest messages are looked at, back to the first that is known already. */
function noteAcknowledged(writer: Writer): void {
  const messages = writer.client.conversation(writer.conversationId)?.messages ?? [];
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i] as LocalMessage;
    if (!message.mine || message.seq === null) continue;
    if (writer.acknowledged.has(message.messageId)) break;
    writer.acknowledged.set(message.messageId, message.seq);
  }
}

export function countAcknowledged(writers: readonly Writer[]): number {
  return writers.reduce((total, writer) => total + writer.acknowledged.size, 0);
}
