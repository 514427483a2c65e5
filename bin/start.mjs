// `npm start`: installs and builds what is missing, then runs the server on the Bun that npm brought.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded, bun, checkNode, installIfNeeded, root } from './install.mjs';

checkNode();
installIfNeeded();
buildIfNeeded();
const server = spawn(bun, [join(root, 'server', 'main.ts')], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
