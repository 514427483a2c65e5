// What a simulated person can do: write, read, pay, block, share the number. Each act goes through the door that the
// person's own device would use.
import type { Hono } from 'hono';
import type * as v from 'valibot';
import {
  type AccountId,
  type BlockView,
  type ConversationId,
  Fault,
  isId,
  type SandboxSent,
  sandboxBusinessSchema,
  sandboxMessageSchema,
  sandboxPaySchema,
  sandboxReadSchema,
} from '../../protocol/index.ts';
import type { Business } from '../accounts/index.ts';
import { readJson } from '../kit/index.ts';
import { openDevice } from './device.ts';
import { findSeq, toFrame } from './inbound.ts';
import type { SandboxParts } from './index.ts';

const orderWithinMs = 10_000;

/** The person of the path and the business that the body means, with the chat of the two. */
interface Acting {
  accountId: AccountId;
  business: Business;
  conversationId: ConversationId;
}

/** Mounts `/sandbox/people/{phone, user_id or account_id}/…`. */
export function addActingRoutes(app: Hono, parts: SandboxParts): void {
  const { accounts } = parts;
  act(app, parts, {
    method: 'POST',
    name: 'messages',
    schema: sandboxMessageSchema,
    handle: (message, acting) => sendAs(parts, acting, message),
  });
  act(app, parts, {
    method: 'POST',
    name: 'read',
    schema: sandboxReadSchema,
    handle: (input, acting) => readUpTo(parts, acting, input.message_id),
  });
  act(app, parts, {
    method: 'POST',
    name: 'pay',
    schema: sandboxPaySchema,
    handle: (input, acting) => payAs(parts, acting, input),
  });
  for (const [method, change] of [
    ['POST', accounts.block],
    ['DELETE', accounts.unblock],
  ] as const) {
    act(app, parts, {
      method,
      name: 'block',
      schema: sandboxBusinessSchema,
      async handle(_, { accountId, business }): Promise<BlockView> {
        await change(accountId, business.accountId);
        return { blocked: await accounts.blockedBy(accountId, business.accountId) };
      },
    });
  }
  act(app, parts, {
    method: 'POST',
    name: 'share-phone',
    schema: sandboxBusinessSchema,
    async handle(_, { accountId, business }) {
      await accounts.sharePhone(accountId, business.accountId);
      return null;
    },
  });
}

interface Act<S extends v.GenericSchema<unknown, { phone_number_id?: string | undefined }>> {
  method: 'POST' | 'DELETE';
  /** The last part of the path. */
  name: string;
  schema: S;
  /** `null` answers 204. */
  handle(input: v.InferOutput<S>, acting: Acting): Promise<object | null>;
}

/** Mounts what a simulated person can do. */
function act<S extends v.GenericSchema<unknown, { phone_number_id?: string | undefined }>>(
  app: Hono,
  parts: SandboxParts,
  { method, name, schema, handle }: Act<S>,
): void {
  app.on(method, `/sandbox/people/:person/${name}`, async (c) => {
    const input = await readJson(c.req.raw, schema);
    const business = await parts.business(input.phone_number_id);
    const accountId = await parts.people.find(c.req.param('person') ?? '', business);
    const { conversationId } = await parts.conversations.open({
      personAccountId: accountId,
      businessAccountId: business.accountId,
    });
    const answer = await handle(input, { accountId, business, conversationId });
    return answer === null ? c.body(null, 204) : c.json(answer);
  });
}

async function readUpTo(
  parts: SandboxParts,
  { accountId, conversationId }: Acting,
  reference: string | undefined,
) {
  const { conversations } = parts;
  const read =
    reference === undefined
      ? await conversations.lastSeq(conversationId)
      : await findSeq(parts, conversationId, reference);
  await conversations.advanceReceipt({ conversationId, accountId, delivered: read, read });
  return { conversation_id: conversationId, read };
}

async function payAs(
  { accounts, payments, people }: SandboxParts,
  { accountId, business }: Acting,
  input: v.InferOutput<typeof sandboxPaySchema>,
) {
  const ticket = await payments.byReference(business.accountId, input.reference_id);
  const viewer = await accounts.authenticateToken(await people.tokenOf(accountId));
  if (ticket === null || viewer === null) throw new Fault('not_found', 'reference_id');
  const { state } = await payments.pay({
    paymentId: ticket.payment_id,
    viewer,
    rail: input.rail ?? 'sandbox',
    idempotencyKey: `sandbox-${crypto.randomUUID()}`,
    outcome: input.outcome ?? 'success',
  });
  return { state };
}

async function sendAs(
  parts: SandboxParts,
  { accountId, conversationId }: Acting,
  message: v.InferOutput<typeof sandboxMessageSchema>,
): Promise<SandboxSent> {
  const frame = await toFrame(parts, { conversationId, personAccountId: accountId }, message);
  const device = await openDevice(parts.sockets, await parts.people.tokenOf(accountId));
  try {
    const ok = await device.ask(frame);
    const seq = ok.seq ?? (await waitForSeq(parts, conversationId, frame.id));
    return {
      messages: [{ id: parts.wamids.ofMessage(conversationId, seq) }],
      message_id: frame.id,
      conversation_id: conversationId,
      seq,
      ...(ok.order_id === undefined ? {} : { order_id: ok.order_id }),
    };
  } finally {
    device.close();
  }
}

/** The message of an order is written after the order: by the event that it left. */
async function waitForSeq(
  { conversations }: SandboxParts,
  conversationId: ConversationId,
  messageId: string,
): Promise<number> {
  const deadline = Date.now() + orderWithinMs;
  while (isId('message', messageId) && Date.now() < deadline) {
    const row = await conversations.messageById(conversationId, messageId);
    if (row !== null) return row.seq;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  throw new Fault('overloaded', 'the order was placed, its message is late');
}
