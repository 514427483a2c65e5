// One payment posted many times at once, over sockets and HTTP, under one key and under many: money moves once.
import { newId, type PaidAnswer, type PaymentTicket, type Wallet } from '../../protocol/index.ts';
import { waitUntil } from '../owned-process.ts';
import { openConversation } from '../peer/frames.ts';
import { demoShop, postJson, type SandboxServer } from '../sandbox-server.ts';
import { type Asker, openAsker } from './asker.ts';
import { createProduct } from './product.ts';
import type { Verdict } from './verdict.ts';

/** Attempts of each kind: socket or HTTP, under a key of their own or under the one they share. */
const ofEachKind = 5;

export async function racePayment(server: SandboxServer): Promise<Verdict> {
  const cookie = await server.signInStaff();
  const { token } = server.world.people[0]!;
  const payers = await Promise.all(
    Array.from({ length: ofEachKind }, () => openAsker(server.origin, { token })),
  );
  const payment = await requestPayment(server, { cookie, token, payer: payers[0]! });
  const before = await readWallets(server, { cookie, token });
  const startedAt = performance.now();
  const answers = await Promise.all(postAll(server, { token, payers, payment }));
  const ms = performance.now() - startedAt;
  const after = await readWallets(server, { cookie, token });
  await Promise.all(payers.map((payer) => payer.close()));

  const amountMinor = BigInt(payment.amount.amount_minor);
  const paidMinor = before.person.balanceMinor - after.person.balanceMinor;
  const receivedMinor = after.business.balanceMinor - before.business.balanceMinor;
  const transfers = after.person.payments - before.person.payments;
  const different = new Set(answers).size;
  const isRight =
    transfers === 1 &&
    after.business.payments - before.business.payments === 1 &&
    paidMinor === amountMinor &&
    receivedMinor === amountMinor &&
    different === 1 &&
    answers[0] === 'captured';
  return {
    line:
      `payment: posted ${answers.length} × at once → ${transfers} transfer, ${different} different answer; ` +
      `paid ${paidMinor} of ${amountMinor}, received ${receivedMinor}; all answered in ${Math.round(ms)} ms`,
    isReached: isRight,
  };
}

interface Sides {
  cookie: string;
  token: string;
}

/** Orders, lets the merchant accept, and waits for the request to pay as a person does: in the chat. */
async function requestPayment(
  server: SandboxServer,
  { cookie, token, payer }: Sides & { payer: Asker },
): Promise<PaymentTicket> {
  const { origin } = server;
  const { sku } = await createProduct(server, cookie, { onHand: null });
  const conversationId = await openConversation({ origin, shop: demoShop }, token);
  const placed = await payer.ask({
    type: 'place_order',
    id: newId('message'),
    conversation_id: conversationId,
    lines: [{ sku, quantity: 1 }],
  });
  if (placed.answer.type !== 'ok') throw new Error(`no order: ${JSON.stringify(placed.answer)}`);
  const orderId = placed.answer.order_id!;
  await postJson(`${origin}/api/console/orders/${orderId}/accept`, {}, { cookie });
  const find = () =>
    payer.messages.flatMap(({ content }) =>
      content.type === 'payment_request' && content.payment.order_id === orderId ? [content.payment] : [],
    )[0];
  await waitUntil(async () => find() !== undefined, { what: 'the payment request', timeoutMs: 20_000 });
  return find()!;
}

/** The state that each of twenty attempts was answered with. */
function postAll(
  { origin }: SandboxServer,
  { token, payers, payment }: { token: string; payers: Asker[]; payment: PaymentTicket },
): Promise<string>[] {
  const paymentId = payment.payment_id;
  const shared = newId('message');
  const overHttp = async (key: string) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
    const response = await postJson(`${origin}/api/payments/${paymentId}/pay`, { rail: 'wallet' }, headers);
    return ((await response.json()) as PaidAnswer).state;
  };
  const overSocket = async (payer: Asker, key: string) => {
    const { answer } = await payer.ask({ type: 'pay', id: key, payment_id: paymentId, rail: 'wallet' });
    return answer.type === 'ok' ? String(answer.state) : JSON.stringify(answer);
  };
  return payers.flatMap((payer) => [
    overHttp(shared),
    overSocket(payer, shared),
    overHttp(newId('message')),
    overSocket(payer, newId('message')),
  ]);
}

async function readWallets(server: SandboxServer, { cookie, token }: Sides) {
  const read = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${server.origin}${path}`, { headers });
    const wallet = (await response.json()) as Wallet;
    return {
      balanceMinor: BigInt(wallet.balance.amount_minor),
      payments: wallet.transfers.filter((transfer) => transfer.kind === 'payment').length,
    };
  };
  return {
    person: await read('/api/wallet?limit=99', { authorization: `Bearer ${token}` }),
    business: await read('/api/console/wallet?limit=99', { cookie }),
  };
}
