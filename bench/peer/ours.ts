/*
 * Our own server as a peer, on the bench's PostgreSQL. It starts twice: what made the demo world and the people has left nothing
 * in the memory of the process that is measured.
 */
import { readFileSync } from 'node:fs';
import type { SandboxNewPerson } from '../../protocol/index.ts';
import { oursName } from '../bench.ts';
import { demoShop, startSandboxServer } from '../sandbox-server.ts';
import { findFreePort, makeFolder } from '../workspace.ts';
import type { Peer, PeerOptions, RunningPeer } from './peer.ts';

const database = 'comptoir';

export const ours: Peer = { name: oursName, prepare: () => undefined, start };

async function start(options: PeerOptions): Promise<RunningPeer> {
  const databaseUrl = await options.postgres.makeDatabase(database);
  const port = await findFreePort();
  const place = { port, databaseUrl, dataDir: makeFolder(options.workspace, `comptoir-${port}`, undefined) };
  const first = await startSandboxServer(place);
  const people = await first.createPeople(options.accounts);
  await first.stop();
  const server = await startSandboxServer(place);
  return {
    version: `comptoir ${readVersion()}`,
    target: {
      kind: 'frames',
      origin: server.origin,
      shop: demoShop,
      tokens: people.map(({ token }) => token),
      staffCookie: await server.signInStaff(),
    },
    pid: server.pid,
    countStored: () => options.postgres.readNumber(database, countSql(people)),
    stop: server.stop,
  };
}

/** What the bench's people wrote: the demo world has conversations of its own. */
function countSql(people: SandboxNewPerson[]): string {
  const ids = people.map((person) => `'${person.account_id}'`).join(',');
  return `select count(*) from messages join conversations using (conversation_id)
    where member = 1 and person_account_id in (${ids})`;
}

function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
