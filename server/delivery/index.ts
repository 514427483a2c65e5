// Carries the log to the sockets. Owns no table: who is connected, what they have not read yet and who is typing are
// memory alone. Promises: every connection of every member gets each committed message in the order of the log
// (SPEC DL1–DL3), a device that comes back gets what it missed or a notice of it (SPEC RS1–RS5), and one slow reader costs
// the others nothing (SPEC BP1–BP4).
import type { AccountId, ClientFrameOf, ConversationId } from '../../protocol/index.ts';
import type { AppendedRow, Conversations, ReceiptNotice } from '../conversations/index.ts';
import { renderOk } from '../conversations/index.ts';
import type { Kit } from '../kit/index.ts';
import { FlushQueue, type Outlet } from './outlet.ts';
import { Registry } from './registry.ts';
import { resumeOutlet, type Since } from './resume.ts';
import { RecentCommits } from './ring.ts';
import { relayTyping, type TypingCaller } from './typing.ts';

export { FlushQueue, Outlet } from './outlet.ts';
export type { Since } from './resume.ts';
export { TypingThrottle } from './typing.ts';

export interface Delivery {
  flushes: FlushQueue;
  /** From now on the outlet gets what concerns its account. */
  add(outlet: Outlet): void;
  remove(outlet: Outlet): void;
  /** Sends what the device missed, or notices of it, then `live`. */
  resume(outlet: Outlet, since: Since | undefined): Promise<void>;
  typing(frame: ClientFrameOf<'typing'>, caller: TypingCaller): Promise<void>;
  /** Tells every member's connections to ask for the conversation's view again. */
  conversationChanged(conversationId: ConversationId): Promise<void>;
  connections(): Iterable<Outlet>;
  connectionCount(): number;
  isConnected(accountId: AccountId): boolean;
}

export function createDelivery(kit: Kit, { conversations }: { conversations: Conversations }): Delivery {
  const flushes = new FlushQueue();
  const registry = new Registry();
  let recent: RecentCommits | null = null;
  kit.metrics.gauge('comptoir_connections', 'Signed-in sockets.', () => registry.count);

  const ring = () => {
    recent ??= new RecentCommits(conversations.latestWatermark());
    return recent;
  };
  conversations.onAppended((rows) => {
    recent ??= new RecentCommits(rows[0]!.watermark - 1);
    recent.add(rows);
    for (const row of rows) fanOut(registry, row);
    flushes.flush();
  });
  conversations.onReceipt((notices) => {
    for (const notice of notices) tellReceipt(registry, notice);
  });
  conversations.onOpened((conversationId, accountIds) => {
    for (const accountId of accountIds) tellChanged(registry, accountId, conversationId);
  });

  return {
    flushes,
    add: (outlet) => registry.add(outlet),
    remove: (outlet) => registry.remove(outlet),
    resume: (outlet, since) => resumeOutlet(outlet, since, { conversations, recent: ring() }),
    typing: (frame, caller) => relayTyping(frame, caller, { conversations, registry }),
    async conversationChanged(conversationId) {
      for (const { accountId } of await conversations.members(conversationId))
        tellChanged(registry, accountId, conversationId);
    },
    connections: () => registry.all(),
    connectionCount: () => registry.count,
    isConnected: (accountId) => registry.of(accountId) !== undefined,
  };
}

/** The same text for everybody; the connection it came by gets its acknowledgement in that place instead. */
function fanOut(registry: Registry, row: AppendedRow): void {
  for (const member of row.members) {
    const outlets = registry.of(member.accountId);
    if (outlets === undefined) continue;
    for (const outlet of outlets) {
      if (outlet === row.origin) outlet.sendText(renderOk(row));
      else outlet.sendMessage(row);
    }
  }
}

function tellReceipt(registry: Registry, notice: ReceiptNotice): void {
  const { conversationId, member, delivered, read } = notice;
  const frame = JSON.stringify({ type: 'receipt', conversation_id: conversationId, member, delivered, read });
  for (const { accountId } of notice.members) {
    for (const outlet of registry.of(accountId) ?? []) outlet.sendPassing(frame);
  }
}

function tellChanged(registry: Registry, accountId: AccountId, conversationId: ConversationId): void {
  for (const outlet of registry.of(accountId) ?? []) {
    outlet.send({ type: 'conversation_changed', conversation_id: conversationId });
  }
}
