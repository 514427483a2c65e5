// `npm start`: installs and builds what is missing, then runs the server on the Bun that npm brought.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded, bun, checkNode, installIfNeeded, root } from './install.mjs';

const parentEveryMs = 500;

checkNode();
installIfNeeded();
buildIfNeeded();
const server = spawn(bun, [join(root, 'server', 'main.ts')], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// npm may be killed without a word to its children: then the server ends as if it had been asked to.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) server.kill('SIGTERM');
}, parentEveryMs).unref();
