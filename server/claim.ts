// What a start finds taken is said in a sentence, before anything else is touched.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** One process a data folder: a second one would stop the first one's database. */
export function claimDataFolder(dataDir: string): void {
  const file = join(dataDir, 'server.pid');
  const other = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
  if (other > 0 && other !== process.pid && isComptoir(other)) {
    throw new Error(
      `process ${other} already runs on ${dataDir}; stop it first, or give this one a folder of its own: COMPTOIR_DATA_DIR=…`,
    );
  }
  writeFileSync(file, `${process.pid}\n`);
}

export async function checkPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    probe.once('error', done);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => done(null)));
  });
  if (error === null) return;
  if (error.code === 'EADDRINUSE')
    throw new Error(`port ${port} is taken; choose another, for example PORT=${port + 1} npm start`);
  if (error.code === 'EACCES') throw new Error(`this user may not open port ${port}; choose one above 1023`);
  throw new Error(`cannot listen on ${host}:${port} (${error.code ?? error.message})`);
}

/** Process ids are used again after a crash: where /proc exists, the command line tells who it is. */
function isComptoir(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (!existsSync('/proc/self/cmdline')) return true;
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(join('server', 'main.ts'));
}
