// `npm test`: everything that CI runs, one stage after the other, and at the end one line with the counts.
// `npm test -- unit browser` runs the stages named.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded, bun, checkNode, installIfNeeded, root } from './install.mjs';

const chromiumPackages = ['chromium', 'fonts-noto-core', 'fonts-noto-color-emoji'];
const bin = (name) => join(root, 'node_modules', '.bin', name);
const testArgs = (...paths) => [bun, ['test', '--timeout', '120000', ...paths]];

const stages = [
  { name: 'types', command: [bin('tsc'), ['-p', '.']] },
  { name: 'lint', command: [bin('biome'), ['check', '--error-on-warnings', '.']] },
  { name: 'tidy', command: testArgs('./test/tidy.test.ts') },
  { name: 'unit', command: testArgs('./protocol', './client', './server', './web', './bench', './bin') },
  { name: 'conformance', command: testArgs('./test/conformance') },
  { name: 'journeys', command: testArgs('./test/journeys'), needs: 'browser' },
  { name: 'browser', command: testArgs('./test/browser'), needs: 'browser' },
  { name: 'race', command: [bun, [join(root, 'bench', 'race.ts'), '--short']] },
  { name: 'crash', command: [bun, [join(root, 'bench', 'crash.ts'), '--kills', '2', '--short']] },
  {
    name: 'web:budget',
    command: [bun, [join(root, 'test', 'browser', 'budget.ts'), '--short']],
    needs: 'browser',
  },
];

checkNode();
installIfNeeded();
const wanted = process.argv.slice(2);
const chosen = stages.filter((stage) => wanted.length === 0 || wanted.includes(stage.name));
if (chosen.some((stage) => stage.needs === 'browser')) {
  installChromiumIfNeeded();
  buildIfNeeded();
}
const results = [];
for (const stage of chosen) results.push(await runStage(stage));
report(results);

/** Runs one stage; a stage that is not a test run counts as one test. */
async function runStage({ name, command: [program, args] }) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`);
  const startedAt = Date.now();
  const { code, output } = await runShown(program, args);
  const passed = sum(output, /^\s*(\d+) pass$/gm);
  const failed = sum(output, /^\s*(\d+) fail$/gm);
  const counted = passed + failed > 0;
  return {
    name,
    passed: counted ? passed : Number(code === 0),
    failed: counted ? Math.max(failed, Number(code !== 0)) : Number(code !== 0),
    seconds: Math.round((Date.now() - startedAt) / 1000),
  };
}

function runShown(program, args) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    let output = '';
    const keep = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    child.on('error', (error) => {
      console.error(error.message);
      done({ code: 1, output });
    });
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

function sum(text, pattern) {
  return [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
}

function report(all) {
  console.log('\n── summary ─────────────────────────────────────────────────');
  for (const { name, passed, failed, seconds } of all) {
    console.log(
      `${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds} s)`,
    );
  }
  const total = (key) => all.reduce((count, result) => count + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  process.exit(total('failed') === 0 && total('passed') > 0 ? 0 : 1);
}

/** Browser tests need Chromium: root gets it installed, anybody else the one command to run. */
function installChromiumIfNeeded() {
  if (existsSync(process.env.CHROMIUM_PATH || '/usr/bin/chromium')) return;
  const install = `apt-get update && apt-get install -y ${chromiumPackages.join(' ')}`;
  if (process.env.CHROMIUM_PATH || process.getuid?.() !== 0) {
    console.error(`The browser tests need Chromium. Install it once with:\n\n  sudo sh -c '${install}'\n`);
    console.error('or say where it is: CHROMIUM_PATH=/path/to/chromium npm test');
    process.exit(1);
  }
  console.log('Installing Chromium and fonts from Debian …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('sh', ['-c', `(${install}) 2>&1`], { env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (result.status === 0) return;
  console.error(
    `${(result.stdout ?? '').split('\n').slice(-20).join('\n')}\nChromium could not be installed.`,
  );
  process.exit(1);
}
