// `POST /{phone number id}/messages`: checks, asks the policy, appends. What is refused after the request was found
// right is answered with an id and told by a `failed` status, as at Meta.
import {
  cloudInteractiveTypes,
  cloudLimits,
  cloudMessageTypes,
  type GraphErrorCode,
  interactiveSchema,
  markReadSchema,
  type SendAnswer,
  type SendBody,
  type SendEnvelope,
  sendBodySchema,
  sendEnvelopeSchema,
} from '../../protocol/cloud/index.ts';
import { type AccountId, type ConversationId, Fault, newId } from '../../protocol/index.ts';
import type { Business } from '../accounts/index.ts';
import type { Appended, BusinessPermit, Conversations } from '../conversations/index.ts';
import { GraphFault, type Params, readParams, unfoldParam } from '../graph/index.ts';
import type { Kit } from '../kit/index.ts';
import { type OrderDeps, requestPayment, tellOrderStatus } from './orders.ts';
import { type ContentBody, LateFailure, type OutboundDeps, readTarget, toContent } from './outbound.ts';
import type { Policy } from './policy.ts';
import { findRecipient, type Recipient, type RecipientDeps } from './recipients.ts';
import type { Store } from './store.ts';

export interface MessageDeps extends OutboundDeps, OrderDeps {
  accounts: RecipientDeps['accounts'];
  conversations: Conversations;
  policy: Policy;
  store: Store;
  /** Shows the person that the business types, for so long. */
  showTyping(conversationId: ConversationId, businessAccountId: AccountId, durationMs: number): void;
}

/** A recipient that was found, with the conversation. */
export interface Addressee extends Recipient {
  person: AccountId;
  conversationId: ConversationId;
}

/** The answer of a send or of "mark as read". Graph faults as §1.9 of the API has them. */
export async function postMessage(
  kit: Kit,
  deps: MessageDeps,
  { business, params }: PostInput,
): Promise<unknown> {
  const body = unfold(params);
  if (body.status !== undefined && body.type === undefined) return markRead(deps, business, body);
  const envelope = readParams(sendEnvelopeSchema, body);
  const recipient = await findRecipient(deps, business, envelope);
  const message = readBody(body, envelope.type);
  const verdict = await askPolicy(deps, recipient);
  if ('failure' in verdict) return refuse(kit, deps, { business, envelope, recipient, ...verdict });
  try {
    const to = recipient as Addressee;
    const seq = await send(kit, deps, { business, envelope, message, to, permit: verdict.permit });
    return toAnswer(recipient, deps.wamids.ofMessage(recipient.conversationId!, seq));
  } catch (error) {
    if (!(error instanceof LateFailure)) throw error;
    return refuse(kit, deps, { business, envelope, recipient, failure: error });
  }
}

interface PostInput {
  business: Business;
  params: Params;
}
export interface Sending {
  business: Business;
  envelope: SendEnvelope;
  to: Addressee;
}

/** Forms carry objects as JSON text. */
function unfold(params: Params): Params {
  const keys = ['context', 'text', 'image', 'reaction', 'interactive', 'template', 'typing_indicator'];
  const unfolded = keys.filter((key) => key in params).map((key) => [key, unfoldParam(params[key])]);
  return { ...params, ...Object.fromEntries(unfolded) };
}

function readBody(params: Params, type: string): SendBody {
  if (!(cloudMessageTypes as readonly string[]).includes(type)) {
    const known = cloudMessageTypes.join(', ');
    throw new GraphFault(100, {
      message: `Param type must be one of {${known}} - got "${type.slice(0, 32)}".`,
    });
  }
  if (type === 'template') throw templateUnknown(params);
  if (!['text', 'image', 'reaction', 'interactive'].includes(type)) {
    throw new GraphFault(131051, { details: `Messages of type ${type} are not supported by this server.` });
  }
  if (type === 'interactive') checkInteractive(params.interactive);
  return readParams(sendBodySchema, { ...params, type });
}

/** No template was ever approved here, therefore none exists in any language. */
function templateUnknown(params: Params): GraphFault {
  const template = params.template as { name?: unknown; language?: { code?: unknown } } | undefined;
  const details = `template name (${String(template?.name)}) does not exist in ${String(template?.language?.code)}`;
  return new GraphFault(132001, { details });
}

