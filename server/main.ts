// `npm start` ends here: configuration, database, app, and a short list of addresses to open.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, originOf } from './app.ts';
import { checkPort, claimDataFolder } from './claim.ts';
import { type Config, makeSecret, readConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { createClock, createLog, type Log } from './kit/index.ts';
import { checkDatabase, checkDataFolder, openClock } from './sandbox/index.ts';

const drainMsMax = 20_000;
const repeatIsMeantAfterMs = 1_000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  await checkPort(config);
  mkdirSync(config.dataDir, { recursive: true });
  claimDataFolder(config.dataDir);
  config.secret ??= keepSecret(config);
  checkDataFolder(config);
  const database = await openDatabase(config, log);
  await checkDatabase(database.db, config);
  const clock = config.mode === 'sandbox' ? await openClock(database.db) : createClock();
  const app = createApp({ config, db: database.db, clock, log });
  const server = await app.start();

  endOnSignal(log, async () => {
    await app.stop();
    await database.close();
  });
  greet(config, server.port);
}

/** Ctrl+C reaches this process twice, from the terminal and from `npm start`; pressed again later it means now. */
function endOnSignal(log: Log, close: () => Promise<void>): void {
  let endingSince: number | null = null;
  const end = async (signal: string) => {
    if (endingSince !== null) {
      if (performance.now() - endingSince > repeatIsMeantAfterMs) process.exit(1);
      return;
    }
    endingSince = performance.now();
    log.info({ signal }, 'draining');
    setTimeout(() => {
      log.error('the drain took too long');
      process.exit(1);
    }, drainMsMax).unref();
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      end(signal).catch((error) => {
        log.fatal({ err: error }, 'the drain failed');
        process.exit(1);
      });
    });
  }
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
  // A host name has several addresses, and each may have failed.
  const { message } = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  process.stderr.write(`Comptoir could not start: ${message}\n`);
  process.exit(1);
});
