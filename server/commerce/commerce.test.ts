import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Fault, newId, type OrderTicket } from '../../protocol/index.ts';
import { type Customer, draftProduct, type ShopWorld, startShop } from '../../test/support/shop.ts';

let shop: ShopWorld;
let ada: Customer;

beforeAll(async () => {
  shop = await startShop();
  ada = await shop.addCustomer('Ada');
  await shop.sell(draftProduct('clock', { priceMinor: 12_900n, onHand: 5 }));
  await shop.sell(draftProduct('strap', { priceMinor: 3_950n, sizes: ['S', 'L'], onHand: 8 }));
}, 60_000);
afterAll(async () => {
  expect((await shop.ledger.trialBalance()).balanced).toBe(true);
  await shop.close();
});

const command = (order: OrderTicket) => ({
  orderId: order.order_id,
  businessAccountId: shop.business.accountId,
  actor: 'test',
});
const place = (lines: { sku: string; quantity: number }[], messageId = newId('message'), by = ada) =>
  shop.commerce.placeOrder({
    conversationId: by.conversationId,
    personAccountId: by.accountId,
    deviceId: by.deviceId,
    messageId,
    lines,
  });
const availableOf = async (sku: string) =>
  (await shop.catalog.offers(shop.catalogId, [sku], null))[0]!.variant.available;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

test('an order goes from the basket to the door, and the chat tells each step', async () => {
  const messageId = newId('message');
  const before = await availableOf('clock');
  const placed = await place(
    [
      { sku: 'clock', quantity: 1 },
      { sku: 'strap-L', quantity: 2 },
    ],
    messageId,
  );
  expect(placed.total.amount_minor).toBe('20800');
  expect(placed.tax_included.amount_minor).toBe('3467');
  expect(await availableOf('clock')).toBe(before! - 1);

  const accepted = await shop.commerce.accept(command(placed));
  expect(accepted.state).toBe('accepted');
  const paymentId = accepted.payment_id!;
  const viewer = { kind: 'person', accountId: ada.accountId, deviceId: ada.deviceId } as const;
  await shop.payments.pay({ paymentId, viewer, rail: 'wallet', idempotencyKey: 'k1' });
  await shop.kit.settle();
  expect((await shop.commerce.order(placed.order_id))!.state).toBe('paid');
  await shop.commerce.ship({ ...command(placed), body: 'On its way' });
  await shop.commerce.ship(command(placed));
  const done = await shop.commerce.complete(command(placed));
  expect(done.history.map((step) => step.state)).toEqual([
    'placed',
    'accepted',
    'paid',
    'shipped',
    'completed',
  ]);

  const chat = await shop.readChat(ada);
  expect(chat.map((row) => `${row.role} ${row.type}`)).toEqual([
    'person order',
    'business payment_request',
    'person payment',
    'business order_status',
    'business order_status',
  ]);
  expect(chat[0]!.messageId).toBe(messageId);
  const receipt = chat[2]!.content;
  expect(receipt.type === 'payment' && receipt.order?.state).toBe('paid');
  expect(await availableOf('clock')).toBe(before! - 1);
});

test('the same message places one order; another basket under its id is refused', async () => {
  const id = newId('message');
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => place([{ sku: 'strap-S', quantity: 8 }], id)),
  );
  expect(new Set(answers.map((order) => order.order_id)).size).toBe(1);
  expect(await availableOf('strap-S')).toBe(0);
  expect(await codeOf(place([{ sku: 'clock', quantity: 1 }], id))).toBe('idempotency_mismatch');
  await shop.commerce.cancel(command(answers[0]!));
  expect(await availableOf('strap-S')).toBe(8);
});

test('what is not there, or not enough, is refused and holds nothing', async () => {
  const before = await availableOf('clock');
  const basket = [
    { sku: 'clock', quantity: 1 },
    { sku: 'strap-S', quantity: 9 },
  ];
  expect(await codeOf(place(basket))).toBe('stock_insufficient');
  expect(await codeOf(place([{ sku: 'nothing', quantity: 1 }]))).toBe('product_unavailable');
  expect(await codeOf(place([]))).toBe('cart_empty');
  expect(await availableOf('clock')).toBe(before);
});

test('an edit before payment asks for the new sum and withdraws the old request', async () => {
  const placed = await place([{ sku: 'strap-S', quantity: 2 }]);
  const accepted = await shop.commerce.accept(command(placed));
  const edited = await shop.commerce.editLines({
    ...command(placed),
    lines: [
      { sku: 'strap-S', quantity: 1 },
      { sku: 'strap-L', quantity: 1 },
    ],
    shippingMinor: 500n,
  });
  expect(edited.total.amount_minor).toBe('8400');
  expect(edited.payment_id).not.toBe(accepted.payment_id);
  const old = await shop.payments.ticket(accepted.payment_id!);
  expect(old!.state).toBe('canceled');
  expect((await shop.payments.ticket(edited.payment_id!))!.amount.amount_minor).toBe('8400');
  await shop.kit.settle();
  expect((await shop.commerce.order(placed.order_id))!.state).toBe('accepted');
  await shop.commerce.cancel(command(placed));
});

test('stock of an unpaid order comes back when its time is over', async () => {
  const placed = await place([{ sku: 'strap-S', quantity: 3 }]);
  await shop.commerce.accept(command(placed));
  expect(await availableOf('strap-S')).toBe(5);
  shop.kit.clock.advance(25 * 60 * 60_000);
  await shop.kit.settle();
  expect((await shop.commerce.order(placed.order_id))!.state).toBe('expired');
  expect(await availableOf('strap-S')).toBe(8);
});

test('a basket is the same on every device, priced by the server', async () => {
  const key = { personAccountId: ada.accountId, businessAccountId: shop.business.accountId };
  await shop.commerce.saveCart(key, {
    lines: [
      { sku: 'strap-S', quantity: 99 },
      { sku: 'gone', quantity: 1 },
    ],
  });
  const cart = await shop.commerce.cart(key);
  expect(cart.lines.map((line) => line.problem)).toEqual(['stock_insufficient', 'product_unavailable']);
  expect(cart.total.amount_minor).toBe((3_950 * 99).toString());
});

test('500 buyers for 100 units at once: exactly 100 are sold, the others are told so', async () => {
  await shop.sell(draftProduct('last', { onHand: 100 }));
  const people = await shop.accounts.createPeople(
    Array.from({ length: 500 }, (_, index) => ({
      name: `Buyer ${index}`,
      phone: `+${49_150_000_000 + index}`,
    })),
  );
  const chats = await Promise.all(
    people.map(({ accountId: personAccountId }) =>
      shop.conversations.open({ personAccountId, businessAccountId: shop.business.accountId }),
    ),
  );
  const start = performance.now();
  const codes = await Promise.all(
    people.map(({ accountId: personAccountId }, index) =>
      codeOf(
        shop.commerce.placeOrder({
          conversationId: chats[index]!.conversationId,
          personAccountId,
          messageId: newId('message'),
          lines: [{ sku: 'last', quantity: 1 }],
        }),
      ),
    ),
  );
  console.log(`500 buyers: all answered in ${Math.round(performance.now() - start)} ms`);
  expect(codes.filter((code) => code === 'done')).toHaveLength(100);
  expect(codes.filter((code) => code === 'stock_insufficient')).toHaveLength(400);
  expect(await availableOf('last')).toBe(0);
}, 60_000);
