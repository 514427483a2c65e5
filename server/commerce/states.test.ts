// Orders against a model: whatever a merchant, a person and time do in whatever order, states follow the table, units
// add up, and so does the ledger.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import { Fault, newId, type OrderState, type OrderTicket } from '../../protocol/index.ts';
import { type Customer, draftProduct, type ShopWorld, startShop } from '../../test/support/shop.ts';
import { canBecome } from './transitions.ts';

let shop: ShopWorld;
let eve: Customer;
let runs = 0;

beforeAll(async () => {
  shop = await startShop();
  eve = await shop.addCustomer('Eve');
}, 60_000);
afterAll(async () => {
  expect((await shop.ledger.trialBalance()).balanced).toBe(true);
  await shop.close();
});

type Action =
  | { do: 'place'; sku: 0 | 1; quantity: number }
  | { do: 'edit'; order: number; sku: 0 | 1; quantity: number }
  | { do: 'accept' | 'pay' | 'ship' | 'complete' | 'cancel' | 'refund'; order: number }
  | { do: 'wait' };

const sku = fc.constantFrom(0 as const, 1 as const);
const quantity = fc.integer({ min: 1, max: 6 });
const order = fc.nat({ max: 3 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('place' as const), sku, quantity }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), order, sku, quantity }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom('accept', 'pay', 'ship', 'complete', 'cancel', 'refund'),
      order,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

interface ModelOrder {
  id: OrderTicket['order_id'];
  state: OrderState;
  sku: 0 | 1;
  quantity: number;
  revision: number;
}

/** The shop as it should be: two products, ten and three units. */
class Model {
  readonly skus = [`bell-${++runs}`, `horn-${runs}`] as const;
  readonly onHand: [number, number] = [10, 3];
  readonly orders: ModelOrder[] = [];

  reserved(which: 0 | 1): number {
    return this.orders
      .filter((each) => each.sku === which && ['placed', 'accepted', 'paid'].includes(each.state))
      .reduce((sum, each) => sum + each.quantity, 0);
  }
  available(which: 0 | 1): number {
    return this.onHand[which] - this.reserved(which);
  }
}

test('orders follow the table, whatever happens in whatever order', async () => {
  const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`states.test.ts: FC_SEED=${seed}`);
  const property = fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (actions) => {
    const model = new Model();
    await shop.sell(draftProduct(model.skus[0], { priceMinor: 1_000n, onHand: 10 }));
    await shop.sell(draftProduct(model.skus[1], { priceMinor: 700n, onHand: 3 }));
    for (const each of actions) {
      await step(model, each);
      await check(model);
    }
    for (const each of model.orders) await finishOrder(each);
  });
  await fc.assert(property, { numRuns: 25, seed, endOnFailure: true });
}, 240_000);

async function step(model: Model, each: Action): Promise<void> {
  if (each.do === 'place') return place(model, each);
  if (each.do === 'wait') return wait(model);
  const target = model.orders[each.order];
  if (!target) return;
  if (each.do === 'edit') return edit(model, target, each);
  const outcome = await codeOf(run(target, each.do));
  const to = aims[each.do];
  const isDone = target.state === to || (!ended.has(target.state) && reached(target.state, to));
  const isLegal = canBecome(target.state, to);
  if (isLegal) {
    if (to === 'shipped' || (to === 'completed' && target.state === 'paid'))
      model.onHand[target.sku] -= target.quantity;
    target.state = to;
    expect(outcome).toBe('done');
  } else if (isDone && each.do !== 'pay' && each.do !== 'refund') expect(outcome).toBe('done');
  else expect(outcome).not.toBe('done');
}

const aims = {
  accept: 'accepted',
  pay: 'paid',
  ship: 'shipped',
  complete: 'completed',
  cancel: 'canceled',
  refund: 'refunded',
} as const;
const ended = new Set<OrderState>(['canceled', 'expired', 'refunded']);
const path: OrderState[] = ['placed', 'accepted', 'paid', 'shipped', 'completed'];

/** Whether an order in `state` came by `before`; shipping may be left out. */
function reached(state: OrderState, before: OrderState): boolean {
  const isPassed = path.includes(before) && path.indexOf(before) < path.indexOf(state);
  return isPassed && before !== 'shipped';
}

