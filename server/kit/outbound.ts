// The one way out: every request to an address that somebody else chose (webhooks, media links, feeds) goes through
// here. A name is resolved once, every address it has is checked, and the connection is made to a checked one, so that
// nothing can point elsewhere in between. Redirects are not followed; no proxy of the environment is used.
import { lookup as lookupAddresses } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Fault } from '../../protocol/index.ts';
import type { Config } from '../config.ts';
import { isInBlock, isPublicAddress, readAddress, readBlock } from './addresses.ts';

export interface OutboundOptions {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For the whole exchange, resolving included. */
  timeoutMs?: number;
  /** Of the answer's body. */
  bytesMax?: number;
  /** Cuts a longer body at `bytesMax` instead of failing: for those who only want the status. */
  truncate?: boolean;
}

export type OutboundResult =
  | { ok: true; status: number; headers: Record<string, string>; body: Uint8Array; address: string }
  | { ok: false; failure: OutboundFailure; details: string };
/** Why there was no answer, as a closed set: delivery logs show it. */
export type OutboundFailure =
  | 'dns_failed'
  | 'connect_failed'
  | 'tls_failed'
  | 'timed_out'
  | 'answer_too_large'
  | 'broken_off';

export interface Outbound {
  /**
   * Makes one exchange. Faults: `address_refused` when the address is not one that the server may connect to, or the
   * answer is a redirect; `details` says which rule refused it, never what lies there.
   */
  fetchGuarded(url: string, options?: OutboundOptions): Promise<OutboundResult>;
  /** A local port that stays closed even where an allow list opens its address: our own, the database's. */
  forbidPort(port: number): void;
}

export interface OutboundSettings {
  /** Host names, addresses or CIDR blocks that are open besides public ones. */
  allow: readonly string[];
  forbiddenPorts?: readonly number[];
  /** Instead of the system's resolver: tests play a hostile one. */
  resolve?: (host: string) => Promise<string[]>;
}

const timeoutMsDefault = 10_000;
const bytesMaxDefault = 1_048_576;
/** Ports of public hosts. An allow list opens every port but the forbidden ones. */
const publicPorts: ReadonlySet<number> = new Set([80, 443]);

/** The settings of this server: what the operator opened, and the ports that are closed whatever was opened. */
export function outboundSettings(config: Config): OutboundSettings {
  const database = config.databaseUrl === null ? [] : [Number(new URL(config.databaseUrl).port) || 5432];
  return { allow: config.outboundAllow, forbiddenPorts: [config.port, ...database] };
}

export function createOutbound(settings: OutboundSettings): Outbound {
  const forbidden = new Set(settings.forbiddenPorts);
  const allowed = readAllowList(settings.allow);
  const resolve = settings.resolve ?? resolveHost;

  function checkAddress(text: string, target: Target): void {
    const address = readAddress(text);
    if (!address) throw refused('not an address');
    const isAllowed =
      allowed.hosts.has(target.host) || allowed.blocks.some((block) => isInBlock(address, block));
    if (isAllowed && !forbidden.has(target.port)) return;
    if (isAllowed) throw refused('a port of this server');
    if (!isPublicAddress(address)) throw refused('not a public address');
    if (!publicPorts.has(target.port)) throw refused('a port that is not open for this');
  }

  async function fetchGuarded(url: string, options: OutboundOptions = {}): Promise<OutboundResult> {
    const target = readTarget(url);
    const deadline = Date.now() + (options.timeoutMs ?? timeoutMsDefault);
    const resolved = await withDeadline(resolve(target.host), deadline);
    if (!resolved.ok) return resolved;
    if (resolved.value.length === 0) return { ok: false, failure: 'dns_failed', details: 'no address' };
    for (const address of resolved.value) checkAddress(address, target);
    let result: OutboundResult | null = null;
    for (const address of resolved.value) {
      result = await exchange({ target, address, options, deadline });
      // Nothing was sent where no connection came about: the next address may be tried.
      if (result.ok || result.failure !== 'connect_failed') break;
    }
    if (result!.ok && result!.status >= 300 && result!.status < 400) throw refused('a redirect');
    return result!;
  }

  return { fetchGuarded, forbidPort: (port) => void forbidden.add(port) };
}