function checkInteractive(interactive: unknown): void {
  const type = (interactive as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string' || !(cloudInteractiveTypes as readonly string[]).includes(type)) return;
  const known = interactiveSchema.options.map((option) => option.entries.type.literal as string);
  if (known.includes(type)) return;
  throw new GraphFault(131051, {
    details: `Interactive messages of type ${type} are not supported by this server.`,
  });
}

interface Failure {
  code: GraphErrorCode;
  details: string;
}

async function askPolicy(
  deps: MessageDeps,
  recipient: Recipient,
): Promise<{ permit: BusinessPermit } | { failure: Failure }> {
  if (recipient.person === null) return { failure: undeliverable };
  if (recipient.conversationId === null) return { failure: windowClosed };
  const verdict = await deps.policy.maySend({ conversationId: recipient.conversationId, kind: 'free' });
  if (verdict.allowed) return { permit: verdict.permit };
  return { failure: verdict.code === 'window_closed' ? windowClosed : undeliverable };
}

const undeliverable: Failure = {
  code: 131026,
  details: 'The message could not be delivered to this recipient.',
};
const windowClosed: Failure = {
  code: 131047,
  details: 'More than 24 hours have passed since the recipient last wrote to this number.',
};

/** Appends, or commands what will append; gives the message's seq. */
async function send(
  kit: Kit,
  deps: MessageDeps,
  sending: Sending & { message: SendBody; permit: BusinessPermit },
): Promise<number> {
  const { message, envelope, to, business } = sending;
  const { conversationId } = to;
  const context = envelope.context?.message_id;
  const replyTo = context === undefined ? undefined : readTarget(deps.wamids, context, conversationId);
  if (message.type === 'interactive') {
    const { interactive } = message;
    if (interactive.type === 'order_details')
      return requestPayment(deps, { ...sending, interactive, replyTo });
    if (interactive.type === 'order_status') return tellOrderStatus(deps, { ...sending, interactive });
  }
  const content = await toContent(deps, message as ContentBody, { business, conversationId });
  const appended = await appendOrRefuse(deps, {
    conversationId,
    messageId: newId('message', kit.clock.now()),
    author: { accountId: business.accountId, deviceId: null, staffId: null, via: 'api' },
    content,
    replyTo,
    permit: sending.permit,
    opaque: envelope.biz_opaque_callback_data,
  });
  return appended.seq;
}

async function appendOrRefuse(
  deps: MessageDeps,
  input: Parameters<Conversations['append']>[0],
): Promise<Appended> {
  try {
    return await deps.conversations.append(input);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'reply_target_unknown') throw error;
    throw new GraphFault(131009, { details: 'message_id is not a message of this conversation.' });
  }
}

/** Answers with an id, and writes down what will be told as failed. */
async function refuse(
  kit: Kit,
  deps: MessageDeps,
  refused: { business: Business; envelope: SendEnvelope; recipient: Recipient; failure: Failure },
): Promise<SendAnswer> {
  const { business, envelope, recipient, failure } = refused;
  const now = kit.clock.now();
  const refusalId = newId('message', now);
  await kit.db.transaction(async (tx) => {
    await deps.store.insertRefusal(tx, {
      refusalId,
      businessAccountId: business.accountId,
      conversationId: recipient.conversationId,
      recipientId: recipient.waId,
      // Whoever named a number does not learn by a failure whose it is.
      recipientUserId: recipient.waId === null || recipient.person !== null ? recipient.userId : null,
      code: failure.code,
      details: failure.details,
      opaque: envelope.biz_opaque_callback_data ?? null,
      refusedAt: now,
    });
    await kit.events.record(tx, 'send.refused', { refusal_id: refusalId });
  });
  return toAnswer(recipient, deps.wamids.ofRefusal(refusalId));
}

function toAnswer({ input, waId, userId }: Recipient, wamid: string): SendAnswer {
  return {
    messaging_product: 'whatsapp',
    contacts: [
      { input, ...(waId === null ? {} : { wa_id: waId }), ...(userId === null ? {} : { user_id: userId }) },
    ],
    messages: [{ id: wamid }],
  };
}

/** Read up to this message, and typing for a while if asked. */
async function markRead(deps: MessageDeps, business: Business, params: Params): Promise<unknown> {
  const { message_id, typing_indicator } = readParams(markReadSchema, params);
  const target = deps.wamids.read(message_id);
  const row =
    target?.kind === 'message' ? await deps.conversations.message(target.conversationId, target.seq) : null;
  const members = row === null ? [] : await deps.conversations.members(row.conversationId);
  const isOurs = members.some((member) => member.accountId === business.accountId);
  if (row === null || !isOurs || row.role !== 'person') {
    throw new GraphFault(131009, { details: 'message_id is not a message that this number received.' });
  }
  const { conversationId, seq } = row;
  await deps.conversations.advanceReceipt({ conversationId, accountId: business.accountId, read: seq });
  if (typing_indicator) deps.showTyping(conversationId, business.accountId, cloudLimits.typingMs);
  return { success: true };
}
