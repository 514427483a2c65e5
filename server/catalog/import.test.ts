import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { Fault, type ImportReport } from '../../protocol/index.ts';
import { type ShopWorld, startShop } from '../../test/support/shop.ts';

let shop: ShopWorld;
let pictures: Server;
let pictureUrl: string;
let asked: string[] = [];

beforeAll(async () => {
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0e5a63' } })
    .png()
    .toBuffer();
  pictures = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/good')) return void response.end(png);
    if (request.url === '/page') return void response.end('<html>no picture</html>');
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((done) => pictures.listen(0, '127.0.0.1', done));
  pictureUrl = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}`;
  shop = await startShop();
}, 60_000);
afterAll(async () => {
  pictures.close();
  await shop.close();
});

async function* bytesOf(...texts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
}
async function importText(text: string): Promise<ImportReport> {
  const { import_id } = await shop.catalog.importFeed(shop.catalogId, {
    format: 'auto',
    body: bytesOf(text),
  });
  await shop.kit.settle();
  return (await shop.catalog.importReport(shop.catalogId, import_id))!;
}
const countsOf = ({ created, updated, unchanged, refused, rows }: ImportReport) => ({
  created,
  updated,
  unchanged,
  refused,
  rows,
});
const offersOf = (...skus: string[]) => shop.catalog.offers(shop.catalogId, skus, null);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

const header = 'id,title,price,inventory,item_group_id,size,product_type,image_link,brand\n';

test('an import says of every line what became of it, and the same file again changes nothing', async () => {
  const text = `${header}i-1,Stool,40 EUR,3,,,Home > Stools,,Ash\ni-2,,1 EUR,,,,,,\ni-3,Bench,nothing,,,,,,\ni-4,Bench,90.00 EUR,-1,,,,,\n`;
  const first = await importText(text);
  expect(first).toMatchObject({ format: 'meta', state: 'done', error: null, lines_truncated: false });
  expect(countsOf(first)).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 2, rows: 4 });
  expect(first.lines.map((line) => `${line.line} ${line.outcome} ${line.notes[0]?.code ?? ''}`)).toEqual([
    '2 created ',
    '3 refused title_missing',
    '4 refused price_invalid',
    '5 changed stock_invalid',
  ]);
  expect(countsOf(await importText(text))).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 2,
    refused: 2,
  });
  const dearer = await importText(text.replace('40 EUR', '45 EUR').replace('Ash', 'Elm'));
  expect(countsOf(dearer)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
  const [stool] = await offersOf('i-1');
  expect(stool!.variant).toMatchObject({ price: { amount_minor: '4500', currency: 'EUR' }, available: 3 });
  const collections = await shop.catalog.collections(shop.catalogId, null);
  expect(collections).toMatchObject([{ title: 'Stools', product_count: 1 }]);
  expect((await shop.catalog.products(shop.catalogId, { query: 'elm', language: null })).total).toBe(1);
  expect((await shop.catalog.products(shop.catalogId, { query: 'ash', language: null })).total).toBe(0);
});

test('an edit by hand holds until the feed says something else again', async () => {
  await importText(`${header}h-1,Lamp,40 EUR,3,,,,,\n`);
  await shop.catalog.changeVariants(shop.catalogId, [{ sku: 'h-1', price_minor: '3500', on_hand: 9 }]);
  expect((await offersOf('h-1'))[0]!.variant).toMatchObject({
    price: { amount_minor: '3500' },
    available: 9,
  });
  const again = await importText(`${header}h-1,Lamp,40 EUR,3,,,,,\n`);
  expect(countsOf(again)).toMatchObject({ updated: 1, unchanged: 0 });
  expect((await offersOf('h-1'))[0]!.variant.price.amount_minor).toBe('4000');
});

test('variants of a group scattered over the file become one product; a sku twice is refused', async () => {
  const filler = Array.from({ length: 600 }, (_, index) => `f-${index},Filler,1,,,,,,\n`).join('');
  const report = await importText(
    `${header}g-1,Shirt,20,1,grp,S,,,\n${filler}g-2,Shirt large,22,1,grp,L,,,\ng-1,Shirt again,1,1,grp,XL,,,\n`,
  );
  expect(countsOf(report)).toMatchObject({ created: 602, refused: 1 });
  expect(report.lines.at(-1)).toMatchObject({
    outcome: 'refused',
    notes: [{ code: 'sku_twice', value: 'g-1' }],
  });
  const [offer] = await offersOf('g-2');
  const product = await shop.catalog.product(offer!.product_id, { language: null });
  expect(product).toMatchObject({ title: 'Shirt', option_names: ['Size'] });
  expect(product!.variants.map((variant) => variant.options.Size)).toEqual(['S', 'L']);
});

test('a file that is no feed, or no text throughout, is refused and nothing of it is taken', async () => {
  const send = (...texts: (string | Uint8Array)[]) =>
    codeOf(shop.catalog.importFeed(shop.catalogId, { format: 'auto', body: bytesOf(...texts) }));
  const good = `${header}never-1,Never,1,,,,,,\n`;
  expect(await send('name;cost\nx;1\n')).toBe('import_header_invalid');
  expect(await send('')).toBe('import_header_invalid');
  expect(await send(good, new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]))).toBe('import_encoding_invalid');
  expect(await offersOf('never-1')).toEqual([]);
  expect(readdirSync(join(shop.kit.config.dataDir, 'imports'))).toEqual([]);
});

test('an endless file is refused at the limit, in little memory, with nothing half-done', async () => {
  const line = new TextEncoder().encode(`${'endless,Endless,1,,,,,,'.padEnd(1_023, ' ')}\n`);
  const block = new Uint8Array(1_048_576);
  for (let at = 0; at < block.length; at += line.length) block.set(line, at);
  async function* endless() {
    yield* bytesOf(header);
    for (;;) yield block;
  }
  const before = process.memoryUsage().rss;
  const body = endless();
  expect(await codeOf(shop.catalog.importFeed(shop.catalogId, { format: 'meta', body }))).toBe(
    'import_too_large',
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1_048_576);
  expect(await offersOf('endless')).toEqual([]);
  expect(readdirSync(join(shop.kit.config.dataDir, 'imports'))).toEqual([]);
}, 120_000);

test('an import that was cut off goes on behind what was taken, and the report is exact', async () => {
  const rows = Array.from({ length: 1_200 }, (_, index) => `cut-${index},Cut,1,,,,,,\n`).join('');
  const { db } = shop.kit;
  await db.query(`create function stop_at_700() returns trigger language plpgsql as $$
    begin if new.sku = 'cut-700' then raise exception 'power cut'; end if; return new; end $$`);
  await db.query(
    'create trigger stop_at_700 before insert on variants for each row execute function stop_at_700()',
  );
  const { import_id } = await shop.catalog.importFeed(shop.catalogId, {
    format: 'auto',
    body: bytesOf(header + rows),
  });
  const waitFor = async (isThere: (report: ImportReport) => boolean) => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const report = (await shop.catalog.importReport(shop.catalogId, import_id))!;
      if (isThere(report)) return report;
      if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(countsOf(report))}`);
      await new Promise((wake) => setTimeout(wake, 10));
    }
  };
  const cut = await waitFor((report) => report.rows === 500);
  expect(cut.state).toBe('running');
  await db.query('drop trigger stop_at_700 on variants');
  await db.query(`update graphile_worker._private_jobs set run_at = now()`);
  const done = await waitFor((report) => report.state === 'done');
  expect(countsOf(done)).toEqual({ created: 1_200, updated: 0, unchanged: 0, refused: 0, rows: 1_200 });
}, 60_000);

