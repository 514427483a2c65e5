/*
 * A raw XMPP client for load: plain TCP, SASL PLAIN, one resource, stream management (XEP-0198) with resumption on.
 * An acknowledgement is asked for once per written batch, which is the least a client must ask to know that its messages are
 * stored; requests of the server are answered at once.
 */
import { connect, type Socket } from 'node:net';
import { type LaneEvents, type Lanes, openAll, readIndex, type Wire } from '../load/wire.ts';
import type { XmppTarget } from './peer.ts';
import { makeStanzaCutter, readAttribute } from './xmpp-stream.ts';

/** Accounts 2n and 2n + 1 are the sender and the receiver of lane n. */
export function makeXmppWire(target: XmppTarget): Wire {
  return {
    openLanes: (count, events) => openLanes(target, count, events),
    async openIdle(index, failed) {
      const session = await signIn(target, index, { failed });
      return { close: () => session.close() };
    },
  };
}

type Session = {
  /** Gathers stanzas until the current callback is over, then writes them and asks for an acknowledgement. */
  sendCounted(stanza: string): void;
  close(): Promise<void>;
};

type SessionHandlers = {
  message?(stanza: string): void;
  /** The server has handled `count` of the stanzas that were given to `sendCounted`. */
  acked?(count: number): void;
  failed?(error: Error): void;
};

const logInsAtOnce = 32;
const resource = 'bench';
const smNamespace = 'urn:xmpp:sm:3';
const bodyTag = '<body>';

async function openLanes(target: XmppTarget, count: number, events: LaneEvents): Promise<Lanes> {
  const { failed } = events;
  const receivers = await openAll(count, logInsAtOnce, (lane) =>
    signIn(target, 2 * lane + 1, {
      failed,
      message: (stanza) => events.delivered(lane, readIndex(stanza, bodyStart(stanza))),
    }),
  );
  const senders = await openAll(count, logInsAtOnce, (lane) =>
    signIn(target, 2 * lane, { failed, acked: (handled) => events.acked(lane, handled) }),
  );
  return {
    send(lane, text) {
      const to = `${target.accountPrefix}${2 * lane + 1}@${target.domain}/${resource}`;
      senders[lane]?.sendCounted(
        `<message type='chat' id='${text.slice(0, 10)}' to='${to}'><body>${text}</body></message>`,
      );
    },
    close: async () => {
      await Promise.all([...senders, ...receivers].map((session) => session.close()));
    },
  };
}

function bodyStart(stanza: string): number {
  return stanza.indexOf(bodyTag) + bodyTag.length;
}

/** Connects from an address of loopback that depends on the account, so that ports never run out. */
async function signIn(target: XmppTarget, account: number, handlers: SessionHandlers = {}): Promise<Session> {
  const localAddress = `127.0.0.${2 + (account % 8)}`;
  const socket = connect({ host: target.host, port: target.port, localAddress, noDelay: true });
  socket.setEncoding('latin1');
  const stanzas = readInTurn(socket);
  await logIn(target, account, { socket, stanzas });
  return runSession(socket, stanzas, handlers);
}

type StanzaReader = {
  /** The next stanza of this name; throws on a failure, an error, or the end of the stream. */
  next(name: string): Promise<string>;
  /** From now on every stanza goes to `handler`, first those that wait. */
  handOver(handler: (name: string, stanza: string) => void, failed: (error: Error) => void): void;
};

function readInTurn(socket: Socket): StanzaReader {
  const waiting: [name: string, stanza: string][] = [];
  let wake: () => void = () => undefined;
  let broken: Error | undefined;
  let take = (name: string, stanza: string) => {
    waiting.push([name, stanza]);
    wake();
  };
  let fail = (error: Error) => {
    broken ??= error;
    wake();
  };
  socket.on(
    'data',
    makeStanzaCutter((name, stanza) => take(name, stanza)) as (data: Buffer | string) => void,
  );
  socket.on('error', (error) => fail(error));
  socket.on('close', () => fail(new Error('The server closed the stream.')));
  return {
    async next(name) {
      for (;;) {
        const [found] = waiting.splice(0, 1);
        if (found?.[0] === name) return found[1];
        if (found && isRefusal(found[0])) throw new Error(`Expected ${name}, got ${found[1]}`);
        if (found) continue;
        if (broken) throw broken;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    handOver(handler, failed) {
      take = handler;
      fail = failed;
      for (const [name, stanza] of waiting.splice(0)) handler(name, stanza);
    },
  };
}

function isRefusal(name: string): boolean {
  return name === 'failure' || name === 'failed' || name === 'stream:error' || name === '/stream:stream';
}

async function logIn(
  target: XmppTarget,
  account: number,
  stream: { socket: Socket; stanzas: StanzaReader },
): Promise<void> {
  const { socket, stanzas } = stream;
  const user = `${target.accountPrefix}${account}`;
  const header = `<stream:stream to='${target.domain}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
  const credentials = Buffer.from(`\0${user}\0${target.password}`).toString('base64');
  socket.write(header);
  await stanzas.next('stream:features');
  socket.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${credentials}</auth>`);
  await stanzas.next('success');
  socket.write(header);
  await stanzas.next('stream:features');
  const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${resource}</resource></bind>`;
  socket.write(`<iq type='set' id='bind'>${bind}</iq>`);
  await stanzas.next('iq');
  socket.write(`<enable xmlns='${smNamespace}' resume='true'/>`);
  await stanzas.next('enabled');
  socket.write(`<presence/>`);
  await stanzas.next('presence');
}

/** Both sides count stanzas from `enabled` on: the presence each of them sent is the first. */
function runSession(socket: Socket, stanzas: StanzaReader, handlers: SessionHandlers): Session {
  let received = 1;
  let outgoing = '';
  let closing = false;
  stanzas.handOver(
    (name, stanza) => {
      if (name === 'message') handlers.message?.(stanza);
      if (name === 'message' || name === 'iq' || name === 'presence') received += 1;
      if (name === 'a') handlers.acked?.(Number(readAttribute(stanza, 'h')) - 1);
      if (name === 'r') socket.write(`<a xmlns='${smNamespace}' h='${received}'/>`);
      if (isRefusal(name) && !closing) handlers.failed?.(new Error(`The server said ${stanza}`));
    },
    (error) => closing || handlers.failed?.(error),
  );
  const flush = () => {
    socket.write(`${outgoing}<r xmlns='${smNamespace}'/>`);
    outgoing = '';
  };
  return {
    sendCounted(stanza) {
      if (outgoing === '') queueMicrotask(flush);
      outgoing += stanza;
    },
    close() {
      closing = true;
      return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.end('</stream:stream>');
      });
    },
  };
}
