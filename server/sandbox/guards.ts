// Who may use a sandbox. It trusts the machine that it runs on, and nothing that merely reaches it through a browser.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Fault } from '../../protocol/index.ts';
import type { Config } from '../config.ts';

const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Answers for local names and PUBLIC_URL's alone: a foreign name that was made to point here (DNS rebinding) would
 * otherwise make its page one of ours. Fault: `host_refused`.
 */
export function refuseForeignHost(config: Config): MiddlewareHandler {
  const own = new URL(config.publicUrl).hostname;
  return async (c, next) => {
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
    if (!localHosts.has(name) && name !== own) throw new Fault('host_refused');
    await next();
  };
}

/** Lets in whoever has the sandbox's token, and pages of this origin: browsers vouch for `Sec-Fetch-Site`. */
export function requireSandboxToken(token: () => string): MiddlewareHandler {
  return async (c, next) => {
    const given = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const isOwnPage = given === undefined && c.req.header('sec-fetch-site') === 'same-origin';
    if (!isOwnPage && (given === undefined || !isSame(given, token()))) throw new Fault('not_signed_in');
    await next();
  };
}

/** Signing in sets a cookie, which is for browsers; a page of another origin must not choose who somebody is. */
export function requireOwnPage(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.header('sec-fetch-site') !== 'same-origin') throw new Fault('origin_refused');
    await next();
  };
}

function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
