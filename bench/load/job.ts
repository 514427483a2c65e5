/* What the bench asks of the load process, and what it answers: JSON, one value a line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Target } from '../peer/peer.ts';
import type { PhaseResult, Timing } from './phases.ts';

export type MessagesJob = { kind: 'messages'; target: Target; lanes: number; timing: Timing };
export type IdleJob = { kind: 'idle'; target: Target; connections: number };
export type Job = MessagesJob | IdleJob;

export type MessagesResult = {
  /** Every message of the run, warm-up included. */
  sent: number;
  sixteen: PhaseResult;
  one: PhaseResult;
  /** At a quarter of what `sixteen` reached. */
  quarter: PhaseResult & { offeredPerSecond: number };
};
export type IdleResult = { connections: number; seconds: number };

/** A running load process. It ends when `finish` is called, or with this process. */
export type RunningLoad<T> = { result: T; finish(): Promise<void> };

/** Starts the load process and resolves with its answer; its connections stay open until `finish`. */
export async function startLoad(job: MessagesJob): Promise<RunningLoad<MessagesResult>>;
export async function startLoad(job: IdleJob): Promise<RunningLoad<IdleResult>>;
export async function startLoad(job: Job): Promise<RunningLoad<MessagesResult | IdleResult>> {
  const script = fileURLToPath(import.meta.resolve('./main.ts'));
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { HOME: tmpdir() },
  });
  const exited = once(child, 'exit');
  child.stdin.write(`${JSON.stringify(job)}\n`);
  const lines = createInterface({ input: child.stdout });
  const answer = await Promise.race([once(lines, 'line'), exited.then(() => undefined)]);
  if (!answer) throw new Error('The load process ended without an answer.');
  return {
    result: JSON.parse(String(answer[0])) as MessagesResult | IdleResult,
    async finish() {
      child.stdin.end();
      const [code] = await exited;
      if (code !== 0) throw new Error('The load process ended with an error.');
    },
  };
}
