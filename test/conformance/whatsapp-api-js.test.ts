// An unmodified client package, pointed at this server: what it sends must be taken and read back in the log, what
// people do must arrive as the webhook that it understands. Every case for a person who shared the number and for one
// who did not.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { WhatsAppAPI } from 'whatsapp-api-js';
import {
  ActionButtons,
  ActionList,
  ActionProduct,
  ActionProductList,
  Body,
  Button,
  CatalogProduct,
  Footer,
  Header,
  Image,
  Interactive,
  ListSection,
  Product,
  ProductSection,
  Reaction,
  Row,
  Text,
} from 'whatsapp-api-js/messages';
import type { ClientRecipientIdentifier } from 'whatsapp-api-js/types';
import {
  type ApiPerson,
  type ApiWorld,
  type Json,
  type Listener,
  startApiWorld,
} from '../support/api-world.ts';
import { pngOf } from '../support/pictures.ts';
import { openSignedIn } from '../support/raw-socket.ts';

let world: ApiWorld;
let listener: Listener;
let api: WhatsAppAPI;
let people: ApiPerson[];

beforeAll(async () => {
  world = await startApiWorld();
  listener = await world.listen();
  api = clientOf(world, world.token);
  people = [await world.addPerson('Amara', { sharesPhone: true }), await world.addPerson('Boris')];
  for (const person of people) await person.say('Hello');
});
afterAll(() => world.close());

function clientOf({ baseUrl, appSecret, verifyToken }: ApiWorld, token: string): WhatsAppAPI {
  const redirect = (url: Json, options: Json) =>
    fetch(String(url.url ?? url).replace('https://graph.facebook.com', baseUrl), options);
  return new WhatsAppAPI({
    token,
    appSecret,
    webhookVerifyToken: verifyToken,
    v: 'v23.0',
    ponyfill: { fetch: redirect as typeof fetch, subtle: crypto.subtle },
  });
}

const toOf = (person: ApiPerson): ClientRecipientIdentifier =>
  'to' in person.address ? { phone: person.phone, bsuid: person.userId } : { bsuid: person.userId };

/** Sends with the client; gives the message's id and the row that the log holds. */
async function send(person: ApiPerson, message: Json, options: { context?: string; data?: string } = {}) {
  const answer = (await api.sendMessage(
    world.shop.phoneNumberId,
    toOf(person),
    message,
    options.context,
    options.data,
  )) as Json;
  expect(answer.error).toBeUndefined();
  const [contact] = answer.contacts;
  expect(contact.user_id).toBe(person.userId);
  expect(contact.wa_id).toBe('to' in person.address ? person.phone.slice(1) : undefined);
  const wamid: string = answer.messages[0].id;
  expect(wamid).toStartWith('wamid.');
  return { wamid, row: (await person.chat()).at(-1)! };
}

const eachPerson = (name: string, run: (person: ApiPerson) => Promise<void>) =>
  test(`${name}, number shared and not`, async () => {
    for (const person of people) await run(person);
  });

eachPerson('a text is kept as it was sent, with its statuses in order', async (person) => {
  const { wamid, row } = await send(person, new Text('Hello héhé 😀', true), { data: 'my-order-7' });
  expect(row).toMatchObject({
    role: 'business',
    via: 'api',
    content: { type: 'text', body: 'Hello héhé 😀' },
  });
  await listener.find(({ status }) => status?.id === wamid && status.status === 'sent');
  await person.receive();
  await listener.find(({ status }) => status?.id === wamid && status.status === 'delivered');
  await person.read();
  await listener.find(({ status }) => status?.id === wamid && status.status === 'read');
  const told = listener.updates().filter(({ status }) => status?.id === wamid);
  expect(told.map(({ status }) => status.status)).toEqual(['sent', 'delivered', 'read']);
  for (const { status, value } of told) {
    expect(status.biz_opaque_callback_data).toBe('my-order-7');
    expect(status.recipient_user_id).toBe(person.userId);
    expect(status.recipient_id).toBe('to' in person.address ? person.phone.slice(1) : undefined);
    expect(value.contacts[0].wa_id).toBe(status.recipient_id);
  }
});

eachPerson('a reply names what it answers', async (person) => {
  const said = await person.say('Is it open?');
  const { row } = await send(person, new Text('Yes'), { context: said.wamid });
  expect(row.replyTo).toBe(said.seq);
});

