// The only place that adds a message to the log. Everything queued is written by one statement and one fsync; while it is
// under way the next batch gathers by itself, so there is no timer and an idle server answers in one commit. One
// commit at a time: watermarks become visible in their order. Nobody is answered before the commit.
import { Fault, limits } from '../../protocol/index.ts';
import { assert, isUniqueViolation, type Kit } from '../kit/index.ts';
import { type CommitConnection, openCommitConnection } from './commit-connection.ts';
import { columns, encodeCopy } from './encode.ts';
import type { AppendedRow } from './model.ts';
import { type InFlight, type PendingMessage, restoreRow } from './pending.ts';
import { renderCommit, renderMessageOf } from './render.ts';
import type { ConversationState, ConversationStates } from './states.ts';
import type { Store } from './store.ts';

export type AppendedListener = (rows: readonly AppendedRow[], frames: readonly string[]) => void;

export interface AppenderOptions {
  kit: Kit;
  store: Store;
  states: ConversationStates;
  inFlight: InFlight;
  /** Hears of each conversation that grew. */
  onGrown(state: ConversationState): void;
}

const copyText = `copy messages (${columns.join(', ')}) from stdin (format binary)`;

const batchBytesMax = 1_048_576;
const attemptsMax = 8;
const retryAfterMs = 1_000;
const reconnectPauseMs = 100;

/** What one commit takes, with their keys when nothing else was under way. */
interface Batch {
  messages: PendingMessage[];
  sealed: Map<string, PendingMessage> | null;
}

export class Appender {
  readonly #options: AppenderOptions;
  readonly #listeners: AppendedListener[] = [];
  #queue: PendingMessage[] = [];
  #connection: CommitConnection | null = null;
  #watermark = 0;
  /** When the present batch began (ms of performance.now). */
  #batchBegan = 0;
  #running: Promise<void> | null = null;
  /** Set while it is unknown what the store holds: nothing is taken until it answers again. */
  #lost = false;
  #closed = false;

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  async start(watermark: number): Promise<void> {
    this.#watermark = watermark;
    this.#connection = await openCommitConnection(this.#options.kit.db);
  }

  onAppended(listener: AppendedListener): void {
    this.#listeners.push(listener);
  }

  latestWatermark(): number {
    return this.#watermark;
  }

  queueLength(): number {
    return this.#queue.length;
  }

  /** How long the present batch has been under way, in ms: it grows while the store does not answer. */
  lagMs(): number {
    return this.#running === null || this.#batchBegan === 0 ? 0 : performance.now() - this.#batchBegan;
  }

  isIdle(): boolean {
    return this.#running === null;
  }

  /** Takes a checked message whose `state`, `member` and `contentText` are set. */
  enqueue(message: PendingMessage): void {
    if (this.#lost || this.#closed) {
      this.#options.inFlight.remove(message);
      message.fail(storageFailed());
      return;
    }
    message.state.waiting++;
    this.#queue.push(message);
    // Whatever else arrives in this turn of the event loop joins the batch.
    if (this.#running === null) this.#running = new Promise((done) => setImmediate(() => done(this.#run())));
  }

  /** Writes what is queued, then takes nothing more. */
  async close(): Promise<void> {
    while (this.#running !== null) await this.#running;
    this.#closed = true;
    this.#connection?.release();
  }

  async #run(): Promise<void> {
    let written: Batch | null = null;
    for (;;) {
      const batch = this.#takeBatch();
      this.#batchBegan = performance.now();
      const writing = batch === null ? null : this.#write(batch.messages);
      // The store works on the next batch while the last one is answered and sent on.
      if (written !== null) this.#finish(written);
      if (writing === null) break;
      written = { messages: await writing, sealed: batch!.sealed };
    }
    this.#running = null;
  }

  #takeBatch(): Batch | null {
    const queue = this.#queue;
    if (queue.length === 0) return null;
    let count = 0;
    for (let bytes = 0; count < queue.length && count < limits.commitRowsMax; count++) {
      bytes += queue[count]!.contentText.length;
      if (bytes > batchBytesMax && count > 0) break;
    }
    this.#queue = queue.slice(count);
    const messages = count === queue.length ? queue : queue.slice(0, count);
    return { messages, sealed: this.#options.inFlight.seal(messages) };
  }

  #finish({ messages, sealed }: Batch): void {
    if (messages.length > 0) this.#publish(messages);
    if (sealed !== null) this.#options.inFlight.drop(sealed);
    else for (const message of messages) this.#options.inFlight.remove(message);
  }

