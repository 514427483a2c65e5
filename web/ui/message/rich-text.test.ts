import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { isEmojiOnly, parseRichText, type RichNode } from './rich-text.ts';

test('marks count around words only', () => {
  expect(parseRichText('a *bold* word')).toEqual([
    { type: 'text', text: 'a ' },
    { type: 'bold', children: [{ type: 'text', text: 'bold' }] },
    { type: 'text', text: ' word' },
  ]);
  expect(parseRichText('2*3*4')).toEqual([{ type: 'text', text: '2*3*4' }]);
  expect(parseRichText('* one * two')).toEqual([{ type: 'text', text: '* one * two' }]);
});

test('marks nest, code does not', () => {
  expect(parseRichText('_all *of* it_')).toEqual([
    {
      type: 'italic',
      children: [
        { type: 'text', text: 'all ' },
        { type: 'bold', children: [{ type: 'text', text: 'of' }] },
        { type: 'text', text: ' it' },
      ],
    },
  ]);
  expect(parseRichText('`*x*`')).toEqual([{ type: 'code', text: '*x*' }]);
});

test('an address is a link without the full stop after it', () => {
  expect(parseRichText('See https://example.org/a?b=1.')).toEqual([
    { type: 'text', text: 'See ' },
    { type: 'link', text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
    { type: 'text', text: '.' },
  ]);
});

test('nothing but http becomes a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) {
    expect(parseRichText(text)).toEqual([{ type: 'text', text }]);
  }
});

test('only marks are ever lost from a text, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab *_~`\n.https://x'), maxLength: 60 }), (text) => {
      const strip = (value: string) => value.replace(/[*_~`]/g, '');
      expect(strip(plain(parseRichText(text)))).toBe(strip(text));
    }),
  );
});

test('a hostile text of the greatest length does not hold the page up', () => {
  for (const text of ['*a '.repeat(1365), '*_~'.repeat(1365), '`'.repeat(4096), '_*a'.repeat(1300)]) {
    const started = performance.now();
    parseRichText(text);
    // Cubic time would take minutes; the bound only tells the two apart.
    expect(performance.now() - started).toBeLessThan(3_000);
  }
});

test('emoji alone are large, words are not', () => {
  expect(['🙏', '👍🏽 🎉', '👩‍👩‍👧'].map(isEmojiOnly)).toEqual([true, true, true]);
  expect(['ok', '1', '🙏 merci', '', '😀😀😀😀'].map(isEmojiOnly)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

function plain(nodes: RichNode[]): string {
  return nodes.map((node) => ('children' in node ? plain(node.children) : node.text)).join('');
}
