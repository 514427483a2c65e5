// What the files of this module work with.
import type { ConversationId, ErrorCode } from '../../protocol/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { BusinessPermit, Conversations } from '../conversations/index.ts';
import type { Kit } from '../kit/index.ts';
import type { Payments } from '../payments/index.ts';

/** The policy of business messaging, asked for a message about an order or a payment. */
export type MaySend = (input: {
  conversationId: ConversationId;
  kind: 'transaction';
}) => Promise<{ allowed: true; permit: BusinessPermit } | { allowed: false; code: ErrorCode }>;

export interface CommerceDeps {
  accounts: Pick<Accounts, 'business' | 'person' | 'blockedBy' | 'people' | 'userIdsFor'>;
  catalog: Catalog;
  conversations: Pick<Conversations, 'append' | 'members'>;
  payments: Payments;
  maySend: MaySend;
}

export interface Parts extends CommerceDeps {
  kit: Kit;
}
