/*
 * The two ways to load a server. Closed: each lane keeps a fixed number of messages under way, which finds the maximum.
 * Paced: messages are due at a fixed rate whatever the server does, and latency counts from when a message was due, which
 * finds what people feel.
 */
import { makeSamples, type Percentiles } from './samples.ts';
import type { Tracker } from './tracker.ts';
import { type Lanes, makeText } from './wire.ts';

export type Timing = { warmUpMs: number; measureMs: number };

export type PhaseResult = {
  /** Messages per second that were both stored and delivered within the measured time. */
  perSecond: number;
  /** From send (paced: from when it was due) to the other socket. */
  delivered: Percentiles;
  /** From send to the server's word that it is stored. */
  acked: Percentiles;
};

export type Load = { lanes: Lanes; laneCount: number; tracker: Tracker };

const drainTimeoutMs = 60_000;

/** Keeps `depth` messages of every lane under way. */
export async function runClosed(load: Load, depth: number, timing: Timing): Promise<PhaseResult> {
  const { tracker } = load;
  let open = true;
  const sendNext = (lane: number) => {
    load.lanes.send(lane, makeText(tracker.sent(lane, performance.now())));
  };
  const meter = startMeter(tracker, (lane) => open && sendNext(lane));
  for (let lane = 0; lane < load.laneCount; lane += 1) for (let n = 0; n < depth; n += 1) sendNext(lane);
  const result = await meter.measure(timing);
  open = false;
  await drain(tracker);
  return result;
}

/** Sends `perSecond` messages a second, over the lanes in turn. */
export async function runPaced(load: Load, perSecond: number, timing: Timing): Promise<PhaseResult> {
  const meter = startMeter(load.tracker, () => undefined);
  const startMs = performance.now();
  let count = 0;
  const pacer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / 1000) * perSecond);
    for (; count < due; count += 1) {
      const lane = count % load.laneCount;
      load.lanes.send(lane, makeText(load.tracker.sent(lane, startMs + (count * 1000) / perSecond)));
    }
  }, 1);
  const result = await meter.measure(timing);
  clearInterval(pacer);
  await drain(load.tracker);
  return result;
}

function startMeter(tracker: Tracker, onDone: (lane: number) => void) {
  const acked = makeSamples();
  const delivered = makeSamples();
  let recording = false;
  let done = 0;
  tracker.onAcked = (latencyMs) => recording && acked.add(latencyMs);
  tracker.onDelivered = (latencyMs) => recording && delivered.add(latencyMs);
  tracker.onDone = (lane) => {
    if (recording) done += 1;
    onDone(lane);
  };
  return {
    async measure(timing: Timing): Promise<PhaseResult> {
      await pause(tracker, timing.warmUpMs);
      recording = true;
      const fromMs = performance.now();
      await pause(tracker, timing.measureMs);
      recording = false;
      const seconds = (performance.now() - fromMs) / 1000;
      return { perSecond: done / seconds, delivered: delivered.summarize(), acked: acked.summarize() };
    },
  };
}

function pause(tracker: Tracker, ms: number): Promise<void> {
  return Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), tracker.broken]);
}

/** Every message must arrive before the next phase begins; none may be missing. */
async function drain(tracker: Tracker): Promise<void> {
  const deadline = performance.now() + drainTimeoutMs;
  while (tracker.totalInFlight() > 0) {
    if (performance.now() > deadline) throw new Error(`${tracker.totalInFlight()} messages never arrived.`);
    await pause(tracker, 20);
  }
}
