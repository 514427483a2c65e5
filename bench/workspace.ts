/*
 * The temporary folder and the system users of one bench run.
 * Fsync must cost what it costs on a disk, so a folder in memory is refused.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export type User = { uid: number; gid: number };

const TMPFS_MAGIC = 0x01021994;

/** Makes an empty folder on a real disk that every system user can reach. */
export function makeWorkspace(): { path: string; remove(): void } {
  const parent = ['/tmp', '/var/tmp'].find((path) => statfsSync(path).type !== TMPFS_MAGIC);
  if (!parent) throw new Error('Neither /tmp nor /var/tmp is on a disk: fsync would cost nothing there.');
  const path = mkdtempSync(join(parent, 'comptoir-bench-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Makes a folder inside the workspace, owned by `user` when one is given. */
export function makeFolder(parent: string, name: string, user: User | undefined): string {
  const path = join(parent, name);
  mkdirSync(path, { mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The first of `names` that exists, when this is root; undefined otherwise: then we run as who we are. */
export function findUser(...names: string[]): User | undefined {
  if (!isRoot()) return undefined;
  for (const name of names) {
    const user = lookUpUser(name);
    if (user) return user;
  }
  throw new Error(`None of the system users ${names.join(', ')} exists.`);
}

/** A TCP port of 127.0.0.1 that nobody listened on a moment ago. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function lookUpUser(name: string): User | undefined {
  try {
    const [, , uid, gid] = execFileSync('getent', ['passwd', name]).toString().split(':');
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}
