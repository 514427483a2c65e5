// The manners of Meta's Graph API: addresses of any version or none, tokens in four places, parameters in four
// encodings, `fields`, cursors, batches, headers and the error envelope. Knows no business: modules bring nodes and
// endpoints, `createGraph` joins them. Owns no tables. Promises that what a handler throws is answered as a Graph
// error, and that nothing here reads a cookie.
import { splitPath } from './request.ts';

export {
  GraphFault,
  type GraphFaultOptions,
  graphFaultOf,
  missingObject,
  toGraphErrorBody,
} from './fault.ts';
export { type FieldSelection, parseFields, type Shape, selectFields } from './fields.ts';
export { type Page, pageUrl, paginate, readPageParams } from './paging.ts';
export { readParams } from './params.ts';
export { type GraphMethod, type GraphRequest, listParam, type Params, unfoldParam } from './request.ts';
export {
  createGraph,
  type Endpoint,
  endpoint,
  type Grant,
  type Graph,
  type GraphCall,
  type GraphNode,
  type GraphOptions,
} from './router.ts';

const namedRoots: ReadonlySet<string> = new Set(['me', 'oauth', 'debug_token', 'message_template_library']);

/** Whether the web's routes must not see this request: versioned or numeric addresses, fixed roots, batches. */
export function isGraphRequest(method: string, pathname: string): boolean {
  if (/^\/+v\d{1,3}\.\d{1,2}(\/|$)/.test(pathname)) return true;
  const first = splitPath(pathname).path[0];
  if (first === undefined) return method === 'POST';
  if (/^\d{5,20}$/.test(first) || namedRoots.has(first) || first.startsWith('upload:')) return true;
  return /^\/+app\/+uploads(\/|$)/.test(pathname);
}
