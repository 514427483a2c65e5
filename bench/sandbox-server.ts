/*
 * Our own server as a child: `server/main.ts` as anybody runs it, in sandbox mode because only a sandbox makes people in bulk. Two
 * settings differ from a laptop's: no limit on sends, and no pictures drawn while something is measured.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxNewPerson, SandboxWorld } from '../protocol/index.ts';
import { type OwnedProcess, spawnOwned, waitUntil } from './owned-process.ts';

const root = join(import.meta.dirname, '..');
const readyTimeoutMs = 120_000;

/** The demo shop, where everybody goes. */
export const demoShop = 'atelier-lune';

export interface SandboxServer {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  pid: number;
  /** What a newcomer's script reads. */
  world: SandboxWorld;
  createPeople(count: number): Promise<SandboxNewPerson[]>;
  /** Signs in the owner of the demo shop; the answer is a cookie as `name=value`. */
  signInStaff(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it and waits until it serves. Without `databaseUrl` it brings its own database, in `dataDir`. */
export async function startSandboxServer(options: {
  port: number;
  dataDir: string;
  databaseUrl?: string;
}): Promise<SandboxServer> {
  const origin = `http://127.0.0.1:${options.port}`;
  const server = spawnServer(options);
  const check = async () => (await fetch(`${origin}/readyz`).catch(() => null))?.status === 200;
  await waitUntil(check, { what: 'Comptoir', timeoutMs: readyTimeoutMs, process: server });
  const world = JSON.parse(readFileSync(join(options.dataDir, 'sandbox.json'), 'utf8')) as SandboxWorld;
  return {
    origin,
    pid: server.pid,
    world,
    async createPeople(count) {
      const headers = { authorization: `Bearer ${world.sandbox_token}` };
      const response = await postJson(`${origin}/sandbox/people`, { count }, headers);
      return (await response.json()) as SandboxNewPerson[];
    },
    async signInStaff() {
      const { email, password } = world.staff[0]!;
      const response = await postJson(`${origin}/api/console/sign-in`, { email, password });
      return response.headers.get('set-cookie')!.split(';')[0]!;
    },
    stop: server.stop,
  };
}

/** Throws what was answered when it is no success. */
export async function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
  return response;
}

function spawnServer(options: { port: number; dataDir: string; databaseUrl?: string }): OwnedProcess {
  return spawnOwned(process.execPath, [join(root, 'server', 'main.ts')], {
    cwd: root,
    env: {
      PORT: String(options.port),
      COMPTOIR_DATA_DIR: options.dataDir,
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
      COMPTOIR_SENDS_PER_MINUTE: '100000000',
      COMPTOIR_DEMO_PICTURES: 'off',
      COMPTOIR_LOG_LEVEL: 'warn',
    },
  });
}
