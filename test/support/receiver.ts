// A webhook receiver on loopback, as an integrator runs one: answers the handshake, keeps what arrives.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedWebhook {
  body: string;
  signature: string;
  at: number;
}
export interface Receiver {
  url: string;
  received: ReceivedWebhook[];
  /** How many requests are open at once, at most, so far. */
  openMax(): number;
  /** Decides the answer's HTTP status; 200 unless set. */
  answer: (body: string) => number | Promise<number>;
  /** Waits until `count` webhooks have arrived. */
  waitFor(count: number, timeoutMs?: number): Promise<ReceivedWebhook[]>;
  close(): void;
}

export async function startReceiver(verifyToken = 'verify-me'): Promise<Receiver> {
  let open = 0;
  let openMax = 0;
  const receiver: Receiver = {
    url: '',
    received: [],
    openMax: () => openMax,
    answer: () => 200,
    async waitFor(count, timeoutMs = 10_000) {
      const deadline = Date.now() + timeoutMs;
      while (receiver.received.length < count) {
        if (Date.now() > deadline)
          throw new Error(`${receiver.received.length} of ${count} webhooks arrived`);
        await new Promise((wake) => setTimeout(wake, 5));
      }
      return receiver.received;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    if (request.method === 'GET') {
      const isRight = url.searchParams.get('hub.verify_token') === verifyToken;
      response.writeHead(isRight ? 200 : 403).end(isRight ? url.searchParams.get('hub.challenge') : '');
      return;
    }
    openMax = Math.max(openMax, ++open);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('latin1');
      const signature = String(request.headers['x-hub-signature-256'] ?? '');
      const status = await receiver.answer(body);
      receiver.received.push({ body, signature, at: Date.now() });
      open--;
      response.writeHead(status).end('heard');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  return receiver;
}

export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
