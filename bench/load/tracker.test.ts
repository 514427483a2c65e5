import { expect, test } from 'bun:test';
import { makeTracker } from './tracker.ts';
import { makeText, readIndex } from './wire.ts';

test('a message is done when it is both acknowledged and delivered, in either order', () => {
  const tracker = makeTracker(2);
  const done: number[] = [];
  tracker.onDone = (lane) => done.push(lane);
  for (let n = 0; n < 3; n += 1) tracker.sent(1, 0);
  tracker.events.delivered(1, 0);
  tracker.events.delivered(1, 1);
  expect(done).toEqual([]);
  tracker.events.acked(1, 3);
  expect(done).toEqual([1, 1]);
  tracker.events.delivered(1, 2);
  expect(done).toEqual([1, 1, 1]);
  expect(tracker.totalInFlight()).toBe(0);
});

test('latency counts from the moment a message was due', () => {
  const tracker = makeTracker(1);
  let latencyMs = 0;
  tracker.onDelivered = (value) => {
    latencyMs = value;
  };
  tracker.sent(0, performance.now() - 500);
  tracker.events.delivered(0, 0);
  expect(latencyMs).toBeGreaterThanOrEqual(500);
});

test.each([
  ['twice', [0, 0]],
  ['out of order', [1]],
])('a message that comes %s breaks the run', async (_, indexes) => {
  const tracker = makeTracker(1);
  tracker.sent(0, 0);
  tracker.sent(0, 0);
  for (const index of indexes) tracker.events.delivered(0, index);
  await expect(tracker.broken).rejects.toThrow('was due');
});

test('an acknowledgement of what was never sent breaks the run', async () => {
  const tracker = makeTracker(1);
  tracker.events.acked(0, 1);
  await expect(tracker.broken).rejects.toThrow('acknowledged');
});

test('a text is 200 bytes and carries its index', () => {
  expect(Buffer.byteLength(makeText(123_456))).toBe(200);
  expect(readIndex(`<body>${makeText(123_456)}</body>`, 6)).toBe(123_456);
});
