// HTTP in: the log of webhooks about a business, for its owners.
import { Hono } from 'hono';
import * as v from 'valibot';
import { type AccountId, Fault, type WebhookDelivery } from '../../protocol/index.ts';
import { type Accounts, type Business, requireStaff } from '../accounts/index.ts';
import { assert, readQuery } from '../kit/index.ts';
import type { DeliveryRow, Webhooks } from './index.ts';

const pageSize = 50;
const pageQuery = v.object({
  before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/))),
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d?$/))),
});

/** By which subject the webhooks about a business were enqueued. */
export type SubjectOf = (business: Business) => string;

export function createWebhookRoutes(webhooks: Webhooks, accounts: Accounts, subjectOf: SubjectOf): Hono {
  const app = new Hono();
  const owner = requireStaff(accounts, ['owner']);

  async function ownSubject(accountId: AccountId): Promise<string> {
    const business = await accounts.business(accountId);
    assert(business, 'staff belong to a business');
    return subjectOf(business);
  }

  app.get('/api/console/webhooks', owner, async (c) => {
    const { before, limit } = readQuery(c.req.url, pageQuery);
    const subject = await ownSubject(c.get('viewer').accountId);
    const range = { subject, before: before === undefined ? null : Number(before) };
    const rows = await webhooks.recentDeliveries(Number(limit ?? pageSize), range);
    return c.json({ webhooks: rows.map(toWebhookDelivery) });
  });
  app.post('/api/console/webhooks/:seq/replay', owner, async (c) => {
    const seq = /^\d{1,15}$/.test(c.req.param('seq')) ? Number(c.req.param('seq')) : null;
    const row = seq === null ? null : await webhooks.delivery(seq);
    if (row?.subject !== (await ownSubject(c.get('viewer').accountId))) throw new Fault('not_found');
    await webhooks.replay(row.seq);
    return c.body(null, 204);
  });
  return app;
}

export function toWebhookDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    seq: row.seq,
    app_id: row.appId,
    state: row.state,
    change: row.change,
    attempts: row.attempts,
    url: row.url,
    status: row.status,
    excerpt: row.excerpt,
    duration_ms: row.durationMs,
    tried_at: row.triedAt,
    due_at: row.dueAt,
    created_at: row.createdAt,
  };
}
