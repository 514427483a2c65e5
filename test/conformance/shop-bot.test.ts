// The example bot serves two people at the counter, one of whom never shares the number.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type ShopBot, startShopBot } from '../../examples/shop-bot/bot.ts';
import type { ContentOf, ContentType } from '../../protocol/index.ts';
import type { LogRow } from '../../server/conversations/index.ts';
import { type ApiPerson, type ApiWorld, startApiWorld } from '../support/api-world.ts';
import { until } from '../support/until.ts';

let world: ApiWorld;
let bot: ShopBot;

beforeAll(async () => {
  world = await startApiWorld();
  bot = await startShopBot({
    graphUrl: world.baseUrl,
    appId: world.appId,
    appSecret: world.appSecret,
    verifyToken: world.verifyToken,
    accessToken: world.token,
    wabaId: world.shop.wabaId,
    phoneNumberId: world.shop.phoneNumberId,
    catalogId: world.catalogGraphId,
    skus: ['sku-1', 'sku-2', 'sku-3'],
  });
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

/** Waits for the shop's message of that type. */
async function answered(person: ApiPerson, type: ContentType): Promise<LogRow> {
  let row: LogRow | undefined;
  await until(async () => {
    row = (await person.chat()).findLast((one) => one.type === type && one.role === 'business');
    return row !== undefined;
  }, 15_000);
  return row!;
}

test.each([
  ['Amara, who shares the number', { sharesPhone: true }],
  ['Boris, who does not', {}],
])('%s greets, browses, orders, pays', async (name, options) => {
  const person = await world.addPerson(name.slice(0, 5), options);
  await person.say('Hello');
  const buttons = await answered(person, 'buttons');
  await person.say({ type: 'button_reply', id: 'browse', title: 'See the shop' }, buttons.seq);
  const list = await answered(person, 'list');
  await person.say({ type: 'list_reply', id: 'all', title: 'Everything' }, list.seq);
  const products = (await answered(person, 'product_list')).content as ContentOf<'product_list'>;
  expect(products.sections[0]!.skus).toEqual(['sku-1', 'sku-2', 'sku-3']);
  await person.order([
    { sku: 'sku-1', quantity: 1 },
    { sku: 'sku-2', quantity: 2 },
  ]);
  const request = (await answered(person, 'payment_request')).content as ContentOf<'payment_request'>;
  expect(request.payment.amount).toEqual({ amount_minor: '5970', currency: 'EUR' });
  await person.receive();
  await person.read();
  await person.pay(request.payment.payment_id);
  const status = (await answered(person, 'order_status')).content as ContentOf<'order_status'>;
  expect(status.order).toMatchObject({ state: 'paid', reference_id: request.payment.reference_id });

  const own = () => bot.heard.filter((heard) => heard.userId === person.userId);
  const has = (kind: string, what: string) =>
    own().some((heard) => heard.kind === kind && heard.what === what);
  await until(() => has('status', 'read') && has('payment', 'captured'), 15_000);
  for (const what of ['text', 'interactive', 'order']) expect(has('message', what)).toBe(true);
  for (const what of ['sent', 'delivered', 'read']) expect(has('status', what)).toBe(true);
  const phone = 'sharesPhone' in options ? person.phone.slice(1) : undefined;
  expect(new Set(own().map((heard) => heard.phone))).toEqual(new Set([phone]));
  const members = await world.app.modules.conversations.members(person.conversationId);
  expect(members.find((member) => member.role === 'business')!.read).toBeGreaterThan(0);
});
