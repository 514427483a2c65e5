// Typing is memory only: relayed to whoever is connected, at most so often, and forgotten by those who saw it.
import {
  type AccountId,
  type ClientFrameOf,
  type ConversationId,
  Fault,
  limits,
} from '../../protocol/index.ts';
import type { Conversations } from '../conversations/index.ts';
import type { Registry } from './registry.ts';

const conversationsMax = 32;

/** When a connection last said that it types, by conversation; made when it first does. */
export class TypingThrottle {
  readonly #said = new Map<ConversationId, { at: number; on: boolean }>();

  /** Whether this may be relayed now. */
  allows({ conversation_id: id, on }: ClientFrameOf<'typing'>, now: number): boolean {
    const said = this.#said.get(id);
    if (!on) {
      if (said?.on !== true) return false;
      said.on = false;
      return true;
    }
    if (said !== undefined && now - said.at < limits.typingEveryMs) return false;
    if (this.#said.size >= conversationsMax) this.#said.clear();
    this.#said.set(id, { at: now, on });
    return true;
  }
}

export interface TypingCaller {
  readonly accountId: AccountId;
  /** Made on first use. */
  readonly typing: TypingThrottle;
}

/** Fault: conversation_not_member. */
export async function relayTyping(
  frame: ClientFrameOf<'typing'>,
  caller: TypingCaller,
  { conversations, registry }: { conversations: Conversations; registry: Registry },
): Promise<void> {
  if (!caller.typing.allows(frame, performance.now())) return;
  const members = await conversations.members(frame.conversation_id);
  const own = members.find((member) => member.accountId === caller.accountId);
  if (own === undefined) throw new Fault('conversation_not_member');
  const text = JSON.stringify({
    type: 'typing',
    conversation_id: frame.conversation_id,
    member: own.member,
    on: frame.on,
  });
  for (const member of members) {
    if (member === own) continue;
    for (const outlet of registry.of(member.accountId) ?? []) outlet.sendPassing(text);
  }
}
