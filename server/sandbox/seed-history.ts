// What happened before the newcomer came in: one order that is paid and on its way, one that waits for the merchant.
// It is played through the same doors that everybody uses, so that it cannot differ from what really happens.
import {
  type AccountId,
  type ClientFrameOf,
  type ConversationId,
  newId,
  type OrderId,
} from '../../protocol/index.ts';
import { assert } from '../kit/index.ts';
import { type Device, openDevice } from './device.ts';
import type { SandboxParts } from './index.ts';
import { demoHistory, demoStaff, type HistoryStep } from './seed-texts.ts';

interface Stage {
  parts: SandboxParts;
  businessAccountId: AccountId;
  personAccountId: AccountId;
  conversationId: ConversationId;
  person: Device;
  staff: Device;
  orderId: OrderId | null;
}

const newsEveryMs = 10;
const newsWithinMs = 20_000;

export async function playHistory(parts: SandboxParts, businessAccountId: AccountId): Promise<void> {
  const { accounts, conversations, people } = parts;
  const [owner] = await accounts.parts.staff.list(businessAccountId);
  assert(owner, 'the shop has staff by now');
  const login = await accounts.createDevice(businessAccountId, {
    name: 'Demo history',
    staffId: owner.staffId,
  });
  const staff = await openDevice(parts.sockets, login.token);
  for (const { phone, steps } of demoHistory) {
    const personAccountId = await accounts.findByPhone(phone);
    assert(personAccountId, 'the history is about people of the demo');
    const { conversationId } = await conversations.open({ personAccountId, businessAccountId, source: 'qr' });
    const person = await openDevice(parts.sockets, await people.tokenOf(personAccountId));
    const stage = { parts, businessAccountId, personAccountId, conversationId, person, staff, orderId: null };
    for (const step of steps) await play(stage, step);
    person.close();
  }
  staff.close();
  await accounts.endDevice(businessAccountId, login.deviceId);
}

async function play(stage: Stage, step: HistoryStep): Promise<void> {
  const { conversationId, person, staff, parts, businessAccountId } = stage;
  const send = (device: Device, content: ClientFrameOf<'send'>['content']) =>
    device.ask({
      type: 'send',
      id: newId('message', parts.kit.clock.now()),
      conversation_id: conversationId,
      content,
    });
  switch (step.do) {
    case 'says':
      return void (await send(person, { type: 'text', body: step.text }));
    case 'answers':
      return void (await send(staff, { type: 'text', body: step.text }));
    case 'shows': {
      const catalog = await parts.catalog.catalogOf(businessAccountId);
      return void (await send(staff, { type: 'product', catalog_id: catalog!.catalogId, sku: step.sku }));
    }
    case 'orders': {
      const id = newId('message', parts.kit.clock.now());
      const lines = step.lines.map(([sku, quantity]) => ({ sku, quantity }));
      const order = {
        type: 'place_order',
        id,
        conversation_id: conversationId,
        lines,
        text: step.text,
      } as const;
      return awaitNews(stage, async () => {
        stage.orderId = (await person.ask(order)).order_id ?? null;
      });
    }
    case 'accepts':
    case 'ships':
      return awaitNews(stage, () => moveOrder(stage, step));
    case 'pays':
      return awaitNews(stage, () => payOrder(stage));
    case 'reads':
      return readAll(stage);
  }
}

/** What changes an order or a payment is told in the chat a moment later; the story goes on from there. */
async function awaitNews({ parts, conversationId }: Stage, work: () => Promise<void>): Promise<void> {
  const { conversations } = parts;
  const before = await conversations.lastSeq(conversationId);
  await work();
  for (let waitedMs = 0; (await conversations.lastSeq(conversationId)) === before; waitedMs += newsEveryMs) {
    assert(waitedMs < newsWithinMs, 'what happens to an order is told in its chat');
    await new Promise((wake) => setTimeout(wake, newsEveryMs));
  }
}

async function moveOrder({ parts, businessAccountId, orderId }: Stage, step: HistoryStep): Promise<void> {
  assert(orderId, 'an order was placed before it is moved');
  const command = { orderId, businessAccountId, actor: demoStaff[0].name };
  await (step.do === 'ships' ? parts.commerce.ship(command) : parts.commerce.accept(command));
}

async function payOrder({ parts, orderId, person }: Stage): Promise<void> {
  const ticket = orderId && (await parts.commerce.order(orderId));
  assert(ticket?.payment_id, 'an accepted order asks for its payment');
  await person.ask({ type: 'pay', id: newId('message'), payment_id: ticket.payment_id, rail: 'wallet' });
}

async function readAll({ parts, conversationId, personAccountId, businessAccountId }: Stage): Promise<void> {
  const { conversations } = parts;
  const read = await conversations.lastSeq(conversationId);
  for (const accountId of [personAccountId, businessAccountId])
    await conversations.advanceReceipt({ conversationId, accountId, delivered: read, read });
}
