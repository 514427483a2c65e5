// Requests that nobody would write: whatever comes in, a Graph answer goes out, and never a 5xx.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { type ApiPerson, type ApiWorld, startApiWorld } from '../support/api-world.ts';

let world: ApiWorld;
let amara: ApiPerson;

beforeAll(async () => {
  world = await startApiWorld();
  amara = await world.addPerson('Amara', { sharesPhone: true });
  await amara.say('Hello');
});
afterAll(() => world.close());

const seed = Date.now() % 1_000_000;
const runs = { seed, numRuns: 200 };

const amount = { value: 1_990, offset: 100 };
const interactive = (type: string, rest: object) => ({
  type: 'interactive',
  interactive: {
    type,
    header: { type: 'text', text: 'H' },
    body: { text: 'B' },
    footer: { text: 'F' },
    ...rest,
  },
});

/** Messages that are right, one of each kind. */
const rightMessages = (catalog_id: string): object[] => [
  { type: 'text', text: { body: 'Hi', preview_url: false }, context: { message_id: 'wamid.x' } },
  { type: 'image', image: { link: 'http://127.0.0.1:9/a.png', caption: 'c' } },
  { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } },
  interactive('button', { action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'A' } }] } }),
  interactive('list', {
    action: { button: 'O', sections: [{ title: 'S', rows: [{ id: 'r', title: 'R' }] }] },
  }),
  interactive('product', { action: { catalog_id, product_retailer_id: 'sku-1' } }),
  interactive('product_list', {
    action: { catalog_id, sections: [{ title: 'S', product_items: [{ product_retailer_id: 'sku-1' }] }] },
  }),
  interactive('order_details', {
    action: {
      name: 'review_and_pay',
      parameters: {
        reference_id: 'G-1',
        type: 'physical-goods',
        currency: 'EUR',
        total_amount: amount,
        order: {
          status: 'pending',
          expiration: { timestamp: '4000000000', description: 'x' },
          items: [{ retailer_id: 'sku-1', name: 'N', amount, quantity: 1 }],
          subtotal: amount,
          tax: { value: 0, offset: 100 },
        },
      },
    },
  }),
  interactive('order_status', {
    action: { name: 'review_order', parameters: { reference_id: 'G-1', order: { status: 'shipped' } } },
  }),
  { status: 'read', message_id: 'wamid.x', typing_indicator: { type: 'text' } },
];

type Path = (string | number)[];
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}
/** A copy in which what stands at `path` is something else, or gone. */
function replaceAt(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaceAt(copy[key], rest, by);
  return copy;
}

test(`right messages with one thing wrong are answered (seed ${seed})`, async () => {
  const path = `/v23.0/${world.shop.phoneNumberId}/messages`;
  const messages = rightMessages(world.catalogGraphId).map((message) => ({
    messaging_product: 'whatsapp',
    to: amara.phone,
    biz_opaque_callback_data: 'x',
    ...message,
  }));
  const wrong = fc.oneof(
    fc.constantFrom(
      undefined,
      null,
      '',
      -1,
      Number.MAX_VALUE,
      2 ** 60,
      [],
      {},
      [null],
      '\0',
      '__proto__',
      true,
      'x'.repeat(5_000),
    ),
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const spoiled = fc
    .constantFrom(...messages)
    .chain((message) => fc.tuple(fc.constant(message), fc.constantFrom(...pathsOf(message).slice(1)), wrong));
  await fc.assert(
    fc.asyncProperty(spoiled, async ([message, place, by]) => {
      const { status, json } = await world.graph('POST', path, { body: replaceAt(message, place, by) });
      const answered = json.error?.fbtrace_id ?? json.messages ?? json.success;
      expect([place.join('.'), status < 500, answered !== undefined]).toEqual([place.join('.'), true, true]);
    }),
    {
      ...runs,
      numRuns: 300,
      examples: [[[messages[0]!, ['biz_opaque_callback_data'], '\0']], [[messages[7]!, ['to'], '\0']]],
    },
  );
});

test(`generated addresses and queries are answered (seed ${seed})`, async () => {
  const { phoneNumberId, wabaId, portfolioId } = world.shop;
  const id = fc.constantFrom(
    phoneNumberId,
    wabaId,
    portfolioId,
    world.appId,
    'me',
    'debug_token',
    '1234567890',
  );
  const edge = fc.constantFrom(
    'media',
    'messages',
    'phone_numbers',
    'owned_whatsapp_business_accounts',
    'subscribed_apps',
    'whatsapp_business_profile',
    'whatsapp_commerce_settings',
  );
  const path = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(id, edge) },
    { weight: 2, arbitrary: fc.tuple(id) },
    fc.array(fc.oneof(id, edge, fc.webSegment()), { minLength: 1, maxLength: 4 }),
  );
  const query = fc.dictionary(
    fc.constantFrom('fields', 'limit', 'after', 'before', 'filtering', 'input_token', 'websites', 'method'),
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        'id',
        'id,name{',
        '-1',
        '2',
        '[',
        '{"a":1}',
        '[{}]',
        '[null]',
        '[1,[2]]',
        'id.limit(2){id}',
      ),
    ),
    { maxKeys: 3 },
  );
  const method = fc.constantFrom('GET', 'GET', 'POST', 'DELETE', 'PUT');
  await fc.assert(
    fc.asyncProperty(method, path, query, async (verb, parts, params) => {
      const address = `/v23.0/${parts.join('/')}?${new URLSearchParams(params)}`;
      const { status, json } = await world.graph(verb, address);
      expect([address, status < 500, typeof json]).toEqual([address, true, 'object']);
    }),
    { ...runs, numRuns: 1_000, examples: [['GET', [wabaId, 'phone_numbers'], { filtering: '[null]' }]] },
  );
});
