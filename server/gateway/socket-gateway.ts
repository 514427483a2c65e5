// From handshake to close: lets sockets in, takes their frames one by one in their order, and sends them away.
import {
  type ClientFrame,
  type ClientFrameOf,
  closeCodes,
  type DeviceId,
  type ErrorCode,
  errorCatalogue,
  Fault,
  limits,
  toErrorBody,
} from '../../protocol/index.ts';
import type { Kit, Socket, SocketHandlers } from '../kit/index.ts';
import { SendBudgets } from './budget.ts';
import { Connection } from './connection.ts';
import type { Gateway, GatewayDeps } from './index.ts';
import { parseBatch, parseFrame } from './parse.ts';
import type { Viewer } from './viewer.ts';

const helloWithinMs = 10_000;
const sweepEveryMs = 2_000;
const endedRememberedMs = 60_000;
const drainSpreadMsMax = 3_000;
const waitingTextsMax = 256;
const answersWithinMs = 1_000;

export class SocketGateway implements Gateway {
  readonly handlers: SocketHandlers;
  readonly #kit: Kit;
  readonly #deps: GatewayDeps;
  readonly #budgets: SendBudgets;
  /** Sockets that have not said hello yet. */
  readonly #strangers = new Set<Connection>();
  /** Devices whose session ended a moment ago: a hello that was under way must not slip through. */
  readonly #ended = new Map<DeviceId, number>();
  #sweep: ReturnType<typeof setTimeout> | null = null;
  #isDraining = false;

  constructor(kit: Kit, deps: GatewayDeps) {
    this.#kit = kit;
    this.#deps = deps;
    this.#budgets = new SendBudgets(kit.config.sendsPerMinute);
    this.handlers = {
      upgrade: (request) => this.#upgrade(request),
      open: (socket) => this.#open(socket),
      message: (socket, text) => this.#receive(socket.data as Attachment, text),
      drain: (socket) => (socket.data as Attachment).connection?.drained(),
      close: (socket) => this.#closed(socket.data as Attachment),
    };
    deps.accounts.onSessionEnded((deviceId) => this.#endSession(deviceId));
  }

  connectionCount(): number {
    return this.#deps.delivery.connectionCount() + this.#strangers.size;
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#sweep !== null) clearTimeout(this.#sweep);
    const open = [...this.#strangers, ...this.#deps.delivery.connections()];
    const spreadMs = Math.min(drainSpreadMsMax, open.length * 2);
    await Promise.all(
      open.map(async (connection) => {
        if (spreadMs > 20) await new Promise((wake) => setTimeout(wake, Math.random() * spreadMs));
        await waitForAnswers(connection as Connection);
        connection.close(closeCodes.restart, 'restart');
      }),
    );
  }

  async #upgrade(request: Request): Promise<{ data: Attachment } | Response> {
    if (this.#isDraining) return refuseHandshake('draining');
    // A browser always says where a socket's page comes from; a foreign one must not ride on the person's cookie.
    const origin = request.headers.get('origin');
    if (origin !== null && !this.#deps.isOwnOrigin(origin)) return refuseHandshake('origin_refused');
    const viewer = await this.#deps.accounts.authenticate(request);
    return { data: { viewer, connection: null } };
  }

  #open(socket: Socket): void {
    const attachment = socket.data as Attachment;
    const connection = new Connection({
      socket,
      flushes: this.#deps.delivery.flushes,
      log: this.#kit.log,
      viewer: attachment.viewer,
    });
    attachment.connection = connection;
    this.#strangers.add(connection);
    this.#sweep ??= setTimeout(() => this.#sweepStrangers(), sweepEveryMs);
  }

  #sweepStrangers(): void {
    const now = performance.now();
    for (const connection of this.#strangers) {
      if (now - connection.openedAt > helloWithinMs) connection.close(closeCodes.notSignedIn, 'no_hello');
    }
    this.#sweep = this.#strangers.size > 0 ? setTimeout(() => this.#sweepStrangers(), sweepEveryMs) : null;
  }

  #closed(attachment: Attachment): void {
    const { connection } = attachment;
    if (connection === null) return;
    connection.markClosed();
    this.#strangers.delete(connection);
    if (connection.isReady) this.#deps.delivery.remove(connection);
  }

