// The sandbox: a demo world on an empty data folder, and doors for scripts to play customers, move the clock and spoil
// webhooks. Owns the mark of the mode that a folder and a database began in, and what a sandbox remembers.
// Promises: none of its doors exists in production; what began in a sandbox is refused there, and the other way round;
// a simulated customer's message takes the way of any device's; codes are shown here and nowhere else.
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { Fault, type InstanceView, type SandboxWorld } from '../../protocol/index.ts';
import type { AccountsModule, Business } from '../accounts/index.ts';
import type { Apps } from '../apps/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Commerce } from '../commerce/index.ts';
import type { Conversations } from '../conversations/index.ts';
import { assert, type Kit, type Outbound, type SocketHandlers } from '../kit/index.ts';
import type { Media } from '../media/index.ts';
import type { Payments } from '../payments/index.ts';
import type { DeliveryRow, WebhookFaults } from '../webhooks/index.ts';
import { demoShop } from './demo/world.ts';
import type { Wamids } from './inbound.ts';
import { createSandboxPeople, type SandboxPeople } from './people.ts';
import type { PictureHost } from './pictures.ts';
import { createSandboxRoutes } from './routes.ts';
import { seedWorld } from './seed.ts';
import { createState, emptyTables, type SandboxState, type StoredWorld } from './state.ts';

export { checkDatabase, checkDataFolder } from './birth.ts';
export { refuseForeignHost } from './guards.ts';
export { openPictureHost } from './pictures.ts';
export { openClock } from './state.ts';

const settleMs = 2_000;

export interface SandboxDeps {
  accounts: AccountsModule;
  apps: Pick<Apps, 'createApp' | 'issueToken'>;
  catalog: Catalog;
  commerce: Commerce;
  conversations: Conversations;
  media: Media;
  outbound: Outbound;
  payments: Payments;
  pictureHost: PictureHost;
  wamids: Wamids;
  webhooks: {
    recentDeliveries(limit: number): Promise<readonly DeliveryRow[]>;
    setFaults(faults: WebhookFaults): void;
    faults(): WebhookFaults;
  };
  /** The gateway's, for simulated devices. */
  sockets: SocketHandlers;
  /** Waits until all that was set in motion has come to rest; throws after `timeoutMs`. */
  settle(timeoutMs: number): Promise<void>;
}

export interface Sandbox {
  routes: Hono;
  /** Makes the demo world if there is none, and writes `<data>/sandbox.json`. After the other modules have started. */
  open(origin: string): Promise<SandboxWorld>;
  /** Whom a visitor may be, and where he may shop, with one press. */
  faces(): Promise<Pick<InstanceView, 'people' | 'shops'>>;
  /** Waits for what is still being drawn. */
  close(): Promise<void>;
}

/** What the files of this module work with. */
export interface SandboxParts extends SandboxDeps {
  kit: Kit;
  state: SandboxState;
  people: SandboxPeople;
  token(): string;
  world(): SandboxWorld;
  /** The business of a number; the demo shop when none is named. Fault: `not_found`. */
  business(phoneNumberId?: string): Promise<Business>;
  reset(): Promise<SandboxWorld>;
}

export function createSandbox(kit: Kit, deps: SandboxDeps): Sandbox {
  assert(kit.config.mode === 'sandbox', 'a sandbox is opened in sandbox mode alone');
  const state = createState(kit.db);
  let origin = kit.config.publicUrl;
  let stored: StoredWorld | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const world = (): SandboxWorld => {
    if (stored === null) throw new Fault('draining', 'the demo world is being made');
    return { base_url: origin, graph_url: origin, ...stored };
  };
  const parts: SandboxParts = {
    ...deps,
    kit,
    state,
    people: createSandboxPeople(deps.accounts),
    token: () => world().sandbox_token,
    world,
    async business(phoneNumberId = world().phone_number_id) {
      const business = await deps.accounts.businessByPhoneNumberId(phoneNumberId);
      if (business === null) throw new Fault('not_found', 'phone_number_id');
      return business;
    },
    reset: () => oneByOne(reset),
  };

  /** Seeding and resetting wait for each other. */
  function oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const done = running.then(work);
    running = done.catch(() => {});
    return done;
  }

  async function make(kept: StoredWorld | null): Promise<void> {
    stored = await seedWorld(parts, kept);
    const behindMs = (await state.clockOffset()) - kit.clock.offsetMs();
    if (behindMs > 0) await kit.clock.advance(behindMs);
    await state.saveWorld(stored);
    writeContract(kit.config.dataDir, world());
  }

  /** A world whose making broke off is made again from the start. */
  async function makeFirst(): Promise<void> {
    if ((await deps.accounts.businessByHandle(demoShop.slug)) !== null) await emptyTables(kit.db);
    await make(null);
  }

  async function reset(): Promise<SandboxWorld> {
    const before = stored;
    // Pictures may be drawn for a while yet: what is still at work then finds its rows gone, and does nothing.
    await deps.settle(settleMs).catch(() => {});
    await deps.accounts.endAllSessions();
    await emptyTables(kit.db);
    await make(before);
    return world();
  }

  return {
    routes: createSandboxRoutes(kit, parts),
    open: (at) =>
      oneByOne(async () => {
        origin = at;
        stored = await state.world();
        if (stored !== null) writeContract(kit.config.dataDir, world());
        else await makeFirst();
        return world();
      }),
    async faces() {
      const people = world().people.map(({ name, phone }) => ({ name, phone }));
      const { handle, name } = await parts.business();
      return { people, shops: [{ handle, name }] };
    },
    async close() {
      deps.pictureHost.close();
      await running;
    },
  };
}

/** Whole or not at all, and for this user's eyes: it holds every key of the sandbox. */
function writeContract(dataDir: string, world: SandboxWorld): void {
  const file = join(dataDir, 'sandbox.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(world, null, 2)}\n`, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}
