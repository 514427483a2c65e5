// The server that is killed: our own main.ts as a child, on a data folder of its own, with its embedded database.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnedProcess, spawnOwned, waitUntil } from '../owned-process.ts';

const root = join(import.meta.dirname, '..', '..');
const readyTimeoutMs = 120_000;

export interface ServerUnderTest {
  url: string;
  start(): Promise<void>;
  /** Ends the server process in the middle of whatever it does. */
  killServer(): Promise<void>;
  /** Ends the database's main process in the middle of whatever it does; the server starts it again. */
  killDatabase(): void;
  /** Process ids of the database: its main process first. */
  databasePids(): number[];
  waitReady(): Promise<void>;
  /** What a newcomer's script reads. */
  world(): SandboxFile;
  stop(): Promise<void>;
}

export interface SandboxFile {
  sandbox_token: string;
  product_retailer_ids: string[];
  people: { token: string }[];
  staff: { email: string; password: string }[];
}

export function createServerUnderTest(options: { dataDir: string; port: number }): ServerUnderTest {
  const url = `http://127.0.0.1:${options.port}`;
  let child: OwnedProcess | null = null;

  async function start(): Promise<void> {
    child = spawnOwned(process.execPath, [join(root, 'server', 'main.ts')], {
      cwd: root,
      env: {
        HOME: options.dataDir,
        COMPTOIR_DEMO_PICTURES: 'off',
        PORT: String(options.port),
        COMPTOIR_DATA_DIR: options.dataDir,
        COMPTOIR_SENDS_PER_MINUTE: '1000000',
        COMPTOIR_LOG_LEVEL: 'warn',
      },
    });
    await waitReady();
  }

  async function waitReady(): Promise<void> {
    const check = async () => (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
    await waitUntil(check, {
      what: 'the server',
      timeoutMs: readyTimeoutMs,
      ...(child ? { process: child } : {}),
    });
  }

  return {
    url,
    start,
    waitReady,
    async killServer() {
      process.kill(child!.pid, 'SIGKILL');
      await child!.exited;
    },
    killDatabase() {
      const pid = this.databasePids()[0];
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    databasePids: () => findDatabase(options.dataDir),
    world: () => JSON.parse(readFileSync(join(options.dataDir, 'sandbox.json'), 'utf8')) as SandboxFile,
    async stop() {
      await child?.stop();
    },
  };
}

/** The folder of the database's files: its stand-in, when root's own is out of the database user's reach. */
export function databaseDir(dataDir: string): string {
  const moved = join(dataDir, 'postgres', 'MOVED.txt');
  if (!existsSync(moved)) return join(dataDir, 'postgres');
  return /is in (.+)$/m.exec(readFileSync(moved, 'utf8'))![1]!;
}

function findDatabase(dataDir: string): number[] {
  const file = join(databaseDir(dataDir), 'postmaster.pid');
  if (!existsSync(file)) return [];
  const main = Number.parseInt(readFileSync(file, 'utf8'), 10);
  const children = `/proc/${main}/task/${main}/children`;
  const rest = existsSync(children)
    ? readFileSync(children, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number)
    : [];
  return [main, ...rest];
}
