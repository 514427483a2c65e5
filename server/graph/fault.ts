import { randomBytes } from 'node:crypto';
import { type GraphErrorBody, type GraphErrorCode, graphErrors } from '../../protocol/cloud/index.ts';
import { Fault } from '../../protocol/index.ts';

export interface GraphFaultOptions {
  /** What exactly is wrong, for the developer: `error_data.details`. */
  details?: string;
  /** Replaces the catalogued text; the `(#code) ` prefix is still put before it. */
  message?: string;
  /** A few messages have no prefix, and clients know them so. */
  bare?: boolean;
  status?: number;
  type?: GraphErrorBody['error']['type'];
  subcode?: number;
}

/** A refusal in the Graph API's own words. Thrown by handlers, answered once, in answer.ts. */
export class GraphFault extends Error {
  readonly code: GraphErrorCode;
  readonly options: GraphFaultOptions;
  constructor(code: GraphErrorCode, options: GraphFaultOptions = {}) {
    super(`graph error ${code}: ${options.message ?? options.details ?? graphErrors[code].title}`);
    this.name = 'GraphFault';
    this.code = code;
    this.options = options;
  }
  get status(): number {
    return this.options.status ?? graphErrors[this.code].status;
  }
}

const bareCodes: ReadonlySet<number> = new Set([1, 2, 104, 190]);

/** The envelope of a refusal. */
export function toGraphErrorBody(fault: GraphFault): GraphErrorBody {
  const { code, options } = fault;
  const { title, transient } = graphErrors[code];
  const text = options.message ?? title;
  const bare = options.bare ?? bareCodes.has(code);
  return {
    error: {
      message: bare ? text : `(#${code}) ${text}`,
      type: options.type ?? 'OAuthException',
      code,
      ...(options.details === undefined
        ? {}
        : { error_data: { messaging_product: 'whatsapp' as const, details: options.details } }),
      ...(options.subcode === undefined ? {} : { error_subcode: options.subcode }),
      ...(transient ? { is_transient: true } : {}),
      fbtrace_id: newTraceId(),
    },
  };
}

/** The same id means the same answer in our logs and in the client's. */
export function newTraceId(): string {
  return `A${randomBytes(16).toString('base64url')}`;
}

/** A fault of a lower module, in Graph's words. Null when the error is no fault but a bug. */
export function graphFaultOf(error: unknown): GraphFault | null {
  if (error instanceof GraphFault) return error;
  if (!(error instanceof Fault)) return null;
  const details = error.details === undefined ? {} : { details: error.details };
  switch (error.code) {
    case 'rate_limited':
      return new GraphFault(4, details);
    case 'overloaded':
    case 'draining':
    case 'storage_failed':
      return new GraphFault(2, details);
    case 'not_permitted':
    case 'conversation_not_member':
      return new GraphFault(10, details);
    case 'not_signed_in':
    case 'session_expired':
      return new GraphFault(190, details);
    case 'internal':
      return new GraphFault(1, details);
    default:
      return new GraphFault(100, { details: error.details ?? error.code });
  }
}

/** An object that does not exist, or not for this token: Graph does not say which. */
export function missingObject(method: string, id: string): GraphFault {
  const message =
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id.slice(0, 64)}' does not exist, ` +
    'cannot be loaded due to missing permissions, or does not support this operation';
  return new GraphFault(100, { message, bare: true, type: 'GraphMethodException', subcode: 33 });
}
