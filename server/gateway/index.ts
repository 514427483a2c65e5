// The socket's door. Owns connections from handshake to close: who they are, how much they may ask, what they said.
// Promises: a foreign page cannot open a socket with a person's cookie, every frame is checked and authorized by itself
// (SPEC FR1–FR7), a session that ends takes its sockets with it within a second (SPEC SE1–SE4), a draining server
// sends its sockets away gently (SPEC SE5). Handlers come from the composition root.
import type { ClientFrameOf, ClientFrameType } from '../../protocol/index.ts';
import type { Delivery } from '../delivery/index.ts';
import type { Kit, SocketHandlers } from '../kit/index.ts';
import type { Connection } from './connection.ts';
import { SocketGateway } from './socket-gateway.ts';
import type { Authenticator } from './viewer.ts';

export type { Connection } from './connection.ts';
export type { Authenticator, Viewer } from './viewer.ts';

/** Resolves when the next frame of the same connection may be looked at; refusals are thrown or rejected Faults. */
export type FrameHandler<T extends ClientFrameType> = (
  frame: ClientFrameOf<T>,
  connection: Connection,
) => Promise<void> | void;

export interface FrameHandlers {
  send: FrameHandler<'send'>;
  receipt: FrameHandler<'receipt'>;
  pull: FrameHandler<'pull'>;
  list: FrameHandler<'list'>;
  place_order: FrameHandler<'place_order'>;
  pay: FrameHandler<'pay'>;
}

export interface GatewayDeps {
  accounts: Authenticator;
  delivery: Delivery;
  handlers: FrameHandlers;
  /** Watermarks count in this history. */
  epoch(): string;
  latestWatermark(): number;
  /** Whether a browser's page of this origin may open a socket. */
  isOwnOrigin(origin: string): boolean;
}

export interface Gateway {
  handlers: SocketHandlers;
  /** Sockets open, signed in or not. */
  connectionCount(): number;
  /** Takes no new socket and closes the open ones with 1012, spread over a moment. */
  drain(): Promise<void>;
}

export function createGateway(kit: Kit, deps: GatewayDeps): Gateway {
  return new SocketGateway(kit, deps);
}
