import type { ContentOf } from '../../../protocol/index.ts';
import { startOfDay } from '../i18n/formats.ts';
import { foldTickets, type TicketPlace } from '../ticket/fold.ts';
import type { ReactionCount } from './Bubble.tsx';
import type { ShownMessage } from './types.ts';

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string; count: number }
  | MessageRow
  | { kind: 'typing'; key: string; name: string };

export interface MessageRow {
  kind: 'message';
  key: string;
  message: ShownMessage;
  /** First and last of a run by one author within a few minutes. */
  first: boolean;
  last: boolean;
  place: TicketPlace | null;
  reactions: ReactionCount[];
  /** Id of the button or row that was chosen, when this message asked. */
  answeredId: string | null;
}

export interface RowsInput {
  /** Ascending, local echoes last. */
  messages: readonly ShownMessage[];
  me: number;
  /** Where reading stopped when the chat was opened, and how many were unread then. */
  unread: { afterSeq: number; count: number } | null;
  /** Name of who is writing, if anybody is. */
  typingName: string | null;
}

const runMs = 5 * 60_000;
const noReactions: ReactionCount[] = [];

/** What the list draws, in order: messages with their runs, days, the unread divider, reactions and tickets folded in. */
export function buildRows({ messages, me, unread, typingName }: RowsInput): Row[] {
  const shown = messages.filter((message) => message.content.type !== 'reaction');
  const reactions = foldReactions(messages, me);
  const places = foldTickets(shown);
  const answers = findAnswers(messages);
  const rows: Row[] = [];
  let isDivided = unread === null;
  for (const [index, message] of shown.entries()) {
    const before = shown[index - 1];
    const startsDay = !before || startOfDay(before.at) !== startOfDay(message.at);
    if (startsDay) rows.push({ kind: 'day', key: `day-${startOfDay(message.at)}`, at: message.at });
    const isUnread =
      !isDivided && message.seq !== null && message.seq > unread!.afterSeq && message.member !== me;
    if (isUnread) {
      isDivided = true;
      rows.push({ kind: 'unread', key: 'unread', count: unread!.count });
    }
    rows.push({
      kind: 'message',
      key: message.key,
      message,
      first: startsDay || isUnread || !continues(before, message),
      last: !continues(message, shown[index + 1]),
      place: places.get(message.key) ?? null,
      reactions: (message.seq !== null && reactions.get(message.seq)) || noReactions,
      answeredId: (message.seq !== null && answers.get(message.seq)) || null,
    });
  }
  if (typingName !== null) rows.push({ kind: 'typing', key: 'typing', name: typingName });
  return rows;
}

/** The reactions that count now, by the seq of their message: the last one of each member. */
export function foldReactions(messages: readonly ShownMessage[], me: number): Map<number, ReactionCount[]> {
  const latest = new Map<string, { target: number; member: number; emoji: string }>();
  for (const { content, member, state } of messages) {
    if (content.type !== 'reaction' || state === 'failed') continue;
    const { target_seq: target, emoji } = content as ContentOf<'reaction'>;
    latest.set(`${member} ${target}`, { target, member, emoji });
  }
  const counts = new Map<number, ReactionCount[]>();
  for (const { target, member, emoji } of latest.values()) {
    if (!emoji) continue;
    const items = counts.get(target) ?? [];
    const present = items.find((item) => item.emoji === emoji);
    if (present) {
      present.count += 1;
      present.mine ||= member === me;
    } else items.push({ emoji, count: 1, mine: member === me });
    counts.set(target, items);
  }
  return counts;
}

/** What was chosen last, by the seq of the message that asked. */
function findAnswers(messages: readonly ShownMessage[]): Map<number, string> {
  const answers = new Map<number, string>();
  for (const { content, replyTo, state } of messages) {
    const isAnswer = content.type === 'button_reply' || content.type === 'list_reply';
    if (isAnswer && replyTo !== null && state !== 'failed') answers.set(replyTo, content.id);
  }
  return answers;
}

/** Whether `next` goes on with the run that `message` is in. */
function continues(message: ShownMessage | undefined, next: ShownMessage | undefined): boolean {
  if (!message || !next || message.content.type === 'system' || next.content.type === 'system') return false;
  return (
    message.member === next.member &&
    next.at - message.at < runMs &&
    startOfDay(message.at) === startOfDay(next.at)
  );
}