eachPerson('a reaction lands on the message and is taken back', async (person) => {
  const said = await person.say('Thanks!');
  expect((await send(person, new Reaction(said.wamid, '👍'))).row.content).toEqual({
    type: 'reaction',
    target_seq: said.seq,
    emoji: '👍',
  });
  expect((await send(person, new Reaction(said.wamid))).row.content).toMatchObject({ emoji: '' });
});

eachPerson('buttons are shown, and the press comes back', async (person) => {
  const action = new ActionButtons(new Button('yes', 'Yes, please'), new Button('no', 'No'));
  const message = new Interactive(
    action,
    new Body('Gift wrap?'),
    new Header('Your order'),
    new Footer('Free'),
  );
  const { row, wamid } = await send(person, message);
  expect(row.content).toEqual({
    type: 'buttons',
    header: { type: 'text', text: 'Your order' },
    body: 'Gift wrap?',
    footer: 'Free',
    buttons: [
      { id: 'yes', title: 'Yes, please' },
      { id: 'no', title: 'No' },
    ],
  });
  const pressed = await person.say({ type: 'button_reply', id: 'yes', title: 'Yes, please' }, row.seq);
  const { message: told } = await listener.find(({ message }) => message?.id === pressed.wamid);
  expect(told.interactive).toEqual({
    type: 'button_reply',
    button_reply: { id: 'yes', title: 'Yes, please' },
  });
  expect(told.context).toEqual({ from: world.shop.displayPhone.slice(1), id: wamid });
});

eachPerson('a list is shown, and the choice comes back', async (person) => {
  const action = new ActionList(
    'Open',
    new ListSection('Straps', new Row('r1', 'Leather', 'Brown'), new Row('r2', 'Steel')),
  );
  const { row } = await send(person, new Interactive(action, new Body('Which one?')));
  expect(row.content).toMatchObject({
    type: 'list',
    button: 'Open',
    sections: [
      { title: 'Straps', rows: [{ id: 'r1', title: 'Leather', description: 'Brown' }, { id: 'r2' }] },
    ],
  });
  const reply = { type: 'list_reply', id: 'r1', title: 'Leather', description: 'Brown' } as const;
  const chosen = await person.say(reply, row.seq);
  const { message } = await listener.find((update) => update.message?.id === chosen.wamid);
  expect(message.interactive.list_reply).toEqual({ id: 'r1', title: 'Leather', description: 'Brown' });
});

eachPerson('a product and a product list name the shop’s own catalogue', async (person) => {
  const one = new ActionProduct(new CatalogProduct('sku-1', world.catalogGraphId));
  const product = await send(person, new Interactive(one, new Body('This one')));
  expect(product.row.content).toEqual({
    type: 'product',
    catalog_id: world.shop.catalogId!,
    sku: 'sku-1',
    body: 'This one',
  });
  const section = new ProductSection('Best', new Product('sku-1'), new Product('sku-2'));
  const many = new ActionProductList(world.catalogGraphId, section);
  const list = await send(person, new Interactive(many, new Body('Look'), new Header('New')));
  expect(list.row.content).toMatchObject({
    type: 'product_list',
    header: { type: 'text', text: 'New' },
    sections: [{ title: 'Best', skus: ['sku-1', 'sku-2'] }],
  });
});

eachPerson('a picture by id and by link', async (person) => {
  const form = new FormData();
  const png = await pngOf(40, 30);
  form.set('file', new Blob([png as BlobPart], { type: 'image/png' }), 'a.png');
  const upload = (await api.uploadMedia(world.shop.phoneNumberId, form)) as Json;
  const byId = await send(person, new Image(upload.id, true, 'By id'));
  expect(byId.row.content).toMatchObject({ type: 'image', caption: 'By id', width: 40, height: 30 });
  const server = await servePicture(png);
  try {
    const byLink = await send(person, new Image(server.url, false, 'By link'));
    expect(byLink.row.content).toMatchObject({ type: 'image', caption: 'By link', width: 40 });
  } finally {
    server.close();
  }
});

