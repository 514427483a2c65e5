// `npm start` ends here: configuration, database, app, and a short list of addresses to open.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, originOf } from './app.ts';
import { type Config, makeSecret, readConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { createClock, createLog } from './kit/index.ts';
import { checkDatabase, checkDataFolder, openClock } from './sandbox/index.ts';

const drainMsMax = 20_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  mkdirSync(config.dataDir, { recursive: true });
  config.secret ??= keepSecret(config);
  checkDataFolder(config);
  const database = await openDatabase(config, log);
  await checkDatabase(database.db, config);
  const clock = config.mode === 'sandbox' ? await openClock(database.db) : createClock();
  const app = createApp({ config, db: database.db, clock, log });
  const server = await app.start();

  const end = async (signal: string) => {
    log.info({ signal }, 'draining');
    setTimeout(() => process.exit(1), drainMsMax).unref();
    await app.stop();
    await database.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(signal));
  greet(config, server.port);
}

/** A sandbox makes its secret once and keeps it where only this user reads it. */
function keepSecret(config: Config): string {
  const file = join(config.dataDir, 'secret');
  if (!existsSync(file)) writeFileSync(file, makeSecret(), { mode: 0o600 });
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

function greet(config: Config, port: number): void {
  const origin = originOf(config, port);
  const lines = [
    ['Chat', `${origin}/`],
    ...(config.mode === 'sandbox' ? [['Demo shop', `${origin}/b/atelier-lune`]] : []),
    ['Console', `${origin}/console`],
    ...(config.mode === 'sandbox' ? [['Sandbox: people, codes, tokens, webhooks', `${origin}/sandbox`]] : []),
    ['Business API', `${origin}/v23.0/`],
  ];
  const width = Math.max(...lines.map(([label]) => label!.length));
  const text = lines.map(([label, address]) => `  ${label!.padEnd(width)}  ${address}`).join('\n');
  process.stdout.write(`\nComptoir is open.\n\n${text}\n\nCtrl+C closes it.\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`Comptoir could not start: ${error.message}\n`);
  process.exit(1);
});
