/*
 * `npm run bench <messages|connections|catalogue|all>`: sets up one PostgreSQL, runs the benches, prints the tables and writes
 * `bench/results/<name>.json`. Options, after a lone `--`: --rounds 3, --seconds 8, --warm-up 3, --only <peer>.
 */
import { parseArgs } from 'node:util';
import type { Bench, BenchContext } from './bench.ts';
import { watchMachine } from './machine-load.ts';
import { stopAllOwned } from './owned-process.ts';
import { ejabberd } from './peer/ejabberd.ts';
import { ours } from './peer/ours.ts';
import type { Peer } from './peer/peer.ts';
import { startPostgres } from './postgres.ts';
import { formatTable, writeResults } from './results.ts';
import { makeWorkspace } from './workspace.ts';

const benchNames = ['messages', 'connections', 'catalogue'];
const allPeers: Peer[] = [ours, ejabberd];

const workspace = makeWorkspace();
let leaving = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leave(130));
try {
  await runBenches();
  await leave(0);
} catch (error) {
  if (!leaving) console.error(error instanceof Error ? error.message : error);
  await leave(1);
}

async function runBenches(): Promise<void> {
  const { names, ...options } = readCommand();
  const peers = allPeers.filter((peer) => !options.only || peer.name === options.only);
  for (const peer of peers) peer.prepare();
  const postgres = await startPostgres(workspace.path);
  const context: BenchContext = {
    ...options,
    peers,
    postgres,
    workspace: workspace.path,
    say: (line) => console.log(line),
  };
  for (const name of names) {
    console.log(`\n${name}`);
    const { bench } = (await import(`./${name}.ts`)) as { bench: Bench };
    const readLoad = watchMachine();
    const report = await bench.run(context);
    const load = readLoad();
    console.log(`\n${formatTable(report)}\n`);
    console.log(
      `${load.busy_percent} % of the processors used, ${load.stolen_percent} % taken by other guests`,
    );
    console.log(`Written to ${writeResults(name, report, load)}`);
  }
}

function readCommand() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '8' },
      'warm-up': { type: 'string', default: '3' },
      only: { type: 'string' },
    },
  });
  const [name, ...more] = positionals;
  const names = name === 'all' ? benchNames : benchNames.filter((known) => known === name);
  if (names.length === 0 || more.length > 0) {
    throw new Error(`Usage: npm run bench <${benchNames.join('|')}|all> [-- --rounds 3]`);
  }
  return {
    names,
    rounds: Number(values.rounds),
    measureMs: Number(values.seconds) * 1000,
    warmUpMs: Number(values['warm-up']) * 1000,
    only: values.only,
  };
}

async function leave(code: number): Promise<never> {
  leaving = true;
  await stopAllOwned();
  workspace.remove();
  process.exit(code);
}
