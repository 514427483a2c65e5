// Orders as a program drives them, and what the chat shows of it.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Fault, newId } from '../../protocol/index.ts';
import { type Customer, draftProduct, type ShopWorld, startShop } from '../../test/support/shop.ts';
import { orderStatusMessageId } from './index.ts';
import type { OrderPaymentRequest } from './requests.ts';

let shop: ShopWorld;
let ada: Customer;

beforeAll(async () => {
  shop = await startShop();
  ada = await shop.addCustomer('Ada', 'fr');
  await shop.sell(
    draftProduct('bell', {
      priceMinor: 2_500n,
      onHand: 6,
      translations: { fr: { title: 'La cloche', description: '' } },
    }),
  );
}, 60_000);
afterAll(async () => {
  expect((await shop.ledger.trialBalance()).balanced).toBe(true);
  await shop.close();
});

let references = 0;
function details(over: Partial<OrderPaymentRequest> = {}): OrderPaymentRequest {
  return {
    businessAccountId: shop.business.accountId,
    conversationId: ada.conversationId,
    referenceId: `bot-${++references}`,
    items: [{ sku: 'bell', name: 'Bell', unitMinor: 2_500n, quantity: 2 }],
    subtotalMinor: 5_000n,
    taxMinor: 100n,
    shippingMinor: 400n,
    discountMinor: 500n,
    totalMinor: 5_000n,
    currency: 'EUR',
    ...over,
  };
}
const place = (quantity: number) =>
  shop.commerce.placeOrder({
    conversationId: ada.conversationId,
    personAccountId: ada.accountId,
    messageId: newId('message'),
    lines: [{ sku: 'bell', quantity }],
  });
const available = async () =>
  (await shop.catalog.offers(shop.catalogId, ['bell'], null))[0]!.variant.available;
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Fault ? `${error.code} ${error.details}` : String(error)),
  );
const pay = (paymentId: string) =>
  shop.payments.pay({
    paymentId: paymentId as never,
    viewer: { kind: 'person', accountId: ada.accountId, deviceId: ada.deviceId },
    rail: 'wallet',
    idempotencyKey: newId('refund'),
  });

test('order_details takes up the order placed in the chat, under the program reference', async () => {
  const placed = await place(2);
  expect(placed.lines[0]!.title).toBe('La cloche');
  const before = await available();
  const asked = details({ body: 'Please pay', opaque: 'my-data' });
  const { order, payment, messageId } = await shop.commerce.requestOrderPayment(asked);
  expect(order).toMatchObject({
    order_id: placed.order_id,
    reference_id: asked.referenceId,
    state: 'accepted',
  });
  expect(order.tax_included.amount_minor).toBe('100');
  expect(payment).toMatchObject({ reference_id: asked.referenceId, amount: { amount_minor: '5000' } });
  expect(await available()).toBe(before);
  const again = await shop.commerce.requestOrderPayment(asked);
  expect(again.payment.payment_id).toBe(payment.payment_id);
  expect(again.messageId).toBe(messageId);
  const row = (await shop.readChat(ada)).find((each) => each.messageId === messageId);
  expect(row).toMatchObject({ type: 'payment_request', opaque: 'my-data', role: 'business' });
  expect(row!.content).toMatchObject({ body: 'Please pay', order: { order_id: placed.order_id } });
  await pay(payment.payment_id);
  await shop.kit.settle();
  expect((await shop.commerce.orderByReference(shop.business.accountId, asked.referenceId))!.state).toBe(
    'paid',
  );
});

test('order_details without an order makes one, and holds what is in the catalogue', async () => {
  const before = (await available())!;
  const asked = details({
    items: [
      { sku: 'bell', name: 'Bell', unitMinor: 2_000n, quantity: 1 },
      { sku: 'engraving', name: 'Engraving', unitMinor: 1_000n, quantity: 1 },
    ],
    subtotalMinor: 3_000n,
    totalMinor: 3_000n,
  });
  const two = await Promise.all([
    shop.commerce.requestOrderPayment(asked),
    shop.commerce.requestOrderPayment(asked),
  ]);
  expect(new Set(two.map(({ payment }) => payment.payment_id)).size).toBe(1);
  expect(await available()).toBe(before - 1);
  await shop.commerce.reportOrderStatus({
    businessAccountId: shop.business.accountId,
    referenceId: asked.referenceId,
    status: 'canceled',
  });
  expect(await available()).toBe(before);
  await shop.kit.settle();
  expect((await shop.payments.ticket(two[0]!.payment.payment_id))!.state).toBe('canceled');
});

