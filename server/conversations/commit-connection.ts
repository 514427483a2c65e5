// The one connection that commits messages: kept open, and known by its backend, so that after a broken answer we
// can make sure that nothing commits behind our back.
import type { Connection, PoolClient, Submittable } from 'pg';
import type { Db } from '../kit/index.ts';

const endWaitMs = 20;
const endAttemptsMax = 500;

export interface CommitConnection {
  /** Sends ready-made messages of the protocol that end in one COPY; resolves when it is committed. */
  copy(messages: Buffer): Promise<void>;
  /** False once the connection broke: then nobody knows what became of its last statement. */
  isUsable(): boolean;
  /** Resolves when its backend can commit nothing more. */
  end(db: Db): Promise<void>;
  release(): void;
}

export async function openCommitConnection(db: Db): Promise<CommitConnection> {
  const client = await db.pool.connect();
  const backend = await readBackend(client);
  let usable = true;
  let released = false;
  const lose = () => {
    usable = false;
  };
  client.on('error', lose);
  client.on('end', lose);
  const release = (error?: Error) => {
    if (released) return;
    released = true;
    client.release(error);
  };
  return {
    copy: (messages) =>
      new Promise((done, failed) => {
        const fail = (error: unknown) => {
          if (isFatal(error)) usable = false;
          failed(error);
        };
        client.query(new Copy(messages, done, fail));
      }),
    isUsable: () => usable,
    async end(through) {
      release(new Error('the connection is broken'));
      await endBackend(through, backend);
    },
    release: () => release(),
  };
}

/** A query of our own to the driver: everything is written at once, and only the end is of interest. */
class Copy implements Submittable {
  readonly #messages: Buffer;
  readonly #done: () => void;
  readonly #failed: (error: unknown) => void;

  constructor(messages: Buffer, done: () => void, failed: (error: unknown) => void) {
    this.#messages = messages;
    this.#done = done;
    this.#failed = failed;
  }

  submit(connection: Connection): void {
    connection.stream.write(this.#messages);
  }

  /** After an error the driver forgets this query: whatever it calls comes before. */
  handleReadyForQuery(): void {
    this.#done();
  }

  handleError(error: unknown): void {
    this.#failed(error);
  }

  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
}

interface Backend {
  pid: number;
  startedAt: string;
}

async function readBackend(client: PoolClient): Promise<Backend> {
  const result = await client.query<Backend>(
    `select pid, backend_start::text as "startedAt" from pg_stat_activity where pid = pg_backend_pid()`,
  );
  return result.rows[0]!;
}

async function endBackend(db: Db, backend: Backend): Promise<void> {
  for (let attempt = 0; attempt < endAttemptsMax; attempt++) {
    const living = await db.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where pid = ${backend.pid} and backend_start = ${backend.startedAt}::timestamptz`;
    if (living.length === 0) return;
    await new Promise((wake) => setTimeout(wake, endWaitMs));
  }
  throw new Error('the backend of the broken connection does not end');
}

/** A refusal carries an SQLSTATE and leaves the connection usable; everything else breaks it. */
function isFatal(error: unknown): boolean {
  const { code, severity } = error as { code?: string; severity?: string };
  if (severity === 'FATAL' || severity === 'PANIC') return true;
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P)/.test(code);
}
