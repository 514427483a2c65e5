import { expect, test } from 'bun:test';
import { type ClientFrameOf, newId } from '../protocol/index.ts';
import { Outbox } from './outbox.ts';

const [first, second] = [newId('conversation'), newId('conversation')];

function openOutbox() {
  const wire: ClientFrameOf<'send'>[] = [];
  const outbox = new Outbox({
    persist: null,
    send: (frame) => void wire.push(frame),
    isOpen: () => true,
    onFailed() {},
  });
  const add = (conversationId: typeof first, body: string) => {
    const messageId = newId('message');
    const content = { type: 'text', body } as const;
    outbox.add({
      messageId,
      conversationId,
      content,
      replyTo: null,
      at: Date.now(),
      tried: false,
      failure: null,
    });
    return messageId;
  };
  return { outbox, wire, add, bodies: () => wire.map(({ content }) => (content as { body: string }).body) };
}

test('CL5 a message waits for the answer to the one before it in its conversation, and for no other', () => {
  const { outbox, add, bodies } = openOutbox();
  const one = add(first, 'one');
  add(first, 'two');
  add(second, 'elsewhere');
  expect(bodies()).toEqual(['one', 'elsewhere']);
  outbox.settle(one);
  expect(bodies()).toEqual(['one', 'elsewhere', 'two']);
});

test('CL5 a message refused for the moment is not overtaken', async () => {
  const { outbox, wire, add, bodies } = openOutbox();
  const one = add(first, 'one');
  add(first, 'two');
  outbox.refuse({ type: 'no', id: one, code: 'storage_failed', retry_after_ms: 1 });
  while (wire.length < 2) await new Promise((wake) => setTimeout(wake, 1));
  expect(bodies()).toEqual(['one', 'one']);
  expect(wire[1]!.retry).toBe(true);
  outbox.close();
});

test('CL5 a message refused for good does not hold up the rest', () => {
  const { outbox, add, bodies } = openOutbox();
  const one = add(first, 'one');
  add(first, 'two');
  outbox.refuse({ type: 'no', id: one, code: 'blocked' });
  expect(bodies()).toEqual(['one', 'two']);
});
