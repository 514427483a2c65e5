// A whole server in this process, on a fresh database, reached as people reach it: over HTTP and sockets. People and
// shops have names; the clock is set, never waited for; `settle` instead of sleeping.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPersonApi, type PersonApi } from '../../client/http.ts';
import { type Client, connect } from '../../client/index.ts';
import type { AccountId, ConversationId, SandboxWorld } from '../../protocol/index.ts';
import { type App, createApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { type Clock, connectDb, createClock, createLog } from '../../server/kit/index.ts';
import { createTestDatabase } from './kit.ts';

export interface World {
  app: App;
  /** Origin, by the name that passkeys and cookies want. */
  url: string;
  clock: Clock;
  /** What `sandbox.json` says of the demo world. */
  sandbox: SandboxWorld;
  /** Lines that the server logged. */
  logged(): string;
  /** Somebody new, with a login. */
  person(name: string): Promise<WorldPerson>;
  /** A person of the demo world. */
  demoPerson(index: number): Promise<WorldPerson>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldPerson {
  name: string;
  accountId: AccountId;
  phone: string;
  token: string;
  api: PersonApi;
  /** A device of this person, connected. */
  connect(): Client;
  openChat(handle?: string): Promise<ConversationId>;
}

export const demoShop = 'atelier-lune';

export async function startWorld(overrides: Partial<Config> = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-world-'));
  const config: Config = {
    ...readConfig({}),
    dataDir,
    port: 0,
    publicUrl: 'http://localhost:0',
    secret: 'world-secret-world-secret-world-secret',
    demoPictures: false,
    ...overrides,
  };
  const db = connectDb(await createTestDatabase(), 16);
  const clock = createClock();
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const app = createApp({ config, db, clock, log });
  const server = await app.start();
  const url = `http://localhost:${server.port}`;
  const sandbox = await readWorld(url, dataDir);
  const clients: Client[] = [];

  const makePerson = (made: {
    name: string;
    phone: string;
    token: string;
    accountId: AccountId;
  }): WorldPerson => {
    const api = createPersonApi({ url, token: made.token });
    return {
      ...made,
      api,
      connect() {
        const client = connect({ url, token: made.token });
        clients.push(client);
        return client;
      },
      openChat: async (handle = demoShop) => (await api.openConversation(handle)).conversation_id,
    };
  };

  return {
    app,
    url,
    clock,
    sandbox,
    logged: () => lines.join(''),
    async person(name) {
      const phone = `+3363998${String(1000 + clients.length + Math.floor(Math.random() * 9000)).slice(-4)}`;
      const [made] = await app.modules.accounts.createPeople([{ name, phone, language: 'en' }]);
      return makePerson({ name, phone, token: made!.token, accountId: made!.accountId });
    },
    async demoPerson(index) {
      const { name, phone, token } = sandbox.people[index]!;
      const accountId = (await app.modules.accounts.findByPhone(phone))!;
      return makePerson({ name, phone, token, accountId });
    },
    settle: () => app.settle(20_000),
    async close() {
      for (const client of clients) client.close();
      await app.stop();
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function readWorld(url: string, dataDir: string): Promise<SandboxWorld> {
  const { readFileSync } = await import('node:fs');
  const world = JSON.parse(readFileSync(join(dataDir, 'sandbox.json'), 'utf8')) as SandboxWorld;
  if (!url.endsWith(new URL(world.base_url).port)) throw new Error('sandbox.json names another port');
  return world;
}
