/*
 * The member of staff: takes every message of every conversation, tells the server what arrived as the console does (gathered, one
 * receipt a conversation and moment), and pulls what a `behind` notice says is missing.
 */
import type { ConversationId, MessageFrame, PageFrame, ServerFrame } from '../../protocol/index.ts';
import { type LaneEvents, readIndex } from '../load/wire.ts';
import { openFrameSocket } from './frame-socket.ts';
import type { FramesTarget } from './peer.ts';

const receiptsEveryMs = 150;
const pageMessages = 200;

interface Lane {
  index: number;
  conversationId: ConversationId;
  /** The last seq that was taken, and the last one the server has spoken of. */
  seen: number;
  known: number;
  /** Up to here pages were pulled: their messages may come once more. */
  pulled: number;
  isPulling: boolean;
  isReceiptDue: boolean;
}

export async function openStaff(
  target: FramesTarget,
  conversations: ConversationId[],
  events: LaneEvents,
): Promise<{ close(): Promise<void> }> {
  const lanes = new Map(
    conversations.map((conversationId, index) => [conversationId, makeLane(conversationId, index)]),
  );
  const login = { cookie: target.staffCookie };
  const take = (frame: ServerFrame) => {
    if (frame.type === 'no') events.failed(new Error(`staff: ${frame.code} ${frame.details ?? ''}`));
    if (frame.type !== 'message' && frame.type !== 'behind' && frame.type !== 'page') return;
    const lane = lanes.get(frame.conversation_id);
    if (lane === undefined) return;
    if (frame.type === 'message') takeMessage(lane, frame, events);
    else if (frame.type === 'behind') lane.known = Math.max(lane.known, frame.last_seq);
    else takePage(lane, frame, events);
    if (lane.known > lane.seen && !lane.isPulling) {
      lane.isPulling = true;
      socket.send(renderPull(lane));
    }
  };
  const frames = (list: ServerFrame[]) => {
    for (const frame of list) take(frame);
  };
  const socket = await openFrameSocket(target.origin, login, { failed: events.failed, frames });
  const timer = setInterval(() => {
    for (const lane of lanes.values()) {
      if (!lane.isReceiptDue) continue;
      lane.isReceiptDue = false;
      socket.send(`{"type":"receipt","conversation_id":"${lane.conversationId}","delivered":${lane.seen}}`);
    }
  }, receiptsEveryMs);
  return {
    close() {
      clearInterval(timer);
      return socket.close();
    },
  };
}

function makeLane(conversationId: ConversationId, index: number): Lane {
  return { index, conversationId, seen: 0, known: 0, pulled: 0, isPulling: false, isReceiptDue: false };
}

function takeMessage(lane: Lane, message: MessageFrame, events: LaneEvents): void {
  const { seq, content } = message;
  lane.known = Math.max(lane.known, seq);
  if (seq === lane.seen + 1) {
    lane.seen = seq;
    lane.isReceiptDue = true;
    events.delivered(lane.index, content.type === 'text' ? readIndex(content.body) : Number.NaN);
  } else if (seq <= lane.seen && seq > lane.pulled) {
    events.failed(new Error(`lane ${lane.index}: ${seq} came again after ${lane.seen}`));
  }
}

function takePage(lane: Lane, page: PageFrame, events: LaneEvents): void {
  lane.isPulling = false;
  lane.pulled = Math.max(lane.pulled, page.messages.at(-1)?.seq ?? 0);
  for (const message of page.messages) takeMessage(lane, message, events);
}

function renderPull({ conversationId, index, seen }: Lane): string {
  return JSON.stringify({
    type: 'pull',
    id: `lane${index}`,
    conversation_id: conversationId,
    after: seen,
    limit: pageMessages,
  });
}
