// Sliding windows: at most so many attempts of one kind by one key in so much time, counted exactly.
import { createHmac } from 'node:crypto';
import { Fault } from '../../protocol/index.ts';
import { assert, type Kit, type Tx } from '../kit/index.ts';

export interface Window {
  /** What is counted, e.g. "code/number"; with `value` it makes the key. */
  kind: string;
  value: string;
  limits: readonly { max: number; ms: number }[];
}

const dayMs = 24 * 3_600_000;

/**
 * Counts one attempt in every window, or in none. Fault: `rate_limited` with the time until there is room. Windows
 * are given in one order by all callers, so that their locks cannot meet crosswise.
 */
export async function countAttempt(kit: Kit, tx: Tx, windows: readonly Window[]): Promise<void> {
  const now = kit.clock.now();
  let waitMs = 0;
  const keys: Buffer[] = [];
  for (const window of windows) {
    const key = hashKey(kit, `${window.kind}:${window.value}`);
    keys.push(key);
    await tx.sql`select pg_advisory_xact_lock(${key.readBigInt64BE()})`;
    const rows = await tx.sql<{ at: number }>`select at from attempts
      where key = ${key} and at > ${now - dayMs} order by at desc`;
    for (const { max, ms } of window.limits) {
      const blocking = rows[max - 1];
      if (blocking !== undefined) waitMs = Math.max(waitMs, blocking.at + ms - now);
    }
  }
  if (waitMs > 0) throw new Fault('rate_limited', undefined, waitMs);
  for (const key of keys) await tx.sql`insert into attempts (key, at) values (${key}, ${now})`;
  await tx.sql`delete from attempts where at <= ${now - dayMs}`;
}

/** A hash that only this server can make: what was counted cannot be looked up from the row. */
export function hashKey({ config }: Kit, text: string): Buffer {
  assert(config.secret !== null, 'the secret is made before the modules');
  return createHmac('sha256', config.secret).update(text).digest();
}

/** The address a limit counts: a whole /64 of IPv6 belongs to one household. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
