// More buyers than units, all in the same moment: exactly the units are sold, and nobody else waits to hear so.
import { type ConsoleProduct, newId } from '../../protocol/index.ts';
import { openAll } from '../load/wire.ts';
import { openConversation } from '../peer/frames.ts';
import { demoShop, type SandboxServer } from '../sandbox-server.ts';
import { openAsker } from './asker.ts';
import { createProduct } from './product.ts';
import type { Verdict } from './verdict.ts';

const atOnce = 32;
/** "At once": nobody waits for somebody's payment or a timer, only for those who were served before. */
const toldAfterLastSaleMs = 5_000;

export async function raceStock(
  server: SandboxServer,
  { buyers, units }: { buyers: number; units: number },
): Promise<Verdict> {
  const cookie = await server.signInStaff();
  const product = await createProduct(server, cookie, { onHand: units });
  const people = await server.createPeople(buyers);
  const { origin } = server;
  const ready = await openAll(buyers, atOnce, async (index) => {
    const { token } = people[index]!;
    const conversationId = await openConversation({ origin, shop: demoShop }, token);
    return { conversationId, asker: await openAsker(origin, { token }) };
  });
  const lines = [{ sku: product.sku, quantity: 1 }];
  const told = await Promise.all(
    ready.map(({ asker, conversationId }) =>
      asker.ask({ type: 'place_order', id: newId('message'), conversation_id: conversationId, lines }),
    ),
  );
  await Promise.all(ready.map(({ asker }) => asker.close()));

  const refused = told.filter(({ answer }) => answer.type === 'no' && answer.code === 'stock_insufficient');
  const orders = new Set(told.flatMap(({ answer }) => (answer.type === 'ok' ? [answer.order_id] : [])));
  const sold = told.filter(({ answer }) => answer.type === 'ok');
  const soldMs = Math.round(Math.max(...sold.map(({ ms }) => ms)));
  const toldMs = Math.round(Math.max(...refused.map(({ ms }) => ms)));
  const left = await readStock(server, cookie, product.productId);
  const isRight =
    orders.size === units &&
    refused.length === buyers - units &&
    left.reserved === units &&
    left.available === 0 &&
    toldMs <= soldMs + toldAfterLastSaleMs;
  return {
    line:
      `stock: ${buyers} buyers at once for ${units} units → ${orders.size} sold, ${left.available} left, ` +
      `${refused.length} told stock_insufficient; all sold in ${soldMs} ms, all told in ${toldMs} ms`,
    isReached: isRight,
  };
}

async function readStock(server: SandboxServer, cookie: string, productId: string) {
  const url = `${server.origin}/api/console/catalog/products/${productId}`;
  const response = await fetch(url, { headers: { cookie } });
  const product = (await response.json()) as ConsoleProduct;
  return product.variants[0]!;
}
