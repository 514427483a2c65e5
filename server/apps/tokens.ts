// Who calls the Graph API: user tokens by their hash, app tokens (`APPID|SECRET`) by the app's secret.
import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { type Grant, GraphFault } from '../graph/index.ts';
import type { Kit } from '../kit/index.ts';
import type { Seal } from './seal.ts';
import type { Store, TokenRow } from './store.ts';

/** What Meta's permissions are called that every token of this server has. */
export const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging', 'business_management'];

export interface TokenState {
  valid: boolean;
  grant: Grant | null;
  issuedAt: number | null;
  expiresAt: number | null;
}

export interface Tokens {
  /** A new user token; shown this once. `expiresAt` (Unix ms) null never ends. */
  issue(token: { appId: string; portfolioId: string; expiresAt?: number | null }): Promise<string>;
  revoke(token: string): Promise<void>;
  /** Graph faults 190 and 100 (a wrong `appsecret_proof`). */
  authorize(token: string, appSecretProof: string | null): Promise<Grant>;
  inspect(token: string): Promise<TokenState>;
  secretOf(appId: string): Promise<string | null>;
}

const cacheMs = 5_000;
const cacheSizeMax = 10_000;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const bodyChars = 60;

export function createTokens(kit: Kit, store: Store, seal: Seal): Tokens {
  const secrets = new Map<string, string>();
  const states = new Map<string, { state: TokenState; until: number }>();

  async function secretOf(appId: string): Promise<string | null> {
    const known = secrets.get(appId);
    if (known !== undefined) return known;
    const app = await store.findApp(appId);
    if (app === null) return null;
    const secret = seal.open(app.secret_sealed);
    secrets.set(appId, secret);
    return secret;
  }

  async function inspect(token: string): Promise<TokenState> {
    const known = states.get(token);
    if (known !== undefined && known.until > performance.now())
      return refreshed(known.state, kit.clock.now());
    const state = token.includes('|') ? await readAppToken(token) : await readUserToken(token);
    // The oldest go first; what is asked for again is read again.
    if (states.size >= cacheSizeMax) states.delete(states.keys().next().value!);
    states.set(token, { state, until: performance.now() + cacheMs });
    return state;
  }

  async function readUserToken(token: string): Promise<TokenState> {
    const row = await store.findToken(hashToken(token));
    return row === null ? unknownToken : toState(row, kit.clock.now());
  }

  async function readAppToken(token: string): Promise<TokenState> {
    const [appId = '', secret = ''] = token.split('|', 2);
    const expected = await secretOf(appId);
    if (expected === null || !isSame(secret, expected)) return unknownToken;
    const grant: Grant = { kind: 'app', appId, portfolioId: null, userId: null };
    return { valid: true, grant, issuedAt: null, expiresAt: null };
  }

  async function checkProof(grant: Grant, token: string, proof: string): Promise<void> {
    const secret = await secretOf(grant.appId);
    const expected = createHmac('sha256', secret ?? '')
      .update(token)
      .digest('hex');
    if (secret !== null && isSame(proof.toLowerCase(), expected)) return;
    throw new GraphFault(100, {
      message: 'Invalid appsecret_proof provided in the API argument',
      bare: true,
    });
  }

  return {
    secretOf,
    inspect,
    async issue({ appId, portfolioId, expiresAt = null }) {
      const token = newToken();
      const now = kit.clock.now();
      const row = { app_id: appId, portfolio_id: portfolioId, user_id: newNumericId(), created_at: now };
      await store.insertToken(kit.db, hashToken(token), { ...row, expires_at: expiresAt });
      return token;
    },
    async revoke(token) {
      await store.revokeToken(hashToken(token), kit.clock.now());
      states.delete(token);
    },
    async authorize(token, appSecretProof) {
      const { valid, grant, expiresAt } = await inspect(token);
      if (grant === null) throw new GraphFault(190);
      if (!valid) {
        const ended = expiresAt !== null && expiresAt <= kit.clock.now();
        const message = ended
          ? 'Error validating access token: Session has expired.'
          : 'Error validating access token: The session has been invalidated.';
        throw new GraphFault(190, { message, subcode: ended ? 463 : 460 });
      }
      if (appSecretProof !== null) await checkProof(grant, token, appSecretProof);
      return grant;
    },
  };
}

/** A numeric id as Meta's are. */
export function newNumericId(): string {
  return `${randomInt(10_000_000, 99_999_999)}${randomInt(10_000_000, 99_999_999)}`;
}

const unknownToken: TokenState = { valid: false, grant: null, issuedAt: null, expiresAt: null };

function toState(row: TokenRow, now: number): TokenState {
  const grant: Grant = {
    kind: 'user',
    appId: row.app_id,
    portfolioId: row.portfolio_id,
    userId: row.user_id,
  };
  const valid = row.revoked_at === null && (row.expires_at === null || row.expires_at > now);
  return { valid, grant, issuedAt: row.created_at, expiresAt: row.expires_at };
}

/** The same state a moment later: it may have run out meanwhile. */
function refreshed(state: TokenState, now: number): TokenState {
  return state.expiresAt !== null && state.expiresAt <= now ? { ...state, valid: false } : state;
}

/** Begins as Meta's do: some clients look at the first letters. */
function newToken(): string {
  let body = '';
  for (let i = 0; i < bodyChars; i++) body += alphabet[randomInt(alphabet.length)];
  return `EAAC${body}`;
}

function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** Compares digests, so that neither length nor contents show in the time it takes. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
