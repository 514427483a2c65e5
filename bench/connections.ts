/*
 * Memory of an idle signed-in connection: how much the server's process grew with 10,000 of them, divided by their number.
 * A hundred connections come and go before, so that code loaded for the first one is not counted.
 */
import { readFileSync } from 'node:fs';
import { type Bench, type BenchContext, orderInRound, type Row, recordValue } from './bench.ts';
import { startLoad } from './load/job.ts';
import type { Peer, RunningPeer } from './peer/peer.ts';

const connections = 10_000;
const connectionsBefore = 100;
const settleMs = 10_000;

export const bench: Bench = {
  async run(context) {
    const rows: Row[] = [];
    const versions: Record<string, string> = {};
    for (let round = 0; round < context.rounds; round += 1) {
      for (const peer of orderInRound(context.peers, round))
        versions[peer.name] = await runPeer(peer, context, rows);
    }
    return { setting: { connections, settle_ms: settleMs, rounds: context.rounds }, versions, rows };
  },
};

async function runPeer(peer: Peer, context: BenchContext, rows: Row[]): Promise<string> {
  const { workspace, postgres } = context;
  const running = await peer.start({ workspace, postgres, accounts: connections });
  try {
    const { perConnectionKib, totalMib, perSecond } = await measure(running);
    const at = { peer: peer.name };
    const memory = {
      measure: 'idle signed-in connection',
      unit: 'KiB',
      better: 'lower',
      bar: { ratio: 0.25 },
    } as const;
    recordValue(rows, memory, { ...at, value: perConnectionKib });
    const total = { measure: `whole process with ${connections}`, unit: 'MiB', better: 'lower' } as const;
    recordValue(rows, total, { ...at, value: totalMib });
    const signIns = { measure: 'sign-ins, 64 at once', unit: 'per s', better: 'higher' } as const;
    recordValue(rows, signIns, { ...at, value: perSecond });
    context.say(
      `${peer.name}: ${perConnectionKib.toFixed(1)} KiB a connection, ${totalMib.toFixed(0)} MiB in all`,
    );
    return running.version;
  } finally {
    await running.stop();
  }
}

async function measure(running: RunningPeer) {
  const target = running.target;
  const first = await startLoad({ kind: 'idle', target, connections: connectionsBefore });
  await first.finish();
  const beforeKib = await readSettledKib(running.pid);
  const load = await startLoad({ kind: 'idle', target, connections });
  const afterKib = await readSettledKib(running.pid);
  await load.finish();
  return {
    perConnectionKib: (afterKib - beforeKib) / connections,
    totalMib: afterKib / 1024,
    perSecond: connections / load.result.seconds,
  };
}

/** Resident memory after a pause in which the server can collect its garbage. */
async function readSettledKib(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (!resident) throw new Error(`The server (process ${pid}) is gone.`);
  return Number(resident);
}
