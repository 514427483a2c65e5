// What happened before the newcomer came in. It is played through the doors that everybody uses, by a clock that
// starts a day ago, so that it cannot differ from what really happens.
import {
  type AccountId,
  type CatalogId,
  type Content,
  type ConversationId,
  newId,
  type OrderId,
} from '../../protocol/index.ts';
import { assert } from '../kit/index.ts';
import { type DemoMessage, type DemoOrder, demoConversations, demoOrders } from './demo/opening.ts';
import type { Language } from './demo/types.ts';
import { demoPeople, demoShop, demoStaff } from './demo/world.ts';
import { type Device, openDevice } from './device.ts';
import type { SandboxParts } from './index.ts';

/** How far back the story begins. */
export const storyMs = 21 * 3_600_000;
/** The story is told a little faster than it was written: a shop may answer everybody when a sandbox opens. */
const pace = 0.8;
const newsEveryMs = 10;
const newsWithinMs = 20_000;

interface Stage {
  parts: SandboxParts;
  businessAccountId: AccountId;
  catalogId: CatalogId;
  /** Devices of people and staff, by handle. */
  devices: Map<string, Device>;
  chats: Map<string, Chat>;
}
interface Chat {
  conversationId: ConversationId;
  personAccountId: AccountId;
  language: Language;
  /** The places of the story's messages, in its order. */
  seqs: number[];
  lastButtons: number;
}
interface Scene {
  minutesAgo: number;
  play(): Promise<void>;
}

export async function playHistory(
  parts: SandboxParts,
  shop: { businessAccountId: AccountId; catalogId: CatalogId },
): Promise<void> {
  const stage: Stage = { parts, ...shop, devices: new Map(), chats: new Map() };
  await enterPeople(stage);
  await enterStaff(stage);
  const talk = demoConversations.flatMap(({ person, messages }) =>
    messages.map(
      (message): Scene => ({ minutesAgo: message.minutesAgo, play: () => speak(stage, person, message) }),
    ),
  );
  const deals = demoOrders.map((order): Scene => {
    return { minutesAgo: order.minutesAgo, play: () => trade(stage, order) };
  });
  const { clock } = parts.kit;
  const today = Date.now() + Math.max(0, clock.offsetMs());
  for (const scene of [...talk, ...deals].sort((a, b) => b.minutesAgo - a.minutesAgo)) {
    const at = today - scene.minutesAgo * 60_000 * pace;
    if (clock.now() < at) await clock.advance(at - clock.now());
    await scene.play();
  }
  for (const device of stage.devices.values()) device.close();
}

async function enterPeople({ parts, businessAccountId, devices, chats }: Stage): Promise<void> {
  const { accounts, conversations, people, sockets } = parts;
  for (const { handle, phone, language } of demoPeople) {
    const personAccountId = await accounts.findByPhone(phone);
    assert(personAccountId, 'the people of the story exist');
    const { conversationId } = await conversations.open({ personAccountId, businessAccountId, source: 'qr' });
    chats.set(handle, { conversationId, personAccountId, language, seqs: [], lastButtons: 0 });
    devices.set(handle, await openDevice(sockets, await people.tokenOf(personAccountId)));
  }
}

async function enterStaff({ parts, businessAccountId, devices }: Stage): Promise<void> {
  const { accounts, sockets } = parts;
  const team = await accounts.parts.staff.list(businessAccountId);
  for (const { handle, email } of demoStaff) {
    const member = team.find((other) => other.email === email);
    assert(member, 'the staff of the story exist');
    const login = { name: 'Demo history', staffId: member.staffId };
    const { token } = await accounts.createDevice(businessAccountId, login);
    devices.set(handle, await openDevice(sockets, token));
  }
}

