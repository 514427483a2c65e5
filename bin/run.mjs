// `npm run bench`, `crash`, `race`, `web:budget`: install what is missing, then run the script on our Bun.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded, bun, checkNode, installIfNeeded, root } from './install.mjs';

const args = process.argv.slice(2);
checkNode();
installIfNeeded();
if (args[0] === '--build') {
  args.shift();
  buildIfNeeded();
}
const [script, ...rest] = args;
const child = spawn(bun, [join(root, script), ...rest], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
