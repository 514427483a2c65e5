// The loop of the queue: brings waiting updates into memory, sends what is due, tries again what failed. One such
// loop runs per database.
import { limits } from '../../protocol/index.ts';
import type { Kit, Outbound } from '../kit/index.ts';
import { pauseAfter } from './backoff.ts';
import { Outcomes } from './outcomes.ts';
import { noFaults, type PostResult, postWebhook, type WebhookFaults } from './post.ts';
import { Route, type Taken } from './route.ts';
import type { Outcome, QueuedUpdate, Store } from './store.ts';

/** Where an update goes now; null when nobody listens there any more. */
export type Resolve = (
  appId: string,
  subject: string,
) => Promise<{ url: string; secret: string; batchMax: number } | null>;
export type AcceptedListener = (notes: readonly string[]) => void;

export interface DelivererOptions {
  kit: Kit;
  store: Store;
  outbound: Outbound;
  resolve: Resolve;
}

type Result = Omit<PostResult, 'state'> & { state: PostResult['state'] | 'canceled'; url: string };
const nobodyListens: Result = { state: 'canceled', status: null, excerpt: '', durationMs: 0, url: '' };

const requestsMax = 512;
const requestsPerRouteMax = 64;
const loadedPerAppMax = 2_000;
const loadPage = 500;
const lookMsMax = 1_000;
const errorPauseMs = 1_000;
const stopMsMax = 3_000;

interface Source {
  loadedUpTo: number;
  loaded: number;
  hasMore: boolean;
  loading: boolean;
}

export class Deliverer {
  faults: WebhookFaults = noFaults;
  readonly #options: DelivererOptions;
  readonly #outcomes: Outcomes;
  readonly #listeners: AcceptedListener[] = [];
  readonly #sources = new Map<string, Source>();
  readonly #routes = new Map<string, Route>();
  /** Routes that had to wait because too many requests were under way at once. */
  readonly #crowded = new Set<Route>();
  #requests = 0;
  #running = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerDueAt = 0;

