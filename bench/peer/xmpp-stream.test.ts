import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { makeStanzaCutter, readAttribute } from './xmpp-stream.ts';

const stream: [name: string, stanza: string][] = [
  ['?xml', "<?xml version='1.0'?>"],
  ['stream:stream', "<stream:stream id='1' from='localhost'>"],
  [
    'stream:features',
    '<stream:features><mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>',
  ],
  ['r', "<r xmlns='urn:xmpp:sm:3'/>"],
  ['message', "<message from='a@b/c' id='0000000001'><body>1 &lt; 2 / 3</body><active xmlns='x'/></message>"],
  ['a', '<a xmlns="urn:xmpp:sm:3" h="17"/>'],
  ['presence', '<presence\nto="a@b/c"/>'],
  ['/stream:stream', '</stream:stream>'],
];

test('a stream cut anywhere gives the same stanzas', () => {
  const text = stream.map(([, stanza]) => stanza).join('\n ');
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const found: [string, string][] = [];
      const feed = makeStanzaCutter((name, stanza) => found.push([name, stanza]));
      const ends = [...cuts, text.length].sort((a, b) => a - b);
      ends.forEach((end, index) => {
        feed(text.slice(ends[index - 1] ?? 0, end));
      });
      expect(found).toEqual(stream);
    }),
  );
});

test('attributes are read in either kind of quotes', () => {
  expect(readAttribute("<a xmlns='urn:xmpp:sm:3' h='17'/>", 'h')).toBe('17');
  expect(readAttribute('<a h="18" x="1"/>', 'h')).toBe('18');
  expect(readAttribute("<a xh='1'/>", 'h')).toBeUndefined();
});
