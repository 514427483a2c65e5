// Makes every fsync of the database fail for a while, with strace's fault injection, and counts what is acknowledged
// meanwhile: nothing may be, from the first failed one on, until the database has recovered and said what it holds.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { isRoot } from '../workspace.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { countAcknowledged, type Writer } from './writers.ts';

export interface FsyncResult {
  injectedMs: number;
  acknowledged: number;
}

const injectMs = 1_500;
const attachMsMax = 5_000;

/** Null when this machine does not allow it: strace is missing and we are not root, or tracing is forbidden. */
export async function failFsync(
  server: ServerUnderTest,
  writers: readonly Writer[],
): Promise<FsyncResult | null> {
  if (!hasStrace()) return null;
  const pids = server.databasePids();
  const tracer = spawn('strace', [
    '-f',
    '-qq',
    '-e',
    'trace=fsync,fdatasync',
    '-e',
    'inject=fsync,fdatasync:error=EIO',
    ...pids.flatMap((pid) => ['-p', String(pid)]),
  ]);
  const failedAt = await firstFailure(tracer);
  if (failedAt === null) {
    await end(tracer);
    return null;
  }
  const before = countAcknowledged(writers);
  await new Promise((wake) => setTimeout(wake, injectMs));
  const acknowledged = countAcknowledged(writers) - before;
  await end(tracer);
  await server.waitReady();
  return { injectedMs: Math.round(performance.now() - failedAt), acknowledged };
}

function hasStrace(): boolean {
  if (spawnSync('strace', ['-V']).status === 0) return true;
  if (!isRoot()) return false;
  const install = spawnSync(
    'sh',
    ['-c', 'apt-get install -y strace || (apt-get update && apt-get install -y strace)'],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  );
  return install.status === 0;
}

/** When the first injected failure was reported; null when there was none in time. */
function firstFailure(tracer: ChildProcess): Promise<number | null> {
  return new Promise((found) => {
    const timer = setTimeout(() => found(null), attachMsMax);
    tracer.stderr?.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('INJECTED')) return;
      clearTimeout(timer);
      found(performance.now());
    });
    tracer.on('exit', () => {
      clearTimeout(timer);
      found(null);
    });
  });
}

async function end(tracer: ChildProcess): Promise<void> {
  if (tracer.exitCode !== null || tracer.signalCode !== null) return;
  const ended = new Promise((done) => tracer.on('exit', done));
  tracer.kill('SIGINT');
  await ended;
}