test('pictures are fetched later; what cannot be had says why', async () => {
  asked = [];
  const { kit, catalog, catalogId } = shop;
  await importText(
    `${header}p-1,Vase,5,,,,,${pictureUrl}/good.png,\np-2,Vase,5,,,,,${pictureUrl}/none.png,\np-3,Vase,5,,,,,${pictureUrl}/page,\n`,
  );
  await kit.settle();
  const [good, none, page] = await offersOf('p-1', 'p-2', 'p-3');
  expect(good!.variant.picture).toMatchObject({ alt: 'Vase', width: 40, height: 30 });
  expect(good!.variant.picture!.url).toStartWith('/pictures/');
  const failures = await Promise.all(
    [none, page].map(
      async (offer) => (await catalog.consoleProduct(catalogId, offer!.product_id))!.pictures[0]!.failure,
    ),
  );
  expect(failures).toEqual(['status_404', 'media_type_unsupported']);
  expect(asked).toHaveLength(3);
  await importText(`${header}p-1,Vase,6,,,,,${pictureUrl}/good.png,\n`);
  expect(asked).toHaveLength(3);
});

test('a host that does not answer is asked again a few times, then given up', async () => {
  const { kit, catalog, catalogId } = shop;
  await importText(
    `${header}q-1,Bowl,5,,,,,http://127.0.0.1:1/a.png,\nq-2,Bowl,5,,,,,http://127.0.0.1:1/b.png,\n`,
  );
  const [offer] = await offersOf('q-1');
  const failure = async () =>
    (await catalog.consoleProduct(catalogId, offer!.product_id))!.pictures[0]!.failure;
  expect(await failure()).toBeNull();
  // A jump of the clock brings waiting jobs nearer a moment later: how many it takes is not the question here.
  for (let attempt = 0; attempt < 50 && (await failure()) === null; attempt++) {
    kit.clock.advance(7 * 60 * 60_000);
    await kit.settle();
  }
  expect(await failure()).toBe('host_silent');
});