async function run(target: ModelOrder, name: keyof typeof aims): Promise<unknown> {
  const command = { orderId: target.id, businessAccountId: shop.business.accountId, actor: 'test' };
  if (name === 'accept') return shop.commerce.accept(command);
  if (name === 'ship') return shop.commerce.ship(command);
  if (name === 'complete') return shop.commerce.complete(command);
  if (name === 'cancel') return shop.commerce.cancel(command);
  if (name === 'refund')
    return shop.commerce.refund({ ...command, amountMinor: null, idempotencyKey: newId('refund') });
  const paymentId = (await shop.commerce.order(target.id))!.payment_id;
  if (!paymentId) throw new Fault('payment_state_forbids');
  const viewer = { kind: 'person', accountId: eve.accountId, deviceId: eve.deviceId } as const;
  await shop.payments.pay({ paymentId, viewer, rail: 'wallet', idempotencyKey: newId('refund') });
  return shop.kit.settle();
}

async function place(model: Model, each: Action & { do: 'place' }): Promise<void> {
  const isThere = model.available(each.sku) >= each.quantity;
  const input = {
    conversationId: eve.conversationId,
    personAccountId: eve.accountId,
    messageId: newId('message'),
    lines: [{ sku: model.skus[each.sku], quantity: each.quantity }],
  };
  const outcome = await codeOf(shop.commerce.placeOrder(input));
  expect(outcome).toBe(isThere ? 'done' : 'stock_insufficient');
  if (!isThere) return;
  // The same message again is the same order.
  const ticket = await shop.commerce.placeOrder(input);
  const { sku: which, quantity: units } = each;
  model.orders.push({ id: ticket.order_id, state: 'placed', sku: which, quantity: units, revision: 1 });
}

async function edit(model: Model, target: ModelOrder, each: Action & { do: 'edit' }): Promise<void> {
  const isOpen = target.state === 'placed' || target.state === 'accepted';
  const own = isOpen && target.sku === each.sku ? target.quantity : 0;
  const isThere = model.available(each.sku) + own >= each.quantity;
  const isSame = target.sku === each.sku && target.quantity === each.quantity;
  const outcome = await codeOf(
    shop.commerce.editLines({
      orderId: target.id,
      businessAccountId: shop.business.accountId,
      actor: 'test',
      lines: [{ sku: model.skus[each.sku], quantity: each.quantity }],
    }),
  );
  if (!isOpen) {
    // What is paid is answered as it stands when it is asked for as it stands, by whichever check comes first.
    if (outcome === 'done') expect(isSame).toBe(true);
    else expect(outcome).toBe('order_state_forbids');
    return;
  }
  expect(outcome).toBe(isThere || isSame ? 'done' : 'stock_insufficient');
  if (outcome !== 'done') return;
  target.sku = each.sku;
  target.quantity = each.quantity;
}

async function wait(model: Model): Promise<void> {
  shop.kit.clock.advance(25 * 60 * 60_000);
  const open = model.orders.filter((each) => each.state === 'placed' || each.state === 'accepted');
  for (const each of open) {
    await until(async () => (await shop.commerce.order(each.id))!.state === 'expired');
    each.state = 'expired';
  }
}

async function check(model: Model): Promise<void> {
  await shop.kit.settle();
  for (const each of model.orders) {
    const ticket = (await shop.commerce.order(each.id))!;
    expect(ticket.state).toBe(each.state);
    expect(ticket.revision).toBeGreaterThanOrEqual(each.revision);
    each.revision = ticket.revision;
    const unit = each.sku === 0 ? 1_000 : 700;
    expect(ticket.total.amount_minor).toBe(String(unit * each.quantity));
    const steps = ticket.history.map((past) => past.state);
    for (const [index, state] of steps.entries())
      if (index > 0) expect(canBecome(steps[index - 1]!, state)).toBe(true);
    expect(steps.at(-1)).toBe(each.state);
  }
  for (const which of [0, 1] as const) {
    const [offer] = await shop.catalog.offers(shop.catalogId, [model.skus[which]], null);
    expect(offer!.variant.available).toBe(model.available(which));
  }
}

/** Leaves nothing under way, so that the next run begins with a rested shop. */
async function finishOrder(each: ModelOrder): Promise<void> {
  if (each.state === 'placed' || each.state === 'accepted') await run(each, 'cancel');
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('it did not come to pass in time');
    await new Promise((wake) => setTimeout(wake, 10));
  }
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );
}
