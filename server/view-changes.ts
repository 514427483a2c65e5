// When somebody's name or number is seen differently, open devices ask for the conversation's view again.
import type { AccountId } from '../protocol/index.ts';
import type { Conversations } from './conversations/index.ts';
import type { Delivery } from './delivery/index.ts';
import type { Events } from './kit/index.ts';

const conversationsMax = 10_000;

export function announceViewChanges(
  events: Events,
  { conversations, delivery }: { conversations: Conversations; delivery: Delivery },
): void {
  events.consume('app.shared_views', ['phone.shared', 'phone.withdrawn'], async ({ payload }) => {
    const { account_id, business_account_id } = payload as {
      account_id: AccountId;
      business_account_id: AccountId;
    };
    const conversationId = await conversations.find(account_id, business_account_id);
    if (conversationId !== null) await delivery.conversationChanged(conversationId);
  });
  events.consume('app.account_views', ['account.changed', 'account.deleted'], async ({ payload }) => {
    const changed = await conversations.changedSince(payload.account_id as AccountId, -1, conversationsMax);
    for (const { conversationId } of changed) await delivery.conversationChanged(conversationId);
  });
}