test('a file comes back byte for byte, with and without a token, and can be deleted', async () => {
  const form = new FormData();
  const png = await pngOf(12, 12);
  form.set('file', new Blob([png as BlobPart], { type: 'image/png' }), 'a.png');
  const { id } = (await api.uploadMedia(world.shop.phoneNumberId, form)) as Json;
  const media = (await api.retrieveMedia(id, world.shop.phoneNumberId)) as Json;
  expect(media).toMatchObject({ messaging_product: 'whatsapp', mime_type: 'image/png', id });
  expect(media.file_size).toBe(String(png.byteLength));
  expect(media.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(media.url).toStartWith(world.baseUrl);
  for (const response of [await api.fetchMedia(media.url), await fetch(media.url)]) {
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(png))).toBe(true);
  }
  expect(await api.deleteMedia(id)).toEqual({ success: true });
  expect(((await api.retrieveMedia(id)) as Json).error).toMatchObject({ code: 100, error_subcode: 33 });
});

eachPerson('an order arrives with its lines and decimal prices', async (person) => {
  await person.order([{ sku: 'sku-1', quantity: 2 }]);
  const { message, value } = await listener.find(
    (update) => update.message?.type === 'order' && update.message.from_user_id === person.userId,
  );
  expect(message.order).toEqual({
    catalog_id: world.catalogGraphId,
    text: '',
    product_items: [{ product_retailer_id: 'sku-1', quantity: 2, item_price: 19.9, currency: 'EUR' }],
  });
  expect(message.from).toBe('to' in person.address ? person.phone.slice(1) : undefined);
  expect(value.contacts[0]).toEqual({
    profile: { name: person.name },
    ...('to' in person.address ? { wa_id: person.phone.slice(1) } : {}),
    user_id: person.userId,
  });
});

eachPerson('"read" with typing shows both on the person’s screen', async (person) => {
  const socket = await openSignedIn(`${world.baseUrl.replace('http', 'ws')}/socket`, person);
  const said = await person.say('Are you there?');
  expect(await api.markAsRead(world.shop.phoneNumberId, said.wamid, 'text')).toEqual({ success: true });
  await socket.next('typing', (frame) => frame.on && frame.conversation_id === person.conversationId);
  await socket.next(
    'receipt',
    (frame) => frame.conversation_id === person.conversationId && frame.read === said.seq,
  );
  socket.close();
});

test('the client verifies and understands each webhook that came', async () => {
  await world.settle();
  const heard: string[] = [];
  api.on.message = ({ message, recipient, from }) => {
    heard.push(message.type);
    expect(from).toBeDefined();
    expect((recipient as Json).bsuid).toBeDefined();
  };
  api.on.status = ({ status, id }) => {
    heard.push(status);
    expect(id).toStartWith('wamid.');
  };
  for (const { body, signature } of listener.received) await api.post(JSON.parse(body), body, signature);
  for (const kind of ['text', 'interactive', 'order', 'sent', 'delivered', 'read'])
    expect(heard).toContain(kind);
  const { body, signature } = listener.received[0]!;
  const changed = body.replace('Hello', 'Jello');
  expect(api.post(JSON.parse(changed), changed, signature)).rejects.toThrow();
});

test('what this server does not offer yet is refused with a Graph error, never by breaking', async () => {
  const [person] = people;
  const refusals = [
    [{ type: 'audio', audio: { link: 'https://example.com/a.ogg' } }, 131051],
    [{ type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } }, 132001],
    [{ type: 'interactive', interactive: { type: 'cta_url' } }, 131051],
    [{ type: 'nonsense' }, 100],
  ] as const;
  for (const [body, code] of refusals) {
    const { json, status } = await world.send({ ...person!.address, ...body });
    expect(json.error.code).toBe(code);
    expect(json.error.message).toStartWith(`(#${code}) `);
    expect(json.error.fbtrace_id).toBeString();
    expect(status).toBeLessThan(500);
  }
  for (const call of [
    () => api.retrieveQR(world.shop.phoneNumberId),
    () => api.blockUser(world.shop.phoneNumberId, '+33600000000'),
  ]) {
    expect(((await call()) as Json).error.code).toBe(100);
  }
});

test('a wrong token, a foreign one, and none', async () => {
  const { phoneNumberId } = world.shop;
  const other = await world.addShop('autre');
  const codes = [];
  for (const token of ['EAAwrong', other.token, null]) {
    const { json } = await world.graph('GET', `/v23.0/${phoneNumberId}`, { token });
    codes.push([json.error.code, json.error.error_subcode]);
  }
  expect(codes).toEqual([
    [190, undefined],
    [100, 33],
    [104, undefined],
  ]);
});

async function servePicture(bytes: Uint8Array): Promise<{ url: string; close(): void }> {
  const { createServer } = await import('node:http');
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/a.png`, close: () => void server.close() };
}
