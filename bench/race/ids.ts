// The same message id many times at once: one message, and the same answer each time.
import { type ConversationId, type MessageFrame, type MessageId, newId } from '../../protocol/index.ts';
import { openAll } from '../load/wire.ts';
import { openConversation } from '../peer/frames.ts';
import { demoShop, type SandboxServer } from '../sandbox-server.ts';
import { type Answer, type Asker, openAsker } from './asker.ts';
import type { Verdict } from './verdict.ts';

const copies = 10;
const idsEach = 5;
const atOnce = 32;

interface Person {
  conversationId: ConversationId;
  askers: Asker[];
  ids: MessageId[];
}

/** Every id goes out on ten sockets in the same moment, those of all people together; once more when all is over. */
export async function raceIds(server: SandboxServer, count: number): Promise<Verdict> {
  const accounts = await server.createPeople(Math.ceil(count / idsEach));
  const people = await openAll(accounts.length, atOnce, (index) =>
    openPerson(server, accounts[index]!.token),
  );
  const startedAt = performance.now();
  const answers = await Promise.all(people.map((person) => askAll(person)));
  const ms = performance.now() - startedAt;
  const again = await Promise.all(people.map((person) => askLate(person)));
  const different = people.flatMap((person, p) =>
    person.ids.map((_, i) => new Set([...answers[p]!.map((row) => row[i]), again[p]![i]]).size),
  );
  const stored = await Promise.all(people.map(readAll));
  await Promise.all(people.flatMap(({ askers }) => askers.map((asker) => asker.close())));

  const ids = people.flatMap((person) => person.ids);
  const messages = stored.flat();
  const inOrder = stored.every((rows) => rows.every((row, index) => row.seq === index + 1));
  const answersMost = Math.max(...different);
  const isRight =
    messages.length === ids.length &&
    inOrder &&
    answersMost === 1 &&
    new Set(messages.map((message) => message.message_id)).size === ids.length;
  return {
    line:
      `message ids: ${ids.length} × ${copies} at once → ${messages.length} messages, ` +
      `${answersMost} different answer an id; all answered in ${Math.round(ms)} ms`,
    isReached: isRight,
  };
}

async function openPerson({ origin }: SandboxServer, token: string): Promise<Person> {
  const conversationId = await openConversation({ origin, shop: demoShop }, token);
  const askers = await Promise.all(Array.from({ length: copies }, () => openAsker(origin, { token })));
  return { conversationId, askers, ids: Array.from({ length: idsEach }, () => newId('message')) };
}

/** What each socket was told of each id. */
function askAll(person: Person): Promise<string[][]> {
  const { askers, ids } = person;
  return Promise.all(askers.map((asker) => Promise.all(ids.map((id) => ask(asker, toFrame(person, id))))));
}

function askLate(person: Person): Promise<string[]> {
  const { askers, ids } = person;
  return Promise.all(ids.map((id) => ask(askers[0]!, { ...toFrame(person, id), retry: true })));
}

function toFrame({ conversationId }: Person, id: MessageId) {
  const content = { type: 'text', body: `Is ${id} there?` };
  return { type: 'send', id, conversation_id: conversationId, content };
}

async function ask(asker: Asker, frame: { id: string; retry?: boolean }): Promise<string> {
  return describe((await asker.ask(frame)).answer);
}

function describe(answer: Answer): string {
  return answer.type === 'ok'
    ? `${answer.conversation_id} ${answer.seq} ${answer.at}`
    : JSON.stringify(answer);
}

async function readAll({ askers, conversationId }: Person): Promise<MessageFrame[]> {
  const pull = { type: 'pull', id: 'all', conversation_id: conversationId, after: 0, limit: 200 };
  const { answer } = await askers[0]!.ask(pull);
  if (answer.type !== 'page') throw new Error(`no page of ${conversationId}: ${JSON.stringify(answer)}`);
  return answer.messages;
}
