/*
 * Every server a bench needs is a child of the bench and dies with it.
 * Each child gets its own process group (so that Ctrl-C reaches the bench alone, which then stops them in order) and the
 * kernel's parent-death signal (so that a killed bench leaves nothing behind). Linux only, like the peers.
 */
import { type ChildProcess, spawn } from 'node:child_process';

export type OwnedProcess = {
  pid: number;
  /** Resolves with the exit code, or null when a signal ended it. */
  exited: Promise<number | null>;
  /** Everything it has written so far, at most the last 64 kB. */
  output(): string;
  /** Asks it to end and waits; after 15 s it is killed. */
  stop(): Promise<void>;
};

export type OwnedOptions = {
  /** Run as this system user; only root may change it. */
  user?: { uid: number; gid: number } | undefined;
  cwd: string;
  env?: Record<string, string>;
  /** What asks this server to end in order. */
  stopSignal?: NodeJS.Signals;
};

const graceMs = 15_000;
const running = new Set<OwnedProcess>();

/** Starts a server as a child of this process. Errors of the start itself show as an exit. */
export function spawnOwned(command: string, args: string[], options: OwnedOptions): OwnedProcess {
  const child = spawn('setpriv', [...privileges(options.user), '--', command, ...args], {
    cwd: options.cwd,
    detached: true,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: options.cwd, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code));
  });
  const owned: OwnedProcess = {
    pid: child.pid ?? 0,
    exited,
    output: gatherOutput(child),
    stop: () => stopChild(child, exited, options.stopSignal ?? 'SIGTERM'),
  };
  running.add(owned);
  exited.then(() => running.delete(owned));
  return owned;
}

/** Ends everything that still runs, the youngest first. */
export async function stopAllOwned(): Promise<void> {
  for (const owned of [...running].reverse()) await owned.stop();
}

/** Polls `check` until it is true; throws with `what` when `timeoutMs` passed or the process ended. */
export async function waitUntil(
  check: () => Promise<boolean>,
  options: { what: string; timeoutMs: number; process?: OwnedProcess },
): Promise<void> {
  let ended = false;
  options.process?.exited.then(() => {
    ended = true;
  });
  const deadline = performance.now() + options.timeoutMs;
  while (performance.now() < deadline && !ended) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${options.what} did not become ready\n${options.process?.output() ?? ''}`);
}

function privileges(user: { uid: number; gid: number } | undefined): string[] {
  const dieWithParent = ['--pdeathsig', 'KILL'];
  if (!user) return dieWithParent;
  return [...dieWithParent, '--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
}

function gatherOutput(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-65_536);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<number | null>,
  signal: NodeJS.Signals,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(killer);
}
