// Questions that get one answer by their id. All of them may be asked twice, so a broken link only means asking again.
import { errorCatalogue, Fault } from '../protocol/errors.ts';
import type { ClientFrame, NoFrame, ServerFrame } from '../protocol/index.ts';

const answerWithinMs = 30_000;
const refusalsMax = 5;

type Request = Extract<ClientFrame, { type: 'pull' | 'list' | 'place_order' | 'pay' }>;

interface Waiting {
  frame: Request;
  refusals: number;
  timer: ReturnType<typeof setTimeout>;
  resolve(frame: ServerFrame): void;
  reject(error: Fault): void;
}

export class Requests {
  readonly #send: (frame: ClientFrame) => void;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;

  constructor(send: (frame: ClientFrame) => void) {
    this.#send = send;
  }

  /** An id for a request that has none of its own. */
  nextId(): string {
    return `r${++this.#count}`;
  }

  /** Resolves with the answer; Faults: what the server refused with, or `overloaded` when no answer comes in 30 s. */
  ask<T extends ServerFrame>(frame: Request): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => this.#end(frame.id)?.reject(new Fault('overloaded')), answerWithinMs);
      const answer = resolve as (frame: ServerFrame) => void;
      this.#waiting.set(frame.id, { frame, refusals: 0, timer, resolve: answer, reject });
      this.#send(frame);
    });
  }

  /** Asks again what was not answered before the link broke. */
  askAgain(): void {
    for (const { frame } of this.#waiting.values()) this.#send(frame);
  }

  /** Whether the frame answers a request made here. */
  answer(frame: ServerFrame & { id: string }): boolean {
    const waiting = this.#end(frame.id);
    waiting?.resolve(frame);
    return waiting !== undefined;
  }

  refuse(no: NoFrame): boolean {
    const waiting = this.#waiting.get(no.id ?? '');
    if (waiting === undefined) return false;
    if (errorCatalogue[no.code]?.retry && ++waiting.refusals < refusalsMax) {
      setTimeout(
        () => this.#waiting.has(waiting.frame.id) && this.#send(waiting.frame),
        no.retry_after_ms ?? 1_000,
      );
      return true;
    }
    this.#end(waiting.frame.id);
    waiting.reject(new Fault(no.code, no.details, no.retry_after_ms));
    return true;
  }

  close(): void {
    for (const id of [...this.#waiting.keys()]) this.#end(id)?.reject(new Fault('draining'));
  }

  #end(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
