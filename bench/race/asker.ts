// A signed-in socket on which every request is answered by its id, whenever the answer comes.
import type { MessageFrame, NoFrame, OkFrame, PageFrame, ServerFrame } from '../../protocol/index.ts';
import { openFrameSocket } from '../peer/frame-socket.ts';

export type Answer = OkFrame | NoFrame | PageFrame;
export interface Timed {
  answer: Answer;
  /** From the moment it was asked. */
  ms: number;
}

export interface Asker {
  /** Sends a frame that carries `id` and resolves with what answers it. */
  ask(frame: { id: string } & Record<string, unknown>): Promise<Timed>;
  /** Messages that came by themselves, in their order. */
  messages: MessageFrame[];
  close(): Promise<void>;
}

export async function openAsker(
  origin: string,
  login: { token: string } | { cookie: string },
): Promise<Asker> {
  const waiting = new Map<string, (answer: Answer) => void>();
  const messages: MessageFrame[] = [];
  const take = (frame: ServerFrame) => {
    if (frame.type === 'message') messages.push(frame);
    if (frame.type !== 'ok' && frame.type !== 'no' && frame.type !== 'page') return;
    const id = frame.id ?? '';
    waiting.get(id)?.(frame);
    waiting.delete(id);
  };
  let broken: Error | null = null;
  const socket = await openFrameSocket(origin, login, {
    frames: (frames) => frames.forEach(take),
    failed(error) {
      broken = error;
    },
  });
  return {
    messages,
    ask(frame) {
      const askedAt = performance.now();
      return new Promise((resolve, reject) => {
        const tooLate = setTimeout(() => reject(broken ?? new Error(`${frame.id} was not answered`)), 60_000);
        waiting.set(frame.id, (answer) => {
          clearTimeout(tooLate);
          resolve({ answer, ms: performance.now() - askedAt });
        });
        socket.send(JSON.stringify(frame));
      });
    },
    close: socket.close,
  };
}
