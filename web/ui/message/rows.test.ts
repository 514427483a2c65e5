import { expect, test } from 'bun:test';
import type { Content } from '../../../protocol/index.ts';
import { buildRows, foldReactions, type MessageRow } from './rows.ts';
import { createShownMessages, type KeptMessage, type ShownMessage, tickOf } from './types.ts';

const noon = new Date(2026, 10, 20, 12).getTime();
const minute = 60_000;
const text = (body: string): Content => ({ type: 'text', body });

function message(seq: number, member: number, more: Partial<ShownMessage> = {}): ShownMessage {
  const plain = {
    key: `m${seq}`,
    seq,
    member,
    at: noon + seq * minute,
    replyTo: null,
    state: 'sent' as const,
  };
  return { ...plain, content: text(`${seq}`), ...more };
}

const rowsOf = (messages: ShownMessage[], unread: { afterSeq: number; count: number } | null = null) =>
  buildRows({ messages, me: 1, unread, typingName: null });
const drawn = (messages: ShownMessage[]) =>
  rowsOf(messages).filter((row): row is MessageRow => row.kind === 'message');

test('a run ends with the author, with a pause, with the day', () => {
  const messages = [
    message(1, 2),
    message(2, 2),
    message(3, 1),
    message(4, 1, { at: noon + 20 * minute }),
    message(5, 1, { at: noon + 24 * 60 * minute }),
  ];
  expect(drawn(messages).map(({ first, last }) => `${first} ${last}`)).toEqual([
    'true false',
    'false true',
    'true true',
    'true true',
    'true true',
  ]);
  expect(rowsOf(messages).filter((row) => row.kind === 'day')).toHaveLength(2);
});

test('the divider stands before the first unread message of somebody else', () => {
  const messages = [message(1, 2), message(2, 1), message(3, 2), message(4, 2)];
  const kinds = rowsOf(messages, { afterSeq: 1, count: 2 }).map((row) => row.key);
  expect(kinds).toEqual([expect.stringContaining('day'), 'm1', 'm2', 'unread', 'm3', 'm4']);
  expect(rowsOf(messages, { afterSeq: 4, count: 0 }).some((row) => row.kind === 'unread')).toBe(false);
});

test('reactions are no rows; the last one of each member counts, an empty one takes it back', () => {
  const react = (seq: number, member: number, emoji: string) =>
    message(seq, member, { content: { type: 'reaction', target_seq: 1, emoji } });
  const messages = [message(1, 2), react(2, 1, '👍'), react(3, 2, '👍'), react(4, 1, '🙏'), react(5, 2, '')];
  expect(foldReactions(messages, 1).get(1)).toEqual([{ emoji: '🙏', count: 1, mine: true }]);
  expect(foldReactions(messages.slice(0, 3), 1).get(1)).toEqual([{ emoji: '👍', count: 2, mine: true }]);
  expect(drawn(messages)).toHaveLength(1);
});

test('a question knows its answer', () => {
  const buttons: Content = { type: 'buttons', body: 'When?', buttons: [{ id: 'am', title: 'Morning' }] };
  const answer: Content = { type: 'button_reply', id: 'am', title: 'Morning' };
  const messages = [message(1, 2, { content: buttons }), message(2, 1, { content: answer, replyTo: 1 })];
  expect(drawn(messages).map((row) => row.answeredId)).toEqual(['am', null]);
  const failed = [messages[0]!, { ...messages[1]!, state: 'failed' as const }];
  expect(drawn(failed)[0]!.answeredId).toBeNull();
});

test('ticks: clock, one, two, two in colour, and a failure over all', () => {
  const other = (delivered: number, read: number) => [{ member: 2, delivered, read }] as never;
  expect(tickOf(message(5, 1, { seq: null, state: 'sending' }), other(9, 9))).toBe('waiting');
  expect(tickOf(message(5, 1), other(4, 4))).toBe('sent');
  expect(tickOf(message(5, 1), other(5, 4))).toBe('delivered');
  expect(tickOf(message(5, 1), other(5, 5))).toBe('read');
  expect(tickOf(message(5, 1, { state: 'failed' }), other(9, 9))).toBe('failed');
  expect(tickOf(message(5, 1), [])).toBe('sent');
});

test('a kept message that did not change stays the same object', () => {
  const kept: KeptMessage = {
    messageId: 'msg_1',
    seq: null,
    member: 1,
    at: noon,
    content: text('hello'),
    replyTo: null,
    state: 'pending',
    failure: null,
  };
  const toShown = createShownMessages();
  const [first] = toShown([kept]);
  expect(toShown([{ ...kept }])[0]).toBe(first!);
  const [confirmed] = toShown([{ ...kept, seq: 7, state: 'sent' }]);
  expect(confirmed).toMatchObject({ key: 'msg_1', seq: 7, state: 'sent' });
  expect(toShown([{ ...kept, seq: 7, state: 'read' }])[0]).toBe(confirmed!);
  expect(toShown([{ ...kept, state: 'failed', failure: 'rate_limited' }])[0]).toMatchObject({
    error: 'rate_limited',
  });
});
