// The protocol against a model: devices that send, repeat, break off, come back and pull by chance. Whatever happens,
// every ok is readable once, in order, by every member on every device.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  type ConversationId,
  type MessageFrame,
  type MessageId,
  newId,
  type OkFrame,
  type ServerFrame,
} from '../../protocol/index.ts';
import { type Messaging, startMessaging, type TestAccount } from '../../test/support/messaging.ts';
import { createRandom, type Random } from '../../test/support/random.ts';
import { openRawSocket, type RawSocket } from '../../test/support/raw-socket.ts';
import { until } from '../../test/support/until.ts';

let world: Messaging;
beforeAll(async () => {
  world = await startMessaging();
});
afterAll(() => world.close());

interface Sent {
  id: MessageId;
  conversationId: ConversationId;
  body: string;
  tries: number;
  ok: OkFrame | null;
  /** The connection of the first try, and the place in it. */
  connection: number;
  order: number;
}

/** A device as simple as the rules allow: keeps what it saw, sends what is not answered, pulls what is missing. */
class Robot {
  readonly account: TestAccount;
  readonly conversations: ConversationId[];
  readonly sent = new Map<MessageId, Sent>();
  readonly logs = new Map<ConversationId, Map<number, MessageFrame>>();
  readonly lastSeqs = new Map<ConversationId, number>();
  #socket: RawSocket | null = null;
  #since: { epoch: string; watermark: number } | null = null;
  #read = 0;
  #connections = 0;
  #pulls = 0;
  #tries = 0;

  constructor(account: TestAccount, conversations: ConversationId[]) {
    this.account = account;
    this.conversations = conversations;
    for (const id of conversations) this.logs.set(id, new Map());
  }

  async connect(): Promise<void> {
    if (this.#socket !== null) return;
    const socket = await openRawSocket(world.url);
    this.#socket = socket;
    this.#read = 0;
    this.#connections++;
    const since = this.#since === null ? {} : { since: this.#since };
    socket.send({ type: 'hello', version: 1, token: this.account.token, ...since });
    await until(() => this.listen().some((frame) => frame.type === 'live'));
  }

  disconnect(): void {
    this.listen();
    this.#socket?.close();
    this.#socket = null;
  }

  say(conversationId: ConversationId, body: string): void {
    const id = newId('message');
    this.sent.set(id, { id, conversationId, body, tries: 0, ok: null, connection: 0, order: 0 });
    this.try(id, false);
  }

  try(id: MessageId, isFlagged: boolean): void {
    const sent = this.sent.get(id)!;
    if (this.#socket === null) return;
    if (sent.tries++ === 0) {
      sent.connection = this.#connections;
      sent.order = ++this.#tries;
    }
    const content = { type: 'text', body: sent.body } as const;
    const flag = isFlagged ? { retry: true } : {};
    this.#socket.send({ type: 'send', id, conversation_id: sent.conversationId, content, ...flag });
  }

  get unanswered(): Sent[] {
    return [...this.sent.values()].filter((sent) => sent.ok === null);
  }

  /** Takes what has arrived since the last look. */
  listen(): ServerFrame[] {
    const frames = this.#socket?.frames ?? [];
    for (; this.#read < frames.length; this.#read++) this.#take(frames[this.#read]!);
    return frames;
  }

  async pullAll(): Promise<void> {
    for (const conversationId of this.conversations) {
      for (let after = 0, more = true; more; ) {
        const id = `pull-${++this.#pulls}`;
        this.#socket!.send({ type: 'pull', id, conversation_id: conversationId, after, limit: 7 });
        const page = await this.#socket!.next('page', (frame) => frame.id === id);
        for (const message of page.messages) this.#keep(message);
        after = page.messages.at(-1)?.seq ?? after;
        more = page.more;
      }
    }
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'welcome' && this.#since?.epoch !== frame.epoch) {
      this.#since = { epoch: frame.epoch, watermark: 0 };
    }
    if ('watermark' in frame && frame.type !== 'welcome') {
      this.#since!.watermark = Math.max(this.#since!.watermark, frame.watermark);
    }
    if (frame.type === 'message') this.#keep(frame);
    if (frame.type === 'behind') this.#noteLast(frame.conversation_id, frame.last_seq);
    if (frame.type === 'ok') this.#answer(frame);
    if (frame.type === 'no') throw new Error(`refused: ${JSON.stringify(frame)}`);
  }

  #answer(ok: OkFrame): void {
    const sent = this.sent.get(ok.id as MessageId)!;
    if (sent.ok !== null) expect(ok).toEqual(sent.ok);
    sent.ok = ok;
    this.#noteLast(ok.conversation_id!, ok.seq!);
  }

  #keep(message: MessageFrame): void {
    const log = this.logs.get(message.conversation_id)!;
    const known = log.get(message.seq);
    if (known !== undefined) expect(message).toEqual(known);
    log.set(message.seq, message);
    this.#noteLast(message.conversation_id, message.seq);
  }

