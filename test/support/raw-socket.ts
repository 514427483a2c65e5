// A socket that speaks frames as they are, for tests of the protocol itself.
import type { ClientFrame, ServerFrame } from '../../protocol/index.ts';

export interface RawSocket {
  /** Everything received, in order. */
  frames: ServerFrame[];
  closed: Promise<{ code: number; reason: string }>;
  send(...frames: ClientFrame[]): void;
  sendText(text: string | Uint8Array): void;
  /** The first frame, already here or yet to come, that `matches`. */
  next<T extends ServerFrame['type']>(
    type: T,
    matches?: (frame: Extract<ServerFrame, { type: T }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: T }>>;
  close(): void;
}

export async function openRawSocket(url: string, headers: Record<string, string> = {}): Promise<RawSocket> {
  const ws = new WebSocket(url, { headers, protocols: ['comptoir.v1'] } as never);
  const frames: ServerFrame[] = [];
  let wake = () => {};
  const closed = new Promise<{ code: number; reason: string }>((done) => {
    ws.onclose = (event) => {
      wake();
      done({ code: event.code, reason: event.reason });
    };
  });
  ws.onmessage = (event) => {
    frames.push(...(JSON.parse(event.data as string) as ServerFrame[]));
    wake();
  };
  await new Promise<void>((done, failed) => {
    ws.onopen = () => done();
    ws.onerror = () => failed(new Error('the socket was refused'));
  });
  return {
    frames,
    closed,
    send: (...list) => ws.send(JSON.stringify(list)),
    sendText: (text) => ws.send(text as string),
    async next(type, matches = () => true) {
      const deadline = Date.now() + 5_000;
      for (;;) {
        const found = frames.find((frame) => frame.type === type && matches(frame as never));
        if (found) return found as never;
        if (Date.now() > deadline)
          throw new Error(`no ${type} came, but ${JSON.stringify(frames).slice(0, 2_000)}`);
        await new Promise<void>((done) => {
          wake = done;
          setTimeout(done, 100);
        });
      }
    },
    close: () => ws.close(),
  };
}

/** A socket that has said hello and is live. */
export async function openSignedIn(
  url: string,
  account: { token: string },
  since?: { epoch: string; watermark: number },
): Promise<RawSocket> {
  const socket = await openRawSocket(url);
  socket.send({ type: 'hello', version: 1, token: account.token, ...(since ? { since } : {}) });
  await socket.next('live');
  return socket;
}