  #receive({ connection }: Attachment, text: string | null): void {
    if (connection === null || connection.isClosed) return;
    if (text === null) {
      connection.refuse(undefined, new Fault('frame_invalid', 'binary'));
      connection.close(closeCodes.frameInvalid, 'frame_invalid');
      return;
    }
    if (connection.waitingTexts === null) {
      this.#take(connection, text);
      return;
    }
    connection.waitingTexts.push(text);
    if (connection.waitingTexts.length > waitingTextsMax) {
      connection.close(closeCodes.frameInvalid, 'too_many_frames');
    }
  }

  #take(connection: Connection, text: string): void {
    try {
      this.#takeItems(connection, parseBatch(text), 0);
    } catch (error) {
      connection.refuse(undefined, error);
    }
  }

  /** Takes the frames in their order; one that returns a promise holds up those after it. */
  #takeItems(connection: Connection, items: unknown[], from: number): void {
    for (let index = from; index < items.length; index++) {
      if (connection.isClosed) return;
      const held = this.#takeItem(connection, items[index]);
      if (held === undefined) continue;
      connection.waitingTexts ??= [];
      void held.then(() => this.#takeItems(connection, items, index + 1));
      return;
    }
    const next = connection.waitingTexts?.shift();
    if (next === undefined) connection.waitingTexts = null;
    else this.#take(connection, next);
  }

  #takeItem(connection: Connection, item: unknown): Promise<void> | undefined {
    const parsed = parseFrame(item);
    if ('fault' in parsed) {
      connection.refuse(parsed.id, parsed.fault);
      return undefined;
    }
    const { frame } = parsed;
    if (frame.type === 'hello')
      return this.#hello(connection, frame).catch((e) => connection.refuse(undefined, e));
    if (!connection.isReady) {
      connection.refuse(undefined, new Fault('not_signed_in'));
      connection.close(closeCodes.notSignedIn, 'not_signed_in');
      return undefined;
    }
    return this.#handle(connection, frame);
  }

  #handle(connection: Connection, frame: Exclude<ClientFrame, { type: 'hello' }>): Promise<void> | undefined {
    const { handlers, delivery } = this.#deps;
    switch (frame.type) {
      case 'send':
        return this.#send(connection, frame);
      case 'ping':
        connection.send({ type: 'pong', at: this.#kit.clock.now() });
        return undefined;
      case 'receipt':
        return this.#answer(connection, undefined, handlers.receipt(frame, connection));
      case 'typing':
        return this.#answer(connection, undefined, delivery.typing(frame, connection));
      case 'pull':
        return this.#request(connection, frame.id, () => handlers.pull(frame, connection));
      case 'list':
        return this.#request(connection, frame.id, () => handlers.list(frame, connection));
      case 'place_order':
        return this.#request(connection, frame.id, () => handlers.place_order(frame, connection));
      case 'pay':
        return this.#request(connection, frame.id, () => handlers.pay(frame, connection));
    }
  }

  #send(connection: Connection, frame: ClientFrameOf<'send'>): Promise<void> | undefined {
    const now = this.#kit.clock.now();
    connection.budget ??= this.#budgets.of(connection.deviceId, now);
    try {
      this.#budgets.checkSend(connection.budget, now);
    } catch (error) {
      connection.refuse(frame.id, error);
      return undefined;
    }
    return this.#deps.handlers.send(frame, connection) ?? undefined;
  }

  /** A request is answered by its id whenever it is ready, and holds up nothing. */
  #request(connection: Connection, id: string, handle: () => Promise<void> | void): undefined {
    if (connection.requestsInFlight >= limits.requestsInFlightMax) {
      connection.refuse(id, new Fault('too_many_in_flight', undefined, 100));
      return undefined;
    }
    if (connection.isSlow) {
      connection.refuse(id, new Fault('overloaded', 'read what was sent first', 1_000));
      return undefined;
    }
    connection.requestsInFlight++;
    const run = async () => handle();
    run()
      .catch((error) => connection.refuse(id, error))
      .finally(() => connection.requestsInFlight--);
    return undefined;
  }

  #answer(connection: Connection, id: string | undefined, handled: Promise<void> | void): undefined {
    if (handled instanceof Promise) handled.catch((error) => connection.refuse(id, error));
    return undefined;
  }

  async #hello(connection: Connection, frame: ClientFrameOf<'hello'>): Promise<void> {
    if (connection.isReady) throw new Fault('frame_invalid', 'hello was said');
    const { accounts, delivery, epoch, latestWatermark } = this.#deps;
    if (frame.token !== undefined) connection.viewer = await accounts.authenticateToken(frame.token);
    const { viewer } = connection;
    if (viewer === null || this.#ended.has(viewer.deviceId)) {
      connection.refuse(undefined, new Fault('not_signed_in'));
      connection.close(closeCodes.notSignedIn, 'not_signed_in');
      return;
    }
    if (connection.isClosed) return;
    connection.isReady = true;
    this.#strangers.delete(connection);
    delivery.add(connection);
    connection.send({
      type: 'welcome',
      account_id: connection.accountId,
      device_id: connection.deviceId,
      role: connection.role,
      epoch: epoch(),
      watermark: latestWatermark(),
      at: this.#kit.clock.now(),
    });
    await delivery.resume(connection, frame.since);
  }

  #endSession(deviceId: DeviceId): void {
    const now = performance.now();
    for (const [ended, at] of this.#ended) if (now - at > endedRememberedMs) this.#ended.delete(ended);
    this.#ended.set(deviceId, now);
    for (const connection of [...this.#strangers, ...this.#deps.delivery.connections()] as Connection[]) {
      if (connection.viewer?.deviceId === deviceId) connection.endSession();
    }
  }
}

/** What was sent is answered before the socket closes, unless the store takes too long. */
async function waitForAnswers(connection: Connection): Promise<void> {
  for (let waitedMs = 0; waitedMs < answersWithinMs; waitedMs += 5) {
    if ((connection.budget?.inFlight ?? 0) === 0 && connection.requestsInFlight === 0) return;
    await new Promise((wake) => setTimeout(wake, 5));
  }
}

/** What travels from handshake to close with a socket. */
interface Attachment {
  viewer: Viewer | null;
  connection: Connection | null;
}

function refuseHandshake(code: ErrorCode): Response {
  const body = JSON.stringify(toErrorBody(new Fault(code)));
  return new Response(body, {
    status: errorCatalogue[code].status,
    headers: { 'content-type': 'application/json' },
  });
}