  constructor(options: DelivererOptions) {
    this.#options = options;
    this.#outcomes = new Outcomes(options.store, options.kit.log);
    options.kit.clock.onAdvance(() => this.#look());
  }

  onAccepted(listener: AcceptedListener): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    this.#running = true;
    for (const appId of await this.#options.store.waitingApps()) this.wake(appId);
  }

  /** New updates of the app are committed. */
  wake(appId: string): void {
    if (!this.#running) return;
    let source = this.#sources.get(appId);
    if (source === undefined) {
      source = { loadedUpTo: 0, loaded: 0, hasMore: true, loading: false };
      this.#sources.set(appId, source);
    }
    source.hasMore = true;
    void this.#load(appId, source);
  }

  /** Gives the requests under way a moment; what is not answered by then is sent again after the next start. */
  async stop(): Promise<void> {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const deadline = performance.now() + stopMsMax;
    while (this.#requests > 0 && performance.now() < deadline)
      await new Promise((wake) => setTimeout(wake, 5));
    await this.#outcomes.flush();
  }

  /** Whether all that is due was tried and written. */
  isSettled(): boolean {
    const now = this.#options.kit.clock.now();
    for (const source of this.#sources.values()) if (source.loading || source.hasMore) return false;
    for (const route of this.#routes.values()) {
      route.wake(now);
      if (route.mayGo(now, requestsPerRouteMax)) return false;
    }
    return this.#requests === 0 && this.#outcomes.isClean();
  }

  async #load(appId: string, source: Source): Promise<void> {
    if (source.loading) return;
    source.loading = true;
    try {
      while (this.#running && source.hasMore && source.loaded < loadedPerAppMax) {
        source.hasMore = false;
        const rows = await this.#options.store.waiting(appId, source.loadedUpTo, loadPage);
        if (rows.length === loadPage) source.hasMore = true;
        for (const route of new Set(rows.map((row) => this.#take(row, source)))) this.#pump(route);
      }
    } catch (error) {
      source.hasMore = true;
      this.#options.kit.log.warn({ err: error, app_id: appId }, 'waiting webhooks could not be read');
      setTimeout(() => void this.#load(appId, source), errorPauseMs).unref?.();
    } finally {
      source.loading = false;
    }
  }

  #take(row: QueuedUpdate, source: Source): Route {
    source.loadedUpTo = row.seq;
    source.loaded++;
    const key = `${row.appId} ${row.subject}`;
    let route = this.#routes.get(key);
    if (route === undefined) {
      route = new Route(key, row);
      this.#routes.set(key, route);
    }
    route.add(row, this.#options.kit.clock.now());
    return route;
  }

  /** Brings ready what is due by the clock, of every route. */
  #look(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#timerDueAt = 0;
    for (const route of [...this.#routes.values()]) this.#pump(route);
  }

  #lookAt(dueAt: number, now: number): void {
    if (this.#timer !== null && this.#timerDueAt <= dueAt) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerDueAt = dueAt;
    this.#timer = setTimeout(() => this.#look(), Math.min(lookMsMax, Math.max(1, dueAt - now)));
  }

  #pump(route: Route): void {
    if (!this.#running) return;
    const now = this.#options.kit.clock.now();
    const wakeAt = route.wake(now);
    if (wakeAt !== null) this.#lookAt(wakeAt, now);
    while (route.mayGo(now, requestsPerRouteMax)) {
      if (this.#requests >= requestsMax) return void this.#crowded.add(route);
      this.#requests++;
      route.begin();
      void this.#deliver(route);
    }
    if (route.isEmpty) this.#routes.delete(route.key);
  }

  async #deliver(route: Route): Promise<void> {
    const { kit, outbound, resolve } = this.#options;
    try {
      const target = await resolve(route.appId, route.subject);
      const taken = route.take(target?.batchMax ?? limits.webhookBatchMax);
      if (target === null || taken.length === 0) this.#settle(route, taken, nobodyListens);
      else {
        const result = await postWebhook(outbound, updatesOf(taken), { ...target, faults: this.faults });
        this.#settle(route, taken, { ...result, url: target.url });
      }
    } catch (error) {
      kit.log.error({ err: error, app_id: route.appId }, 'the address of a webhook could not be read');
      route.postpone(kit.clock.now() + errorPauseMs);
    }
    this.#requests--;
    this.#pump(route);
    const [waiting] = this.#crowded;
    if (waiting !== undefined && this.#crowded.delete(waiting)) this.#pump(waiting);
  }

  /** Writes down what became of a request and makes way for what comes after. */
  #settle(route: Route, taken: Taken, result: Result): void {
    const now = this.#options.kit.clock.now();
    const updates = updatesOf(taken);
    const outcomes = updates.map((update) => judge(update, result, now));
    for (const [index, outcome] of outcomes.entries()) {
      updates[index]!.attempts = outcome.attempts;
      updates[index]!.dueAt = outcome.dueAt;
      this.#outcomes.add(outcome);
    }
    if (result.state === 'failed') {
      this.#release(
        route.appId,
        route.failed(taken, now, (update) => isExpired(update, now)),
      );
      return;
    }
    if (result.state === 'accepted') route.succeeded(taken, now);
    else route.dropped(taken, now);
    this.#release(route.appId, updates.length);
    const notes = updates.flatMap((update) => update.note ?? []);
    if (result.state !== 'accepted' || notes.length === 0) return;
    for (const listener of this.#listeners) listener(notes);
  }

  /** Makes room in memory, and fills it again. */
  #release(appId: string, count: number): void {
    const source = this.#sources.get(appId);
    if (source === undefined) return;
    source.loaded -= count;
    if (source.hasMore && source.loaded < loadedPerAppMax / 2) void this.#load(appId, source);
  }
}

function updatesOf(taken: Taken): QueuedUpdate[] {
  return taken.flatMap(({ lane, count }) => lane.updates.slice(0, count));
}

function isExpired(update: QueuedUpdate, now: number): boolean {
  return now - update.createdAt > limits.webhookAgeMsMax;
}

function judge(update: QueuedUpdate, result: Result, now: number): Outcome {
  const { url, status, excerpt, durationMs } = result;
  const tried = { seq: update.seq, url, status, excerpt, durationMs, triedAt: now };
  const attempts = update.attempts + (result.state === 'canceled' ? 0 : 1);
  if (result.state !== 'failed') return { ...tried, state: result.state, attempts, dueAt: update.dueAt };
  if (isExpired(update, now)) return { ...tried, state: 'expired', attempts, dueAt: update.dueAt };
  return { ...tried, state: 'waiting', attempts, dueAt: now + pauseAfter(attempts) };
}
