// What a business is told in the chat when a person shares the number, or has it no more. Never the number itself:
// whoever may know it asks `sharedPhone`, so that it can be taken back.
import type { AccountId, MessageId } from '../../protocol/index.ts';
import { deriveId, type Kit } from '../kit/index.ts';

export interface Note {
  /** Derived from the event: the same note is written once. */
  messageId: MessageId;
  personAccountId: AccountId;
  businessAccountId: AccountId;
  code: 'phone_shared' | 'number_changed';
}

/** Wires the events of privacy to system notes; `post` appends to the conversation of the two, if there is one. */
export function announceSharing({ events }: Kit, post: (note: Note) => Promise<void>): void {
  events.consume('accounts.notes', ['phone.shared', 'phone.withdrawn'], async ({ id, type, payload }) => {
    await post({
      messageId: deriveId('message', 'accounts.notes', id),
      personAccountId: payload.account_id as AccountId,
      businessAccountId: payload.business_account_id as AccountId,
      code: type === 'phone.shared' ? 'phone_shared' : 'number_changed',
    });
  });
}
