// Pages of a list: cursors, and addresses that carry all they need, because some clients follow them bare.
import { cloudLimits } from '../../protocol/cloud/index.ts';
import { GraphFault } from './fault.ts';
import type { GraphRequest, Params } from './request.ts';

export interface Page<T> {
  data: T[];
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
}

/** `limit`, and the key that stands in `after` or `before`. Fault 100 for what is neither number nor cursor. */
export function readPageParams(params: Params): {
  limit: number;
  after: string | null;
  before: string | null;
} {
  const limit = params.limit === undefined ? cloudLimits.pageItemsStandard : Number(params.limit);
  if (!Number.isInteger(limit) || limit < 1) {
    throw new GraphFault(100, { message: 'Param limit must be an integer greater than or equal to 1' });
  }
  return {
    limit: Math.min(limit, cloudLimits.pageItemsMax),
    after: readCursor(params.after),
    before: readCursor(params.before),
  };
}

/** One page of a list that is at hand whole, sorted; `keyOf` names an item for ever. */
export function paginate<T>(request: GraphRequest, items: readonly T[], keyOf: (item: T) => string): Page<T> {
  const { limit, after, before } = readPageParams(request.params);
  const keys = items.map(keyOf);
  let start = 0;
  if (after !== null) start = keys.indexOf(after) + 1;
  else if (before !== null) start = Math.max(0, keys.indexOf(before) - limit);
  const data = items.slice(start, start + limit);
  if (data.length === 0) return { data: [] };
  const cursors = { before: toCursor(keyOf(data[0]!)), after: toCursor(keyOf(data.at(-1)!)) };
  const hasNext = start + limit < items.length;
  return {
    data,
    paging: {
      cursors,
      ...(hasNext ? { next: pageUrl(request, { after: cursors.after, limit }) } : {}),
      ...(start > 0 ? { previous: pageUrl(request, { before: cursors.before, limit }) } : {}),
    },
  };
}

/** This request's own address with another place in the list, and with the token in it. */
export function pageUrl(
  request: GraphRequest,
  place: { limit: number; after?: string; before?: string },
): string {
  const url = new URL(`${request.origin}/${request.version}/${request.path.join('/')}`);
  for (const [key, value] of Object.entries(request.params)) {
    if (key === 'after' || key === 'before' || key === 'limit') continue;
    url.searchParams.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const [key, value] of Object.entries(place)) url.searchParams.set(key, String(value));
  if (request.token !== null) url.searchParams.set('access_token', request.token);
  return url.href;
}

function toCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readCursor(value: unknown): string | null {
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string' || !/^[A-Za-z0-9_=-]{1,512}$/.test(value)) {
    throw new GraphFault(100, { message: 'Invalid cursor' });
  }
  return Buffer.from(value, 'base64url').toString();
}
