// How the Graph API answers: the headers that its clients look at, JSON, one envelope for refusals.
import { randomBytes } from 'node:crypto';
import { type GraphFault, toGraphErrorBody } from './fault.ts';

/** Joined from small parts, because it is made for every answer. */
export function graphHeaders(version: string): Headers {
  const trace = randomBytes(9).toString('base64url');
  return new Headers({
    'content-type': 'application/json; charset=UTF-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    'facebook-api-version': version,
    'x-fb-request-id': `A${trace}`,
    'x-fb-trace-id': trace,
    'x-fb-debug': randomBytes(24).toString('base64'),
    'x-fb-rev': '1',
  });
}

/** A handler's value as the answer. `usage` is the WABA whose calls are counted, with their number in this hour. */
export function answerValue(
  version: string,
  value: unknown,
  usage: { wabaId: string; calls: number } | null,
): Response {
  if (value instanceof Response) return value;
  const headers = graphHeaders(version);
  if (usage !== null) headers.set('x-business-use-case-usage', usageHeader(usage));
  return new Response(JSON.stringify(value), { status: 200, headers });
}

export function answerFault(version: string, fault: GraphFault): Response {
  const body = toGraphErrorBody(fault);
  const headers = graphHeaders(version);
  headers.set('x-fb-trace-id', body.error.fbtrace_id);
  if (fault.status === 400 || fault.status === 401) {
    const reason = fault.status === 401 ? 'invalid_token' : 'invalid_request';
    headers.set(
      'www-authenticate',
      `OAuth "Facebook Platform" "${reason}" "${toHeaderText(body.error.message)}"`,
    );
  }
  return new Response(JSON.stringify(body), { status: fault.status, headers });
}

export function answerPreflight(version: string): Response {
  const headers = graphHeaders(version);
  headers.set('access-control-allow-methods', 'GET, POST, PUT, DELETE, OPTIONS');
  headers.set('access-control-allow-headers', 'authorization, content-type, file_offset');
  headers.delete('content-type');
  return new Response(null, { status: 204, headers });
}

function usageHeader({ wabaId, calls }: { wabaId: string; calls: number }): string {
  const percent = Math.min(100, Math.ceil(calls / 50));
  const usage = { type: 'whatsapp', call_count: percent, total_cputime: percent, total_time: percent };
  return JSON.stringify({ [wabaId]: [{ ...usage, estimated_time_to_regain_access: 0 }] });
}

/** A header holds printable ASCII; a quote inside would end the part it stands in. */
function toHeaderText(text: string): string {
  return text
    .replace(/[^ -~]/g, '?')
    .replaceAll('"', "'")
    .slice(0, 300);
}
