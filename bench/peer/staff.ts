/*
 * The member of staff: takes every message of every conversation, and tells the server what arrived as the console does: gathered, one
 * receipt a conversation and moment. A reader who fell behind pulls what it missed, like any client.
 */
import type { ConversationId, MessageFrame, ServerFrame } from '../../protocol/index.ts';
import { type LaneEvents, readIndex } from '../load/wire.ts';
import { openFrameSocket } from './frame-socket.ts';
import { LaneReader } from './lane-reader.ts';
import type { FramesTarget } from './peer.ts';

const receiptsEveryMs = 150;

/** Conversation n is lane n. */
export async function openStaff(
  target: FramesTarget,
  conversations: ConversationId[],
  events: LaneEvents,
): Promise<{ close(): Promise<void> }> {
  const due = new Set<LaneReader>();
  const readers = new Map(
    conversations.map((conversationId, lane) => {
      const deliver = ({ content }: MessageFrame) => {
        due.add(reader);
        events.delivered(lane, content.type === 'text' ? readIndex(content.body) : Number.NaN);
      };
      const reader = new LaneReader(conversationId, deliver);
      return [conversationId, reader];
    }),
  );
  const take = (frame: ServerFrame) => {
    if (frame.type === 'no') throw new Error(`staff: ${frame.code} ${frame.details ?? ''}`);
    if (frame.type !== 'message' && frame.type !== 'behind' && frame.type !== 'page') return;
    const reader = readers.get(frame.conversation_id);
    if (reader === undefined) return;
    if (frame.type === 'message') reader.takeMessage(frame);
    else if (frame.type === 'behind') reader.takeNotice(frame.last_seq);
    else reader.takePage(frame);
    const pull = reader.nextPull();
    if (pull !== null) socket.send(pull);
  };
  const socket = await openFrameSocket(
    target.origin,
    { cookie: target.staffCookie },
    {
      failed: events.failed,
      frames(frames) {
        try {
          for (const frame of frames) take(frame);
        } catch (error) {
          events.failed(error as Error);
        }
      },
    },
  );
  const receipts = setInterval(() => {
    for (const { conversationId, seen } of due)
      socket.send(`{"type":"receipt","conversation_id":"${conversationId}","delivered":${seen}}`);
    due.clear();
  }, receiptsEveryMs);
  return {
    close() {
      clearInterval(receipts);
      return socket.close();
    },
  };
}
