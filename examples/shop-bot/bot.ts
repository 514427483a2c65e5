// A shop's bot: greets with buttons, offers a list, shows products, asks for the payment of an order and says when it
// has come.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ActionButtons,
  ActionList,
  ActionProductList,
  Body,
  Button,
  Header,
  Interactive,
  ListSection,
  Product,
  ProductSection,
  Row,
  Text,
} from 'whatsapp-api-js/messages';
import { WhatsAppAPI } from 'whatsapp-api-js/middleware/node-http';
import type { ClientMessage, ClientRecipientIdentifier, ServerMessage } from 'whatsapp-api-js/types';
import { ReviewAndPay, ReviewOrder } from './orders.ts';

export interface ShopBotOptions {
  /** Where the API is, without a version. */
  graphUrl: string;
  appId: string;
  appSecret: string;
  verifyToken: string;
  accessToken: string;
  wabaId: string;
  phoneNumberId: string;
  catalogId: string;
  /** The products that it shows. */
  skus: string[];
  /** For its webhook, on this machine; any free one when absent. */
  port?: number;
}

/** One thing that happened, in the bot's words. */
export interface Heard {
  kind: 'message' | 'status' | 'payment';
  /** The message's type, or the status. */
  what: string;
  id: string;
  /** The person's opaque id: there for everybody, whether the number was shared or not. */
  userId: string;
  phone: string | undefined;
  referenceId?: string;
}

export interface ShopBot {
  url: string;
  heard: Heard[];
  close(): Promise<void>;
}

export async function startShopBot(options: ShopBotOptions): Promise<ShopBot> {
  const api = createClient(options);
  const heard: Heard[] = [];
  const seen = new Set<string>();
  const serve = createWaiter(api, options);

  api.on.message = ({ message, contact, recipient }) => {
    // A webhook may come twice: what was answered once is not answered again.
    if (seen.has(message.id)) return;
    seen.add(message.id);
    heard.push({
      kind: 'message',
      what: message.type,
      id: message.id,
      userId: contact.user_id,
      phone: contact.wa_id,
    });
    serve(recipient, message);
  };
  api.on.status = ({ status, id, contact, recipient, raw }) => {
    const referenceId = paymentReference(raw);
    const who = { id, userId: contact.user_id, phone: contact.wa_id };
    if (referenceId === null) {
      heard.push({ kind: 'status', what: status, ...who });
      return;
    }
    const once = `${id} ${status}`;
    if (seen.has(once)) return;
    seen.add(once);
    heard.push({ kind: 'payment', what: status, referenceId, ...who });
    if ((status as string) === 'captured') serve(recipient, { paid: referenceId });
  };

  const { url, close } = await listen(api, options.port ?? 0);
  await subscribe(options, url);
  return { url, heard, close };
}

/** The client package knows Meta's address alone: it is given a `fetch` that goes elsewhere. */
function createClient({ graphUrl, accessToken, appSecret, verifyToken }: ShopBotOptions): WhatsAppAPI {
  const goElsewhere = (url: string | URL | Request, init?: RequestInit) =>
    fetch(
      String(url instanceof Request ? url.url : url).replace('https://graph.facebook.com', graphUrl),
      init,
    );
  return new WhatsAppAPI({
    token: accessToken,
    appSecret,
    webhookVerifyToken: verifyToken,
    v: 'v23.0',
    ponyfill: { fetch: goElsewhere as typeof fetch, subtle: crypto.subtle },
  });
}

type Task = ServerMessage | { paid: string };

/** Serves each person in turn: the webhook is answered at once, the work comes after. */
function createWaiter(api: WhatsAppAPI, options: ShopBotOptions) {
  const turns = new Map<string, Promise<void>>();
  return (recipient: ClientRecipientIdentifier, task: Task): void => {
    const key = JSON.stringify(recipient);
    const before = turns.get(key) ?? Promise.resolve();
    const turn = before.then(() => answer(api, options, { recipient, task }));
    const complain = (error: Error) => void process.stderr.write(`shop bot: ${error.message}\n`);
    turns.set(key, turn.catch(complain));
  };
}

