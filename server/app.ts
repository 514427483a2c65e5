// The composition root: the only file that knows every module. Builds each once, lower ones first, and wires what
// calls down and what is heard from below.
import { Hono } from 'hono';
import { limits, subprotocol } from '../protocol/index.ts';
import type { Config } from './config.ts';
import { type HttpServer, handleFaults, type Kit, secureHeaders, serve } from './kit/index.ts';

export interface App {
  kit: Kit;
  fetch(request: Request, remoteAddress: string): Response | Promise<Response>;
  /** Waits until all that was set in motion has come to rest. */
  settle(timeoutMs?: number): Promise<void>;
  start(): Promise<HttpServer>;
  /** Drains: not ready, nothing new, sockets closed with 1012, everything flushed. */
  stop(): Promise<void>;
}
