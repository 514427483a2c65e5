import { expect, test } from 'bun:test';
import { nameDelivery, prettify } from './delivery.ts';

test('an update is named by what is in it', () => {
  const name = (value: unknown) => nameDelivery(JSON.stringify({ field: 'messages', value }));
  expect(name({ messages: [{ type: 'order' }] })).toBe('messages · order');
  expect(name({ statuses: [{ status: 'read' }] })).toBe('messages · read');
  expect(name({ statuses: [{ type: 'payment', status: 'captured' }] })).toBe('messages · payment captured');
  expect(name({})).toBe('messages');
});

test('what cannot be read is shown as it is', () => {
  expect(nameDelivery('null')).toBe('…');
  expect(prettify('{oops')).toBe('{oops');
});
