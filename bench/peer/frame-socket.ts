/*
 * One WebSocket of our protocol, signed in. Frames are gathered until the current callback is over and leave as one JSON array,
 * as the protocol lets every client do.
 */
import { limits, protocolVersion, type ServerFrame, subprotocol } from '../../protocol/index.ts';

export type FrameSocket = {
  /** Queues the JSON text of one frame. */
  send(frame: string): void;
  close(): Promise<void>;
};

export type FrameSocketHandlers = {
  frames?(frames: ServerFrame[]): void;
  failed(error: Error): void;
};

/** Signs in by token (a person) or by cookie (staff); resolves when the server says `live`. */
export async function openFrameSocket(
  origin: string,
  login: { token: string } | { cookie: string },
  handlers: FrameSocketHandlers,
): Promise<FrameSocket> {
  const isStaff = 'cookie' in login;
  const headers = isStaff ? { cookie: login.cookie } : {};
  const url = `${origin.replace('http', 'ws')}/socket${isStaff ? '?as=staff' : ''}`;
  // The standard's second argument knows no headers; Bun's does.
  const socket = new WebSocket(url, { headers, protocols: [subprotocol] } as never);
  const token = isStaff ? {} : { token: login.token };
  socket.onopen = () => socket.send(JSON.stringify([{ type: 'hello', version: protocolVersion, ...token }]));
  await untilLive(socket);
  return runSocket(socket, handlers);
}

function untilLive(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.onclose = ({ code, reason }) => reject(new Error(`The socket closed: ${code} ${reason}`));
    socket.onmessage = ({ data }) => {
      const frames = JSON.parse(data as string) as ServerFrame[];
      if (frames.some((frame) => frame.type === 'live')) resolve();
      else if (frames.some((frame) => frame.type === 'no')) reject(new Error(`Not signed in: ${data}`));
    };
  });
}

function runSocket(socket: WebSocket, handlers: FrameSocketHandlers): FrameSocket {
  let gathered: string[] = [];
  let closing = false;
  const closed = new Promise<void>((resolve) => {
    socket.onclose = ({ code, reason }) => {
      resolve();
      if (!closing) handlers.failed(new Error(`The socket closed: ${code} ${reason}`));
    };
  });
  socket.onmessage = ({ data }) => handlers.frames?.(JSON.parse(data as string) as ServerFrame[]);
  const flush = () => {
    const frames = gathered;
    gathered = [];
    for (let from = 0; from < frames.length; from += limits.framesPerBatchMax)
      socket.send(`[${frames.slice(from, from + limits.framesPerBatchMax).join()}]`);
  };
  return {
    send(frame) {
      if (gathered.push(frame) === 1) queueMicrotask(flush);
    },
    close() {
      closing = true;
      socket.close(1000);
      return closed;
    },
  };
}
