// Logins. A device row owns each: it holds the hash of the token and dies with it.
import { createHash, randomBytes } from 'node:crypto';
import { parse } from 'hono/utils/cookie';
import type { StaffRole } from '../../protocol/index.ts';
import { type AccountId, type DeviceId, type DeviceView, newId, type StaffId } from '../../protocol/index.ts';
import type { Kit, Tx } from '../kit/index.ts';

export type Viewer =
  | { kind: 'person'; accountId: AccountId; deviceId: DeviceId }
  | { kind: 'staff'; accountId: AccountId; deviceId: DeviceId; staffId: StaffId; role: StaffRole };
export type ViewerKind = Viewer['kind'];
export type PersonViewer = Extract<Viewer, { kind: 'person' }>;
export type StaffViewer = Extract<Viewer, { kind: 'staff' }>;

/** What a token is worth: `ended` was a login once (signed out, revoked, expired), `unknown` never. */
export type SessionState = { state: 'live'; viewer: Viewer } | { state: 'ended' } | { state: 'unknown' };

export interface Sessions {
  /** A new login with a new token of 256 bits. `lasting` ones never expire (sandbox alone). */
  start(tx: Tx, owner: SessionOwner): Promise<{ deviceId: DeviceId; token: string }>;
  resolve(token: string): Promise<SessionState>;
  /** The token of a request: the bearer's, else the cookie of `kind`. */
  tokenOf(request: Request, kind?: ViewerKind): string | null;
  list(accountId: AccountId, current: DeviceId): Promise<DeviceView[]>;
  /** Ends logins of an account: one device, all of one of its staff, or all. */
  end(
    tx: Tx,
    accountId: AccountId,
    which: { deviceId?: DeviceId; staffId?: StaffId; except?: DeviceId },
  ): Promise<DeviceId[]>;
  /** Ends every login of everybody. */
  endAll(): Promise<void>;
  /** Ends and forgets every login of the account. */
  erase(tx: Tx, accountId: AccountId): Promise<void>;
  onEnded(listener: (deviceId: DeviceId) => void): void;
  cookie(kind: ViewerKind, token: string | null): string;
}

export interface SessionOwner {
  accountId: AccountId;
  staffId?: StaffId;
  name: string;
  lasting?: boolean;
}

export const sessionLimits = {
  idleMs: 30 * 24 * 3_600_000,
  ageMs: 365 * 24 * 3_600_000,
  /** `seen_at` is written at most this often. */
  seenEveryMs: 5 * 60_000,
  /** Ended logins are remembered this long, to answer `session_expired`. */
  forgetMs: 30 * 24 * 3_600_000,
} as const;

interface DeviceRow {
  device_id: DeviceId;
  account_id: AccountId;
  staff_id: StaffId | null;
  lasting: boolean;
  created_at: number;
  seen_at: number;
  ended_at: number | null;
  role: StaffRole | null;
  disabled_at: number | null;
}

