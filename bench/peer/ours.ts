/*
 * Our own server as a peer: `server/main.ts` as anybody runs it, on the bench's PostgreSQL, in sandbox mode because only a
 * sandbox makes people in bulk. Two settings differ from a laptop's: no limit on sends, and no pictures drawn meanwhile.
 * It starts twice: what made the demo world has left nothing in the memory of the process that is measured.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SandboxNewPerson, SandboxWorld } from '../../protocol/index.ts';
import { oursName } from '../bench.ts';
import { type OwnedProcess, spawnOwned, waitUntil } from '../owned-process.ts';
import { findFreePort, makeFolder } from '../workspace.ts';
import type { Peer, PeerOptions, RunningPeer } from './peer.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const database = 'comptoir';
const shop = 'atelier-lune';

export const ours: Peer = { name: oursName, prepare: () => undefined, start };

async function start(options: PeerOptions): Promise<RunningPeer> {
  const databaseUrl = await options.postgres.makeDatabase(database);
  const port = await findFreePort();
  const place: Place = {
    origin: `http://127.0.0.1:${port}`,
    port,
    databaseUrl,
    dataDir: makeFolder(options.workspace, `comptoir-${port}`, undefined),
  };
  const first = await spawnServer(place);
  const world = JSON.parse(readFileSync(join(place.dataDir, 'sandbox.json'), 'utf8')) as SandboxWorld;
  const people = await createPeople(place, world, options.accounts);
  await first.stop();
  const server = await spawnServer(place);
  const staffCookie = await signInStaff(place, world);
  return {
    version: `comptoir ${readVersion()}`,
    target: {
      kind: 'frames',
      origin: place.origin,
      shop,
      tokens: people.map(({ token }) => token),
      staffCookie,
    },
    pid: server.pid,
    countStored: () => options.postgres.readNumber(database, countSql(people)),
    stop: server.stop,
  };
}

interface Place {
  origin: string;
  port: number;
  databaseUrl: string;
  dataDir: string;
}

async function spawnServer({ origin, port, databaseUrl, dataDir }: Place): Promise<OwnedProcess> {
  const server = spawnOwned(process.execPath, [join(root, 'server', 'main.ts')], {
    cwd: root,
    env: {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      COMPTOIR_DATA_DIR: dataDir,
      COMPTOIR_SENDS_PER_MINUTE: '100000000',
      COMPTOIR_DEMO_PICTURES: 'off',
      COMPTOIR_LOG_LEVEL: 'warn',
    },
  });
  const check = async () => (await fetch(`${origin}/readyz`).catch(() => null))?.status === 200;
  await waitUntil(check, { what: 'Comptoir', timeoutMs: 60_000, process: server });
  return server;
}

async function createPeople(
  { origin }: Place,
  world: SandboxWorld,
  count: number,
): Promise<SandboxNewPerson[]> {
  const response = await fetch(`${origin}/sandbox/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.sandbox_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ count }),
  });
  if (!response.ok) throw new Error(`people could not be made: HTTP ${response.status}`);
  return (await response.json()) as SandboxNewPerson[];
}

async function signInStaff({ origin }: Place, world: SandboxWorld): Promise<string> {
  const { email, password } = world.staff[0]!;
  const response = await fetch(`${origin}/api/console/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (!response.ok || !cookie) throw new Error(`staff could not sign in: HTTP ${response.status}`);
  return cookie;
}

/** What the bench's people wrote: the demo world has conversations of its own. */
function countSql(people: SandboxNewPerson[]): string {
  const ids = people.map((person) => `'${person.account_id}'`).join(',');
  return `select count(*) from messages join conversations using (conversation_id)
    where member = 1 and person_account_id in (${ids})`;
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
