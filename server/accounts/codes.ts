// One-time codes by phone. Nothing here asks whether a number has an account: answers and timing cannot tell.
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { type AccountId, type CodeRequested, Fault, limits } from '../../protocol/index.ts';
import type { Kit, Tx } from '../kit/index.ts';
import { addressKey, countAttempt, hashKey } from './attempts.ts';
import type { DeliverCode } from './code-delivery.ts';

export type CodePurpose = 'sign_in' | 'change_number' | 'delete_account';

/** What a code was asked for; it opens nothing else. */
export interface CodeBinding {
  purpose: CodePurpose;
  /** Whose session asked; null when signing in. */
  accountId: AccountId | null;
}
export interface CodeAsk extends CodeBinding {
  /** E.164. */
  phone: string;
  /** The network address that asks. */
  address: string;
  language: string;
}
export interface CodeAnswer extends CodeBinding {
  requestId: string;
  code: string;
}

export interface Codes {
  /** Sends a new code. Faults: `rate_limited`, `overloaded` (it could not be sent). */
  request(ask: CodeAsk): Promise<CodeRequested>;
  /**
   * Uses a code up and does `effect` in the same transaction. Faults: `code_wrong`, `code_expired` (also used, or of
   * another request), `code_tries_exceeded`.
   */
  redeem<T>(answer: CodeAnswer, effect: (tx: Tx, phone: string) => Promise<T>): Promise<T>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function createCodes(kit: Kit, deliver: DeliverCode): Codes {
  const { db, clock } = kit;
  return {
    async request({ purpose, accountId, phone, address, language }) {
      const requestId = randomBytes(16).toString('base64url');
      const code = String(randomInt(10 ** limits.codeDigits)).padStart(limits.codeDigits, '0');
      const now = clock.now();
      const expiresAt = now + limits.codeTtlMs;
      await db.transaction(async (tx) => {
        await countAttempt(kit, tx, codeWindows(address, phone));
        await tx.sql`delete from sign_in_codes where created_at <= ${now - dayMs}`;
        await tx.sql`insert into sign_in_codes
          (request_id, purpose, phone, account_id, code_hash, created_at, expires_at)
          values (${requestId}, ${purpose}, ${phone}, ${accountId}, ${hashCode(kit, requestId, code)}, ${now},
            ${expiresAt})`;
      });
      if (!(await deliver({ phone, code, language, purpose, expiresAt })))
        throw new Fault('overloaded', 'sms');
      return { request_id: requestId, phone, expires_at: expiresAt };
    },
    async redeem({ requestId, code, purpose, accountId }, effect) {
      await checkCode(kit, { requestId, code, purpose, accountId });
      return db.transaction(async (tx) => {
        const [used] = await tx.sql<{ phone: string }>`update sign_in_codes set used_at = ${clock.now()}
          where request_id = ${requestId} and used_at is null returning phone`;
        if (used === undefined) throw new Fault('code_expired');
        return effect(tx, used.phone);
      });
    },
  };
}

function codeWindows(address: string, phone: string) {
  return [
    {
      kind: 'code/address',
      value: addressKey(address),
      limits: [{ max: limits.codesPerHourPerAddressMax, ms: hourMs }],
    },
    {
      kind: 'code/number',
      value: phone,
      limits: [
        { max: limits.codesPerHourPerNumberMax, ms: hourMs },
        { max: limits.codesPerDayPerNumberMax, ms: dayMs },
      ],
    },
  ];
}

/** The try is counted and committed before the code is compared: tries at once cannot share one count. */
async function checkCode(kit: Kit, { requestId, code, purpose, accountId }: CodeAnswer): Promise<void> {
  const [row] = await kit.db.sql<{ code_hash: Buffer; tries: number }>`
    update sign_in_codes set tries = least(tries + 1, ${limits.codeTriesMax + 1})
    where request_id = ${requestId} and purpose = ${purpose} and account_id is not distinct from ${accountId}
      and used_at is null and expires_at > ${kit.clock.now()} returning code_hash, tries`;
  if (row === undefined) throw new Fault('code_expired');
  if (row.tries > limits.codeTriesMax) throw new Fault('code_tries_exceeded');
  if (timingSafeEqual(row.code_hash, hashCode(kit, requestId, code))) return;
  throw new Fault(row.tries === limits.codeTriesMax ? 'code_tries_exceeded' : 'code_wrong');
}

/** Six digits are few: only a keyed hash keeps them from whoever reads the table. */
function hashCode(kit: Kit, requestId: string, code: string): Buffer {
  return createHmac('sha256', hashKey(kit, 'code')).update(`${requestId}:${code}`).digest();
}
