// `npm run create-shop -- --handle kiosk --name "Kiosk" --phone +33199000000 --currency EUR --owner "Mira" --email mira@example.com`
// makes a shop with its catalogue and its first owner, whose password is printed once. With the embedded database the
// server must be stopped meanwhile; with DATABASE_URL it may run.
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createApp } from '../server/app.ts';
import { makeSecret, readConfig } from '../server/config.ts';
import { openDatabase } from '../server/database.ts';
import { createClock, createLog } from '../server/kit/index.ts';
import { checkDatabase, checkDataFolder } from '../server/sandbox/index.ts';

const names = ['handle', 'name', 'phone', 'currency', 'language', 'owner', 'email'] as const;
const defaults = { currency: 'EUR', language: 'en' };

async function main(): Promise<void> {
  const input = readInput();
  const config = readConfig();
  config.secret ??= makeSecret();
  mkdirSync(config.dataDir, { recursive: true });
  const log = createLog('warn');
  checkDataFolder(config);
  const database = await openDatabase(config, log);
  try {
    await checkDatabase(database.db, config);
    const { accounts, catalog } = createApp({ config, db: database.db, clock: createClock(), log }).modules;
    const business = await accounts.createBusiness({
      handle: input.handle,
      name: input.name,
      displayPhone: input.phone,
      currency: input.currency,
      language: input.language,
    });
    const { accountId } = business;
    const catalogId = await catalog.createCatalog(accountId, {
      name: input.name,
      currency: input.currency,
      language: input.language,
    });
    await accounts.updateBusiness(accountId, { catalogId });
    const password = makeSecret().slice(0, 20);
    await accounts.createStaff({ accountId, name: input.owner, email: input.email, password, role: 'owner' });
    process.stdout.write(`${config.publicUrl}/b/${business.handle} is made.\n`);
    process.stdout.write(
      `${input.email} signs in at ${config.publicUrl}/console with the password ${password}\n`,
    );
  } finally {
    await database.close();
  }
}

function readInput(): Record<(typeof names)[number], string> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ options, strict: true });
  const input = { ...defaults, ...values } as Partial<Record<(typeof names)[number], string>>;
  const missing = names.filter((name) => !input[name]);
  if (missing.length > 0) throw new Error(`say also: ${missing.map((name) => `--${name}`).join(' ')}`);
  return input as Record<(typeof names)[number], string>;
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`The shop was not made: ${error.message}\n`);
    process.exit(1);
  },
);
