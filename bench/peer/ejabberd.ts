/*
 * ejabberd from Debian's package as a peer: its archive (mod_mam, everything, always) in PostgreSQL, stream management on.
 * It gets what makes it fast: no TLS, no shaper, plain passwords, no modules that a private chat does not need.
 * It runs without a node name, so that it neither starts nor needs Erlang's port mapper daemon.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type OwnedProcess, spawnOwned, waitUntil } from '../owned-process.ts';
import type { Connection } from '../postgres.ts';
import { findFreePort, findUser, makeFolder } from '../workspace.ts';
import { ensurePackages, findPackageVersion } from './debian.ts';
import type { Peer, PeerOptions, RunningPeer } from './peer.ts';

const domain = 'localhost';
const accountPrefix = 'u';
const database = 'ejabberd';
/** The archive holds one row for each side of a message. */
const countSql = 'select count(*) / 2 from archive';
const services = { ejabberd: ['ejabberd.service'], 'erlang-base': ['epmd.service', 'epmd.socket'] };
const schemaFile = '/usr/share/ejabberd/sql/pg.sql';

export const ejabberd: Peer = {
  name: 'ejabberd',
  prepare: () => ensurePackages(['ejabberd', 'erlang-p1-pgsql'], services),
  start,
};

async function start(options: PeerOptions): Promise<RunningPeer> {
  const password = randomBytes(8).toString('hex');
  await fillDatabase(options, password);
  const port = await findFreePort();
  const server = spawnServer(options, port);
  await waitUntil(() => accepts(port), { what: 'ejabberd', timeoutMs: 60_000, process: server });
  return {
    version: `ejabberd ${findPackageVersion('ejabberd')}`,
    target: { kind: 'xmpp', host: '127.0.0.1', port, domain, accountPrefix, password },
    pid: server.pid,
    countStored: () => options.postgres.readNumber(database, countSql),
    stop: server.stop,
  };
}

async function fillDatabase(options: PeerOptions, password: string): Promise<void> {
  await options.postgres.makeDatabase(database);
  await options.postgres.runSql(database, readFileSync(schemaFile, 'utf8'));
  await options.postgres.runSql(
    database,
    `insert into users (username, password)
     select '${accountPrefix}' || n, '${password}' from generate_series(0, ${options.accounts - 1}) n`,
  );
}

/** The options are those of Debian's own `ejabberdctl foreground`, without the node name. */
function spawnServer(options: PeerOptions, port: number): OwnedProcess {
  const user = findUser('ejabberd');
  const home = makeFolder(options.workspace, `ejabberd-${port}`, user);
  const configFile = join(home, 'ejabberd.yml');
  writeFileSync(configFile, configText(options.postgres.connection, port), { mode: 0o644 });
  const vm = ['+K', 'true', '+P', '250000', '-env', 'ERL_CRASH_DUMP_BYTES', '0', '-noinput'];
  const application = ['-mnesia', 'dir', `"${home}/spool"`, '-s', 'ejabberd'];
  return spawnOwned(
    'sh',
    ['-c', 'ulimit -S -n $(ulimit -H -n); exec "$@"', 'sh', 'erl', ...vm, ...application],
    {
      cwd: home,
      user,
      env: {
        EJABBERD_CONFIG_PATH: configFile,
        EJABBERD_LOG_PATH: join(home, 'ejabberd.log'),
        ERL_LIBS: '/usr/lib/x86_64-linux-gnu',
        ERL_MAX_PORTS: '32000',
        ERL_MAX_ETS_TABLES: '1400',
      },
    },
  );
}

function configText(postgres: Connection, port: number): string {
  return `hosts: [${domain}]
loglevel: warning
log_rotate_count: 0
auth_method: sql
auth_password_format: plain
sql_type: pgsql
sql_server: "${postgres.host}"
sql_port: ${postgres.port}
sql_database: ${database}
sql_username: ${postgres.user}
sql_password: "${postgres.password}"
sql_pool_size: 10
default_db: sql
listen:
  - port: ${port}
    ip: 127.0.0.1
    module: ejabberd_c2s
    max_stanza_size: 262144
access_rules:
  local: { allow: all }
  c2s: { allow: all }
modules:
  mod_disco: {}
  mod_mam: { default: always, db_type: sql, assume_mam_usage: true }
  mod_offline: {}
  mod_ping: {}
  mod_roster: {}
  mod_stream_mgmt: { resend_on_timeout: if_offline }
`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
