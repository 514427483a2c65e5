// One webhook: composed, signed and posted once. The sandbox's fault switches act here and nowhere else.
import { Fault, limits } from '../../protocol/index.ts';
import type { Outbound } from '../kit/index.ts';
import { composeBody, signBody } from './envelope.ts';
import type { QueuedUpdate } from './store.ts';

/** How the sandbox spoils deliveries. */
export interface WebhookFaults {
  /** Each webhook leaves so much later. */
  delayMs: number;
  /** Each webhook is sent twice. */
  duplicate: boolean;
  /** Nothing is sent, and nothing says so to the app: what a lost webhook looks like. */
  drop: boolean;
  /** Nothing is sent, and each try counts as answered with this HTTP status. */
  failStatus: number | null;
}
export const noFaults: WebhookFaults = { delayMs: 0, duplicate: false, drop: false, failStatus: null };

export interface PostResult {
  state: 'accepted' | 'failed' | 'dropped';
  status: number | null;
  /** The answer's beginning, or why there was none. */
  excerpt: string;
  durationMs: number;
}

const excerptChars = 300;

export async function postWebhook(
  outbound: Outbound,
  updates: readonly QueuedUpdate[],
  options: { url: string; secret: string; faults: WebhookFaults },
): Promise<PostResult> {
  const { url, faults } = options;
  const startedAt = performance.now();
  if (faults.delayMs > 0) await new Promise((wake) => setTimeout(wake, faults.delayMs));
  const spent = () => Math.round(performance.now() - startedAt);
  if (faults.drop)
    return { state: 'dropped', status: null, excerpt: 'sandbox: dropped', durationMs: spent() };
  if (faults.failStatus !== null) {
    return { state: 'failed', status: faults.failStatus, excerpt: 'sandbox: failed', durationMs: spent() };
  }
  const body = composeBody(updates);
  const headers = signBody(body, options.secret);
  const first = await send(outbound, { url, body, headers });
  const answer = faults.duplicate ? await send(outbound, { url, body, headers }) : first;
  return { ...answer, durationMs: spent() };
}

async function send(
  outbound: Outbound,
  { url, body, headers }: { url: string; body: string; headers: Record<string, string> },
): Promise<Omit<PostResult, 'durationMs'>> {
  const timeoutMs = limits.webhookTimeoutMs;
  const options = { method: 'POST', headers, body, timeoutMs, bytesMax: 4_096, truncate: true } as const;
  try {
    const result = await outbound.fetchGuarded(url, options);
    if (!result.ok) return { state: 'failed', status: null, excerpt: `${result.failure}: ${result.details}` };
    const excerpt = new TextDecoder().decode(result.body).slice(0, excerptChars).replaceAll('\0', '');
    const isAccepted = result.status >= 200 && result.status < 300;
    return { state: isAccepted ? 'accepted' : 'failed', status: result.status, excerpt };
  } catch (error) {
    // Whatever it is, the update stays in the queue and the reason in its log.
    if (!(error instanceof Fault))
      return { state: 'failed', status: null, excerpt: `error: ${String(error)}` };
    return { state: 'failed', status: null, excerpt: `${error.code}: ${error.details ?? ''}` };
  }
}