export function createSessions({ db, clock, config }: Kit): Sessions {
  const listeners: ((deviceId: DeviceId) => void)[] = [];
  const overHttps = config.publicUrl.startsWith('https://');

  async function start(tx: Tx, owner: SessionOwner) {
    const now = clock.now();
    const deviceId = newId('device', now);
    const token = makeToken();
    await tx.sql`delete from devices where account_id = ${owner.accountId}
      and ended_at < ${now - sessionLimits.forgetMs}`;
    await tx.sql`insert into devices
      (device_id, account_id, staff_id, name, token_hash, lasting, created_at, seen_at)
      values (${deviceId}, ${owner.accountId}, ${owner.staffId ?? null}, ${owner.name}, ${hashToken(token)},
        ${owner.lasting ?? false}, ${now}, ${now})`;
    return { deviceId, token };
  }

  async function resolve(token: string): Promise<SessionState> {
    const [row] = await db.sql<DeviceRow>`
      select d.device_id, d.account_id, d.staff_id, d.lasting, d.created_at, d.seen_at, d.ended_at,
        s.role, s.disabled_at
      from devices d left join staff s on s.staff_id = d.staff_id where d.token_hash = ${hashToken(token)}`;
    if (row === undefined) return { state: 'unknown' };
    const now = clock.now();
    if (row.ended_at !== null || row.disabled_at !== null || isExpired(row, now)) return { state: 'ended' };
    if (now - row.seen_at > sessionLimits.seenEveryMs)
      await db.sql`update devices set seen_at = ${now} where device_id = ${row.device_id} and ended_at is null`;
    return { state: 'live', viewer: toViewer(row) };
  }

  function announce(tx: Tx, rows: { device_id: DeviceId }[]): DeviceId[] {
    const ids = rows.map((row) => row.device_id);
    tx.onCommit(() => {
      for (const id of ids) for (const listener of listeners) listener(id);
    });
    return ids;
  }

  return {
    start,
    resolve,
    tokenOf(request, kind = 'person') {
      const bearer = /^Bearer\s+(\S{1,256})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
      if (bearer !== undefined) return bearer;
      const name = cookieName(kind, overHttps);
      return parse(request.headers.get('cookie') ?? '', name)[name] ?? null;
    },
    async list(accountId, current) {
      const now = clock.now();
      const rows = await db.sql<DeviceRow & { name: string }>`
        select device_id, name, lasting, created_at, seen_at from devices
        where account_id = ${accountId} and staff_id is null and ended_at is null order by seen_at desc`;
      return rows
        .filter((row) => !isExpired(row, now))
        .map((row) => ({
          device_id: row.device_id,
          name: row.name,
          current: row.device_id === current,
          created_at: row.created_at,
          seen_at: row.seen_at,
        }));
    },
    async end(tx, accountId, which) {
      const rows = await tx.sql<{ device_id: DeviceId }>`
        update devices set ended_at = ${clock.now()} where account_id = ${accountId} and ended_at is null
          and (${which.deviceId ?? null}::text is null or device_id = ${which.deviceId ?? null})
          and (${which.staffId ?? null}::text is null or staff_id = ${which.staffId ?? null})
          and device_id is distinct from ${which.except ?? null}
        returning device_id`;
      return announce(tx, rows);
    },
    async endAll() {
      await db.transaction(async (tx) => {
        announce(
          tx,
          await tx.sql<{ device_id: DeviceId }>`
            update devices set ended_at = ${clock.now()} where ended_at is null returning device_id`,
        );
      });
    },
    async erase(tx, accountId) {
      announce(
        tx,
        await tx.sql<{ device_id: DeviceId }>`
          delete from devices where account_id = ${accountId} returning device_id`,
      );
    },
    onEnded: (listener) => void listeners.push(listener),
    cookie(kind, token) {
      const maxAge = token === null ? 0 : sessionLimits.ageMs / 1000;
      const value = `${cookieName(kind, overHttps)}=${token ?? ''}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
      return overHttps ? `${value}; Secure` : value;
    },
  };
}

export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A token is random throughout: a plain fast hash is enough to make the stored form useless. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** People and staff have a cookie each: a merchant may try the own shop as a customer in the same browser. */
function cookieName(kind: ViewerKind, overHttps: boolean): string {
  const name = kind === 'staff' ? 'comptoir-staff' : 'comptoir';
  return overHttps ? `__Host-${name}` : name;
}

function isExpired(row: DeviceRow, now: number): boolean {
  if (row.lasting) return false;
  return now - row.seen_at > sessionLimits.idleMs || now - row.created_at > sessionLimits.ageMs;
}

function toViewer(row: DeviceRow): Viewer {
  const { account_id: accountId, device_id: deviceId, staff_id: staffId, role } = row;
  if (staffId === null || role === null) return { kind: 'person', accountId, deviceId };
  return { kind: 'staff', accountId, deviceId, staffId, role };
}
