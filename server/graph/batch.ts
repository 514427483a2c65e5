// `POST /` with `batch`: several requests in one, answered in order as a list of codes and bodies.
import * as v from 'valibot';
import { cloudLimits } from '../../protocol/cloud/index.ts';
import { GraphFault } from './fault.ts';
import { type GraphRequest, unfoldParam } from './request.ts';

const batchSchema = v.pipe(
  v.array(
    v.object({
      method: v.picklist(['GET', 'POST', 'PUT', 'DELETE']),
      relative_url: v.pipe(v.string(), v.maxLength(2_048)),
      body: v.optional(v.pipe(v.string(), v.maxLength(65_536))),
      headers: v.optional(v.array(v.object({ name: v.string(), value: v.string() }))),
    }),
  ),
  v.maxLength(cloudLimits.batchRequestsMax),
);
type BatchPart = v.InferOutput<typeof batchSchema>[number];

interface BatchAnswer {
  code: number;
  headers?: { name: string; value: string }[];
  body: string;
}

/** Runs the parts one after the other: a later one may build on what an earlier one wrote. */
export async function runBatch(
  read: GraphRequest,
  handle: (request: Request) => Promise<Response>,
): Promise<BatchAnswer[]> {
  const parsed = v.safeParse(batchSchema, unfoldParam(read.params.batch));
  if (!parsed.success) {
    throw new GraphFault(100, {
      message: `Param batch must be an array of at most ${cloudLimits.batchRequestsMax} requests.`,
    });
  }
  const withHeaders = String(read.params.include_headers ?? 'true') !== 'false';
  const answers: BatchAnswer[] = [];
  for (const part of parsed.output) {
    const response = await handle(toRequest(part, read));
    const headers = [...response.headers].map(([name, value]) => ({ name, value }));
    answers.push({
      code: response.status,
      ...(withHeaders ? { headers } : {}),
      body: await response.text(),
    });
  }
  return answers;
}

/** A part as a request of its own. The token of the batch serves those that bring none. */
function toRequest(part: BatchPart, read: GraphRequest): Request {
  const url = new URL(part.relative_url.replace(/^\/+/, ''), `${read.origin}/`);
  const isNested = url.pathname.replaceAll('/', '') === '';
  if (url.origin !== new URL(read.origin).origin || isNested) {
    throw new GraphFault(100, { message: 'Param relative_url must name a node of this API.' });
  }
  const headers = new Headers();
  for (const { name, value } of part.headers ?? []) {
    if (/^(authorization|content-type)$/i.test(name)) headers.set(name, value);
  }
  if (read.token !== null && !headers.has('authorization') && !url.searchParams.has('access_token')) {
    headers.set('authorization', `Bearer ${read.token}`);
  }
  const hasBody = part.body !== undefined && part.method !== 'GET';
  if (hasBody && !headers.has('content-type'))
    headers.set('content-type', 'application/x-www-form-urlencoded');
  return new Request(url, { method: part.method, headers, ...(hasBody ? { body: part.body! } : {}) });
}