async function speak(stage: Stage, person: string, message: DemoMessage): Promise<void> {
  const { parts, devices, businessAccountId } = stage;
  const chat = stage.chats.get(person)!;
  const { conversationId } = chat;
  // Whoever writes has read what came before.
  const author = message.from === person ? chat.personAccountId : businessAccountId;
  await readAll(parts, conversationId, author);
  const replyTo = message.type === 'button_reply' ? { reply_to: chat.lastButtons } : {};
  const ok = await devices.get(message.from)!.ask({
    type: 'send',
    id: newId('message', parts.kit.clock.now()),
    conversation_id: conversationId,
    content: toContent(stage, chat, message),
    ...replyTo,
  });
  chat.seqs.push(ok.seq!);
  if (message.type === 'buttons') chat.lastButtons = ok.seq!;
}

function toContent({ catalogId }: Stage, { language, seqs }: Chat, message: DemoMessage): Content {
  switch (message.type) {
    case 'text':
      return { type: 'text', body: message.text[language] };
    case 'product':
      return { type: 'product', catalog_id: catalogId, sku: message.sku, body: message.text[language] };
    case 'product_list':
      return {
        type: 'product_list',
        catalog_id: catalogId,
        header: { type: 'text', text: message.header[language] },
        body: message.text[language],
        sections: message.sections.map(({ title, skus }) => ({ title: title[language], skus: [...skus] })),
      };
    case 'buttons': {
      const buttons = message.buttons.map(({ id, title }) => ({ id, title: title[language] }));
      return { type: 'buttons', body: message.text[language], buttons };
    }
    case 'button_reply':
      return { type: 'button_reply', id: message.id, title: message.title[language] };
    case 'reaction':
      return { type: 'reaction', target_seq: seqs.at(-message.back)!, emoji: message.emoji };
  }
}

/** An order as far as it has come: sent, then with its delivery accepted, then paid from the wallet. */
async function trade(stage: Stage, order: DemoOrder): Promise<void> {
  const { parts, devices, businessAccountId } = stage;
  const { conversationId, language } = stage.chats.get(order.person)!;
  const person = devices.get(order.person)!;
  let orderId: OrderId | undefined;
  await awaitNews(parts, conversationId, async () => {
    const ok = await person.ask({
      type: 'place_order',
      id: newId('message', parts.kit.clock.now()),
      conversation_id: conversationId,
      lines: [...order.lines],
      text: order.note[language],
    });
    orderId = ok.order_id;
  });
  assert(orderId, 'an order that was placed has an id');
  if (order.state === 'sent') return;
  const command = { orderId, businessAccountId, actor: demoStaff[0]!.name };
  const shippingMinor = demoShop.deliveries.find(({ id }) => id === order.delivery)?.priceMinor ?? 0n;
  if (shippingMinor > 0n) await parts.commerce.editLines({ ...command, lines: order.lines, shippingMinor });
  await awaitNews(parts, conversationId, () => parts.commerce.accept(command));
  if (order.state === 'accepted') return;
  const paymentId = await awaitPayment(parts, orderId);
  await awaitNews(parts, conversationId, () =>
    person.ask({ type: 'pay', id: newId('message'), payment_id: paymentId, rail: 'wallet' }),
  );
}

async function readAll(
  { conversations }: SandboxParts,
  conversationId: ConversationId,
  accountId: AccountId,
) {
  const read = await conversations.lastSeq(conversationId);
  if (read > 0) await conversations.advanceReceipt({ conversationId, accountId, delivered: read, read });
}

/** What changes an order or a payment is told in the chat a moment later; the story goes on from there. */
async function awaitNews(
  { conversations }: SandboxParts,
  conversationId: ConversationId,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = await conversations.lastSeq(conversationId);
  await work();
  await until(async () => (await conversations.lastSeq(conversationId)) > before || null);
}

function awaitPayment({ commerce }: SandboxParts, orderId: OrderId) {
  return until(async () => (await commerce.order(orderId))?.payment_id ?? null);
}

async function until<T>(find: () => Promise<T | null>): Promise<T> {
  for (let waitedMs = 0; waitedMs < newsWithinMs; waitedMs += newsEveryMs) {
    const found = await find();
    if (found !== null) return found;
    await new Promise((wake) => setTimeout(wake, newsEveryMs));
  }
  throw new Error('what happens to an order of the demo world was not told in its chat');
}
