import type { LocalConversation } from '../../../client/index.ts';
import type { MemberView } from '../../../protocol/index.ts';

/** Whom this account talks with. */
export function otherOf({ view }: LocalConversation): MemberView | undefined {
  return view.members.find(({ member }) => member !== view.me);
}

/** Conversations whose name, or a text loaded here, holds every word of `query`, whatever its accents. */
export function filterConversations(
  conversations: readonly LocalConversation[],
  query: string,
): readonly LocalConversation[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return conversations;
  return conversations.filter((conversation) => {
    const name = fold(otherOf(conversation)?.name ?? '');
    if (words.every((word) => name.includes(word))) return true;
    return conversation.messages.some(({ content }) => {
      const text = content.type === 'text' ? fold(content.body) : '';
      return text !== '' && words.every((word) => text.includes(word));
    });
  });
}

/** "Élan" and "elan" are the same word to who searches. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
