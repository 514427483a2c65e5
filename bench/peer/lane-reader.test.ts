import { beforeEach, expect, test } from 'bun:test';
import { type MessageFrame, newId } from '../../protocol/index.ts';
import { LaneReader } from './lane-reader.ts';

const conversationId = newId('conversation');
let delivered: number[];
let reader: LaneReader;
beforeEach(() => {
  delivered = [];
  reader = new LaneReader(conversationId, ({ seq }) => delivered.push(seq));
});

const message = (seq: number): MessageFrame => ({
  type: 'message',
  conversation_id: conversationId,
  seq,
  member: 1,
  message_id: newId('message'),
  at: 0,
  watermark: seq,
  content: { type: 'text', body: String(seq) },
});
const page = (...seqs: number[]) => ({
  type: 'page' as const,
  id: conversationId,
  conversation_id: conversationId,
  messages: seqs.map(message),
  more: false,
});

test('messages in their order need no pull', () => {
  for (const seq of [1, 2, 3]) reader.takeMessage(message(seq));
  expect(delivered).toEqual([1, 2, 3]);
  expect(reader.nextPull()).toBeNull();
});

test('what was left out is pulled once, and what follows it again', () => {
  reader.takeMessage(message(1));
  reader.takeNotice(3);
  reader.takeMessage(message(5));
  expect(JSON.parse(reader.nextPull()!)).toMatchObject({ type: 'pull', after: 1 });
  expect(reader.nextPull()).toBeNull();
  reader.takePage(page(2, 3));
  expect(JSON.parse(reader.nextPull()!)).toMatchObject({ after: 3 });
  reader.takePage(page(4, 5));
  expect(reader.nextPull()).toBeNull();
  expect(delivered).toEqual([1, 2, 3, 4, 5]);
});

test('a message that a page brought may come once more; any other may not', () => {
  reader.takeNotice(2);
  reader.nextPull();
  reader.takePage(page(1, 2));
  reader.takeMessage(message(2));
  reader.takeMessage(message(3));
  expect(delivered).toEqual([1, 2, 3]);
  expect(() => reader.takeMessage(message(3))).toThrow('came again');
});
