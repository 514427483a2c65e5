// Installs what package-lock.json says, when it is not there yet. Plain Node: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
export const bun = join(root, 'node_modules', '.bin', 'bun');

export function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 20) return;
  console.error(`Comptoir needs Node 20 or newer; this is ${process.version}.`);
  process.exit(1);
}

export function installIfNeeded() {
  const stamp = join(root, 'node_modules', '.comptoir-lock');
  const digest = hash([join(root, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  // A checkout that was installed by hand needs no second install; npm writes this file when it has put all in place.
  if (!existsSync(join(root, 'node_modules', '.package-lock.json')) || existsSync(stamp)) {
    console.log('Installing packages (once) …');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  writeFileSync(stamp, digest);
}

/** Builds the web apps when their sources changed since the last build. */
export function buildIfNeeded() {
  const stamp = join(root, 'dist', '.stamp');
  const sources = ['web', 'client', 'protocol'].flatMap((dir) => listFiles(join(root, dir)));
  const digest = hash([...sources.sort(), join(root, 'bin', 'build.ts'), join(root, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log('Building the web apps (when their sources changed) …');
  rmSync(stamp, { force: true });
  run(bun, ['--bun', join(root, 'bin', 'build.ts')]);
  writeFileSync(stamp, digest);
}

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.status === 0) return;
  console.error(`${command} ${args.join(' ')} failed${result.error ? `: ${result.error.message}` : ''}`);
  process.exit(result.status || 1);
}

function listFiles(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return entry.isFile() && !/\.test\.tsx?$/.test(path) ? [path] : [];
  });
}

function hash(files) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(file.slice(root.length)).update(readFileSync(file));
  return digest.digest('hex');
}
