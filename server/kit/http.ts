// What every HTTP door shares: bodies read with limits, one mapping of faults to answers, the headers of safety.
import type { Context, Hono, MiddlewareHandler } from 'hono';
import * as v from 'valibot';
import { type ErrorCode, errorCatalogue, Fault, limits, toErrorBody } from '../../protocol/index.ts';
import type { Log } from './log.ts';

/** The body of a JSON request, validated. Faults: `body_too_large`, `invalid_request` naming the field. */
export async function readJson<S extends v.GenericSchema>(
  request: Request,
  schema: S,
): Promise<v.InferOutput<S>> {
  const text = await readText(request, limits.jsonBodyBytesMax);
  return validate(schema, parseJson(text === '' ? '{}' : text));
}

/** The query of a request, validated; every value is a string. */
export function readQuery<S extends v.GenericSchema>(url: string, schema: S): v.InferOutput<S> {
  return validate(schema, Object.fromEntries(new URL(url).searchParams));
}

export function validate<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Fault('invalid_request', `${v.getDotPath(issue) ?? 'body'}: ${issue.type}`);
}

/** JSON that is neither too deep nor able to touch a prototype. */
export function parseJson(text: string): unknown {
  checkDepth(text);
  try {
    return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
  } catch {
    throw new Fault('invalid_request', 'body: not JSON');
  }
}

export async function readText(request: Request, bytesMax: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, bytesMax));
}

/** The body as it is. One that does not say its length is counted as it comes in. Fault: `body_too_large`. */
export async function readBytes(request: Request, bytesMax: number): Promise<ArrayBuffer | Uint8Array> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > bytesMax) throw new Fault('body_too_large');
  if (declared !== null) return request.arrayBuffer();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.byteLength;
    if (size > bytesMax) throw new Fault('body_too_large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Brackets counted outside strings: a hostile body is refused before it is built. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) {
      if (++depth > limits.jsonDepthMax) throw new Fault('invalid_request', 'body: nested too deep');
    } else if (c === 125 || c === 93) depth--;
  }
}

/** Answers a thrown fault with its catalogued status; anything else is a bug, logged and answered as `internal`. */
export function handleFaults(app: Hono, log: Log): void {
  app.onError((error, c) => answerError(c, error, log));
  app.notFound((c) => answerFault(c, new Fault('not_found')));
}

export function answerError(c: Context, error: unknown, log: Log): Response {
  if (error instanceof Fault) return answerFault(c, error);
  log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'a request failed');
  return answerFault(c, new Fault('internal'));
}

function answerFault(c: Context, fault: Fault): Response {
  if (fault.retryAfterMs !== undefined) c.header('retry-after', String(Math.ceil(fault.retryAfterMs / 1000)));
  return c.json(toErrorBody(fault), errorCatalogue[fault.code as ErrorCode].status as 400);
}

/** Refuses state changes that a foreign page makes a browser send (CSRF), whatever cookie rides along. */
export function refuseForeignOrigin(isOwnOrigin: (origin: string) => boolean): MiddlewareHandler {
  return async (c, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) {
      const origin = c.req.header('origin');
      const site = c.req.header('sec-fetch-site');
      const foreign = origin === undefined ? site === 'cross-site' : !isOwnOrigin(origin);
      if (foreign) throw new Fault('origin_refused');
    }
    await next();
  };
}

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers on every answer; a route may set a stricter policy of its own (media does). */
export function secureHeaders(overHttps: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const headers = c.res.headers;
    if (!headers.has('content-security-policy'))
      headers.set('content-security-policy', contentSecurityPolicy);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    if (!headers.has('cross-origin-resource-policy'))
      headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set(
      'permissions-policy',
      'camera=(self), microphone=(self), geolocation=(self), browsing-topics=()',
    );
    if (overHttps) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  };
}
