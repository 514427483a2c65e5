// One socket after the other to the same server: says hello, gathers frames, notices a dead link, comes back with a
// pause that grows and is never the same for all. Knows nothing of conversations.
import { closeCodes, protocolVersion, subprotocol } from '../protocol/frames.ts';
import type { ClientFrame, ServerFrame } from '../protocol/index.ts';
import { limits } from '../protocol/limits.ts';
import type { ConnectionState, Since } from './model.ts';

export interface TransportOptions {
  /** `wss://…/socket` */
  url: string;
  token?: string | undefined;
  since(): Since | null;
  /** Every frame but `pong`, in order, as they came in one text. */
  onFrames(frames: ServerFrame[]): void;
  onState(state: ConnectionState, retryAt: number | null): void;
  /** Pauses before attempts: the first at most this long, then doubling. Tests make it short. */
  retryPauseMs?: number | undefined;
  /** After so much silence a sign of life is asked for; given up when none comes in `answerWithinMs`. */
  pingEveryMs?: number | undefined;
  answerWithinMs?: number | undefined;
}

const retryPauseMsMax = 10_000;
const standardAnswerWithinMs = 8_000;
const standardPingEveryMs = Math.min(limits.pingEveryMs, 20_000);

export class Transport {
  readonly #options: TransportOptions;
  #socket: WebSocket | null = null;
  #state: ConnectionState = 'connecting';
  #outgoing: ClientFrame[] = [];
  #attempts = 0;
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #watchTimer: ReturnType<typeof setTimeout> | null = null;
  #heardAt = 0;
  #pingedAt = 0;
  readonly #pingEveryMs: number;
  readonly #answerWithinMs: number;
  #isClosed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#pingEveryMs = options.pingEveryMs ?? standardPingEveryMs;
    this.#answerWithinMs = options.answerWithinMs ?? standardAnswerWithinMs;
    globalThis.addEventListener?.('online', this.#retryNow);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#state === 'updating' || this.#state === 'live';
  }

  open(): void {
    this.#retryTimer = null;
    if (this.#isClosed || this.#socket !== null) return;
    if (this.#attempts > 0 || this.#state !== 'connecting') this.#setState('connecting');
    const socket = new WebSocket(this.#options.url, subprotocol);
    this.#socket = socket;
    const { token } = this.#options;
    const since = this.#options.since();
    socket.onopen = () => {
      const hello = { type: 'hello' as const, version: protocolVersion as 1 };
      const frame = { ...hello, ...(token ? { token } : {}), ...(since ? { since } : {}) };
      socket.send(JSON.stringify([frame]));
    };
    socket.onmessage = (event) => this.#receive(event.data as string);
    socket.onclose = (event) => this.#lost(socket, event.code);
    this.#heardAt = Date.now();
    this.#watch();
  }

  /** Queues a frame for the next write; dropped when the link breaks first. */
  send(frame: ClientFrame): void {
    if (this.#outgoing.push(frame) === 1) queueMicrotask(() => this.#write());
  }

  setLive(): void {
    if (this.#state === 'updating') this.#setState('live');
  }

  /** Tries at once instead of waiting for the pause to end. */
  readonly #retryNow = (): void => {
    if (this.#retryTimer === null) return;
    clearTimeout(this.#retryTimer);
    this.open();
  };

  retryNow(): void {
    this.#retryNow();
  }

  /** Breaks the link as a lost network would; for tests and for a device that wakes up. */
  reconnect(): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.close();
    this.#lost(socket, 1006);
  }

  close(): void {
    this.#isClosed = true;
    globalThis.removeEventListener?.('online', this.#retryNow);
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#stopWatching();
    this.#setState('offline');
  }

  #write(): void {
    const frames = this.#outgoing;
    this.#outgoing = [];
    for (let from = 0; from < frames.length && this.isOpen; from += limits.framesPerBatchMax) {
      this.#socket?.send(JSON.stringify(frames.slice(from, from + limits.framesPerBatchMax)));
    }
  }

  #receive(text: string): void {
    this.#heardAt = Date.now();
    const frames = (JSON.parse(text) as ServerFrame[]).filter((frame) => frame.type !== 'pong');
    if (frames[0]?.type === 'welcome') {
      this.#attempts = 0;
      this.#setState('updating');
    }
    if (frames.length > 0) this.#options.onFrames(frames);
  }

  #lost(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#outgoing = [];
    this.#stopWatching();
    if (code === closeCodes.sessionEnded || code === closeCodes.notSignedIn) {
      this.#setState('signed_out');
      return;
    }
    const base = this.#options.retryPauseMs ?? 500;
    const pauseMs = Math.random() * Math.min(retryPauseMsMax, base * 2 ** this.#attempts++);
    this.#retryTimer = setTimeout(() => this.open(), pauseMs);
    this.#setState('offline', Date.now() + pauseMs);
  }

  /**
   * Asks for a sign of life now and then; a link that gives none is dead, whatever the system says. A page in the
   * background looks seldom: only a question that was asked and not answered counts.
   */
  #watch(): void {
    this.#watchTimer = setTimeout(() => {
      const now = Date.now();
      const askedAt = this.isOpen ? this.#pingedAt : this.#heardAt;
      const waits = this.isOpen ? this.#pingedAt > this.#heardAt : true;
      if (waits && now - askedAt > this.#answerWithinMs) {
        this.reconnect();
        return;
      }
      if (this.isOpen && !waits && now - this.#heardAt >= this.#pingEveryMs) {
        this.#pingedAt = now;
        this.send({ type: 'ping' });
      }
      this.#watch();
    }, this.#answerWithinMs / 4);
  }

  #stopWatching(): void {
    if (this.#watchTimer !== null) clearTimeout(this.#watchTimer);
    this.#watchTimer = null;
  }

  #setState(state: ConnectionState, retryAt: number | null = null): void {
    this.#state = state;
    this.#options.onState(state, retryAt);
  }
}
