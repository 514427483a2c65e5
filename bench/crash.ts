// `npm run crash -- --kills 20`: kills server and database again and again under load, makes fsync fail, and counts
// what was acknowledged and is not there. The last line is the verdict; anything but zeros exits 1.
import { join } from 'node:path';
import { createPersonApi } from '../client/http.ts';
import { createBuyer } from './crash/buyer.ts';
import { failFsync } from './crash/fsync.ts';
import { createServerUnderTest, type ServerUnderTest } from './crash/server-under-test.ts';
import { verify } from './crash/verify.ts';
import { countAcknowledged, createWriter, type Writer, write } from './crash/writers.ts';
import { stopAllOwned } from './owned-process.ts';
import { findFreePort, makeWorkspace } from './workspace.ts';

const people = 20;
const perSecond = 240;
const shop = 'atelier-lune';

const options = readOptions(process.argv.slice(2));
const workspace = makeWorkspace();
let failed = true;
try {
  failed = !(await run());
} finally {
  await stopAllOwned();
  workspace.remove();
}
process.exit(failed ? 1 : 0);

async function run(): Promise<boolean> {
  const dataDir = join(workspace.path, 'data');
  const server = createServerUnderTest({ dataDir, port: await findFreePort() });
  await server.start();
  const writers = await createWriters(server);
  const buyer = await createBuyer(server, shop);
  const load = startLoad(writers);
  await waitFor(() => countAcknowledged(writers) > perSecond, 'the load to begin');
  const startedAt = performance.now();

  for (let kill = 1; kill <= options.kills; kill++) {
    await pause(500 + Math.random() * 1_500);
    await killSomething(server, kill);
    console.log(
      `kill ${kill} of ${options.kills}: ${countAcknowledged(writers)} acknowledged, ${buyer.paid()} orders paid`,
    );
  }
  // CI kills; making fsync fail needs a debugger's rights over the database and is for the full run.
  const fsync = options.isShort ? null : await failFsync(server, writers);
  await pause(2_000);
  const seconds = (performance.now() - startedAt) / 1000;
  load.stop();
  await buyer.stop();
  await waitFor(
    () => writers.every((writer) => writer.client.status().queued === 0),
    'every message to be acknowledged',
  );
  for (const writer of writers) writer.client.close();
  await server.stop();
  return report(await verify(join(dataDir, 'postgres'), writers), { seconds, fsync, paid: buyer.paid() });
}

async function createWriters(server: ServerUnderTest): Promise<Writer[]> {
  const response = await fetch(`${server.url}/sandbox/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.world().sandbox_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ count: people }),
  });
  if (!response.ok) throw new Error(`the sandbox made no people: HTTP ${response.status}`);
  const made = (await response.json()) as { token: string }[];
  return Promise.all(
    made.map(async ({ token }) => {
      const api = createPersonApi({ url: server.url, token });
      const { conversation_id: conversationId } = await api.openConversation(shop);
      return createWriter({ url: server.url, token, conversationId });
    }),
  );
}

/** Each person in turn, so that all together write `perSecond` messages a second, acknowledged or not. */
function startLoad(writers: readonly Writer[]): { stop(): void } {
  const startedAt = performance.now();
  let written = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    for (; written < due; written++) write(writers[written % writers.length]!);
  }, 10);
  return { stop: () => clearInterval(timer) };
}

/** In turns the server, the database, and both at once. */
async function killSomething(server: ServerUnderTest, kill: number): Promise<void> {
  const what = kill % 3;
  if (what !== 1) server.killDatabase();
  if (what !== 2) {
    await server.killServer();
    await server.start();
  } else await server.waitReady();
}

function report(
  verdict: Awaited<ReturnType<typeof verify>>,
  run: { seconds: number; fsync: Awaited<ReturnType<typeof failFsync>>; paid: number },
): boolean {
  const { acknowledged, lost, duplicated, outOfOrder, gaps, ledger } = verdict;
  console.log(
    `\n${Math.round(acknowledged / run.seconds)} messages/s acknowledged over ${Math.round(run.seconds)} s, all breaks included`,
  );
  console.log(`gaps ${gaps}, orders paid meanwhile ${run.paid}`);
  console.log(
    run.fsync === null
      ? 'fsync errors: not injected (the full run does, as root, with strace)'
      : `fsync errors: ${run.fsync.injectedMs} ms long, acknowledged after the first failed one ${run.fsync.acknowledged}`,
  );
  console.log(
    `kills ${options.kills}, acknowledged ${acknowledged}, lost ${lost}, duplicated ${duplicated}, ` +
      `out of order ${outOfOrder}, ledger ${ledger}`,
  );
  const isClean = lost + duplicated + outOfOrder + gaps === 0 && ledger === '0';
  return isClean && acknowledged > 0 && (run.fsync === null || run.fsync.acknowledged === 0);
}

async function waitFor(check: () => boolean, what: string, timeoutMs = 90_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!check()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

function readOptions(args: string[]): { kills: number; isShort: boolean } {
  const at = args.indexOf('--kills');
  const kills = at < 0 ? 20 : Number(args[at + 1]);
  if (!Number.isInteger(kills) || kills < 1 || kills > 1_000)
    throw new Error('--kills takes a number from 1 to 1000');
  return { kills, isShort: args.includes('--short') };
}
