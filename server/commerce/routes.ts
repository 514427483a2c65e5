// HTTP in: baskets and a person's own orders; the console's orders.
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import {
  type AccountId,
  type ConsoleOrder,
  cartInputSchema,
  editOrderSchema,
  Fault,
  findPriceField,
  idSchema,
  isId,
  limits,
  type OrderId,
  orderCommandSchema,
  orderStates,
  refundOrderSchema,
} from '../../protocol/index.ts';
import { type Accounts, requirePerson, requireStaff, type StaffViewer } from '../accounts/index.ts';
import { parseJson, readJson, readQuery, readText, validate } from '../kit/index.ts';
import type { Commerce } from './index.ts';

type StaffContext = Context<{ Variables: { viewer: StaffViewer } }>;

const pageSize = 50;
const listQuery = v.object({
  conversation_id: v.optional(idSchema('conversation')),
  state: v.optional(v.picklist(orderStates)),
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d?$/))),
});

export function createCommerceRoutes(commerce: Commerce, accounts: Accounts): Hono {
  const app = new Hono();

  app.get('/api/carts/:business', requirePerson(accounts), async (c) =>
    c.json(await commerce.cart({ personAccountId: c.get('viewer').accountId, ...cartOf(c) })),
  );
  app.put('/api/carts/:business', requirePerson(accounts), async (c) => {
    const input = await readPriceless(c.req.raw, cartInputSchema);
    return c.json(
      await commerce.saveCart({ personAccountId: c.get('viewer').accountId, ...cartOf(c) }, input),
    );
  });
  app.get('/api/orders/:id', requirePerson(accounts), async (c) => {
    const owned = await commerce.ownedOrder(orderIdOf(c));
    if (owned?.personAccountId !== c.get('viewer').accountId) throw new Fault('not_found');
    return c.json(owned.ticket);
  });

  app.get('/api/console/orders', requireStaff(accounts), async (c) => {
    const { conversation_id, state, after, limit } = readQuery(c.req.url, listQuery);
    const page = {
      conversationId: conversation_id ?? null,
      state: state ?? null,
      before: after ? Number(after) : null,
      limit: Number(limit ?? pageSize),
    };
    return c.json(await commerce.listOrders(c.get('viewer').accountId, page));
  });
  app.get('/api/console/orders/:id', requireStaff(accounts), async (c) => {
    const order = await commerce.consoleOrder(c.get('viewer').accountId, orderIdOf(c));
    if (!order) throw new Fault('not_found');
    return c.json(order satisfies ConsoleOrder);
  });
  mountCommands(app, commerce, accounts);
  return app;
}

function mountCommands(app: Hono, commerce: Commerce, accounts: Accounts): void {
  const { accept, ship, complete, cancel } = commerce;
  for (const [name, run] of Object.entries({ accept, ship, complete, cancel })) {
    app.post(`/api/console/orders/:id/${name}`, requireStaff(accounts), async (c) => {
      const { body } = await readJson(c.req.raw, orderCommandSchema);
      return c.json(await run({ ...commandOf(c), body }));
    });
  }
  app.post('/api/console/orders/:id/lines', requireStaff(accounts), async (c) => {
    const { lines, shipping_minor, revision, body } = await readJson(c.req.raw, editOrderSchema);
    const shippingMinor = shipping_minor === undefined ? undefined : BigInt(shipping_minor);
    return c.json(await commerce.editLines({ ...commandOf(c), lines, shippingMinor, revision, body }));
  });
  app.post('/api/console/orders/:id/refund', requireStaff(accounts), async (c) => {
    const { amount_minor } = await readJson(c.req.raw, refundOrderSchema);
    const idempotencyKey = c.req.header('idempotency-key');
    if (!idempotencyKey) throw new Fault('invalid_request', 'Idempotency-Key: missing');
    const amountMinor = amount_minor === undefined ? null : BigInt(amount_minor);
    return c.json(await commerce.refund({ ...commandOf(c), amountMinor, idempotencyKey }));
  });
}

/** A basket says what and how many, never for how much. Faults: `price_not_accepted`, naming the field. */
async function readPriceless<S extends v.GenericSchema>(
  request: Request,
  schema: S,
): Promise<v.InferOutput<S>> {
  const value = parseJson(await readText(request, limits.jsonBodyBytesMax));
  const field = findPriceField(value);
  if (field !== null) throw new Fault('price_not_accepted', field);
  return validate(schema, value);
}

function cartOf(c: Context): { businessAccountId: AccountId; language: string | null } {
  const businessAccountId = c.req.param('business');
  if (!isId('account', businessAccountId)) throw new Fault('not_found');
  return { businessAccountId, language: c.req.query('language') ?? null };
}

function orderIdOf(c: Context): OrderId {
  const id = c.req.param('id');
  if (!isId('order', id)) throw new Fault('not_found');
  return id;
}

function commandOf(c: StaffContext) {
  const { accountId, staffId } = c.get('viewer');
  return { orderId: orderIdOf(c), businessAccountId: accountId, actor: staffId };
}
