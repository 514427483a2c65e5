// How a code reaches its phone. In a sandbox it is kept in memory for the sandbox page, and written nowhere.
import type { Kit, Outbound } from '../kit/index.ts';
import type { CodePurpose } from './codes.ts';

export interface CodeMessage {
  /** E.164. */
  phone: string;
  code: string;
  language: string;
  purpose: CodePurpose;
  /** Unix ms. */
  expiresAt: number;
}
/** Whether it was handed over. */
export type DeliverCode = (message: CodeMessage) => Promise<boolean>;
/** What the sandbox page shows. */
export interface SandboxCode extends CodeMessage {
  at: number;
}
export interface CodeOutbox {
  deliver: DeliverCode;
  /** Newest first, while they can be used. */
  list(): SandboxCode[];
}

const keptMax = 100;
const tries = 2;
const timeoutMs = 10_000;
const bytesMax = 4_096;

export function createOutbox({ clock }: Kit): CodeOutbox {
  const kept: SandboxCode[] = [];
  return {
    async deliver(message) {
      kept.unshift({ ...message, at: clock.now() });
      kept.length = Math.min(kept.length, keptMax);
      return true;
    },
    list: () => kept.filter((code) => code.expiresAt > clock.now()),
  };
}

/**
 * `POST {COMPTOIR_SMS_URL}` with `Authorization: Bearer {COMPTOIR_SMS_TOKEN}` and
 * `{"to": "+33…", "text": "…", "code": "123456", "language": "fr"}`; any 2xx means taken over. `text` is ready to send.
 */
export function createSmsDelivery(
  { config, log }: Kit,
  outbound: Pick<Outbound, 'fetchGuarded'>,
): DeliverCode {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (config.smsToken !== null) headers.authorization = `Bearer ${config.smsToken}`;
  return async ({ phone, code, language }) => {
    const text = wordCode(code, language, new URL(config.publicUrl).host);
    const body = JSON.stringify({ to: phone, text, code, language });
    const request = { method: 'POST', headers, body, timeoutMs, bytesMax, truncate: true } as const;
    for (let attempt = 1; attempt <= tries; attempt++) {
      const answer = await outbound.fetchGuarded(config.smsUrl!, request);
      if (answer.ok && answer.status >= 200 && answer.status < 300) return true;
      log.warn(
        { attempt, reason: answer.ok ? answer.status : answer.failure },
        'the SMS gateway took no code',
      );
    }
    return false;
  };
}

/** The last line lets browsers and phones fill the code in by themselves (origin-bound one-time codes). */
function wordCode(code: string, language: string, host: string): string {
  const words = language.startsWith('fr')
    ? `${code} est votre code Comptoir, valable 10 minutes. Ne le donnez à personne.`
    : `${code} is your Comptoir code. It works for 10 minutes. Do not give it to anyone.`;
  return `${words}\n\n@${host} #${code}`;
}
