import { expect, test } from 'bun:test';
import { newId } from '../../protocol/index.ts';
import { createWamids } from './wamid.ts';

const wamids = createWamids('a-secret-of-this-server');
const conversationId = newId('conversation');

test('an id names its message, the same one always', () => {
  for (const seq of [1, 12, 999_999, Number.MAX_SAFE_INTEGER]) {
    const wamid = wamids.ofMessage(conversationId, seq);
    expect(wamid).toBe(wamids.ofMessage(conversationId, seq));
    expect(wamid.length).toBeLessThanOrEqual(128);
    expect(wamids.read(wamid)).toEqual({ kind: 'message', conversationId, seq });
  }
  const refusalId = newId('message');
  expect(wamids.read(wamids.ofRefusal(refusalId))).toEqual({ kind: 'refusal', refusalId });
});

test('an id shows nothing of the conversation, and neighbours look nothing alike', () => {
  const bodies = [1, 2].map((seq) => Buffer.from(wamids.ofMessage(conversationId, seq).slice(6), 'base64'));
  expect(bodies[0]!.toString('latin1')).not.toContain(conversationId.slice(4, 10));
  const same = bodies[0]!.filter((byte, index) => byte === bodies[1]![index]).length;
  expect(same).toBeLessThan(8);
});

test('a foreign, altered or made-up id is nobody’s', () => {
  const wamid = wamids.ofMessage(conversationId, 7);
  expect(createWamids('another-secret').read(wamid)).toBeNull();
  const bytes = Buffer.from(wamid.slice(6), 'base64');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const altered = Buffer.from(bytes);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    expect(wamids.read(`wamid.${altered.toString('base64')}`)).toBeNull();
  }
  const madeUp = [
    '',
    'wamid.',
    'wamid.HBgLMTY1MDU1NTEyMzQ=',
    'wamid.é',
    `wamid.${'A'.repeat(500)}`,
    wamid.slice(6),
  ];
  for (const text of madeUp) expect(wamids.read(text)).toBeNull();
});
