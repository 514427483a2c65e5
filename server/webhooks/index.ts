// Webhooks: what apps are told, in order, signed, until they have it. Knows neither messages nor the Cloud API: whoever
// has news composes an update and enqueues it in the transaction that makes it true.
// Owns webhook_deliveries, the queue and its log in one. Promises: an update enqueued is delivered at least once or
// given up after seven days; the updates of one lane reach an app in their order and never two at once (one that its
// receiver keeps refusing while it takes others steps aside after six tries); the signature is over the very bytes
// sent; a receiver that is down costs one request at a time; a crash loses nothing.
import { Fault, limits } from '../../protocol/index.ts';
import type { Kit, Outbound, Tx } from '../kit/index.ts';
import { type AcceptedListener, Deliverer, type Resolve } from './deliverer.ts';
import type { WebhookFaults } from './post.ts';
import { createStore, type DeliveryRow, type LogRange, type Update } from './store.ts';

export { toAsciiJson } from './envelope.ts';
export type { WebhookFaults } from './post.ts';
export { createWebhookRoutes, toWebhookDelivery } from './routes.ts';
export type { DeliveryRow, DeliveryState, Update } from './store.ts';

export interface Webhooks {
  /**
   * Runs `work` in a transaction and enqueues the updates that it gives, in the same one. One at a time, so that the
   * order of the queue is the order of the calls.
   */
  enqueue(work: (tx: Tx) => Promise<readonly Update[]>): Promise<void>;
  /** Hears the notes of the updates that a webhook was just accepted for. */
  onAccepted(listener: AcceptedListener): void;
  /** The log, newest first. */
  recentDeliveries(limit: number, range?: Omit<LogRange, 'limit'>): Promise<DeliveryRow[]>;
  delivery(seq: number): Promise<DeliveryRow | null>;
  /** Sends an update of the log once more, as a new one at the end of its lane. Fault `not_found`. */
  replay(seq: number): Promise<void>;
  setFaults(faults: Partial<WebhookFaults>): void;
  faults(): WebhookFaults;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether nothing that is due waits. */
  settled(): boolean;
}

export interface WebhooksDeps {
  outbound: Outbound;
  resolve: Resolve;
}

const logKeptMax = 100_000;
const pruneAtOnceMax = 20_000;
const pruneEveryMs = 10_000;

export function createWebhooks(kit: Kit, deps: WebhooksDeps): Webhooks {
  const store = createStore(kit.db);
  const deliverer = new Deliverer({ kit, store, ...deps });
  let turn: Promise<unknown> = Promise.resolve();
  let pruning: ReturnType<typeof setInterval> | null = null;

  function enqueue(work: (tx: Tx) => Promise<readonly Update[]>): Promise<void> {
    const run = turn.then(async () => {
      const updates = await kit.db.transaction(async (tx) => {
        const made = await work(tx);
        for (let at = 0; at < made.length; at += limits.webhookBatchMax) {
          await store.insert(tx, made.slice(at, at + limits.webhookBatchMax), kit.clock.now());
        }
        return made;
      });
      for (const appId of new Set(updates.map((update) => update.appId))) deliverer.wake(appId);
    });
    turn = run.catch(() => {});
    return run;
  }

  async function prune(): Promise<void> {
    try {
      while ((await store.prune(logKeptMax, pruneAtOnceMax)) === pruneAtOnceMax);
    } catch (error) {
      kit.log.warn({ err: error }, 'the log of webhooks could not be pruned');
    }
  }

  return {
    enqueue,
    onAccepted: (listener) => deliverer.onAccepted(listener),
    recentDeliveries: (limit, range) => store.recent({ ...range, limit }),
    delivery: (seq) => store.find(seq),
    async replay(seq) {
      const row = await store.find(seq);
      if (row === null) throw new Fault('not_found');
      await enqueue(async () => [row]);
    },
    setFaults(faults) {
      deliverer.faults = { ...deliverer.faults, ...faults };
    },
    faults: () => deliverer.faults,
    async start() {
      await deliverer.start();
      pruning = setInterval(() => void prune(), pruneEveryMs);
    },
    async stop() {
      if (pruning !== null) clearInterval(pruning);
      await turn;
      await deliverer.stop();
    },
    settled: () => deliverer.isSettled(),
  };
}
