// One Graph request, whatever way it was sent: parameters come in the query, as JSON, as a form or as multipart, and
// mean the same; the token comes in one of four places.
import { cloudLimits } from '../../protocol/cloud/index.ts';
import { Fault, limits } from '../../protocol/index.ts';
import { parseJson, readBytes } from '../kit/index.ts';
import { GraphFault } from './fault.ts';

export type GraphMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Params = Record<string, unknown>;

export interface GraphRequest {
  method: GraphMethod;
  /** "v23.0": as asked, or this server's own when the path names none. */
  version: string;
  /** The path without version and slashes: `['106540352242922', 'messages']`. */
  path: string[];
  /** Query and body together; the body wins. Values of a query or a form are text. */
  params: Params;
  files: Map<string, File>;
  token: string | null;
  /** Hexadecimal HMAC-SHA256 of the token, when the client sent one. */
  appSecretProof: string | null;
  /** Where absolute addresses of the answer point to. */
  origin: string;
}

export const standardVersion = 'v23.0';
const versionPattern = /^v\d{1,3}\.\d{1,2}$/;

/** Path and version of a Graph address; trailing and doubled slashes mean nothing. */
export function splitPath(pathname: string): { version: string; path: string[] } {
  const parts = pathname.split('/').filter(Boolean).map(decodePart);
  if (parts[0] !== undefined && versionPattern.test(parts[0])) {
    return { version: parts[0], path: parts.slice(1) };
  }
  return { version: standardVersion, path: parts };
}

/** Reads the whole request. Faults: 100 for a body that cannot be read. */
export async function readGraphRequest(request: Request, origin: string): Promise<GraphRequest> {
  const url = new URL(request.url);
  const params: Params = {};
  const files = new Map<string, File>();
  addTextParams(params, url.searchParams);
  await readBody(request, params, files);
  if (holdsNul(params)) throw new GraphFault(100, { message: 'Parameters must not contain NUL characters.' });
  const method = readMethod(request.method, params);
  const token = readToken(request.headers.get('authorization'), params);
  const proof = params.appsecret_proof;
  for (const key of ['access_token', 'appsecret_proof', 'method']) delete params[key];
  return {
    method,
    ...splitPath(url.pathname),
    params,
    files,
    token,
    appSecretProof: typeof proof === 'string' ? proof : null,
    origin,
  };
}

/** A parameter that holds an object or a list but came as text: JSON, with single quotes too. */
export function unfoldParam(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  for (const text of [value, value.replaceAll("'", '"')]) {
    try {
      return parseJson(text);
    } catch {
      // Text that only looks like JSON stays text; the handler's schema decides.
    }
  }
  return value;
}

/** A list that came as JSON, as repeated parameters, or as text with commas. */
export function listParam(value: unknown): unknown {
  const unfolded = unfoldParam(value);
  if (typeof unfolded !== 'string') return unfolded;
  return unfolded
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** No store of ours takes it, and nobody means it. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  for (const inner of Object.values(value)) if (holdsNul(inner)) return true;
  return false;
}

async function readBody(request: Request, params: Params, files: Map<string, File>): Promise<void> {
  if (request.body === null) return;
  const type = request.headers.get('content-type')?.toLowerCase() ?? '';
  if (type.startsWith('multipart/form-data')) return readMultipart(request, params, files);
  const text = await readLimited(request, limits.jsonBodyBytesMax);
  if (text.trim() === '') return;
  if (type.includes('json') || /^\s*[[{]/.test(text)) Object.assign(params, readJsonBody(text));
  else addTextParams(params, new URLSearchParams(text));
}

function readJsonBody(text: string): Params {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const details = error instanceof Fault ? error.details : undefined;
    throw new GraphFault(100, { message: 'The request body is not valid JSON.', details: details ?? 'body' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GraphFault(100, { message: 'The request body must be a JSON object.' });
  }
  return value as Params;
}

async function readMultipart(request: Request, params: Params, files: Map<string, File>): Promise<void> {
  const bytes = await readBytes(request, cloudLimits.uploadBytesMax).catch((error) => {
    throw error instanceof Fault ? tooLarge() : error;
  });
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  let form: FormData;
  try {
    form = await new Response(bytes as ArrayBuffer, { headers }).formData();
  } catch {
    throw new GraphFault(100, { message: 'The request body is not valid multipart/form-data.' });
  }
  for (const [key, value] of form.entries()) {
    if (typeof value === 'string') addParam(params, key, value);
    else files.set(key, value as File);
  }
}

async function readLimited(request: Request, bytesMax: number): Promise<string> {
  const bytes = await readBytes(request, bytesMax).catch((error) => {
    throw error instanceof Fault ? tooLarge() : error;
  });
  return new TextDecoder().decode(bytes);
}

function tooLarge(): GraphFault {
  return new GraphFault(100, { message: 'The request body is too large.', status: 413 });
}

function addTextParams(params: Params, source: URLSearchParams): void {
  for (const [key, value] of source) addParam(params, key, value);
}

/** A repeated parameter (`status=A&status=B`) becomes a list. `__proto__` is a name like no other: it is dropped. */
function addParam(params: Params, key: string, value: string): void {
  if (key === '__proto__') return;
  const name = key.endsWith('[]') ? key.slice(0, -2) : key;
  const before = Object.hasOwn(params, name) ? params[name] : undefined;
  if (before === undefined) params[name] = value;
  else params[name] = Array.isArray(before) ? [...before, value] : [before, value];
}

function readMethod(method: string, params: Params): GraphMethod {
  const wanted = method === 'POST' && typeof params.method === 'string' ? params.method : method;
  const upper = wanted.toUpperCase();
  if (upper === 'HEAD') return 'GET';
  if (upper === 'GET' || upper === 'POST' || upper === 'PUT' || upper === 'DELETE') return upper;
  throw new GraphFault(3, { message: `Unknown method ${upper.slice(0, 16)}` });
}

function readToken(header: string | null, params: Params): string | null {
  const match = /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(header ?? '');
  if (match) return match[1]!;
  const token = params.access_token;
  return typeof token === 'string' && token !== '' ? token : null;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
