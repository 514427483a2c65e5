// From an address to a handler: a node (found by its numeric id), an edge, a method. Modules bring their nodes and
// endpoints; who may call is checked here, before any handler runs.
import type { Kit } from '../kit/index.ts';
import { answerFault, answerPreflight, answerValue } from './answer.ts';
import { runBatch } from './batch.ts';
import { GraphFault, graphFaultOf, missingObject, newTraceId } from './fault.ts';
import { type GraphMethod, type GraphRequest, type Params, readGraphRequest, splitPath } from './request.ts';

/** Something with an id: a number, a WABA, an app, a file. Modules extend it with what their handlers need. */
export interface GraphNode {
  kind: string;
  id: string;
  /** Meta's name of the type. */
  typeName: string;
  /** The business portfolio it belongs to; a token of another one does not see it. Null: of no portfolio. */
  portfolioId: string | null;
  /** Whose calls are counted for `x-business-use-case-usage`. */
  wabaId?: string;
}

/** Who calls, by the token. A `user` token acts for one portfolio; an `app` token for the app itself. */
export interface Grant {
  kind: 'user' | 'app';
  appId: string;
  /** Null for an app token. */
  portfolioId: string | null;
  userId: string | null;
}

export interface GraphCall<N extends GraphNode = GraphNode> {
  request: GraphRequest;
  params: Params;
  node: N;
  /** What follows the edge in the path: `['CODE']` of `/{id}/message_qrdls/CODE`. */
  rest: string[];
  /** Null only at endpoints with access `none`. */
  grant: Grant | null;
}

export interface Endpoint {
  /** The kind of node; `root` for fixed addresses such as `/oauth/access_token`. */
  kind: string;
  /** Null is the node itself. */
  edge: string | null;
  methods: readonly GraphMethod[];
  /** Which token it takes: of a user (the usual), of the app, either, or none. */
  access?: 'user' | 'app' | 'either' | 'none';
  handle(call: GraphCall): Promise<unknown>;
}

/** An endpoint whose handler wants nodes of one kind; `kind` makes the cast true. */
export function endpoint<N extends GraphNode>(
  options: Omit<Endpoint, 'handle'> & { kind: N['kind']; handle(call: GraphCall<N>): Promise<unknown> },
): Endpoint {
  return options as unknown as Endpoint;
}

export interface GraphOptions {
  kit: Pick<Kit, 'log' | 'clock'>;
  endpoints: readonly Endpoint[];
  /** Asked in turn for the node of an id; `me` asks with the grant. */
  findNode(id: string, grant: Grant | null): Promise<GraphNode | null>;
  /** The grant of a token; throws the GraphFault of a bad one. */
  authorize(token: string, appSecretProof: string | null): Promise<Grant>;
  /** Where absolute addresses point to, e.g. behind a proxy. */
  originOf(request: Request): string;
}

export interface Graph {
  handle(request: Request): Promise<Response>;
}

const rootNode: GraphNode = { kind: 'root', id: '', typeName: 'Root', portfolioId: null };
const usageHourMs = 3_600_000;

