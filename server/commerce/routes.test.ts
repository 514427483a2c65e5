import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Hono } from 'hono';
import {
  type Cart,
  type ConsoleOrder,
  type ConsoleOrderPage,
  type ErrorBody,
  findPriceField,
  newId,
  type OrderTicket,
} from '../../protocol/index.ts';
import { type Customer, draftProduct, type ShopWorld, startShop } from '../../test/support/shop.ts';
import { handleFaults } from '../kit/index.ts';
import { createCommerceRoutes, createPlaceOrderFrame } from './index.ts';

let shop: ShopWorld;
let ada: Customer;
let bob: Customer;
let staffToken: string;
const app = new Hono();

beforeAll(async () => {
  shop = await startShop();
  ada = await shop.addCustomer('Ada');
  bob = await shop.addCustomer('Bob', 'fr');
  staffToken = await shop.signInStaff();
  handleFaults(app, shop.kit.log);
  app.route('/', createCommerceRoutes(shop.commerce, shop.accounts));
  await shop.sell(draftProduct('lamp', { priceMinor: 4_500n, onHand: 20 }));
}, 60_000);
afterAll(() => shop.close());

async function ask<T>(
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; json: T & Partial<ErrorBody> }> {
  const answer = await app.request(path, {
    method,
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: (await answer.json()) as T & Partial<ErrorBody> };
}
const place = (by: Customer, quantity = 1) =>
  shop.commerce.placeOrder({
    conversationId: by.conversationId,
    personAccountId: by.accountId,
    messageId: newId('message'),
    lines: [{ sku: 'lamp', quantity }],
  });

test('a basket takes what and how many, and never a price', async () => {
  const path = `/api/carts/${shop.business.accountId}`;
  const lines = [{ sku: 'lamp', quantity: 2 }];
  const put = (body: unknown) => ask<Cart>('PUT', path, { token: ada.token, body });
  expect((await put({ lines })).json.total).toEqual({ amount_minor: '9000', currency: 'EUR' });
  expect((await ask<Cart>('GET', path, { token: ada.token })).json.lines).toHaveLength(1);
  expect((await ask<Cart>('GET', path, { token: bob.token })).json.lines).toEqual([]);
  const priced = await put({ lines: [{ sku: 'lamp', quantity: 2, unit_price: { amount_minor: '1' } }] });
  expect(priced).toMatchObject({
    status: 400,
    json: { error: { code: 'price_not_accepted', details: 'unit_price' } },
  });
  expect((await put({ lines, total: 1 })).json.error?.code).toBe('price_not_accepted');
  expect((await put({ lines, colour: 'red' })).json.error?.code).toBe('invalid_request');
  expect((await put({ lines: [{ sku: 'lamp', quantity: 0 }] })).json.error?.code).toBe('invalid_request');
  expect((await put({ lines: [{ sku: 'lamp', quantity: 1.5 }] })).json.error?.code).toBe('invalid_request');
  expect((await ask('GET', path)).status).toBe(401);
  expect((await ask('GET', `/api/carts/${newId('account')}`, { token: ada.token })).status).toBe(404);
  expect(findPriceField({ lines: [{ sku: 'price', quantity: 1 }] })).toBeNull();
});

test('placing an order empties the basket', async () => {
  const key = { personAccountId: bob.accountId, businessAccountId: shop.business.accountId };
  await shop.commerce.saveCart(key, { lines: [{ sku: 'lamp', quantity: 1 }] });
  await place(bob);
  expect((await shop.commerce.cart(key)).lines).toEqual([]);
});

test('an order is shown to its person and its shop, to nobody else', async () => {
  const { order_id } = await place(ada);
  const path = `/api/orders/${order_id}`;
  expect((await ask<OrderTicket>('GET', path, { token: ada.token })).json.order_id).toBe(order_id);
  expect(await ask('GET', path, { token: bob.token })).toMatchObject({
    status: 404,
    json: { error: { code: 'not_found' } },
  });
  expect((await ask('GET', `/api/orders/${newId('order')}`, { token: ada.token })).status).toBe(404);
  expect((await ask('GET', '/api/orders/nonsense', { token: ada.token })).status).toBe(404);
  const inConsole = await ask<ConsoleOrder>('GET', `/api/console/orders/${order_id}`, { token: staffToken });
  expect(inConsole.json.person.name).toBe('Ada');
  expect(JSON.stringify(inConsole.json)).not.toContain('+336');
  expect((await ask('GET', `/api/console/orders/${order_id}`, { token: ada.token })).status).toBe(403);
  const stranger = await shop.addRival();
  expect((await ask('GET', `/api/console/orders/${order_id}`, { token: stranger })).status).toBe(404);
  expect(
    (await ask('POST', `/api/console/orders/${order_id}/accept`, { token: stranger, body: {} })).status,
  ).toBe(404);
});

test('the console pages through orders and counts them by state', async () => {
  const placed = [await place(ada), await place(bob), await place(ada)].map((order) => order.order_id);
  const list = (query: string) =>
    ask<ConsoleOrderPage>('GET', `/api/console/orders?${query}`, { token: staffToken });
  const first = (await list('limit=2&state=placed')).json;
  expect(first.orders.map(({ order }) => order.order_id)).toEqual([placed[2]!, placed[1]!]);
  const second = (await list(`limit=2&state=placed&after=${first.next}`)).json;
  expect(second.orders[0]!.order.order_id).toBe(placed[0]!);
  expect(first.counts.placed).toBeGreaterThanOrEqual(3);
  expect((await list('state=lost')).json.error?.code).toBe('invalid_request');
});

test('the merchant edits, accepts, ships and completes; each command may be repeated', async () => {
  const { order_id } = await place(ada, 3);
  const post = (name: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    ask<OrderTicket>('POST', `/api/console/orders/${order_id}/${name}`, { token: staffToken, body, headers });
  const edited = await post('lines', {
    lines: [{ sku: 'lamp', quantity: 2 }],
    shipping_minor: '490',
    revision: 1,
  });
  expect(edited.json.total.amount_minor).toBe('9490');
  const again = await post('lines', {
    lines: [{ sku: 'lamp', quantity: 2 }],
    shipping_minor: '490',
    revision: 1,
  });
  expect(again.json.revision).toBe(edited.json.revision);
  const stale = await post('lines', { lines: [{ sku: 'lamp', quantity: 1 }], revision: 1 });
  expect(stale.json.error).toMatchObject({ code: 'order_state_forbids', details: 'revision: 2' });
  expect((await post('ship')).json.error?.code).toBe('order_state_forbids');
  const accepted = await post('accept', { body: 'With pleasure' });
  expect((await post('accept')).json.payment_id).toBe(accepted.json.payment_id);
  const viewer = { kind: 'person', accountId: ada.accountId, deviceId: ada.deviceId } as const;
  const paymentId = accepted.json.payment_id!;
  await shop.payments.pay({ paymentId, viewer, rail: 'wallet', idempotencyKey: 'routes' });
  await shop.kit.settle();
  expect((await post('lines', { lines: [{ sku: 'lamp', quantity: 1 }] })).json.error?.code).toBe(
    'order_state_forbids',
  );
  expect((await post('cancel')).json.error?.code).toBe('order_state_forbids');
  expect((await post('ship')).json.state).toBe('shipped');
  expect((await post('complete')).json.state).toBe('completed');
  expect((await post('ship')).json.state).toBe('completed');
  expect((await post('refund')).json.error?.details).toBe('Idempotency-Key: missing');
  const key = { 'idempotency-key': 'give-back-1' };
  expect((await post('refund', { amount_minor: '490' }, key)).json.state).toBe('completed');
  expect((await post('refund', { amount_minor: '490' }, key)).json.state).toBe('completed');
  expect((await shop.payments.ticket(paymentId))!.refunded.amount_minor).toBe('490');
  expect((await post('refund', {}, { 'idempotency-key': 'give-back-2' })).json.state).toBe('refunded');
});

test('the frame answers with the order, the same frame again with the same; staff cannot order', async () => {
  const sent: unknown[] = [];
  const handle = createPlaceOrderFrame(shop.commerce);
  const connection = { role: 'person' as const, ...bob, send: (frame: unknown) => sent.push(frame) };
  const frame = {
    type: 'place_order' as const,
    id: newId('message'),
    conversation_id: bob.conversationId,
    lines: [{ sku: 'lamp', quantity: 1 }],
  };
  await handle(frame, connection);
  await handle(frame, connection);
  expect(sent[0]).toMatchObject({ type: 'ok', id: frame.id });
  expect(sent[1]).toEqual(sent[0]);
  await expect(handle(frame, { ...connection, role: 'business' })).rejects.toMatchObject({
    code: 'not_permitted',
  });
  const foreign = { ...frame, id: newId('message'), conversation_id: ada.conversationId };
  await expect(handle(foreign, connection)).rejects.toMatchObject({ code: 'conversation_not_member' });
  await shop.accounts.block(bob.accountId, shop.business.accountId);
  await expect(handle({ ...frame, id: newId('message') }, connection)).rejects.toMatchObject({
    code: 'blocked',
  });
  await shop.accounts.unblock(bob.accountId, shop.business.accountId);
});

test('an order takes few statements, whatever the number of its lines', async () => {
  const { db } = shop.kit;
  const handles = Array.from({ length: 12 }, (_, index) => `many-${index}`);
  for (const handle of handles) await shop.sell(draftProduct(handle));
  const cost = async (skus: string[]) => {
    await shop.kit.settle();
    const before = db.queryCount();
    await shop.commerce.placeOrder({
      conversationId: ada.conversationId,
      personAccountId: ada.accountId,
      messageId: newId('message'),
      lines: skus.map((sku) => ({ sku, quantity: 1 })),
    });
    return db.queryCount() - before;
  };
  const one = await cost(['many-0']);
  const twelve = await cost(handles);
  // Consumers of events and jobs may read meanwhile.
  expect(one).toBeLessThan(45);
  expect(Math.abs(twelve - one)).toBeLessThan(15);
});
