import type { ConsoleProduct } from '../../protocol/index.ts';
import { postJson, type SandboxServer } from '../sandbox-server.ts';

let made = 0;

/** A product with one variant in the demo shop; `onHand` null: as many as one likes. */
export async function createProduct(
  server: SandboxServer,
  cookie: string,
  { onHand }: { onHand: number | null },
): Promise<{ sku: string; productId: string }> {
  const sku = `race-${++made}`;
  const variants = [{ sku, price_minor: '4200', on_hand: onHand }];
  const url = `${server.origin}/api/console/catalog/products`;
  const response = await postJson(url, { title: `Race ${made}`, variants }, { cookie });
  return { sku, productId: ((await response.json()) as ConsoleProduct).product_id };
}
