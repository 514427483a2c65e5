// `npm run race [-- --short]`: what many do in the same moment, against the real server over loopback. One line a race, and a
// verdict; anything but right exits 1.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopAllOwned } from './owned-process.ts';
import { raceIds } from './race/ids.ts';
import { racePayment } from './race/payment.ts';
import { raceStock } from './race/stock.ts';
import { startSandboxServer } from './sandbox-server.ts';
import { findFreePort, makeWorkspace } from './workspace.ts';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const size = values.short ? { ids: 200, buyers: 100, units: 20 } : { ids: 1_000, buyers: 500, units: 100 };

const workspace = makeWorkspace();
let isRight = false;
try {
  isRight = await runRaces();
} finally {
  await stopAllOwned();
  workspace.remove();
}
process.exit(isRight ? 0 : 1);

async function runRaces(): Promise<boolean> {
  const server = await startSandboxServer({
    port: await findFreePort(),
    dataDir: join(workspace.path, 'data'),
  });
  const races = [() => raceIds(server, size.ids), () => raceStock(server, size), () => racePayment(server)];
  const wrong: string[] = [];
  for (const race of races) {
    const { line, isReached } = await race();
    console.log(line);
    if (!isReached) wrong.push(line.split(':')[0]!);
  }
  await server.stop();
  console.log(wrong.length === 0 ? 'race: 3 of 3 right' : `race: WRONG ${wrong.join(', ')}`);
  return wrong.length === 0;
}
