import { afterAll, beforeAll, expect, test } from 'bun:test';
import { newId } from '../../protocol/index.ts';
import { type Messaging, startMessaging } from '../../test/support/messaging.ts';
import { openSignedIn } from '../../test/support/raw-socket.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

test('LG1 a message is committed, acknowledged to its sender and delivered to the other side', async () => {
  const amara = world.person('amara');
  const kiosk = world.business('kiosk');
  const conversationId = await world.open(amara, kiosk);
  const phone = await openSignedIn(world.url, amara);
  const till = await openSignedIn(world.url, kiosk);
  const id = newId('message');
  phone.send({
    type: 'send',
    id,
    conversation_id: conversationId,
    content: { type: 'text', body: 'Is the blue one there?' },
  });
  const ok = await phone.next('ok');
  expect(ok).toMatchObject({ id, conversation_id: conversationId, seq: 1 });
  const message = await till.next('message');
  expect(message).toMatchObject({
    message_id: id,
    seq: 1,
    member: 1,
    content: { type: 'text', body: 'Is the blue one there?' },
  });
  expect(phone.frames.filter((frame) => frame.type === 'message')).toEqual([]);
  const stored = await world.conversations.message(conversationId, 1);
  expect(stored).toMatchObject({ messageId: id, accountId: amara.accountId, role: 'person', via: 'socket' });
});
