// The main journey through the real server and the real client, without a screen: talk, order, edit, accept, pay, ship.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type ConsoleApi, createConsoleApi } from '../../client/console.ts';
import { type Client, connect } from '../../client/index.ts';
import type {
  ContentType,
  ConversationId,
  OrderId,
  OrderTicket,
  PaymentTicket,
} from '../../protocol/index.ts';
import { startWorld, type World, type WorldPerson } from '../support/world.ts';

let world: World;
let amara: WorldPerson;
let phone: Client;
let desk: Client;
let merchant: ConsoleApi;
let chat: ConversationId;

beforeAll(async () => {
  world = await startWorld();
  amara = await world.person('Amara Diallo');
  chat = await amara.openChat();
  await world.app.modules.payments.fundSandboxWallet(amara.accountId, 100_000n, 'EUR');
  phone = amara.connect();
  const staffToken = await signInStaff();
  merchant = createConsoleApi({ url: world.url, token: staffToken });
  desk = connect({ url: world.url, token: staffToken });
}, 60_000);

afterAll(async () => {
  desk.close();
  await world.close();
});

async function signInStaff(): Promise<string> {
  const owner = world.sandbox.staff.find((member) => member.role === 'owner')!;
  const response = await fetch(`${world.url}/api/console/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  });
  expect(response.status).toBe(200);
  return response.headers.get('set-cookie')!.split(';')[0]!.split('=')[1]!;
}

async function settle(): Promise<void> {
  await world.settle();
  await phone.settle();
  await desk.settle();
}

const messagesOf = (client: Client) => client.conversation(chat)?.messages ?? [];
const lastOf = <T extends ContentType>(client: Client, type: T) =>
  messagesOf(client)
    .filter((message) => message.content.type === type)
    .at(-1)?.content as Extract<ReturnType<typeof messagesOf>[number]['content'], { type: T }> | undefined;

test('a person and a shop talk, and the ticks tell the truth', async () => {
  await settle();
  const id = phone.send(chat, { type: 'text', body: 'Is the walnut one back?' });
  await settle();
  await phone.open(chat);
  await desk.open(chat);
  await settle();
  expect(messagesOf(desk).at(-1)!.content).toEqual({ type: 'text', body: 'Is the walnut one back?' });
  expect(messagesOf(phone).find((message) => message.messageId === id)!.state).toBe('delivered');
  desk.markRead(chat);
  desk.send(chat, { type: 'text', body: 'It is!' });
  await settle();
  expect(messagesOf(phone).find((message) => message.messageId === id)!.state).toBe('read');
  expect(messagesOf(phone).at(-1)!.content).toEqual({ type: 'text', body: 'It is!' });
});

test('the shop sees a name and no number until it is shared', async () => {
  const before = desk.conversation(chat)!.view.members.find((member) => member.role === 'person')!;
  expect(before.name).toBe('Amara Diallo');
  expect([before.phone, before.avatar_url]).toEqual([null, null]);
  await amara.api.sharePhone(chat);
  await settle();
  const after = desk.conversation(chat)!.view.members.find((member) => member.role === 'person')!;
  expect(after.phone).toBe(amara.phone);
});

let order: OrderTicket;
let balanceBefore: bigint;
let shopBefore: bigint;

test('an order is placed, edited and accepted, and the ticket in the chat follows', async () => {
  const [first, second] = world.sandbox.product_retailer_ids as [string, string];
  const placed = await phone.placeOrder(chat, [
    { sku: first, quantity: 2 },
    { sku: second, quantity: 1 },
  ]);
  await settle();
  const orderId = placed.order_id as OrderId;
  expect(lastOf(phone, 'order')!.order.order_id).toBe(orderId);
  expect(lastOf(desk, 'order')!.order.state).toBe('placed');
  await merchant.editOrder(orderId, { lines: [{ sku: first, quantity: 1 }] });
  order = await merchant.commandOrder(orderId, 'accept');
  await settle();
  expect(order.state).toBe('accepted');
  expect(order.lines.map((line) => [line.sku, line.quantity])).toEqual([[first, 1]]);
  const request = lastOf(phone, 'payment_request')!;
  expect(request.payment.amount).toEqual(order.total);
});

test('it is paid from the wallet to the cent, and both get the receipt', async () => {
  const payment = lastOf(phone, 'payment_request')!.payment as PaymentTicket;
  balanceBefore = BigInt((await amara.api.wallet()).balance.amount_minor);
  shopBefore = BigInt((await merchant.wallet()).balance.amount_minor);
  const answer = await phone.pay(payment.payment_id, 'wallet');
  expect(answer.state).toBe('captured');
  await settle();
  const total = BigInt(order.total.amount_minor);
  expect(BigInt((await amara.api.wallet()).balance.amount_minor)).toBe(balanceBefore - total);
  expect(BigInt((await merchant.wallet()).balance.amount_minor)).toBe(shopBefore + total);
  expect(lastOf(phone, 'payment')!.payment.state).toBe('captured');
  expect(lastOf(desk, 'payment')!.payment.state).toBe('captured');
});

test('it is shipped, refunded, and the books still balance', async () => {
  await merchant.commandOrder(order.order_id, 'ship');
  await settle();
  expect(lastOf(phone, 'order_status')!.order.state).toBe('shipped');
  await merchant.refundOrder(order.order_id, { idempotencyKey: 'give-back-1' });
  await merchant.refundOrder(order.order_id, { idempotencyKey: 'give-back-1' });
  await settle();
  expect(BigInt((await amara.api.wallet()).balance.amount_minor)).toBe(balanceBefore);
  expect((await world.app.modules.ledger.trialBalance()).balanced).toBe(true);
});

test('nothing that was said, no code and no number is in the logs', () => {
  const logged = world.logged();
  for (const secret of ['walnut', 'It is!', amara.phone, amara.token]) expect(logged).not.toContain(secret);
});
