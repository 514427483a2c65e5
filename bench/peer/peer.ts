/*
 * What the benches ask of a messaging server, so that the same measuring code drives every one of them.
 * The server runs as one child process; the load runs in another process and gets the `Target` as plain data.
 */
import type { Postgres } from '../postgres.ts';

/** How the load process reaches a running peer. */
export type Target = XmppTarget | FramesTarget;

export type XmppTarget = {
  kind: 'xmpp';
  host: string;
  port: number;
  domain: string;
  /** Account n is called `<accountPrefix><n>`, counted from 0; all share one password. */
  accountPrefix: string;
  password: string;
};

export type FramesTarget = {
  kind: 'frames';
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** The shop that everybody writes to. */
  shop: string;
  /** One token a person. */
  tokens: string[];
  /** `name=value` of a member of staff who is signed in. */
  staffCookie: string;
};

export type RunningPeer = {
  /** Name and version, for the report. */
  version: string;
  target: Target;
  /** The process whose memory counts. */
  pid: number;
  /** Messages that lie in the database, asked of PostgreSQL itself. */
  countStored(): Promise<number>;
  stop(): Promise<void>;
};

export type PeerOptions = {
  /** A folder that the peer may fill; the bench removes it. */
  workspace: string;
  postgres: Postgres;
  /** Accounts that can sign in once it runs. */
  accounts: number;
};

export type Peer = {
  name: string;
  /** Installs what is missing; throws with the command to type when it may not. */
  prepare(): void;
  /** Starts it with an empty database on 127.0.0.1. */
  start(options: PeerOptions): Promise<RunningPeer>;
};
