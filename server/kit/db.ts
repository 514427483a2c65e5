// The door to PostgreSQL: plain SQL in tagged templates, prepared once a connection. Whoever may only read gets a
// `Reader`; a write needs the `Tx` of a transaction, or says so by `db.sql`.
import pg from 'pg';
import { assert } from './assert.ts';

export type SqlValue = string | number | bigint | boolean | null | Uint8Array | readonly SqlValue[];

export interface Reader {
  /** Rows of a statement; `${…}` become parameters, never text. int8 arrives as a safe number. */
  sql<Row = unknown>(strings: TemplateStringsArray, ...values: SqlValue[]): Promise<Row[]>;
  /** The same with the text ready made: for statements put together from parts of our own. */
  query<Row = unknown>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

export interface Tx extends Reader {
  readonly transaction: 'open';
  /** Runs after the commit, never after a rollback. */
  onCommit(hook: () => void): void;
}

export interface Db extends Reader {
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction: commits what it returns, rolls back what it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Statements sent so far: tests count what a path costs. */
  queryCount(): number;
  close(): Promise<void>;
}

export type DbTarget = { connectionString: string } | { host: string; user: string; database: string };

// int8 holds times, seqs and minor units; all stay far below 2^53, and one that does not is a bug seen at once.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  assert(Number.isSafeInteger(value), 'an int8 beyond 2^53 reached the application');
  return value;
});

export function connectDb(target: DbTarget, poolSizeMax = 16): Db {
  const pool = new pg.Pool({
    ...target,
    max: poolSizeMax,
    idleTimeoutMillis: 30_000,
    application_name: 'comptoir',
  });
  // An idle connection that dies is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const names = new Map<string, string>();
  let queries = 0;

  async function run<Row>(
    client: pg.Pool | pg.PoolClient,
    text: string,
    values: readonly SqlValue[],
  ): Promise<Row[]> {
    queries++;
    let name = names.get(text);
    if (name === undefined) {
      name = `s${names.size}`;
      // Statements put together at run time must not fill the server's memory with prepared plans.
      if (names.size < 2_000) names.set(text, name);
    }
    const prepared = names.has(text) ? { name } : {};
    const result = await client.query({ ...prepared, text, values: values as unknown[] });
    return result.rows as Row[];
  }

  function reader(client: pg.Pool | pg.PoolClient): Reader {
    return {
      sql: (strings, ...values) => run(client, joinParameters(strings), values),
      query: (text, values = []) => run(client, text, values),
    };
  }

  async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    const hooks: (() => void)[] = [];
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work({
        ...reader(client),
        transaction: 'open',
        onCommit: (hook) => void hooks.push(hook),
      });
      await client.query('commit');
      for (const hook of hooks) hook();
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return { pool, ...reader(pool), transaction, queryCount: () => queries, close: () => pool.end() };
}

const texts = new WeakMap<TemplateStringsArray, string>();

function joinParameters(strings: TemplateStringsArray): string {
  let text = texts.get(strings);
  if (text === undefined) {
    text = strings.reduce((joined, part, index) => `${joined}$${index}${part}`);
    texts.set(strings, text);
  }
  return text;
}

/** Whether `error` is PostgreSQL's refusal of a second row with the same unique key. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const failure = error as { code?: string; constraint?: string };
  return failure?.code === '23505' && (constraint === undefined || failure.constraint === constraint);
}

/** Whether the database takes writes; a read would not tell. */
export async function isWritable(db: Db): Promise<boolean> {
  try {
    await db.sql`insert into readiness values (1, 1) on conflict (id) do update set checks = readiness.checks + 1`;
    return true;
  } catch {
    return false;
  }
}
