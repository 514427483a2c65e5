/*
 * Load over our own protocol: people who write, each on a socket of their own, and one member of staff who gets it all.
 * Every acknowledgement is compared with what was sent, id by id: one out of its order ends the run.
 */
import {
  type ConversationId,
  type ConversationOpened,
  limits,
  newId,
  type ServerFrame,
} from '../../protocol/index.ts';
import { type LaneEvents, type Lanes, openAll, type Wire } from '../load/wire.ts';
import { postJson } from '../sandbox-server.ts';
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
    openIdle: (index, failed) => openIdle(target, index, failed),
  };
}

/** Silent but for the pings that every client sends, without which the server lets a socket go. */
async function openIdle(target: FramesTarget, index: number, failed: (error: Error) => void) {
  const socket = await openFrameSocket(target.origin, { token: target.tokens[index]! }, { failed });
  const pings = setInterval(() => socket.send('{"type":"ping"}'), limits.pingEveryMs);
  return {
    close() {
      clearInterval(pings);
      return socket.close();
    },
  };
}

/** The chat of the person behind `token` with the shop; made when it is not there yet. */
export async function openConversation(
  { origin, shop }: Pick<FramesTarget, 'origin' | 'shop'>,
  token: string,
): Promise<ConversationId> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await postJson(`${origin}/api/shops/${shop}/conversation`, {}, headers);
  return ((await response.json()) as ConversationOpened).conversation_id;
}

async function openLanes(target: FramesTarget, count: number, events: LaneEvents): Promise<Lanes> {
  const conversations = await openAll(count, signInsAtOnce, (lane) =>
    openConversation(target, target.tokens[lane]!),
  );
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
