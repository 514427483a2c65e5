/*
 * Load over our own protocol: people who write, each on a socket of their own, and one member of staff who gets it all.
 * Every acknowledgement is compared with what was sent, id by id: one out of its order ends the run.
 */
import { type ConversationId, newId, type ServerFrame } from '../../protocol/index.ts';
import { type LaneEvents, type Lanes, openAll, type Wire } from '../load/wire.ts';
import { type FrameSocket, openFrameSocket } from './frame-socket.ts';
import type { FramesTarget } from './peer.ts';
import { openStaff } from './staff.ts';

const signInsAtOnce = 32;
/** Sends of a lane not yet answered: what the client SDK allows itself. More wait their turn. */
const onWireMax = 32;

/** Person n writes on lane n; all lanes end at the one member of staff. */
export function makeFramesWire(target: FramesTarget): Wire {
  return {
    openLanes: (count, events) => openLanes(target, count, events),
    openIdle: (index, failed) => openFrameSocket(target.origin, { token: target.tokens[index]! }, { failed }),
  };
}

async function openLanes(target: FramesTarget, count: number, events: LaneEvents): Promise<Lanes> {
  const conversations = await openAll(count, signInsAtOnce, (lane) => openConversation(target, lane));
  const staff = await openStaff(target, conversations, events);
  const senders = await openAll(count, signInsAtOnce, (lane) =>
    openSender({ target, lane, conversationId: conversations[lane]!, events }),
  );
  return {
    send: (lane, text) => senders[lane]?.send(text),
    close: async () => {
      await Promise.all([staff, ...senders].map((each) => each.close()));
    },
  };
}

async function openConversation(target: FramesTarget, lane: number): Promise<ConversationId> {
  const response = await fetch(`${target.origin}/api/shops/${target.shop}/conversation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${target.tokens[lane]}`, 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) throw new Error(`no conversation for lane ${lane}: HTTP ${response.status}`);
  return ((await response.json()) as { conversation_id: ConversationId }).conversation_id;
}

interface Sender {
  send(text: string): void;
  close(): Promise<void>;
}

interface SenderOptions {
  target: FramesTarget;
  lane: number;
  conversationId: ConversationId;
  events: LaneEvents;
}

async function openSender({ target, lane, conversationId, events }: SenderOptions): Promise<Sender> {
  const waiting: string[] = [];
  const onWire: string[] = [];
  let acked = 0;
  const pump = () => {
    while (onWire.length < onWireMax && waiting.length > 0) {
      const id = newId('message');
      onWire.push(id);
      socket.send(
        `{"type":"send","id":"${id}","conversation_id":"${conversationId}",` +
          `"content":{"type":"text","body":"${waiting.shift()}"}}`,
      );
    }
  };
  const take = (frame: ServerFrame) => {
    if (frame.type === 'no') events.failed(new Error(`lane ${lane}: ${frame.code} ${frame.details ?? ''}`));
    if (frame.type !== 'ok') return;
    const expected = onWire.shift();
    if (frame.id !== expected || frame.seq !== ++acked)
      events.failed(new Error(`lane ${lane}: ${frame.id} was acknowledged as ${frame.seq}, not ${expected}`));
  };
  const socket: FrameSocket = await openFrameSocket(
    target.origin,
    { token: target.tokens[lane]! },
    {
      failed: events.failed,
      frames(frames) {
        const before = acked;
        for (const frame of frames) take(frame);
        if (acked > before) events.acked(lane, acked);
        pump();
      },
    },
  );
  return {
    send(text) {
      waiting.push(text);
      pump();
    },
    close: socket.close,
  };
}
