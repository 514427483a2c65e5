// What a start finds taken, and what a killed one leaves behind.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataFolder, type ServerProcess, startServerProcess } from '../test/support/process.ts';
import { until } from '../test/support/until.ts';

let dataDir: string;
let server: ServerProcess;

beforeAll(async () => {
  dataDir = makeDataFolder();
  server = await startServerProcess(dataDir);
  await server.ready();
}, 120_000);

afterAll(async () => {
  server.kill('SIGTERM');
  await server.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

async function refusalOf(dir: string, env: Record<string, string> = {}): Promise<string> {
  const other = await startServerProcess(dir, env);
  expect(await other.ended).toBe(1);
  expect(other.output()).not.toContain('    at ');
  return other.output();
}

test('a port that is taken is said in a sentence, before anything is made', async () => {
  const elsewhere = join(dataDir, 'elsewhere');
  const next = server.port + 1;
  expect(await refusalOf(elsewhere, { PORT: String(server.port) })).toBe(
    `Comptoir could not start: port ${server.port} is taken; choose another, for example PORT=${next} npm start\n`,
  );
  expect(existsSync(elsewhere)).toBe(false);
});

test('a second server on the same data folder is refused, and the first goes on', async () => {
  expect(await refusalOf(dataDir)).toContain(`process ${server.pid} already runs on ${dataDir}`);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('a setting that is wrong is said in a sentence', async () => {
  expect(await refusalOf(dataDir, { PORT: 'http' })).toBe(
    'Comptoir could not start: PORT is a whole number, not "http"\n',
  );
});

test('killed, it takes its database with it; the next start recovers and keeps the world', async () => {
  const before = server.world();
  const database = databasePid();
  server.kill('SIGKILL');
  expect(await server.ended).toBe('SIGKILL');
  await until(() => !isRunning(database), 20_000);
  server = await startServerProcess(dataDir);
  await server.ready();
  expect(server.world().sandbox_token).toBe(before.sandbox_token);
}, 120_000);

test('a database that dies is started again, and the server is ready again', async () => {
  process.kill(databasePid(), 'SIGKILL');
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 503, 20_000);
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200, 60_000);
}, 120_000);

test('a database that hangs makes it not ready, within seconds', async () => {
  const database = databasePid();
  const backends = backendsOf(database);
  for (const pid of [database, ...backends]) process.kill(pid, 'SIGSTOP');
  try {
    const askedAt = performance.now();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
  } finally {
    for (const pid of [database, ...backends]) process.kill(pid, 'SIGCONT');
  }
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200, 60_000);
}, 120_000);

function databasePid(): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

function backendsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(/\s+/).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
