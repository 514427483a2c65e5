// Whether a business may send: the one place that decides, and the only one that grants the permit which the log asks
// for. A person is asked by no policy; a business always is.
import { type Content, type ConversationId, type ErrorCode, Fault } from '../../protocol/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { BusinessPermit, Conversations, PermitGround } from '../conversations/index.ts';
import { grantPermit } from '../conversations/permit.ts';

/** What is to be sent: something free-form, or a notice about an order or payment that the person takes part in. */
export type SendKind = 'free' | 'transaction';

export type Verdict = { allowed: true; permit: BusinessPermit } | { allowed: false; code: ErrorCode };

export interface Policy {
  maySend(input: { conversationId: ConversationId; kind: SendKind }): Promise<Verdict>;
  /** The permit for what staff want to send now. Faults: blocked, window_closed. */
  permitFor(conversationId: ConversationId, content: Content): Promise<BusinessPermit>;
}

export interface PolicyDeps {
  accounts: Pick<Accounts, 'blockedBy'>;
  conversations: Pick<Conversations, 'members' | 'serviceWindow'>;
}

export function createPolicy({ accounts, conversations }: PolicyDeps): Policy {
  const grant = (conversationId: ConversationId, ground: PermitGround): Verdict => ({
    allowed: true,
    permit: grantPermit(conversationId, ground),
  });

  async function isBlocked(conversationId: ConversationId): Promise<boolean> {
    const members = await conversations.members(conversationId);
    const person = members.find((member) => member.role === 'person');
    const business = members.find((member) => member.role === 'business');
    if (!person || !business) return true;
    return accounts.blockedBy(person.accountId, business.accountId);
  }

  async function maySend({
    conversationId,
    kind,
  }: {
    conversationId: ConversationId;
    kind: SendKind;
  }): Promise<Verdict> {
    // Money that moved is always told: a block stops talk, not receipts.
    if (kind === 'transaction') return grant(conversationId, 'transaction');
    if (await isBlocked(conversationId)) return { allowed: false, code: 'blocked' };
    const { openUntil } = await conversations.serviceWindow(conversationId);
    return openUntil === null
      ? { allowed: false, code: 'window_closed' }
      : grant(conversationId, 'service_window');
  }

  return {
    maySend,
    async permitFor(conversationId) {
      const verdict = await maySend({ conversationId, kind: 'free' });
      if (!verdict.allowed) throw new Fault(verdict.code);
      return verdict.permit;
    },
  };
}
