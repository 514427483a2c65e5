// HTTP in: the wallet, a payment, paying and giving back.
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import {
  currencySchema,
  Fault,
  isId,
  type PaidAnswer,
  type PaymentId,
  payBodySchema,
  refundBodySchema,
} from '../../protocol/index.ts';
import { type Accounts, requirePerson, requireStaff, requireViewer } from '../accounts/index.ts';
import { readJson, readQuery } from '../kit/index.ts';
import type { Payments } from './index.ts';
import type { WalletPage } from './wallet.ts';

const walletQuery = v.object({
  currency: v.optional(currencySchema),
  before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d?$/))),
});

export function createPaymentRoutes(payments: Payments, accounts: Accounts): Hono {
  const app = new Hono();

  app.get('/api/wallet', requirePerson(accounts), async (c) =>
    c.json(await payments.wallet(c.get('viewer').accountId, readPage(c))),
  );
  app.get('/api/console/wallet', requireStaff(accounts), async (c) =>
    c.json(await payments.wallet(c.get('viewer').accountId, readPage(c))),
  );

  app.get('/api/payments/:id', requireViewer(accounts), async (c) => {
    const viewer = c.get('viewer');
    const sides = await payments.sides(paymentIdOf(c));
    const own = viewer.kind === 'person' ? sides?.personAccountId : sides?.businessAccountId;
    if (!sides || own !== viewer.accountId) throw new Fault('not_found');
    return c.json(sides.ticket);
  });

  app.post('/api/payments/:id/pay', requirePerson(accounts), async (c) => {
    const { rail } = await readJson(c.req.raw, payBodySchema);
    const idempotencyKey = keyOf(c);
    const command = { paymentId: paymentIdOf(c), viewer: c.get('viewer'), rail, idempotencyKey };
    const { state, ticket } = await payments.pay(command);
    return c.json({ state, payment: ticket } satisfies PaidAnswer);
  });

  app.post('/api/console/payments/:id/refund', requireStaff(accounts), async (c) => {
    const { amount_minor } = await readJson(c.req.raw, refundBodySchema);
    const ticket = await payments.refund({
      paymentId: paymentIdOf(c),
      businessAccountId: c.get('viewer').accountId,
      amountMinor: amount_minor === undefined ? null : BigInt(amount_minor),
      idempotencyKey: keyOf(c),
    });
    return c.json(ticket);
  });

  return app;
}

function readPage(c: Context): WalletPage {
  const { currency, before, limit } = readQuery(c.req.url, walletQuery);
  return {
    ...(currency === undefined ? {} : { currency }),
    ...(before === undefined ? {} : { before }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}

function paymentIdOf(c: Context): PaymentId {
  const id = c.req.param('id');
  if (!isId('payment', id)) throw new Fault('not_found');
  return id;
}

/** What moves money over HTTP carries a key, so that a lost answer can be asked for again. */
function keyOf(c: Context): string {
  const key = c.req.header('idempotency-key');
  if (!key) throw new Fault('invalid_request', 'Idempotency-Key: missing');
  return key;
}
