// What is in memory of the queue. A route is an app's ear for one number: it has one address, one health, and a lane
// per conversation. Only the head of a lane may be under way, so an app hears of a conversation in order and never
// twice at once.
import { pauseAfter } from './backoff.ts';
import type { QueuedUpdate } from './store.ts';

export interface Lane {
  key: string;
  updates: QueuedUpdate[];
}

export type Taken = { lane: Lane; count: number }[];

/** A receiver that failed so often in a row is asked again with one update at a time. */
const failuresBeforeClosing = 3;
const closedMsMax = 120_000;
/** An update that fails so often while its receiver takes others steps aside. */
const attemptsBeforeAside = 6;

export class Route {
  readonly key: string;
  readonly appId: string;
  readonly subject: string;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes whose head is due, longest first. */
  readonly #ready = new Set<Lane>();
  readonly #resting = new Set<Lane>();
  #underWay = 0;
  /** Requests begun that have not taken their updates yet. */
  #begun = 0;
  #failuresInRow = 0;
  #closedUntil = 0;

  constructor(key: string, update: QueuedUpdate) {
    this.key = key;
    this.appId = update.appId;
    this.subject = update.subject;
  }

  get isEmpty(): boolean {
    return this.#lanes.size === 0;
  }

  add(update: QueuedUpdate, now: number): void {
    const known = this.#lanes.get(update.lane);
    if (known !== undefined) known.updates.push(update);
    else this.#open(update.lane, [update], now);
  }

  /** Whether another request may be made now. A closed route lets one through when its time has come. */
  mayGo(now: number, underWayMax: number): boolean {
    if (this.#ready.size <= this.#begun || now < this.#closedUntil) return false;
    return this.#underWay < (this.#isFailing() ? 1 : underWayMax);
  }

  begin(): void {
    this.#begun++;
    this.#underWay++;
  }

  /** What travels in the request begun: at most `updatesMax`, of one lane or of several; perhaps nothing is left. */
  take(updatesMax: number): Taken {
    this.#begun--;
    const taken: Taken = [];
    let room = this.#isFailing() ? 1 : updatesMax;
    for (const lane of this.#ready) {
      if (room === 0) break;
      const count = Math.min(room, lane.updates.length);
      taken.push({ lane, count });
      room -= count;
    }
    for (const { lane } of taken) this.#ready.delete(lane);
    return taken;
  }

  succeeded(taken: Taken, now: number): void {
    this.#underWay--;
    this.#settle(taken, now);
    const wasFailing = this.#isFailing();
    this.#failuresInRow = 0;
    this.#closedUntil = 0;
    // What waited for this receiver alone need not wait any longer.
    if (wasFailing) for (const lane of [...this.#resting]) this.#hurry(lane, now);
  }

  /** The heads rest until the `dueAt` that the caller has set; what `isOver` is taken out. Gives how many those were. */
  failed(taken: Taken, now: number, isOver: (update: QueuedUpdate) => boolean): number {
    this.#underWay--;
    const isTakingOthers = this.#failuresInRow === 0;
    this.#failuresInRow++;
    if (this.#isFailing()) this.#closedUntil = now + Math.min(closedMsMax, pauseAfter(this.#failuresInRow));
    let over = 0;
    for (const { lane, count } of taken) {
      const tried = lane.updates.splice(0, count);
      const left = tried.filter((update) => !isOver(update));
      over += tried.length - left.length;
      lane.updates.unshift(...left);
      if (lane.updates.length === 0) this.#lanes.delete(lane.key);
      else if (isTakingOthers && lane.updates[0]!.attempts >= attemptsBeforeAside) this.#stepAside(lane, now);
      else this.#place(lane, now);
    }
    return over;
  }

  /** Settled without a word about the receiver's health. */
  dropped(taken: Taken, now: number): void {
    this.#underWay--;
    this.#settle(taken, now);
  }

  /** The request begun cannot be made yet. */
  postpone(until: number): void {
    this.#begun--;
    this.#underWay--;
    this.#closedUntil = until;
  }

  /** Makes ready what is due; gives when to look again, null when nothing rests. */
  wake(now: number): number | null {
    let next: number | null = null;
    for (const lane of [...this.#resting]) {
      const { dueAt } = lane.updates[0]!;
      if (dueAt <= now) this.#place(lane, now);
      else next = Math.min(next ?? dueAt, dueAt);
    }
    if (this.#ready.size > 0 && this.#closedUntil > now) {
      next = Math.min(next ?? this.#closedUntil, this.#closedUntil);
    }
    return next;
  }

  #isFailing(): boolean {
    return this.#failuresInRow >= failuresBeforeClosing;
  }

  #settle(taken: Taken, now: number): void {
    for (const { lane, count } of taken) {
      lane.updates.splice(0, count);
      if (lane.updates.length > 0) this.#place(lane, now);
      else this.#lanes.delete(lane.key);
    }
  }

  #open(key: string, updates: QueuedUpdate[], now: number): void {
    const lane = { key, updates };
    this.#lanes.set(key, lane);
    this.#place(lane, now);
  }

  /** The head leaves the line and is tried by itself; those behind it pass. */
  #stepAside(lane: Lane, now: number): void {
    const update = lane.updates.shift()!;
    if (lane.updates.length > 0) this.#place(lane, now);
    else this.#lanes.delete(lane.key);
    this.#open(`${lane.key} ${update.seq}`, [update], now);
  }

  #hurry(lane: Lane, now: number): void {
    lane.updates[0]!.dueAt = Math.min(lane.updates[0]!.dueAt, now);
    this.#place(lane, now);
  }

  #place(lane: Lane, now: number): void {
    const isDue = lane.updates[0]!.dueAt <= now;
    (isDue ? this.#resting : this.#ready).delete(lane);
    (isDue ? this.#ready : this.#resting).add(lane);
  }
}
