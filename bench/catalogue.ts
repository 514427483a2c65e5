/*
 * A catalogue of 100,000 products: imported from a Meta CSV over HTTP, searched, opened product by product. The whole server runs, on
 * the PostgreSQL of the bench with fsync on; pictures are left for later (their host does not exist).
 */
import { join } from 'node:path';
import { type AccountId, type ImportReport, newId, type ProductPage } from '../protocol/index.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { connectDb, createClock, createLog, migrate, migrateJobs } from '../server/kit/index.ts';
import { type Bench, type BenchContext, oursName, type Row, recordValue } from './bench.ts';
import { queries, writeFeed } from './catalogue-feed.ts';

const products = 100_000;
const searches = 1_000;
const pages = 1_000;
const inFlight = 4;

export const bench: Bench = {
  async run(context) {
    const rows: Row[] = [];
    for (let round = 0; round < context.rounds; round++) await runRound(context, rows);
    return {
      setting: { products, searches, pages, in_flight: inFlight, rounds: context.rounds },
      versions: { postgresql: context.postgres.version, [oursName]: 'this checkout' },
      rows,
    };
  },
};

interface Shop {
  origin: string;
  catalogId: string;
  token: string;
  stop(): Promise<void>;
}

async function runRound(context: BenchContext, rows: Row[]): Promise<void> {
  const shop = await startServer(context);
  const record = (row: Omit<Row, 'values'>, value: number) => {
    recordValue(rows, row, { peer: oursName, value });
    context.say(`${row.measure}: ${value.toFixed(1)} ${row.unit}`);
  };
  try {
    const seconds = await importFeed(shop);
    record({ measure: 'import', unit: 's', better: 'lower', bar: { value: 60 } }, seconds);
    const again = await importFeed(shop);
    record({ measure: 'the same file again', unit: 's', better: 'lower' }, again);
    await runSearches(shop, 100);
    const found = await runSearches(shop, searches);
    record({ measure: 'search, p50', unit: 'ms', better: 'lower' }, percentile(found, 50));
    record(
      { measure: 'search, p95', unit: 'ms', better: 'lower', bar: { value: 50 } },
      percentile(found, 95),
    );
    const opened = await runPages(shop);
    record({ measure: 'product page, p50', unit: 'ms', better: 'lower' }, percentile(opened, 50));
    const page = { measure: 'product page, p95', unit: 'ms', better: 'lower', bar: { value: 20 } } as const;
    record(page, percentile(opened, 95));
  } finally {
    await shop.stop();
  }
}

async function startServer({ postgres, workspace }: BenchContext): Promise<Shop> {
  const db = connectDb({ connectionString: await postgres.makeDatabase('catalogue') });
  await migrateJobs(db);
  await migrate(db);
  const config = {
    ...readConfig({}),
    mode: 'production' as const,
    host: '127.0.0.1',
    port: 0,
    dataDir: join(workspace, 'catalogue'),
    publicUrl: 'https://bench.invalid',
    secret: 'a secret of the bench, long enough for it',
  };
  const app = createApp({ config, db, clock: createClock(), log: createLog('error') });
  const server = await app.start();
  const { accounts, catalog } = app.modules;
  const business = await accounts.createBusiness({
    handle: 'bench',
    name: 'Bench',
    displayPhone: '+33600000001',
    currency: 'EUR',
    language: 'en',
  });
  const token = await signInStaff(app.modules.accounts, business.accountId);
  const { catalogId } = await catalog.ensureCatalog(business.accountId);
  return {
    origin: `http://127.0.0.1:${server.port}`,
    catalogId,
    token,
    async stop() {
      await app.stop();
      await db.close();
    },
  };
}

type Accounts = ReturnType<typeof createApp>['modules']['accounts'];

async function signInStaff(accounts: Accounts, accountId: AccountId): Promise<string> {
  const email = `${newId('staff')}@bench.invalid`;
  const staffId = await accounts.createStaff({
    accountId,
    name: 'Bench',
    email,
    password: 'a long password of the bench',
    role: 'owner',
  });
  return (await accounts.createDevice(accountId, { name: 'bench', staffId })).token;
}

/** Seconds from the first byte sent to the report that says done. */
async function importFeed(shop: Shop): Promise<number> {
  const start = performance.now();
  const headers = { authorization: `Bearer ${shop.token}` };
  const url = `${shop.origin}/api/console/catalog/imports`;
  const body = new Blob([...writeFeed(products)]);
  const answer = await fetch(url, { method: 'POST', headers, body });
  let report = await readJson<ImportReport>(answer);
  while (report.state === 'running') {
    await new Promise((wake) => setTimeout(wake, 100));
    const [latest] = (await readJson<{ imports: ImportReport[] }>(await fetch(url, { headers }))).imports;
    report = latest!;
  }
  const taken = report.created + report.updated + report.unchanged;
  if (report.state !== 'done' || taken !== products)
    throw new Error(`The import is ${report.state} with ${taken} of ${products} rows.`);
  return (performance.now() - start) / 1_000;
}

/** Milliseconds of each search, every third followed to its second page. */
function runSearches(shop: Shop, count: number): Promise<number[]> {
  return runMany(count, async (index, time) => {
    const search = new URLSearchParams({ query: queries[index % queries.length]!, language: 'en' });
    const path = `/api/catalogs/${shop.catalogId}/products?`;
    const page = await time(() => fetch(shop.origin + path + search).then(readJson<ProductPage>));
    if (index % 3 !== 0 || page.next === null) return;
    search.set('after', page.next);
    await time(() => fetch(shop.origin + path + search).then(readJson<ProductPage>));
  });
}

async function runPages(shop: Shop): Promise<number[]> {
  const path = `${shop.origin}/api/catalogs/${shop.catalogId}/products`;
  const ids: string[] = [];
  for (const query of queries) {
    const found = await fetch(`${path}?limit=100&query=${encodeURIComponent(query)}`).then(
      readJson<ProductPage>,
    );
    ids.push(...found.products.map((product) => product.product_id));
  }
  return runMany(pages, async (index, time) => {
    await time(() => fetch(`${path}/${ids[(index * 37) % ids.length]}?language=fr`).then(readJson<unknown>));
  });
}

type Timer = <T>(work: () => Promise<T>) => Promise<T>;

async function runMany(
  count: number,
  task: (index: number, time: Timer) => Promise<void>,
): Promise<number[]> {
  const taken: number[] = [];
  const time: Timer = async (work) => {
    const start = performance.now();
    const result = await work();
    taken.push(performance.now() - start);
    return result;
  };
  let next = 0;
  const lane = async () => {
    while (next < count) await task(next++, time);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return taken;
}

async function readJson<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))]!;
}
