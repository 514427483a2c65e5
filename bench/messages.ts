/*
 * Messages from a person to a business: stored with fsync, acknowledged, and delivered to the other side's socket.
 * For each peer, in turn and in every round: 16 under way per pair, one under way per pair, then a quarter of the maximum.
 */
import { type Bench, type BenchContext, orderInRound, type Row, recordValue } from './bench.ts';
import { type MessagesResult, startLoad } from './load/job.ts';
import type { PhaseResult } from './load/phases.ts';
import type { Peer, RunningPeer } from './peer/peer.ts';

const pairs = 100;

export const bench: Bench = {
  async run(context) {
    const rows: Row[] = [];
    const versions: Record<string, string> = { postgresql: context.postgres.version };
    for (let round = 0; round < context.rounds; round += 1) {
      for (const peer of orderInRound(context.peers, round)) {
        const { version, result } = await runPeer(peer, context);
        versions[peer.name] = version;
        recordResult(rows, peer.name, result);
        const { sixteen, one, quarter } = result;
        const [many, single] = [sixteen.perSecond, one.perSecond].map((value) => Math.round(value));
        const p99Ms = quarter.delivered.p99Ms.toFixed(1);
        context.say(
          `round ${round + 1}, ${peer.name}: ${many}/s, ${single}/s with one, p99 ${p99Ms} ms at a quarter`,
        );
      }
    }
    return { setting: settingOf(context), versions, rows };
  },
};

async function runPeer(
  peer: Peer,
  context: BenchContext,
): Promise<{ version: string; result: MessagesResult }> {
  const { workspace, postgres, warmUpMs, measureMs } = context;
  const running = await peer.start({ workspace, postgres, accounts: 2 * pairs });
  try {
    const timing = { warmUpMs, measureMs };
    const load = await startLoad({ kind: 'messages', target: running.target, lanes: pairs, timing });
    await load.finish();
    await checkStored(running, load.result.sent);
    checkMeasured(running, load.result);
    return { version: running.version, result: load.result };
  } finally {
    await running.stop();
  }
}

/** Figures of a server that forgets are worth nothing. */
async function checkStored(running: RunningPeer, sent: number): Promise<void> {
  const stored = await running.countStored();
  if (stored !== sent) throw new Error(`${running.version}: ${sent} messages sent, ${stored} stored`);
}

/** On a busy machine a slow server may deliver nothing within a short time: then there is no figure. */
function checkMeasured({ version }: RunningPeer, { sixteen, one, quarter }: MessagesResult): void {
  if ([sixteen, one, quarter].some(({ delivered }) => delivered.count === 0))
    throw new Error(`${version}: nothing arrived within the measured time; choose more --seconds`);
}

function recordResult(rows: Row[], peer: string, result: MessagesResult): void {
  const bar = { ratio: 10 };
  recordPhase(rows, { peer, label: '16 in flight', phase: result.sixteen, bar });
  recordPhase(rows, { peer, label: '1 in flight', phase: result.one, bar });
  const { quarter } = result;
  const unit = 'per s';
  const offered = { measure: 'quarter of the maximum, offered', unit, better: 'higher' } as const;
  recordValue(rows, offered, { peer, value: quarter.offeredPerSecond });
  recordValue(
    rows,
    { ...offered, measure: 'quarter of the maximum, done' },
    { peer, value: quarter.perSecond },
  );
  const latency = { unit: 'ms', better: 'lower' } as const;
  const { p50Ms, p99Ms } = quarter.delivered;
  recordValue(rows, { ...latency, measure: 'quarter, send → other socket, p50' }, { peer, value: p50Ms });
  const limited = { ...latency, measure: 'quarter, send → other socket, p99', bar: { value: 50 } };
  recordValue(rows, limited, { peer, value: p99Ms });
}

function recordPhase(
  rows: Row[],
  what: { peer: string; label: string; phase: PhaseResult; bar: { ratio: number } },
): void {
  const { peer, label, phase, bar } = what;
  const throughput = {
    measure: `${label}, stored and delivered`,
    unit: 'per s',
    better: 'higher',
    bar,
  } as const;
  recordValue(rows, throughput, { peer, value: phase.perSecond });
  const latency = { unit: 'ms', better: 'lower' } as const;
  const record = (measure: string, value: number) =>
    recordValue(rows, { ...latency, measure: `${label}, ${measure}` }, { peer, value });
  record('send → other socket, p50', phase.delivered.p50Ms);
  record('send → other socket, p99', phase.delivered.p99Ms);
  record('send → stored, p50', phase.acked.p50Ms);
  record('send → stored, p99', phase.acked.p99Ms);
}

function settingOf(context: BenchContext): Record<string, string | number> {
  return {
    pairs,
    text_bytes: 200,
    rounds: context.rounds,
    warm_up_ms: context.warmUpMs,
    measure_ms: context.measureMs,
    database: 'one PostgreSQL for all, default settings, fsync on, an empty database each time',
    counted: 'messages that were both acknowledged to the sender as stored and received on the other socket',
  };
}