  #noteLast(conversationId: ConversationId, seq: number): void {
    this.lastSeqs.set(conversationId, Math.max(seq, this.lastSeqs.get(conversationId) ?? 0));
  }
}

async function makeRobots(): Promise<Robot[]> {
  const [kiosk, bakery] = [world.business('kiosk'), world.business('bakery')];
  const people = ['amara', 'ben', 'chloe'].map((name) => world.person(name));
  const byAccount = new Map<TestAccount, ConversationId[]>();
  for (const person of people) {
    for (const shop of [kiosk, bakery]) {
      const id = await world.open(person, shop);
      for (const account of [person, shop]) byAccount.set(account, [...(byAccount.get(account) ?? []), id]);
    }
  }
  return [...byAccount].flatMap(([account, ids]) => [
    new Robot(account, ids),
    new Robot(world.device(account), ids),
  ]);
}

async function live(robots: Robot[], random: Random, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const robot = random.pick(robots);
    robot.listen();
    const draw = random.next();
    if (draw < 0.1) robot.disconnect();
    else if (draw < 0.35) await robot.connect();
    else if (draw < 0.75) {
      for (let n = random.below(6); n >= 0; n--)
        robot.say(random.pick(robot.conversations), `step ${step} ${n}`);
    } else if (draw < 0.9) {
      // Tries again by chance, answered or not, said to be a retry or not, in any order.
      const known = [...robot.sent.keys()];
      for (let n = random.below(4); n > 0 && known.length > 0; n--)
        robot.try(random.pick(known), random.chance(0.5));
    } else if (draw < 0.97) await new Promise((wake) => setTimeout(wake, random.below(3)));
    else if (robot.listen().length > 0) await robot.pullAll();
  }
}

async function settle(robots: Robot[]): Promise<void> {
  for (const robot of robots) {
    robot.disconnect();
    await robot.connect();
    for (const { id } of robot.unanswered) robot.try(id, true);
    await until(() => {
      robot.listen();
      return robot.unanswered.length === 0;
    });
  }
  for (const robot of robots) {
    // Without pulling: what resuming and living brought reaches to the end of every conversation.
    for (const id of robot.conversations) {
      const lastSeq = await world.conversations.lastSeq(id);
      await until(() => {
        robot.listen();
        return (robot.lastSeqs.get(id) ?? 0) === lastSeq;
      });
    }
    await robot.pullAll();
    robot.listen();
  }
}

async function checkAgainstLog(robots: Robot[]): Promise<void> {
  const all = await world.conversations.readLog({ after: 0, limit: 1_000_000 });
  const oks = robots.flatMap((robot) => [...robot.sent.values()]);
  const ours = new Set(oks.map((sent) => sent.conversationId));
  for (const conversationId of ours) {
    const rows = all.filter((row) => row.conversationId === conversationId).sort((a, b) => a.seq - b.seq);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
    const expected = rows.map((row) => `${row.seq} ${row.messageId} ${JSON.stringify(row.content)}`);
    for (const robot of robots.filter((each) => each.conversations.includes(conversationId))) {
      const seen = [...robot.logs.get(conversationId)!.values()].sort((a, b) => a.seq - b.seq);
      expect(seen.map((m) => `${m.seq} ${m.message_id} ${JSON.stringify(m.content)}`)).toEqual(expected);
    }
  }
  const byId = Map.groupBy(all, (row) => row.messageId);
  for (const sent of oks) {
    const rows = byId.get(sent.id) ?? [];
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      seq: sent.ok!.seq!,
      at: sent.ok!.at!,
      conversationId: sent.conversationId,
    });
  }
  for (const robot of robots) checkOrderOfSending(robot);
}

/** What one connection sent once to one conversation stands in the log as it was sent. */
function checkOrderOfSending(robot: Robot): void {
  const once = [...robot.sent.values()].filter((sent) => sent.tries === 1);
  const lanes = Map.groupBy(once, (sent) => `${sent.connection} ${sent.conversationId}`);
  for (const lane of lanes.values()) {
    const seqs = lane.sort((a, b) => a.order - b.order).map((sent) => sent.ok!.seq!);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  }
}

test('LG2 LG3 SI1 DL1 RS1 every ok is readable once, in order, by every member on every device', async () => {
  const random = createRandom();
  try {
    for (let round = 0; round < 6; round++) {
      const robots = await makeRobots();
      await live(robots, random, 150);
      await settle(robots);
      await checkAgainstLog(robots);
      for (const robot of robots) robot.disconnect();
    }
  } catch (error) {
    throw new Error(`TEST_SEED=${random.seed}: ${(error as Error).message}`, { cause: error });
  }
});
