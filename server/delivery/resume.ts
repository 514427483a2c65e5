// A device that comes back says up to where it has seen the log. A little is sent again from memory; of more it
// gets a notice per conversation, newest first, and pulls what it shows; of too much it is told to list again.
import type { ConversationId } from '../../protocol/index.ts';
import type { AppendedRow, Conversations } from '../conversations/index.ts';
import type { Outlet } from './outlet.ts';
import type { RecentCommits } from './ring.ts';

export interface Since {
  epoch: string;
  watermark: number;
}

const messagesMax = 256;
const noticesMax = 500;

export async function resumeOutlet(
  outlet: Outlet,
  since: Since | undefined,
  { conversations, recent }: { conversations: Conversations; recent: RecentCommits },
): Promise<void> {
  const watermark = conversations.latestWatermark();
  const isOurs = since?.epoch === conversations.epoch() && since.watermark <= watermark;
  if (since !== undefined && !isOurs) outlet.send({ type: 'reset', epoch: conversations.epoch() });
  else if (since !== undefined) await sendMissed(outlet, since.watermark, { conversations, recent });
  outlet.send({ type: 'live', watermark });
}

async function sendMissed(
  outlet: Outlet,
  watermark: number,
  { conversations, recent }: { conversations: Conversations; recent: RecentCommits },
): Promise<void> {
  // A socket may break within a commit, so the commit seen last is told again.
  const rows = recent.rowsOf(outlet.accountId, watermark);
  if (rows !== null && rows.length <= messagesMax) {
    for (const row of rows) outlet.sendMessage(row);
    return;
  }
  if (rows !== null) return sendNotices(outlet, newestFirst(rows));
  const changed = await conversations.changedSince(outlet.accountId, watermark - 1, noticesMax + 1);
  if (changed.length > noticesMax) outlet.send({ type: 'reset', epoch: conversations.epoch() });
  else
    sendNotices(
      outlet,
      changed.map(({ conversationId, lastSeq, lastWatermark }) => ({
        conversationId,
        lastSeq,
        watermark: lastWatermark,
      })),
    );
}

interface Notice {
  conversationId: ConversationId;
  lastSeq: number;
  watermark: number;
}

function sendNotices(outlet: Outlet, notices: Notice[]): void {
  for (const notice of notices) outlet.sendBehind(notice.conversationId, notice);
}

function newestFirst(rows: AppendedRow[]): Notice[] {
  const last = new Map<ConversationId, Notice>();
  for (let i = rows.length - 1; i >= 0; i--) {
    const { conversationId, seq, watermark } = rows[i]!;
    if (!last.has(conversationId)) last.set(conversationId, { conversationId, lastSeq: seq, watermark });
  }
  return [...last.values()];
}
