// A simulated device: a socket that never leaves the process. What it sends takes the same way as any device's:
// handshake, hello, budget, checks, log.
import {
  type ClientFrame,
  Fault,
  type OkFrame,
  protocolVersion,
  type ServerFrame,
} from '../../protocol/index.ts';
import type { Socket, SocketHandlers } from '../kit/index.ts';

export interface Device {
  /** Sends a frame that has an `id` and waits for its answer. Faults: whatever refused it, `overloaded` in time. */
  ask(frame: Extract<ClientFrame, { id: string }>): Promise<OkFrame>;
  close(): void;
}

const answerWithinMs = 10_000;

/** Opens a socket as the owner of `token`. Fault: `not_signed_in`. */
export async function openDevice(handlers: SocketHandlers, token: string): Promise<Device> {
  const headers = { authorization: `Bearer ${token}` };
  const attached = await handlers.upgrade(new Request('http://localhost/socket', { headers }));
  if (attached instanceof Response) throw new Fault('draining');
  const inbox = new Inbox();
  const socket: Socket = {
    data: attached.data,
    send(text) {
      inbox.take(JSON.parse(text));
      return true;
    },
    bufferedBytes: () => 0,
    close() {
      inbox.end();
      handlers.close(socket, 1000);
    },
  };
  handlers.open(socket);
  const say = (frame: ClientFrame) => handlers.message(socket, JSON.stringify([frame]));
  say({ type: 'hello', version: protocolVersion });
  await inbox.wait((frame) => frame.type === 'welcome');
  return {
    async ask(frame) {
      const answer = inbox.wait((other) => other.type === 'ok' && other.id === frame.id, frame.id);
      say(frame);
      return (await answer) as OkFrame;
    },
    close: () => socket.close(1000, 'done'),
  };
}

type Match = (frame: ServerFrame) => boolean;
interface Waiter {
  match: Match;
  id: string | undefined;
  resolve(frame: ServerFrame): void;
  reject(error: Error): void;
}

class Inbox {
  #waiters: Waiter[] = [];

  take(frames: ServerFrame[]): void {
    for (const frame of frames) {
      for (const waiter of [...this.#waiters]) {
        const isRefusal = frame.type === 'no' && (frame.id === undefined || frame.id === waiter.id);
        if (isRefusal) waiter.reject(new Fault(frame.code, frame.details, frame.retry_after_ms));
        else if (waiter.match(frame)) waiter.resolve(frame);
        else continue;
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
      }
    }
  }

  wait(match: Match, id?: string): Promise<ServerFrame> {
    const answer = new Promise<ServerFrame>((resolve, reject) => {
      this.#waiters.push({ match, id, resolve, reject });
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Fault('overloaded')), answerWithinMs);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  end(): void {
    for (const waiter of this.#waiters) waiter.reject(new Fault('not_signed_in'));
    this.#waiters = [];
  }
}
