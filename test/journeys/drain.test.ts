// SIGTERM under load: not ready first, nothing that was taken fails, sockets are sent away with 1012, exit code 0, and
// what was acknowledged is there after the next start (SPEC SE5).
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { rmSync } from 'node:fs';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createPersonApi } from '../../client/http.ts';
import { type ConversationId, closeCodes, type MessageId, newId } from '../../protocol/index.ts';
import { makeDataFolder, type ServerProcess, startServerProcess } from '../support/process.ts';
import { openSignedIn, type RawSocket } from '../support/raw-socket.ts';
import { until } from '../support/until.ts';

const peopleCount = 20;
const browsersCount = 6;
const drainMsMax = 20_000;
let dataDir: string;
let server: ServerProcess;
let people: Person[];
let answered = 0;

interface Person {
  token: string;
  conversationId: ConversationId;
  acknowledged: MessageId[];
}

beforeAll(async () => {
  dataDir = makeDataFolder();
  server = await startServerProcess(dataDir);
  await server.ready();
  people = await makePeople();
}, 120_000);

afterAll(async () => {
  server.kill('SIGKILL');
  await server.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

async function makePeople(): Promise<Person[]> {
  const response = await fetch(`${server.url}/sandbox/people`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.world().sandbox_token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ count: peopleCount }),
  });
  const made = (await response.json()) as { token: string }[];
  return Promise.all(
    made.map(async ({ token }) => {
      const opened = await createPersonApi({ url: server.url, token }).openConversation('atelier-lune');
      return { token, conversationId: opened.conversation_id, acknowledged: [] };
    }),
  );
}

/** Writes one message after the other until the socket closes. */
async function writeOn(person: Person, socket: RawSocket): Promise<void> {
  let isOpen = true;
  void socket.closed.then(() => {
    isOpen = false;
  });
  const seen = () => socket.frames.filter((frame) => frame.type === 'ok').map((frame) => frame.id);
  while (isOpen) {
    const id = newId('message');
    const content = { type: 'text', body: 'still there?' } as const;
    socket.send({ type: 'send', id, conversation_id: person.conversationId, content });
    await until(() => !isOpen || seen().includes(id));
    if (seen().includes(id)) person.acknowledged.push(id);
    socket.frames.length = 0;
  }
}

/** Asks for a page that reads the database; a new connection each time. `refused` once nobody listens. */
function browse(path = '/api/instance'): Promise<number | string> {
  return new Promise((done) => {
    const request = get({ host: '127.0.0.1', port: server.port, path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode ?? 0));
      response.on('error', () => done('cut off'));
    });
    request.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}

async function browseOn(): Promise<(number | string)[]> {
  const answers: (number | string)[] = [];
  while (answers.at(-1) !== 'ECONNREFUSED') {
    answers.push(await browse());
    answered++;
  }
  return answers;
}

/** Begins to send a body, and never ends. */
function dawdle(): Socket {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  const head = [
    'POST /api/sign-in/code HTTP/1.1',
    `host: localhost:${server.port}`,
    'content-type: application/json',
    'content-length: 9',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n{`);
  return socket;
}

test('SIGTERM under load ends in order', async () => {
  const sockets = await Promise.all(
    people.map((person) => openSignedIn(`${server.url.replace('http', 'ws')}/socket`, person)),
  );
  const writing = people.map((person, index) => writeOn(person, sockets[index]!));
  const browsing = Array.from({ length: browsersCount }, browseOn);
  await until(() => people.every((person) => person.acknowledged.length >= 5), 30_000);
  await until(() => answered >= 50, 30_000);
  const dawdler = dawdle();

  const askedAt = performance.now();
  server.kill('SIGTERM');
  await Promise.race(sockets.map((socket) => socket.closed));
  expect(await browse('/readyz')).not.toBe(200);
  const closed = await Promise.all(sockets.map((socket) => socket.closed));
  expect(await server.ended).toBe(0);
  dawdler.destroy();
  expect(performance.now() - askedAt).toBeLessThan(drainMsMax);
  expect(new Set(closed.map(({ code }) => code))).toEqual(new Set([closeCodes.restart]));
  await Promise.all(writing);
  for (const answers of await Promise.all(browsing)) {
    // The last connection may have been taken by the kernel, and never have been seen by the server.
    const taken = answers.slice(0, answers.at(-2) === 'ECONNRESET' ? -2 : -1);
    expect(taken.filter((answer) => answer !== 200)).toEqual([]);
  }
}, 90_000);

test('what was acknowledged is there after the next start, once', async () => {
  server = await startServerProcess(dataDir);
  await server.ready();
  for (const person of people) {
    const socket = await openSignedIn(`${server.url.replace('http', 'ws')}/socket`, person);
    const stored: string[] = [];
    const { conversationId } = person;
    for (let before: number | undefined, more = true; more; ) {
      const id = crypto.randomUUID();
      socket.send({ type: 'pull', id, conversation_id: conversationId, ...(before ? { before } : {}) });
      const page = await socket.next('page', (frame) => frame.id === id);
      stored.push(...page.messages.map((message) => message.message_id));
      before = page.messages[0]?.seq;
      more = page.more;
    }
    socket.close();
    expect(new Set(stored).size).toBe(stored.length);
    expect(person.acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
  }
}, 120_000);