export function createGraph(options: GraphOptions): Graph {
  const table = new Map<string, Endpoint[]>();
  for (const one of options.endpoints) {
    const key = `${one.kind} ${one.edge ?? ''}`;
    table.set(key, [...(table.get(key) ?? []), one]);
  }
  const countCall = createCallCounter(options.kit.clock.now);

  async function handle(request: Request): Promise<Response> {
    const { version } = splitPath(new URL(request.url).pathname);
    if (request.method === 'OPTIONS') return answerPreflight(version);
    try {
      const read = await readGraphRequest(request, options.originOf(request));
      if (read.path.length === 0 && read.method === 'POST') return await batch(read);
      const { value, node } = await dispatch(read);
      const usage = node.wabaId === undefined ? null : { wabaId: node.wabaId, calls: countCall(node.wabaId) };
      return answerValue(version, value, usage);
    } catch (error) {
      return answerFault(version, faultOf(error, request));
    }
  }

  async function batch(read: GraphRequest): Promise<Response> {
    return answerValue(read.version, await runBatch(read, handle), null);
  }

  async function dispatch(read: GraphRequest): Promise<{ value: unknown; node: GraphNode }> {
    const root = findRoot(read);
    const grant = root?.endpoint.access === 'none' ? null : await authorizeRequest(read);
    const found = root ?? (await findEndpoint(read, grant!));
    checkAccess(found.endpoint, found.node, grant);
    const { node, rest } = found;
    const value = await found.endpoint.handle({ request: read, params: read.params, node, rest, grant });
    return { value, node };
  }

  async function authorizeRequest(read: GraphRequest): Promise<Grant> {
    if (read.token === null) throw new GraphFault(104);
    return options.authorize(read.token, read.appSecretProof);
  }

  function findRoot(read: GraphRequest) {
    for (const depth of [2, 1]) {
      const edge = read.path.slice(0, depth).join('/');
      const endpoint = pick(table.get(`root ${edge}`), read.method);
      if (edge !== '' && endpoint) return { endpoint, node: rootNode, rest: read.path.slice(depth) };
    }
    return null;
  }

  async function findEndpoint(read: GraphRequest, grant: Grant) {
    const [id = '', edge = null, ...rest] = read.path;
    const node = await options.findNode(id, grant);
    if (node === null || !isVisible(node, grant)) throw unknownNode(read.method, id);
    const endpoint = pick(table.get(`${node.kind} ${edge ?? ''}`), read.method);
    if (endpoint === null) throw unknownEdge(read, node, edge);
    return { endpoint, node, rest };
  }

  function faultOf(error: unknown, request: Request): GraphFault {
    const known = graphFaultOf(error);
    if (known !== null) return known;
    const trace = newTraceId();
    options.kit.log.error({ err: error, method: request.method, trace }, 'a Graph request failed');
    return new GraphFault(1, { details: trace });
  }

  return { handle };
}

function pick(endpoints: Endpoint[] | undefined, method: GraphMethod): Endpoint | null {
  return endpoints?.find((one) => one.methods.includes(method)) ?? null;
}

function isVisible(node: GraphNode, grant: Grant): boolean {
  if (node.kind === 'app') return node.id === grant.appId;
  return node.portfolioId === null || grant.portfolioId === null || node.portfolioId === grant.portfolioId;
}

function checkAccess(endpoint: Endpoint, node: GraphNode, grant: Grant | null): void {
  const access = endpoint.access ?? 'user';
  if (grant === null || access === 'either') return;
  if (access === 'app' && grant.kind !== 'app') throw new GraphFault(15);
  // An app token shows no portfolio: whatever belongs to one needs a token that was given for it.
  if (access === 'user' && grant.kind !== 'user') throw missingObject('get', node.id);
}

function unknownNode(method: GraphMethod, id: string): GraphFault {
  if (id === '') return new GraphFault(100, { message: 'Unsupported request: no node named.' });
  if (/^\d+$/.test(id)) return missingObject(method, id);
  return new GraphFault(803, {
    message: `Some of the aliases you requested do not exist: ${id.slice(0, 64)}`,
  });
}

function unknownEdge(read: GraphRequest, node: GraphNode, edge: string | null): GraphFault {
  if (edge === null || read.method !== 'GET') return missingObject(read.method, node.id);
  const message = `Tried accessing nonexisting field (${edge.slice(0, 64)}) on node type (${node.typeName})`;
  return new GraphFault(100, { message });
}

/** Calls of each WABA in the running hour, of this process. */
function createCallCounter(now: () => number): (wabaId: string) => number {
  let hour = 0;
  let calls = new Map<string, number>();
  return (wabaId) => {
    const current = Math.floor(now() / usageHourMs);
    if (current !== hour) {
      hour = current;
      calls = new Map();
    }
    const count = (calls.get(wabaId) ?? 0) + 1;
    calls.set(wabaId, count);
    return count;
  };
}
