import { expect, test } from 'bun:test';
import type { LocalConversation } from '../../../client/index.ts';
import { filterConversations } from './filter.ts';

function conversation(name: string, ...texts: string[]): LocalConversation {
  return {
    view: {
      me: 1,
      members: [
        { member: 1, name: 'Ana' },
        { member: 2, name },
      ],
    },
    messages: texts.map((body) => ({ content: { type: 'text', body } })),
  } as unknown as LocalConversation;
}

const all = [
  conversation('Café Élan', 'the blue one'),
  conversation('Atelier Lune', 'walnut strap'),
  conversation('متجر'),
];
const find = (query: string) => filterConversations(all, query).map(({ view }) => view.members[1]!.name);

test('accents and case do not matter, every word does', () => {
  expect(find('cafe elan')).toEqual(['Café Élan']);
  expect(find('LUNE')).toEqual(['Atelier Lune']);
  expect(find('lune cafe')).toEqual([]);
});

test("texts are searched, one's own name is not", () => {
  expect(find('strap')).toEqual(['Atelier Lune']);
  expect(find('ana')).toEqual([]);
  expect(find('متجر')).toEqual(['متجر']);
  expect(find('  ')).toHaveLength(3);
});
