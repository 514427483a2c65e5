import { expect, test } from 'bun:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { clientFrameSchema, limits, newId } from '../../protocol/index.ts';
import { parseFrame } from './parse.ts';

const id = newId('message');
const conversationId = newId('conversation');

/** Values near what a `send` of text looks like: right ones, wrong ones, missing ones. */
const nearlySend = fc.record(
  {
    type: fc.constantFrom('send', 'receipt', 7),
    id: fc.constantFrom(id, newId('order'), `${id}x`, id.toUpperCase(), '', 7, null),
    conversation_id: fc.constantFrom(conversationId, id, 'cnv_', null),
    content: fc.oneof(
      fc.record(
        {
          type: fc.constantFrom('text', 'image', 'system', null),
          body: fc.oneof(
            fc.string(),
            fc.constantFrom(
              '',
              'x'.repeat(limits.textCharsMax),
              'x'.repeat(limits.textCharsMax + 1),
              7,
              null,
            ),
          ),
          preview_url: fc.constantFrom(true, false, 'yes'),
          extra: fc.anything(),
        },
        { requiredKeys: ['type'] },
      ),
      fc.constantFrom(null, [], 'text'),
    ),
    reply_to: fc.constantFrom(1, 0, -1, 1.5, '1'),
    retry: fc.constantFrom(true, false, 'yes', null),
    extra: fc.anything(),
  },
  { requiredKeys: [] },
);

test('FR2 the fast path for texts takes and gives exactly what the schema does', () => {
  let taken = 0;
  fc.assert(
    fc.property(nearlySend, (value) => {
      const bySchema = v.safeParse(clientFrameSchema, value);
      const parsed = parseFrame(value);
      if (bySchema.success) {
        taken++;
        expect(parsed).toEqual({ frame: bySchema.output });
      } else {
        expect(parsed).toMatchObject({ fault: { code: 'frame_invalid' } });
      }
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(20);
});

test('FR6 nothing that JSON can say breaks the parser', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      parseFrame(value);
      parseFrame({ type: 'send', id, conversation_id: conversationId, content: value });
      parseFrame({ type: 'list', id: 'x', before: value });
    }),
    { numRuns: 1_000 },
  );
});

test('an order that says what it costs is told that prices are the shop’s', () => {
  const lines = [{ sku: 'clock', quantity: 1, price: '1' }];
  const frame = { type: 'place_order', id: newId('message'), conversation_id: newId('conversation'), lines };
  expect(parseFrame(frame)).toMatchObject({
    id: frame.id,
    fault: { code: 'price_not_accepted', details: 'price' },
  });
});
