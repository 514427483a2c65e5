// The real server as a process of its own, for what only a process can show: signals, exit codes, a second start.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxWorld } from '../../protocol/index.ts';
import { until } from './until.ts';

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts');
const readyWithinMs = 60_000;

export interface ServerProcess {
  url: string;
  port: number;
  pid: number;
  /** Exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
  /** What it wrote so far. */
  output(): string;
  /** What `sandbox.json` says. */
  world(): SandboxWorld;
  /** Resolves when `/readyz` answers 200; throws when the process ends before. */
  ready(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** An empty data folder that the database's user reaches, too: under root's own, its files would go elsewhere. */
export function makeDataFolder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-process-'));
  chmodSync(dataDir, 0o755);
  return dataDir;
}

/** Without demo pictures, and without limits that a test would run into. */
export async function startServerProcess(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      COMPTOIR_DATA_DIR: dataDir,
      COMPTOIR_DEMO_PICTURES: 'off',
      COMPTOIR_SENDS_PER_MINUTE: '1000000',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  let isOver = false;
  const ended = new Promise<number | string>((done) => {
    child.on('close', (code, signal) => {
      isOver = true;
      done(code ?? signal ?? 'lost');
    });
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async () => {
    if (isOver) throw new Error(`the server ended: ${output}`);
    return (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
  };
  return {
    url,
    port,
    pid: child.pid!,
    ended,
    output: () => output,
    world: () => JSON.parse(readFileSync(join(dataDir, 'sandbox.json'), 'utf8')) as SandboxWorld,
    ready: () => until(isReady, readyWithinMs),
    kill: (signal) => void child.kill(signal),
  };
}

export function findFreePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}
