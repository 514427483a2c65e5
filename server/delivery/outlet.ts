// Where frames for one socket gather. What one turn of the event loop has for it leaves as one JSON array in one write;
// a reader who does not keep up gets notices instead of messages, and one who does not read at all is let go.
import {
  type AccountId,
  type ConversationId,
  closeCodes,
  limits,
  type MemberRole,
  type ServerFrame,
} from '../../protocol/index.ts';
import type { Socket } from '../kit/index.ts';

/** Text beyond this leaves at once, so that the reader can start. */
const gatheredCharsMax = 131_072;

export interface Behind {
  lastSeq: number;
  watermark: number;
}

export abstract class Outlet {
  abstract readonly accountId: AccountId;
  abstract readonly role: MemberRole;
  readonly socket: Socket;
  #gathered = '';
  /** Bytes that waited in the socket after the last write. */
  #waiting = 0;
  #closed = false;
  /** What a slow reader missed, by conversation; null for one who keeps up. */
  #behind: Map<ConversationId, Behind> | null = null;
  readonly #flushes: FlushQueue;

  constructor(socket: Socket, flushes: FlushQueue) {
    this.socket = socket;
    this.#flushes = flushes;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Whether answers to requests should wait. */
  get isSlow(): boolean {
    return this.#waiting + this.#gathered.length > limits.socketBufferBytesBehind;
  }

  send(frame: ServerFrame): void {
    this.sendText(JSON.stringify(frame));
  }

  /** Queues the JSON text of one frame. */
  sendText(frame: string): void {
    if (this.#closed) return;
    if (this.#gathered === '') {
      this.#gathered = `[${frame}`;
      this.#flushes.add(this);
    } else {
      this.#gathered += `,${frame}`;
      if (this.#gathered.length > gatheredCharsMax) this.flush();
    }
  }

  /** A message of the log: sent, or for a slow reader noted. */
  sendMessage(row: { conversationId: ConversationId; seq: number; watermark: number; frame: string }): void {
    if (this.#behind === null) this.sendText(row.frame);
    else this.#behind.set(row.conversationId, { lastSeq: row.seq, watermark: row.watermark });
  }

  /** What may be dropped for a slow reader: typing, receipts. */
  sendPassing(frame: string): void {
    if (this.#behind === null) this.sendText(frame);
  }

  sendBehind(conversationId: ConversationId, { lastSeq, watermark }: Behind): void {
    this.send({ type: 'behind', conversation_id: conversationId, last_seq: lastSeq, watermark });
  }

  flush(): void {
    if (this.#gathered === '' || this.#closed) return;
    const text = `${this.#gathered}]`;
    this.#gathered = '';
    const taken = this.socket.send(text);
    this.#waiting = this.socket.bufferedBytes();
    if (!taken || this.#waiting > limits.socketBufferBytesMax)
      this.close(closeCodes.slowReader, 'slow_reader');
    else if (this.#waiting > limits.socketBufferBytesBehind) this.#behind ??= new Map();
  }

  /** The socket has taken all that waited: a reader who was behind learns what there is to pull. */
  drained(): void {
    this.#waiting = this.socket.bufferedBytes();
    const behind = this.#behind;
    if (behind === null || this.#waiting > 0) return;
    this.#behind = null;
    for (const [conversationId, missed] of [...behind].reverse()) this.sendBehind(conversationId, missed);
  }

  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.socket.close(code, reason);
  }

  /** The socket is gone. */
  markClosed(): void {
    this.#closed = true;
    this.#gathered = '';
    this.#behind = null;
  }
}

/** The outlets that have something to write, written together at the end of the turn. */
export class FlushQueue {
  #outlets: Outlet[] = [];
  #scheduled = false;

  add(outlet: Outlet): void {
    this.#outlets.push(outlet);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#scheduled = false;
    const outlets = this.#outlets;
    this.#outlets = [];
    for (const outlet of outlets) outlet.flush();
  }
}
