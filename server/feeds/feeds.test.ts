import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { Fault } from '../../protocol/index.ts';
import {
  cleanText,
  neutralizeCell,
  readFormula,
  readGtin,
  readPeriod,
  readPrice,
  toPlainText,
} from './cells.ts';
import { decodeText } from './decode.ts';
import type { FeedProduct } from './feed-product.ts';
import { checkHeader, readFeed } from './read.ts';

async function* pieces(bytes: Uint8Array, size = 5): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}
const utf8 = (text: string) => new TextEncoder().encode(text);
async function decode(bytes: Uint8Array, bytesMax?: number): Promise<string> {
  let text = '';
  for await (const piece of decodeText(pieces(bytes), bytesMax)) text += piece;
  return text;
}
async function read(text: string, format: 'auto' | 'shopify' | 'meta' = 'auto'): Promise<FeedProduct[]> {
  const products: FeedProduct[] = [];
  for await (const item of readFeed(decodeText(pieces(utf8(text), 64)), {
    format,
    currency: 'EUR',
    rowsMax: 100,
  }))
    if ('rows' in item) products.push(item);
  return products;
}
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Fault ? `${error.code} ${error.details}` : String(error)),
  );
const notesOf = (products: FeedProduct[]) =>
  products.flatMap(({ rows }) => rows.flatMap((row) => row.notes.map((note) => `${row.line} ${note.code}`)));

test('text is understood as UTF-8 and as UTF-16, with a mark and without', async () => {
  const text = 'id,title\n1,Élégante 🕰\n';
  const utf16 = Buffer.from(text, 'utf16le');
  expect(await decode(utf8(text))).toBe(text);
  expect(await decode(utf8(`\ufeff${text}`))).toBe(text);
  expect(await decode(utf16)).toBe(text);
  expect(await decode(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).toBe(text);
  expect(await decode(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]))).toBe(text);
  expect(await decode(utf8('a'))).toBe('a');
});

test('what is no text of its encoding is refused, naming the line', async () => {
  const mixed = Buffer.concat([utf8('id,title\n1,caf\u00e9\n2,'), Buffer.from('café', 'latin1'), utf8('\n')]);
  expect(await faultOf(decode(mixed))).toContain('import_encoding_invalid');
  expect(await faultOf(decode(mixed))).toContain('line 3');
  expect(await faultOf(decode(utf8('id,title\n1,a\0b\n')))).toContain('import_encoding_invalid');
  expect(await faultOf(decode(utf8('id\n1\n2\n'), 5))).toContain('import_too_large');
});

test('a header that is of no known format is refused, naming what is missing', () => {
  const refusal = (line: string) => {
    try {
      return checkHeader(`${line}\n`, 'auto', true)?.format;
    } catch (error) {
      return error instanceof Fault ? `${error.code} ${error.details}` : String(error);
    }
  };
  expect(refusal('Handle,Title,Variant Price')).toBe('shopify');
  expect(refusal('URL handle,Title,Price,SKU')).toBe('shopify');
  expect(refusal('g:id\tG:Title\tprice')).toBe('meta');
  expect(refusal('id,title,sale price')).toBe('import_header_invalid meta: missing price');
  expect(refusal('Handle,Title,Vendor')).toBe('import_header_invalid shopify: missing Variant Price');
  expect(refusal('id,title,price,title')).toBe('import_header_invalid twice: title');
  expect(refusal('')).toContain('import_header_invalid');
});

