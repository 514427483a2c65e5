// How a code reaches its phone. In a sandbox it is kept in memory for the sandbox page, and written nowhere.
import type { Kit } from '../kit/index.ts';
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

/** The outbound guard, as far as it is needed here. */
export type PostGuarded = (
  url: string,
  request: {
    method: 'POST';
    headers: Record<string, string>;
    body: string;
    timeoutMs: number;
    bytesMax: number;
  },
) => Promise<{ status: number }>;

const keptMax = 100;
const tries = 2;
const timeoutMs = 10_000;
const answerBytesMax = 65_536;

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
 * `{"to": "+33…", "code": "123456", "text": "…", "language": "fr", "purpose": "sign_in", "expires_at": 1795…}`;
 * any 2xx means taken over. `text` is ready to send.
 */
export function createSmsDelivery({ config, log }: Kit, post: PostGuarded): DeliverCode {
  return async ({ phone, code, language, purpose, expiresAt }) => {
    const text = wordCode(code, language, new URL(config.publicUrl).host);
    const body = JSON.stringify({ to: phone, code, text, language, purpose, expires_at: expiresAt });
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (config.smsToken !== null) headers.authorization = `Bearer ${config.smsToken}`;
    for (let attempt = 1; attempt <= tries; attempt++) {
      try {
        const answer = await post(config.smsUrl!, {
          method: 'POST',
          headers,
          body,
          timeoutMs,
          bytesMax: answerBytesMax,
        });
        if (answer.status >= 200 && answer.status < 300) return true;
        log.warn({ status: answer.status, attempt }, 'the SMS gateway refused a code');
      } catch (error) {
        log.warn({ err: error, attempt }, 'the SMS gateway could not be reached');
      }
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