test('what is exported comes back the same', async () => {
  const { catalog, kit } = shop;
  const other = await catalog.createCatalog(shop.business.accountId, {
    name: 'Copy',
    currency: 'EUR',
    language: 'en',
  });
  const source = await catalog.createCatalog(shop.business.accountId, {
    name: 'Source',
    currency: 'EUR',
    language: 'en',
  });
  const base = {
    saleMinor: null,
    saleFrom: null,
    saleUntil: null,
    availability: 'in_stock',
    gtin: null,
    pictureSource: null,
  } as const;
  await catalog.upsertProducts(source, [
    {
      handle: 'strap',
      title: '=SUM(A1:A9)',
      description: 'Line one\n\n"quoted", and more',
      brand: '@home',
      optionNames: ['Color', 'Buckle'],
      state: 'active',
      link: 'https://shop.example/strap',
      condition: 'used',
      productType: 'Straps',
      pictures: [],
      collections: ['Straps'],
      variants: [
        {
          ...base,
          sku: '+S1',
          options: { Color: 'Tan', Buckle: 'Steel' },
          priceMinor: 1_999n,
          onHand: 4,
          saleMinor: 1_500n,
          saleFrom: 1_000,
          saleUntil: 9_000_000_000_000,
        },
        {
          ...base,
          sku: 'S2',
          options: { Color: 'Tan', Buckle: 'Brass' },
          priceMinor: 2_099n,
          onHand: null,
          availability: 'backorder',
        },
      ],
    },
    {
      handle: 'single',
      title: "'Single' cell",
      description: '',
      brand: null,
      optionNames: [],
      state: 'hidden',
      link: null,
      condition: 'new',
      productType: null,
      pictures: [],
      collections: [],
      variants: [{ ...base, sku: 'single', options: {}, priceMinor: 5n, onHand: 0, gtin: '4006381333931' }],
    },
  ]);
  const exported = await new Response(catalog.exportMetaCsv(source)).text();
  expect(exported).toContain("'=SUM");
  expect(exported).toContain("'+S1");
  const { import_id } = await catalog.importFeed(other, { format: 'meta', body: bytesOf(exported) });
  await kit.settle();
  expect(await catalog.importReport(other, import_id)).toMatchObject({
    state: 'done',
    created: 3,
    refused: 0,
  });
  expect(await new Response(catalog.exportMetaCsv(other)).text()).toBe(exported);
});
