// One live socket. There may be very many, mostly silent: what few of them need is made when they first need it.
import {
  type AccountId,
  closeCodes,
  type DeviceId,
  Fault,
  limits,
  type MemberRole,
  type StaffId,
} from '../../protocol/index.ts';
import type { FrameCaller } from '../conversations/index.ts';
import { type FlushQueue, Outlet, TypingThrottle } from '../delivery/index.ts';
import type { Log, Socket } from '../kit/index.ts';
import type { SendBudget } from './budget.ts';
import type { Viewer } from './viewer.ts';

export interface ConnectionOptions {
  socket: Socket;
  flushes: FlushQueue;
  log: Log;
  /** Who the handshake's cookie names, if anyone. */
  viewer: Viewer | null;
}

export class Connection extends Outlet implements FrameCaller {
  /** Set by the handshake's cookie or by hello. */
  viewer: Viewer | null;
  /** Whether hello was answered: before that, nothing else is taken. */
  isReady = false;
  /** Messages that came while an earlier frame holds up the order; null while none does. */
  waitingTexts: string[] | null = null;
  /** Shared by all connections of the device; made at its first send. */
  budget: SendBudget | null = null;
  requestsInFlight = 0;
  readonly openedAt: number;
  readonly #log: Log;
  #wrongFrames = 0;
  #wrongSince = 0;
  #typing: TypingThrottle | null = null;

  constructor(options: ConnectionOptions) {
    super(options.socket, options.flushes);
    this.viewer = options.viewer;
    this.#log = options.log;
    this.openedAt = performance.now();
  }

  get accountId(): AccountId {
    return this.viewer!.accountId;
  }

  get deviceId(): DeviceId {
    return this.viewer!.deviceId;
  }

  get staffId(): StaffId | null {
    return this.viewer!.kind === 'staff' ? this.viewer!.staffId : null;
  }

  get role(): MemberRole {
    return this.viewer!.kind === 'staff' ? 'business' : 'person';
  }

  get typing(): TypingThrottle {
    this.#typing ??= new TypingThrottle();
    return this.#typing;
  }

  /** Answers a request with a catalogued refusal; what is no Fault is a bug, logged and told as `internal`. */
  refuse(id: string | undefined, error: unknown): void {
    if (!(error instanceof Fault)) this.#log.error({ err: error }, 'a frame could not be handled');
    const fault = error instanceof Fault ? error : new Fault('internal');
    this.send({
      type: 'no',
      ...(id === undefined ? {} : { id }),
      code: fault.code,
      ...(fault.details === undefined ? {} : { details: fault.details }),
      ...(fault.retryAfterMs === undefined ? {} : { retry_after_ms: fault.retryAfterMs }),
    });
    if (fault.code === 'frame_invalid' || fault.code === 'conversation_not_member') this.#countWrong();
  }

  /** One who keeps sending what is wrong, or asking for what is not theirs, is let go. */
  #countWrong(): void {
    const now = performance.now();
    if (now - this.#wrongSince > 60_000) {
      this.#wrongSince = now;
      this.#wrongFrames = 0;
    }
    if (++this.#wrongFrames > limits.wrongFramesMax) this.close(closeCodes.frameInvalid, 'frame_invalid');
  }

  sendSettled(): void {
    if (this.budget !== null) this.budget.inFlight--;
  }

  endSession(): void {
    this.close(closeCodes.sessionEnded, 'session_ended');
  }
}
