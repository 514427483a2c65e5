// The one file that knows Bun: HTTP and sockets on one port. Everything else is web-standard.
import type { Server, ServerWebSocket } from 'bun';

/** A socket as the gateway sees it. */
export interface Socket {
  /** What the upgrade handler attached. */
  readonly data: unknown;
  /** False when the socket is closed and the text was dropped. */
  send(text: string): boolean;
  /** Bytes that wait for a slow reader. */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
}

export interface SocketHandlers {
  /** Attaches data to the socket to be, or answers with a refusal. */
  upgrade(request: Request): Promise<{ data: unknown } | Response>;
  open(socket: Socket): void;
  message(socket: Socket, text: string | null): void;
  drain(socket: Socket): void;
  close(socket: Socket, code: number): void;
}

export interface ServeOptions {
  host: string;
  port: number;
  fetch(request: Request, remoteAddress: string): Response | Promise<Response>;
  socketPath: string;
  subprotocol: string;
  socket: SocketHandlers;
  /** A longer message closes its socket. */
  messageBytesMax: number;
  /** Whatever is longer is cut off without a word: keep it above what the doors refuse in words of their own. */
  bodyBytesMax: number;
  idleSecondsMax: number;
  socketBufferBytesMax: number;
}

export interface HttpServer {
  port: number;
  /** Takes nothing new, and gives what is under way `graceMs` to end; then every connection is closed. */
  stop(graceMs?: number): Promise<void>;
}

const standardGraceMs = 5_000;

interface Attached {
  data: unknown;
  socket: Socket | null;
}

export function serve(options: ServeOptions): HttpServer {
  const { socket: handlers } = options;
  const server: Server<Attached> = Bun.serve<Attached>({
    hostname: options.host,
    port: options.port,
    idleTimeout: 120,
    maxRequestBodySize: options.bodyBytesMax,
    async fetch(request, self) {
      const remoteAddress = self.requestIP(request)?.address ?? '';
      if (isUpgrade(request, options.socketPath)) return upgrade(request, self);
      return options.fetch(request, remoteAddress);
    },
    websocket: {
      data: {} as Attached,
      perMessageDeflate: false,
      maxPayloadLength: options.messageBytesMax,
      backpressureLimit: options.socketBufferBytesMax * 2,
      closeOnBackpressureLimit: false,
      idleTimeout: options.idleSecondsMax,
      sendPings: false,
      open(ws) {
        ws.data.socket = wrap(ws);
        handlers.open(ws.data.socket);
      },
      message: (ws, message) =>
        handlers.message(ws.data.socket!, typeof message === 'string' ? message : null),
      drain: (ws) => handlers.drain(ws.data.socket!),
      close: (ws, code) => handlers.close(ws.data.socket!, code),
    },
  });

  async function upgrade(request: Request, self: Server<Attached>): Promise<Response> {
    const verdict = await handlers.upgrade(request);
    if (verdict instanceof Response) return verdict;
    const offered = request.headers.get('sec-websocket-protocol');
    const headers = offered?.split(',').some((name) => name.trim() === options.subprotocol)
      ? { headers: { 'sec-websocket-protocol': options.subprotocol } }
      : {};
    const done = self.upgrade(request, { data: { data: verdict.data, socket: null }, ...headers });
    // After a successful upgrade there is nothing left to answer.
    return done ? (undefined as unknown as Response) : new Response('upgrade failed', { status: 400 });
  }

  return {
    port: server.port!,
    async stop(graceMs = standardGraceMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((done) => {
        timer = setTimeout(done, graceMs);
      });
      await Promise.race([server.stop(), late]);
      clearTimeout(timer);
      await server.stop(true);
    },
  };
}

function isUpgrade(request: Request, path: string): boolean {
  return (
    request.headers.get('upgrade')?.toLowerCase() === 'websocket' && new URL(request.url).pathname === path
  );
}

function wrap(ws: ServerWebSocket<Attached>): Socket {
  return {
    data: ws.data.data,
    // 0 means dropped, -1 queued behind a slow reader: queued bytes show in bufferedBytes.
    send: (text) => ws.send(text) !== 0,
    bufferedBytes: () => ws.getBufferedAmount(),
    close: (code, reason) => ws.close(code, reason),
  };
}
