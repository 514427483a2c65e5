// Every webhook of this server is of the form that protocol/cloud says, and has the fields of recorded ones.
// data/updates-*.json are recorded payloads of the MIT-licensed pywa (see data/LICENSE-pywa.txt).
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { webhookBodySchema } from '../../protocol/cloud/index.ts';
import {
  type ApiPerson,
  type ApiWorld,
  type Json,
  type Listener,
  startApiWorld,
} from '../support/api-world.ts';
import { pngOf } from '../support/pictures.ts';

let world: ApiWorld;
let listener: Listener;
let amara: ApiPerson;

beforeAll(async () => {
  world = await startApiWorld();
  listener = await world.listen();
  amara = await world.addPerson('Amara', { sharesPhone: true });
  await speak();
});
afterAll(() => world.close());

/** Everything that a person can do here, once. */
async function speak(): Promise<void> {
  const { media } = world.app.modules;
  await amara.say('Hello');
  const picture = await media.store({
    accountId: amara.accountId,
    bytes: await pngOf(20, 20),
    origin: 'person',
  });
  await amara.say({ type: 'image', media_id: picture.id, caption: 'Look' });
  const { json } = await world.send({
    ...amara.address,
    text: { body: 'Hi' },
    biz_opaque_callback_data: 'some data',
  });
  const row = (await amara.chat()).at(-1)!;
  await amara.say({ type: 'text', body: 'An answer' }, row.seq);
  await amara.say({ type: 'reaction', target_seq: row.seq, emoji: '😮' });
  await amara.say({ type: 'reaction', target_seq: row.seq, emoji: '' });
  const choice = { id: 'callback_data', title: 'title' };
  const offers = [
    { type: 'button', body: { text: 'x' }, action: { buttons: [{ type: 'reply', reply: choice }] } },
    { type: 'list', body: { text: 'x' }, action: { button: 'Open', sections: [{ rows: [choice] }] } },
  ];
  for (const interactive of offers) {
    await world.send({ ...amara.address, type: 'interactive', interactive });
    const offer = (await amara.chat()).at(-1)!;
    await amara.say({ type: offer.type === 'list' ? 'list_reply' : 'button_reply', ...choice }, offer.seq);
  }
  await amara.order([{ sku: 'sku-1', quantity: 3 }]);
  await world.send({ to: '+33612121212', text: { body: 'Nobody' } });
  await amara.receive();
  await amara.read();
  await listener.find(({ status }) => status?.id === json.messages[0].id && status.status === 'read');
  await listener.find(({ message }) => message?.type === 'order');
  await listener.find(({ status }) => status?.status === 'failed');
}

const fixtures = (name: string): Record<string, Json> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'data', `${name}.json`), 'utf8'));
const partOf = (body: Json) => body.entry[0].changes[0].value;

/** Which paths a value has and what stands there: `image.sha256: string`. */
function pathsOf(value: Json, path = ''): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((item) => pathsOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** Paths of the recorded payload that ours lacks, without those that depend on what was sent. */
function missing(recorded: Json, ours: Json, optional: RegExp): string[] {
  const own = new Set(pathsOf(ours));
  return pathsOf(recorded).filter((path) => !own.has(path) && !optional.test(path));
}

/** Parent ids belong to chains of portfolios; `conversation` went with per-message pricing. */
const notHere = /^contacts\[\]\.parent_user_id|^statuses\[\]\.conversation|\.forwarded/;

test('every webhook is of the documented form', () => {
  expect(listener.received.length).toBeGreaterThan(8);
  for (const { body } of listener.received) {
    const result = v.safeParse(webhookBodySchema, JSON.parse(body));
    expect(result.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`) ?? []).toEqual([]);
  }
});

test.each([
  ['text', 'updates-message', 'text'],
  ['image', 'updates-message', 'image'],
  ['media_with_url', 'updates-message', 'image'],
  ['reaction', 'updates-message', 'reaction'],
  ['unreaction_empty', 'updates-message', 'reaction'],
  ['order', 'updates-message', 'order'],
])('a recorded %s has no field that ours lacks', (name, file, type) => {
  const ours = listener.updates().find(({ message }) => message?.type === type)!;
  expect(missing(partOf(fixtures(file)[name]), ours.value, notHere)).toEqual([]);
});

test.each([
  ['reply', 'updates-message', (message: Json) => message.type === 'text' && message.context],
  ['button', 'updates-callback-button', (message: Json) => message.interactive?.type === 'button_reply'],
  ['callback', 'updates-callback-selection', (message: Json) => message.interactive?.type === 'list_reply'],
])('a recorded %s has no field that ours lacks', (name, file, isIt) => {
  const ours = listener.updates().find(({ message }) => message && isIt(message))!;
  expect(missing(partOf(fixtures(file)[name]), ours.value, notHere)).toEqual([]);
});

test.each([
  ['sent', 'sent', notHere],
  ['with_tracker', 'sent', notHere],
  ['delivered', 'delivered', notHere],
  ['read', 'read', notHere],
  // Nobody is known behind a number that failed: no contact. Where to read on is Meta's own address.
  ['failed', 'failed', /^contacts|href/],
])('a recorded status %s has no field that ours lacks', (name, status, optional) => {
  const ours = listener.updates().find((update) => update.status?.status === status)!;
  expect(missing(partOf(fixtures('updates-message-status')[name]), ours.value, optional)).toEqual([]);
});
