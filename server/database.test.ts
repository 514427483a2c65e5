// DATABASE_URL: the whole server on a PostgreSQL that is not ours, the oldest one that this machine has.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPersonApi } from '../client/http.ts';
import { newId } from '../protocol/index.ts';
import {
  findFreePort,
  makeDataFolder,
  type ServerProcess,
  startServerProcess,
} from '../test/support/process.ts';
import { openSignedIn } from '../test/support/raw-socket.ts';
import { connectDb, type Postgres, startPostgres } from './kit/index.ts';

const debianRoot = '/usr/lib/postgresql';
let postgres: Postgres;
let databaseUrl: string;
let dataDir: string;

beforeAll(async () => {
  const port = await findFreePort();
  const binDir = findOther();
  postgres = await startPostgres({
    dataDir: mkdtempSync(join(tmpdir(), 'comptoir-other-pg-')),
    isTemporary: true,
    settings: ['listen_addresses=127.0.0.1', `port=${port}`],
    ...(binDir === undefined ? {} : { binDir }),
  });
  databaseUrl = `postgres://${postgres.user}@127.0.0.1:${port}`;
  dataDir = makeDataFolder();
}, 120_000);

afterAll(async () => {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Debian's, when it is 15 or newer; without one the embedded PostgreSQL plays it, over TCP. */
function findOther(): string | undefined {
  const versions = existsSync(debianRoot) ? readdirSync(debianRoot).map(Number) : [];
  const version = versions.filter((number) => number >= 15).sort((a, b) => a - b)[0];
  const binDir = `${debianRoot}/${version}/bin`;
  return existsSync(join(binDir, 'postgres')) ? binDir : undefined;
}

async function createDatabase(name: string, options = ''): Promise<string> {
  const db = connectDb({ connectionString: `${databaseUrl}/postgres` }, 1);
  await db.query(`create database ${name} ${options}`);
  await db.close();
  return `${databaseUrl}/${name}`;
}

async function start(url: string): Promise<ServerProcess> {
  return startServerProcess(dataDir, { DATABASE_URL: url });
}

async function stop(server: ServerProcess): Promise<void> {
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}

test('a message stays there over a restart, and no database is made in the data folder', async () => {
  const url = await createDatabase('comptoir_outside');
  const first = await start(url);
  await first.ready();
  const { token } = first.world().people[0]!;
  const opened = await createPersonApi({ url: first.url, token }).openConversation('atelier-lune');
  const conversation_id = opened.conversation_id;
  const socket = await openSignedIn(`ws://127.0.0.1:${first.port}/socket`, { token });
  const id = newId('message');
  socket.send({ type: 'send', id, conversation_id, content: { type: 'text', body: 'Kept elsewhere' } });
  await socket.next('ok', (frame) => frame.id === id);
  await stop(first);

  const second = await start(url);
  await second.ready();
  const again = await openSignedIn(`ws://127.0.0.1:${second.port}/socket`, { token });
  again.send({ type: 'pull', id: 'page', conversation_id });
  const page = await again.next('page');
  expect(page.messages.map((message) => message.message_id)).toContain(id);
  await stop(second);
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
}, 120_000);

test('a database that cannot be used is refused in a sentence', async () => {
  const refusals = [
    [
      `postgres://nobody@127.0.0.1:${await findFreePort()}/comptoir`,
      'cannot be reached: connect ECONNREFUSED',
    ],
    [`${databaseUrl}/no_such_database`, 'cannot be reached: database "no_such_database" does not exist'],
    [
      await createDatabase('ascii', "template template0 encoding 'SQL_ASCII'"),
      'is encoded in SQL_ASCII, not UTF8',
    ],
  ] as const;
  for (const [url, sentence] of refusals) {
    const server = await start(url);
    expect(await server.ended).toBe(1);
    expect(server.output()).toContain('Comptoir could not start: the database of DATABASE_URL');
    expect(server.output()).toContain(sentence);
    expect(server.output()).not.toContain('    at ');
  }
}, 60_000);