test("Shopify's rows of one handle are one product with variants and further pictures", async () => {
  const [clock, mug] = await read(
    [
      'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Alt Text,Variant Image',
      'clock,Wall clock,"<p>Ticks <b>quietly</b></p><ul><li>Oak</li></ul><script>alert(1)</script>",Comtoise,Clocks,"Wall, Oak",true,Size,Small,CL-S,shopify,4,deny,80,100,4006381333931,https://pictures.example/1.jpg,Front,',
      'clock,,,,,,,,Large,CL-L,shopify,-2,continue,120.5,,123,https://pictures.example/2.jpg,Back,https://pictures.example/2.jpg',
      'clock,,,,,,,,,,,,,,,,https://pictures.example/3.jpg,,',
      'mug,Mug,Plain,,,"Kitchen, Gifts",false,Title,Default Title,,,7,deny,9.99,,,not an address,,',
    ].join('\n'),
  );
  expect(clock!.draft).toMatchObject({
    handle: 'clock',
    description: 'Ticks quietly\n\n• Oak',
    brand: 'Comtoise',
    optionNames: ['Size'],
    collections: ['Clocks'],
    state: 'active',
  });
  expect(clock!.draft!.pictures.map((picture) => picture.alt)).toEqual(['Front', 'Back', 'Wall clock']);
  expect(clock!.draft!.variants).toMatchObject([
    {
      sku: 'CL-S',
      options: { Size: 'Small' },
      priceMinor: 10_000n,
      saleMinor: 8_000n,
      onHand: 4,
      gtin: '4006381333931',
    },
    { sku: 'CL-L', priceMinor: 12_050n, saleMinor: null, onHand: 0, availability: 'backorder', gtin: null },
  ]);
  expect(clock!.draft!.variants[1]!.pictureSource).toBe('https://pictures.example/2.jpg');
  expect(mug!.draft).toMatchObject({
    optionNames: [],
    collections: ['Kitchen', 'Gifts'],
    state: 'hidden',
    pictures: [],
  });
  expect(mug!.draft!.variants).toMatchObject([{ sku: 'mug', options: {}, onHand: null }]);
  expect(notesOf([clock!, mug!])).toEqual([
    '2 markup_removed',
    '3 gtin_invalid',
    '3 stock_invalid',
    '5 sku_made',
    '5 picture_address_invalid',
  ]);
});

test("Meta's rows of one item_group_id are one product; what cannot be sold is refused by the line", async () => {
  const products = await read(
    [
      'id\ttitle\tdescription\tavailability\tinventory\tprice\tsale_price\tsale_price_effective_date\titem_group_id\tcolor\tsize\tproduct_type',
      'r-1\tRing\tGold\tin stock\t3\t12.50 EUR\t10 EUR\t2026-12-01T00:00+01:00/2026-12-24T00:00+01:00\tring\tGold\t52\tJewels > Rings',
      'r-2\tRing\tGold\tout_of_stock\t\tEUR 1.234,50\t\t\tring\tSilver\t54\tJewels > Rings',
      'r-3\tRing\t\tin stock\t\t12.50 USD\t\t\tring\tGold\t54\t',
      '\tNo id\t\tin stock\t\t5 EUR\t\t\t\t\t\t',
      'x-1\t=HYPERLINK("http://evil")\t\tperhaps\tmany\t-5 EUR\t\t\t\t\t\t',
      'x-2\t=1+1\t\tperhaps\tmany\t5\t7 EUR\t\t\t\t\t',
      'x-3\tFine\t\t\t\t5\t4\tsoon\t\t\t\t\t\t',
    ].join('\n'),
  );
  const [ring, nameless, x1, x2, x3] = products;
  expect(ring!.draft).toMatchObject({
    handle: 'ring',
    optionNames: ['Color', 'Size'],
    collections: ['Rings'],
  });
  expect(ring!.draft!.variants).toMatchObject([
    { sku: 'r-1', priceMinor: 1_250n, saleMinor: 1_000n, saleFrom: Date.UTC(2026, 10, 30, 23), onHand: 3 },
    { sku: 'r-2', priceMinor: 123_450n, onHand: null, availability: 'out_of_stock' },
  ]);
  expect(ring!.rows.map((row) => row.isRefused)).toEqual([false, false, true]);
  expect(nameless!.draft).toBeNull();
  expect(x1!.draft).toBeNull();
  expect(x2!.draft).toMatchObject({ title: '=1+1' });
  expect(x2!.draft!.variants).toMatchObject([{ availability: 'out_of_stock', saleMinor: null, onHand: 0 }]);
  expect(x3).toMatchObject({ draft: null, rows: [{ line: 8, isRefused: true }] });
  expect(notesOf(products)).toEqual([
    '4 currency_differs',
    '5 id_missing',
    '6 price_invalid',
    '7 sale_price_ignored',
    '7 availability_unknown',
    '7 stock_invalid',
    '7 formula_as_text',
    '8 cells_too_many',
  ]);
});

