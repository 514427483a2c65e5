import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Names under which a secret, a text or a number could ever be logged; their values never are. */
const secretNames = [
  'token',
  'access_token',
  'sandbox_token',
  'app_secret',
  'password',
  'code',
  'authorization',
  'cookie',
  'secret',
  'phone',
  'email',
  'body',
  'text',
  'caption',
  'content',
  'verify_token',
  'signature',
];

/** Structured logs on standard output, one JSON object a line. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = { level, base: null, redact: { paths, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}

/** A phone number as a log may show it: country and the last two digits. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}…${phone.slice(-2)}`;
}