  /** Resolves with what was committed; what was not is settled by then. */
  async #write(batch: PendingMessage[]): Promise<PendingMessage[]> {
    let rest = batch;
    for (let attempt = 1; rest.length > 0; attempt++) {
      try {
        await this.#insert(rest);
        return rest;
      } catch (error) {
        for (const message of rest) message.state.assignedSeq = message.state.lastSeq;
        if (attempt === attemptsMax) rest = this.#rejectAll(rest, storageFailed());
        else rest = await this.#mend(rest, error);
      }
    }
    return [];
  }

  async #insert(batch: PendingMessage[]): Promise<void> {
    const watermark = this.#watermark + 1;
    const at = this.#options.kit.clock.now();
    for (const message of batch) {
      message.seq = ++message.state.assignedSeq;
      message.watermark = watermark;
      message.at = at;
    }
    assert(this.#connection !== null, 'append before start');
    await this.#connection.copy(encodeCopy(copyText, batch));
    this.#watermark = watermark;
    for (const message of batch) message.state.grow(message);
  }

  /** What of a failed batch is still to be written. */
  async #mend(batch: PendingMessage[], error: unknown): Promise<PendingMessage[]> {
    const { states, kit } = this.#options;
    try {
      if (isUniqueViolation(error, 'messages_once')) return await this.#answerRepeats(batch);
      if (isUniqueViolation(error, 'messages_pkey')) {
        await states.reload(batch.map((message) => message.state));
        return batch;
      }
    } catch (cause) {
      kit.log.error({ err: cause }, 'a batch could not be mended');
      return this.#rejectAll(batch, storageFailed());
    }
    if (this.#connection!.isUsable()) {
      kit.log.error({ err: error, messages: batch.length }, 'the store refused a batch');
      return this.#rejectAll(batch, storageFailed());
    }
    kit.log.error({ err: error, messages: batch.length }, 'the store did not confirm a batch');
    this.#lost = true;
    this.#rejectAll(batch, storageFailed());
    this.#rejectAll(this.#queue.splice(0), storageFailed());
    await this.#recover();
    return [];
  }

  /** Answers those whose ids are in the log already, and returns the others. */
  async #answerRepeats(batch: PendingMessage[]): Promise<PendingMessage[]> {
    const stored = await this.#options.store.findByMessageIds(batch.map((message) => message.messageId));
    const byKey = new Map(stored.map((row) => [`${row.via}:${row.messageId}`, row]));
    return batch.filter((message) => {
      const row = byKey.get(`${message.via}:${message.messageId}`);
      if (row === undefined) return true;
      this.#leave(message);
      if (message.isRepeatOf(row)) message.succeedAs(row);
      else message.fail(new Fault('message_id_reused'));
      return false;
    });
  }

  /** Waits until the store answers again, then finds out what became of the batch whose answer was lost. */
  async #recover(): Promise<void> {
    const { kit, store } = this.#options;
    const broken = this.#connection!;
    for (;;) {
      try {
        // A backend that lives on might still commit: only when it is gone is the log's end known.
        await broken.end(kit.db);
        const rows = await store.readLog(this.#watermark, limits.commitRowsMax);
        this.#connection = await openCommitConnection(kit.db);
        await this.#publishRecovered(rows);
        break;
      } catch (error) {
        if (this.#closed) return;
        kit.log.warn({ err: error }, 'the store does not answer yet');
        await new Promise((wake) => setTimeout(wake, reconnectPauseMs));
      }
    }
    this.#lost = false;
    kit.log.info('the store answers again');
  }

  async #publishRecovered(stored: Awaited<ReturnType<Store['readLog']>>): Promise<void> {
    const rows: PendingMessage[] = [];
    for (const row of stored) {
      const state = await this.#options.states.load(row.conversationId);
      if (state !== null) rows.push(restoreRow(row, state));
    }
    for (const row of rows) {
      this.#watermark = Math.max(this.#watermark, row.watermark);
      if (row.seq > row.state.lastSeq) row.state.grow(row);
    }
    if (rows.length > 0) this.#publish(rows);
  }

  #publish(batch: PendingMessage[]): void {
    const frames: string[] = [];
    let commit = '';
    let watermark = 0;
    for (const message of batch) {
      if (message.watermark !== watermark) commit = renderCommit(message);
      watermark = message.watermark;
      message.frame = renderMessageOf(commit, message, message.contentText);
      frames.push(message.frame);
      message.state.waiting--;
      if (!message.state.isMarked) this.#options.onGrown(message.state);
    }
    for (const listener of this.#listeners) {
      try {
        listener(batch, frames);
      } catch (error) {
        this.#options.kit.log.error({ err: error }, 'a listener of the log failed');
      }
    }
    for (const message of batch) message.succeed();
  }

  /** It waits for nothing more. */
  #leave(message: PendingMessage): void {
    message.state.waiting--;
    this.#options.inFlight.remove(message);
  }

  #rejectAll(batch: PendingMessage[], error: unknown): [] {
    for (const message of batch) {
      this.#leave(message);
      message.fail(error);
    }
    return [];
  }
}

function storageFailed(): Fault {
  return new Fault('storage_failed', undefined, retryAfterMs);
}
