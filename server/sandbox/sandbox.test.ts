import { afterAll, beforeAll, expect, test } from 'bun:test';
import { startSandbox } from '../../test/support/sandbox.ts';

let s: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  const t = performance.now();
  s = await startSandbox();
  console.log('seeded', performance.now() - t);
}, 60_000);
afterAll(() => s.close());
test('x', async () => {
  console.log(s.world);
  expect(s.world.people).toHaveLength(2);
  const rows = await s.modules.conversations.readLog({ after: 0, limit: 1000 });
  for (const r of rows) console.log(r.seq, r.role, r.type, JSON.stringify(r.content).slice(0, 120));
});
