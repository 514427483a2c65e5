import { createContext, type ReactNode, useContext } from 'react';
import type { CatalogId, MediaId, MemberView, Offer } from '../../../protocol/index.ts';
import type { TicketPlace } from '../ticket/fold.ts';
import type { Answer } from './InteractiveBody.tsx';
import type { ShownMessage } from './types.ts';

/** What can be done with messages in this app. What is absent is not offered. */
export interface MessageActions {
  reply?(message: ShownMessage): void;
  react?(message: ShownMessage, emoji: string): void;
  answer?(message: ShownMessage, answer: Answer): void;
  retry?(message: ShownMessage): void;
  discard?(message: ShownMessage): void;
  openProduct?(catalogId: CatalogId, offer: Offer): void;
  openImage?(mediaId: MediaId): void;
  /** Buttons on a whole ticket: "Pay", "Mark as shipped". */
  ticketActions?(place: Extract<TicketPlace, { kind: 'whole' }>): ReactNode;
  /** Something to say under a message: who of the staff wrote it. */
  byline?(message: ShownMessage): string | null;
}

/** The conversation as its messages see it. */
export interface MessageScope {
  me: number;
  members: readonly MemberView[];
  actions: MessageActions;
  /** Brings a message into view and marks it for a moment. */
  goTo(target: { seq: number } | { key: string }): void;
  find(seq: number): ShownMessage | null;
}

const ScopeContext = createContext<MessageScope | null>(null);
export const MessageScopeProvider = ScopeContext;

export function useMessageScope(): MessageScope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error('A message is drawn outside of a message list');
  return scope;
}