test('sums that do not add up, and references that are done, are refused', async () => {
  const request = (over: Partial<OrderPaymentRequest>) =>
    faultOf(shop.commerce.requestOrderPayment(details(over)));
  expect(await request({ subtotalMinor: 4_999n })).toContain('subtotal');
  expect(await request({ totalMinor: 5_001n })).toContain('total_amount');
  expect(await request({ discountMinor: -500n, totalMinor: 6_000n })).toContain('negative');
  expect(await request({ items: [] })).toContain('items');
  expect(await request({ conversationId: newId('conversation') })).toContain('conversation_not_member');
  expect(
    await request({
      items: [{ sku: 'bell', name: 'Bell', unitMinor: 10n, quantity: 500 }],
      subtotalMinor: 5_000n,
    }),
  ).toContain('stock_insufficient');
  const done = details();
  const { payment } = await shop.commerce.requestOrderPayment(done);
  await pay(payment.payment_id);
  await shop.kit.settle();
  expect(
    await faultOf(
      shop.commerce.requestOrderPayment({
        ...done,
        items: [{ ...done.items[0]!, quantity: 1, unitMinor: 5_000n }],
      }),
    ),
  ).toContain('order_state_forbids');
});

test('order_status moves the order on and tells it, each time with a message of its own', async () => {
  const asked = details({ items: [{ sku: 'bell', name: 'Bell', unitMinor: 5_000n, quantity: 1 }] });
  const { order, payment } = await shop.commerce.requestOrderPayment(asked);
  const report = (status: 'processing' | 'shipped' | 'completed' | 'canceled', body?: string) =>
    shop.commerce.reportOrderStatus({
      businessAccountId: shop.business.accountId,
      referenceId: asked.referenceId,
      status,
      body,
    });
  expect(await faultOf(report('shipped'))).toContain('order_state_forbids');
  await pay(payment.payment_id);
  await shop.kit.settle();
  const processing = await report('processing', 'We are packing');
  const shipped = await report('shipped', 'On its way');
  const again = await report('shipped');
  expect(shipped.order.state).toBe('shipped');
  expect(new Set([processing.messageId, shipped.messageId, again.messageId]).size).toBe(3);
  expect(shipped.messageId).toBe(orderStatusMessageId(order.order_id, shipped.order.revision));
  expect(await faultOf(report('canceled'))).toContain('order_state_forbids');
  const chat = await shop.readChat(ada);
  const bodies = chat.flatMap((row) => (row.content.type === 'order_status' ? [row.content.body] : []));
  expect(bodies).toContain('We are packing');
  expect(bodies).toContain('On its way');
  expect(
    await faultOf(
      shop.commerce.reportOrderStatus({
        businessAccountId: shop.business.accountId,
        referenceId: 'never',
        status: 'shipped',
      }),
    ),
  ).toContain('not_found');
});

test('events heard twice write their messages once; each shows its own revision', async () => {
  await shop.readChat(ada);
  const count = async () => (await shop.readChat(ada)).length;
  const before = await count();
  const placed = await place(1);
  await shop.commerce.accept({
    orderId: placed.order_id,
    businessAccountId: shop.business.accountId,
    actor: 'test',
  });
  await shop.commerce.cancel({
    orderId: placed.order_id,
    businessAccountId: shop.business.accountId,
    actor: 'test',
  });
  const after = await count();
  await shop.kit.db.query(`update event_cursors set id = 0, xid = '0' where consumer = 'commerce.announce'`);
  await shop.kit.db.transaction((tx) =>
    shop.kit.events.record(tx, 'order.changed', { order_id: placed.order_id, revision: 1 }),
  );
  expect(await count()).toBe(after);
  const told = (await shop.readChat(ada))
    .slice(before)
    .flatMap((row) => ('order' in row.content ? [row.content.order!] : []));
  expect(told[0]).toMatchObject({ state: 'placed', revision: 1 });
  expect(told.at(-1)).toMatchObject({ state: 'canceled' });
  expect(told.map((ticket) => ticket.revision)).toEqual(
    told.map((ticket) => ticket.revision).toSorted((a, b) => a - b),
  );
});

test('money that comes for an order that ended goes back by itself', async () => {
  const placed = await place(1);
  const command = { orderId: placed.order_id, businessAccountId: shop.business.accountId, actor: 'test' };
  const { payment_id } = await shop.commerce.accept(command);
  const sandbox = {
    viewer: { kind: 'person', accountId: ada.accountId, deviceId: ada.deviceId },
    rail: 'sandbox',
  } as const;
  await shop.payments.pay({
    paymentId: payment_id!,
    ...sandbox,
    idempotencyKey: 'late',
    outcome: 'delay',
  });
  // The order is ended behind the back of the payment, as a crash between the two could leave it.
  await shop.kit.db.query(`update orders set state = 'canceled' where order_id = $1`, [placed.order_id]);
  await shop.payments.settle(payment_id!, 'success');
  const deadline = Date.now() + 20_000;
  while ((await shop.payments.ticket(payment_id!))!.state !== 'refunded') {
    if (Date.now() > deadline) throw new Error((await shop.payments.ticket(payment_id!))!.state);
    await new Promise((wake) => setTimeout(wake, 10));
  }
  expect((await shop.commerce.order(placed.order_id))!.state).toBe('canceled');
});