async function answer(
  api: WhatsAppAPI,
  options: ShopBotOptions,
  { recipient, task }: { recipient: ClientRecipientIdentifier; task: Task },
): Promise<void> {
  const { phoneNumberId } = options;
  const send = async (message: ClientMessage, context?: string) => {
    const sent = await api.sendMessage(phoneNumberId, recipient, message, context);
    if ('error' in sent) throw new Error(JSON.stringify(sent.error));
  };
  if ('paid' in task) {
    await send(new Text('Thank you, your payment has arrived. We are packing.'));
    await send(
      new Interactive(new ReviewOrder(task.paid, 'processing') as never, new Body('We are packing.')),
    );
    return;
  }
  await api.markAsRead(phoneNumberId, task.id, 'text');
  const choice = task.type === 'interactive' ? replyId(task) : null;
  if (task.type === 'order') {
    const reference = `order-${task.id.replace(/[^A-Za-z0-9]/g, '').slice(-24)}`;
    const body = new Body('Here is your order. Please pay when you are ready.');
    return send(new Interactive(new ReviewAndPay(reference, task.order) as never, body), task.id);
  }
  if (choice === 'browse') return send(departments());
  if (choice === 'hours') return send(new Text('We are open from Tuesday to Saturday, 10 to 19.'));
  if (choice !== null) return send(productList(options));
  if (task.type === 'text') {
    await send(new Text('Hello! Welcome to our counter.'));
    return send(greeting());
  }
}

function greeting(): ClientMessage {
  const buttons = new ActionButtons(
    new Button('browse', 'See the shop'),
    new Button('hours', 'Opening hours'),
  );
  return new Interactive(buttons, new Body('What can we do for you?'));
}

function departments(): ClientMessage {
  const rows = [new Row('new', 'New', 'Just in'), new Row('all', 'Everything', 'The whole counter')] as const;
  return new Interactive(
    new ActionList('Choose', new ListSection('Departments', ...rows)),
    new Body('Where to?'),
  );
}

function productList({ catalogId, skus }: ShopBotOptions): ClientMessage {
  const [first = '', ...rest] = skus.slice(0, 10);
  const section = new ProductSection(
    'Our choice',
    new Product(first),
    ...rest.map((sku) => new Product(sku)),
  );
  const action = new ActionProductList(catalogId, section);
  return new Interactive(action, new Body('Add to your basket what you like.'), new Header('From the shop'));
}

function replyId(message: ServerMessage): string | null {
  if (message.type !== 'interactive') return null;
  const { interactive } = message;
  if (interactive.type === 'button_reply') return interactive.button_reply.id;
  return interactive.type === 'list_reply' ? interactive.list_reply.id : null;
}

/** The reference when the status is a payment's; the client package hands the raw body through. */
function paymentReference(raw: unknown): string | null {
  const body = raw as { entry: { changes: { value: { statuses?: PaymentStatus[] } }[] }[] };
  const status = body.entry[0]?.changes[0]?.value.statuses?.[0];
  return status?.type === 'payment' ? (status.payment?.reference_id ?? null) : null;
}
interface PaymentStatus {
  type?: string;
  payment?: { reference_id: string };
}

/** The address that webhooks come to. */
async function listen(api: WhatsAppAPI, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      try {
        response.end(api.handle_get(request));
      } catch {
        response.writeHead(403).end();
      }
      return;
    }
    response.writeHead(await api.handle_post(request)).end();
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Tells the API where to send webhooks, and of which account. */
async function subscribe(options: ShopBotOptions, callbackUrl: string): Promise<void> {
  const { graphUrl, appId, appSecret, verifyToken, accessToken, wabaId } = options;
  const post = async (path: string, token: string, body: object) => {
    const response = await fetch(`${graphUrl}/v23.0/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  await post(`${appId}/subscriptions`, `${appId}|${appSecret}`, {
    object: 'whatsapp_business_account',
    callback_url: callbackUrl,
    verify_token: verifyToken,
    fields: 'messages',
  });
  await post(`${wabaId}/subscribed_apps`, accessToken, {});
}
