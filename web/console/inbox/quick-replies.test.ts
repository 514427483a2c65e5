import { expect, test } from 'bun:test';
import { fillReply, findReplies } from './quick-replies.ts';

const replies = [
  { word: 'moment', text: 'One moment, please.' },
  { word: 'hello', text: 'Hello {name}, how can we help?' },
  { word: 'hours', text: 'We open at ten, say hello then.' },
];

test('the word counts before the text', () => {
  expect(findReplies(replies, 'hel').map(({ word }) => word)).toEqual(['hello', 'hours']);
  expect(findReplies(replies, '')).toHaveLength(3);
  expect(findReplies(replies, 'zzz')).toEqual([]);
});

test('the first name stands in the gap, and no gap is left without one', () => {
  expect(fillReply('Hello {name}, how are you?', 'Ana Lima')).toBe('Hello Ana, how are you?');
  expect(fillReply('Hello {name}, how are you?', '')).toBe('Hello, how are you?');
});
