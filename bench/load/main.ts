/* The load process: reads one job from its input, does it, answers, and leaves when the input ends. */
import { createInterface } from 'node:readline';
import { makeFramesWire } from '../peer/frames.ts';
import type { Target } from '../peer/peer.ts';
import { makeXmppWire } from '../peer/xmpp.ts';
import type { IdleJob, IdleResult, Job, MessagesJob, MessagesResult } from './job.ts';
import { runClosed, runPaced } from './phases.ts';
import { makeTracker } from './tracker.ts';
import { openAll, type Wire } from './wire.ts';

const connectsAtOnce = 64;
const depth = 16;
const quarterOfMaximum = 0.25;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const job = JSON.parse((await lines.next()).value ?? 'null') as Job;
const running = job.kind === 'messages' ? await runMessages(job) : await runIdle(job);
process.stdout.write(`${JSON.stringify(running.result)}\n`);
await lines.next();
await running.close();
process.exit(0);

async function runMessages(
  messages: MessagesJob,
): Promise<{ result: MessagesResult; close(): Promise<void> }> {
  const tracker = makeTracker(messages.lanes);
  const lanes = await makeWire(messages.target).openLanes(messages.lanes, tracker.events);
  const load = { lanes, laneCount: messages.lanes, tracker };
  const sixteen = await runClosed(load, depth, messages.timing);
  const one = await runClosed(load, 1, messages.timing);
  const offeredPerSecond = sixteen.perSecond * quarterOfMaximum;
  const quarter = await runPaced(load, offeredPerSecond, messages.timing);
  const result = { sent: tracker.totalSent(), sixteen, one, quarter: { offeredPerSecond, ...quarter } };
  return { result, close: () => lanes.close() };
}

async function runIdle(idle: IdleJob): Promise<{ result: IdleResult; close(): Promise<void> }> {
  const wire = makeWire(idle.target);
  const fromMs = performance.now();
  const open = await openAll(idle.connections, connectsAtOnce, (index) => wire.openIdle(index, endBroken));
  return {
    result: { connections: open.length, seconds: (performance.now() - fromMs) / 1000 },
    close: async () => {
      await openAll(open.length, connectsAtOnce, (index) => open[index]?.close() ?? Promise.resolve());
    },
  };
}

/** Figures of connections that did not last are worth nothing. */
function endBroken(error: Error): never {
  console.error(error.message);
  process.exit(1);
}

function makeWire(target: Target): Wire {
  return target.kind === 'xmpp' ? makeXmppWire(target) : makeFramesWire(target);
}
