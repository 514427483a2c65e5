/*
 * Follows every message of every lane from send to both of its ends: stored (acknowledged to the sender) and delivered
 * (arrived on the other socket). It throws on a message that comes twice, out of order or from nowhere.
 */
import type { LaneEvents } from './wire.ts';

/** Messages of one lane that may be on their way at the same time. A power of two. */
const ring = 8192;

export type Completion = {
  lane: number;
  /** From the moment given to `sent`, milliseconds. */
  deliveredMs: number;
};

export type Tracker = {
  events: LaneEvents;
  /** Registers the next message of a lane and returns its index. `atMs` is when it was due, on `performance.now()`. */
  sent(lane: number, atMs: number): number;
  /** Of this lane: sent, and not yet both acknowledged and delivered. */
  inFlight(lane: number): number;
  totalInFlight(): number;
  totalSent(): number;
  /** Set by whoever runs a phase. */
  onAcked: (latencyMs: number) => void;
  onDelivered: (latencyMs: number) => void;
  /** Called once for each message when both ends are reached. */
  onDone: (lane: number) => void;
  /** Rejects as soon as something is wrong. */
  broken: Promise<never>;
};

export function makeTracker(lanes: number): Tracker {
  const sentAt = new Float64Array(lanes * ring);
  const counts = {
    sent: new Int32Array(lanes),
    acked: new Int32Array(lanes),
    delivered: new Int32Array(lanes),
  };
  const failure = Promise.withResolvers<never>();
  let totalSent = 0;
  let totalDone = 0;
  const sentAtOf = (lane: number, index: number) => sentAt[lane * ring + (index & (ring - 1))] ?? Number.NaN;
  const doneOf = (lane: number) => Math.min(counts.acked[lane] ?? 0, counts.delivered[lane] ?? 0);
  const finish = (lane: number, doneBefore: number) => {
    for (let more = doneOf(lane) - doneBefore; more > 0; more -= 1) {
      totalDone += 1;
      tracker.onDone(lane);
    }
  };
  const tracker: Tracker = {
    events: {
      acked(lane, count) {
        const before = doneOf(lane);
        const known = counts.acked[lane] ?? 0;
        if (count < known || count > (counts.sent[lane] ?? 0)) {
          return failure.reject(new Error(`lane ${lane}: ${count} acknowledged after ${known}`));
        }
        const now = performance.now();
        for (let index = known; index < count; index += 1) tracker.onAcked(now - sentAtOf(lane, index));
        counts.acked[lane] = count;
        finish(lane, before);
      },
      delivered(lane, index) {
        const before = doneOf(lane);
        if (index !== counts.delivered[lane]) {
          return failure.reject(
            new Error(`lane ${lane}: ${index} came when ${counts.delivered[lane]} was due`),
          );
        }
        tracker.onDelivered(performance.now() - sentAtOf(lane, index));
        counts.delivered[lane] = index + 1;
        finish(lane, before);
      },
      failed: failure.reject,
    },
    sent(lane, atMs) {
      const index = counts.sent[lane] ?? 0;
      if (tracker.inFlight(lane) >= ring)
        throw new Error(`lane ${lane}: more than ${ring} messages under way`);
      sentAt[lane * ring + (index & (ring - 1))] = atMs;
      counts.sent[lane] = index + 1;
      totalSent += 1;
      return index;
    },
    inFlight: (lane) => (counts.sent[lane] ?? 0) - doneOf(lane),
    totalInFlight: () => totalSent - totalDone,
    totalSent: () => totalSent,
    onAcked: () => undefined,
    onDelivered: () => undefined,
    onDone: () => undefined,
    broken: failure.promise,
  };
  failure.promise.catch(() => undefined);
  return tracker;
}