test('rows beyond the limit are refused once, and nothing behind them is taken', async () => {
  const text = `id,title,price\n${Array.from({ length: 150 }, (_, index) => `s${index},T,1`).join('\n')}`;
  const products = await read(text);
  expect(products.filter((product) => product.draft)).toHaveLength(100);
  expect(notesOf(products)).toEqual(['102 rows_too_many']);
});

test('prices are read in the ways people write them, and never guessed', () => {
  const minor = (cell: string, currency = 'EUR') => {
    const price = readPrice(cell, currency);
    return 'failure' in price ? price.failure : price.amountMinor;
  };
  expect(minor('12.50 EUR')).toBe(1_250n);
  expect(minor('EUR 12,50')).toBe(1_250n);
  expect(minor('€1,234.50')).toBe(123_450n);
  expect(minor('1.234,5')).toBe(123_450n);
  expect(minor('1,234')).toBe(123_400n);
  expect(minor('1 234,50 €')).toBe(123_450n);
  expect(minor('1200 JPY', 'JPY')).toBe(1_200n);
  expect(minor('1.234 KWD', 'KWD')).toBe(1_234n);
  expect(minor('12.345')).toBe('price_invalid');
  expect(minor('1.2.3,4,5')).toBe('price_invalid');
  expect(minor('12.50 USD')).toBe('currency_differs');
  expect(minor('-3')).toBe('price_invalid');
  expect(minor('free')).toBe('price_invalid');
  expect(minor('')).toBe('price_invalid');
  expect(minor('9'.repeat(80))).toBe('price_invalid');
});

test('a cell that a spreadsheet would run comes back from an export as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '1', 'a', ' ') }), (text) => {
      const written = neutralizeCell(text);
      expect(written).not.toMatch(/^[=+\-@]/);
      expect(readFormula(written).text).toBe(text);
    }),
    { verbose: 1 },
  );
});

test('markup becomes what a person would read, quickly, however it is broken', () => {
  expect(toPlainText('A &amp; B &#233; &#x1F570; &unknown;')).toBe('A & B é 🕰 &unknown;');
  expect(cleanText(toPlainText('<p>One</p>\n\n\n<p>Two<br/>Three</p><!-- no -->'), true)).toBe(
    'One\n\nTwo\nThree',
  );
  expect(toPlainText('3 < 5 and 7 > 2')).toBe('3 < 5 and 7 > 2');
  const start = performance.now();
  for (const evil of ['<script', '<!--', '<a<a', '&#', '<p ', "<b '"])
    cleanText(toPlainText(evil.repeat(40_000)), true);
  readFormula(`-${' '.repeat(250_000)}x`);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('codes and dates are checked, not believed', () => {
  expect(readGtin('4006381333931')).toBe('4006381333931');
  expect(readGtin('0-36000-29145-2')).toBe('036000291452');
  expect(readGtin('4006381333932')).toBeNull();
  expect(readGtin('12345')).toBeNull();
  expect(readPeriod('2026-01-01/2026-01-31')).toEqual({
    from: Date.UTC(2026, 0, 1),
    until: Date.UTC(2026, 0, 31),
  });
  expect(readPeriod('2026-02-01T10:00+0100/2026-01-01T10:00+0100')).toBeNull();
  expect(readPeriod('yesterday/tomorrow')).toBeNull();
});