interface Target {
  url: URL;
  /** Lower case, without brackets and the final dot. */
  host: string;
  port: number;
}

function refused(details: string): Fault {
  return new Fault('address_refused', details);
}

function readTarget(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw refused('not an address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('neither http nor https');
  if (url.username !== '' || url.password !== '') throw refused('credentials in the address');
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (host === '') throw refused('no host');
  return { url, host, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) };
}

function readAllowList(entries: readonly string[]) {
  const blocks = entries.flatMap((entry) => readBlock(entry) ?? []);
  const hosts = new Set(
    entries.filter((entry) => readBlock(entry) === null).map((entry) => entry.toLowerCase()),
  );
  return { blocks, hosts };
}

async function resolveHost(host: string): Promise<string[]> {
  if (readAddress(host)) return [host];
  return (await lookupAddresses(host, { all: true })).map((found) => found.address);
}

async function withDeadline(
  resolving: Promise<string[]>,
  deadline: number,
): Promise<{ ok: true; value: string[] } | Extract<OutboundResult, { ok: false }>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), Math.max(0, deadline - Date.now()));
  });
  try {
    const value = await Promise.race([resolving, late]);
    if (value === 'late') return { ok: false, failure: 'timed_out', details: 'resolving the name' };
    return { ok: true, value };
  } catch (error) {
    return { ok: false, failure: 'dns_failed', details: codeOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

interface Exchange {
  target: Target;
  address: string;
  options: OutboundOptions;
  deadline: number;
}

/** One request over a connection of its own to `address`; the name still goes into Host and the TLS handshake. */
function exchange({ target, address, options, deadline }: Exchange): Promise<OutboundResult> {
  return new Promise((done) => {
    const { url } = target;
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const finish = (result: OutboundResult) => {
      clearTimeout(timer);
      done(result);
      request.destroy();
    };
    const fail = (failure: OutboundFailure, details: string) => finish({ ok: false, failure, details });
    const request = send({
      hostname: url.hostname,
      port: target.port,
      path: url.pathname + url.search,
      method: options.method ?? 'GET',
      headers: writeHeaders(options, url),
      agent: false,
      lookup: (_host, _options, found) =>
        (found as (error: null, all: { address: string; family: number }[]) => void)(null, [
          { address, family: address.includes(':') ? 6 : 4 },
        ]),
    });
    const timer = setTimeout(() => fail('timed_out', 'the answer'), Math.max(0, deadline - Date.now()));
    request.on('error', (error) => fail(...nameFailure(error)));
    request.on('response', (response) => collect(response, options, { finish, fail, address }));
    request.end(options.body);
  });
}

function writeHeaders(options: OutboundOptions, url: URL): Record<string, string> {
  const own = Object.entries(options.headers ?? {}).filter(([name]) => !hopHeaders.has(name.toLowerCase()));
  const length = options.body === undefined ? {} : { 'content-length': String(byteLength(options.body)) };
  // A compressed answer could be small on the wire and huge when opened: none is asked for, none is opened.
  return {
    'accept-encoding': 'identity',
    'user-agent': 'Comptoir',
    ...Object.fromEntries(own),
    ...length,
    host: url.host,
  };
}
const hopHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'upgrade',
]);

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}

interface Ending {
  finish(result: OutboundResult): void;
  fail(failure: OutboundFailure, details: string): void;
  address: string;
}

function collect(response: IncomingMessage, options: OutboundOptions, ending: Ending): void {
  const bytesMax = options.bytesMax ?? bytesMaxDefault;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const answer = () =>
    ending.finish({
      ok: true,
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      ),
      body: Buffer.concat(chunks).subarray(0, bytesMax),
      address: ending.address,
    });
  response.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size <= bytesMax) return;
    if (options.truncate) answer();
    else ending.fail('answer_too_large', `more than ${bytesMax} bytes`);
  });
  response.on('end', answer);
  response.on('error', () => ending.fail('broken_off', 'the answer'));
  response.on('aborted', () => ending.fail('broken_off', 'the answer'));
}

function nameFailure(error: Error): [OutboundFailure, string] {
  const code = codeOf(error);
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)) return ['tls_failed', code];
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/.test(code)) return ['connect_failed', code];
  return ['broken_off', code];
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).name;
}
