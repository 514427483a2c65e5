// A person's doors: signing in, the own account and devices, shops, sharing the number, blocking.
import { type Context, Hono } from 'hono';
import { renderSVG } from 'uqr';
import {
  type AccountId,
  type BlockView,
  type ConversationId,
  type ConversationOpened,
  confirmWithCodeSchema,
  Fault,
  isId,
  openConversationSchema,
  requestCodeSchema,
  type SignedIn,
  signInSchema,
  updateAccountSchema,
} from '../../protocol/index.ts';
import { type Kit, readJson } from '../kit/index.ts';
import { type Business, toShopView } from './businesses.ts';
import { requirePerson } from './guards.ts';
import type { AccountsModule } from './index.ts';
import { parsePhone } from './phone.ts';
import type { PersonViewer } from './sessions.ts';

/** What these routes need from above: conversations, given by the composition root. */
export interface AccountRouteDeps {
  openConversation(input: {
    personAccountId: AccountId;
    businessAccountId: AccountId;
    source: 'link' | 'qr' | 'search' | null;
  }): Promise<ConversationId>;
  /** The business of a conversation of this person; null when it is not theirs. */
  businessOf(conversationId: ConversationId, personAccountId: AccountId): Promise<AccountId | null>;
}

type PersonContext = Context<{ Variables: { viewer: PersonViewer } }>;

export function createAccountRoutes(kit: Kit, accounts: AccountsModule, deps: AccountRouteDeps): Hono {
  const app = new Hono();
  addSignInRoutes(app, accounts);
  addAccountRoutes(app, accounts);
  addShopRoutes(app, { kit, accounts, deps });
  return app;
}

function addSignInRoutes(app: Hono, accounts: AccountsModule): void {
  const { codes, signIn, people, sessions } = accounts.parts;
  app.post('/api/sign-in/code', async (c) => {
    const { phone, country, language } = await readJson(c.req.raw, requestCodeSchema);
    const { e164 } = parsePhone(phone, country);
    const ask = { phone: e164, address: remoteAddress(c), language: language ?? languageOf(c) };
    return c.json(await codes.request({ ...ask, purpose: 'sign_in', accountId: null }));
  });
  app.post('/api/sign-in', async (c) => {
    const input = await readJson(c.req.raw, signInSchema);
    const { accountId, ...signedIn } = await signIn.person({
      requestId: input.request_id,
      code: input.code,
      language: languageOf(c),
      deviceName: input.device_name ?? deviceNameOf(c),
      startNew: input.start_new ?? false,
      ...(input.name === undefined ? {} : { name: input.name }),
    });
    await accounts.endSessionOf(c.req.raw, 'person');
    c.header('set-cookie', sessions.cookie('person', signedIn.token));
    const answer: SignedIn = { account: await people.view(accountId), ...signedIn };
    return c.json(answer);
  });
  app.post('/api/sign-out', async (c) => {
    await accounts.endSessionOf(c.req.raw, 'person');
    c.header('set-cookie', sessions.cookie('person', null));
    return c.body(null, 204);
  });
}

function addAccountRoutes(app: Hono, accounts: AccountsModule): void {
  const { codes, signIn, people, sessions } = accounts.parts;
  const person = requirePerson(accounts);
  app.get('/api/me', person, async (c) => c.json(await people.view(c.get('viewer').accountId)));
  app.patch('/api/me', person, async (c) => {
    const { accountId } = c.get('viewer');
    const { name, language } = await readJson(c.req.raw, updateAccountSchema);
    await people.update(accountId, { ...(name && { name }), ...(language && { language }) });
    return c.json(await people.view(accountId));
  });
  app.post('/api/me/phone/code', person, async (c) => {
    const { phone, country, language } = await readJson(c.req.raw, requestCodeSchema);
    const { e164 } = parsePhone(phone, country);
    return c.json(await codes.request({ ...askOf(c, 'change_number', language), phone: e164 }));
  });
  app.post('/api/me/phone', person, async (c) => {
    const { accountId } = c.get('viewer');
    const { request_id: requestId, code } = await readJson(c.req.raw, confirmWithCodeSchema);
    await signIn.changeNumber({ accountId, requestId, code });
    return c.json(await people.view(accountId));
  });
  app.post('/api/me/delete/code', person, async (c) => {
    const phone = await people.phoneOf(c.get('viewer').accountId);
    if (phone === null) throw new Fault('phone_invalid', 'this account has no number; add one first');
    return c.json(await codes.request({ ...askOf(c, 'delete_account'), phone }));
  });
  const erase = async (c: PersonContext) => {
    const { accountId } = c.get('viewer');
    const { request_id: requestId, code } = await readJson(c.req.raw, confirmWithCodeSchema);
    await signIn.deleteAccount({ accountId, requestId, code });
    c.header('set-cookie', sessions.cookie('person', null));
    return c.body(null, 204);
  };
  app.post('/api/me/delete', person, erase);
  app.delete('/api/me', person, erase);
  app.get('/api/me/devices', person, async (c) => {
    const { accountId, deviceId } = c.get('viewer');
    return c.json({ devices: await sessions.list(accountId, deviceId) });
  });
  app.delete('/api/me/devices/:deviceId', person, async (c) => {
    const deviceId = c.req.param('deviceId');
    const ended = isId('device', deviceId) && (await accounts.endDevice(c.get('viewer').accountId, deviceId));
    if (!ended) throw new Fault('not_found');
    return c.body(null, 204);
  });
}

function addShopRoutes(
  app: Hono,
  { kit, accounts, deps }: { kit: Kit; accounts: AccountsModule; deps: AccountRouteDeps },
): void {
  const person = requirePerson(accounts);
  const { publicUrl } = kit.config;
  async function findShop(handle: string): Promise<Business> {
    const business = await accounts.businessByHandle(handle);
    if (business === null) throw new Fault('not_found');
    return business;
  }

  app.get('/api/shops/:handle', async (c) =>
    c.json(toShopView(await findShop(c.req.param('handle')), publicUrl)),
  );
  app.get('/b/:handle/qr.svg', async (c) => {
    const { handle } = await findShop(c.req.param('handle'));
    const svg = renderSVG(`${publicUrl}/b/${handle}?source=qr`, { ecc: 'M', border: 2 });
    return c.body(svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' });
  });
  app.post('/api/shops/:handle/conversation', person, async (c) => {
    const { accountId: businessAccountId } = await findShop(c.req.param('handle'));
    const { source = null } = await readJson(c.req.raw, openConversationSchema);
    const personAccountId = c.get('viewer').accountId;
    const answer: ConversationOpened = {
      conversation_id: await deps.openConversation({ personAccountId, businessAccountId, source }),
    };
    return c.json(answer);
  });
  app.post('/api/conversations/:conversationId/share-phone', person, async (c) => {
    const { accountId } = c.get('viewer');
    const conversationId = c.req.param('conversationId');
    const found = isId('conversation', conversationId) && (await deps.businessOf(conversationId, accountId));
    if (!found) throw new Fault('not_found');
    await accounts.sharePhone(accountId, found);
    return c.body(null, 204);
  });
  for (const [method, blocked] of [
    ['GET', null],
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    app.on(method, '/api/shops/:handle/block', person, async (c) => {
      const { accountId: shopId } = await findShop(c.req.param('handle'));
      const { accountId } = c.get('viewer');
      if (blocked === true) await accounts.block(accountId, shopId);
      if (blocked === false) await accounts.unblock(accountId, shopId);
      const answer: BlockView = { blocked: await accounts.blockedBy(accountId, shopId) };
      return c.json(answer);
    });
  }
}

/** The network address that the composition root gives every request. */
export function remoteAddress(c: Context): string {
  return (c.env as { remoteAddress?: string } | undefined)?.remoteAddress ?? '';
}

/** "Firefox on Linux": what a list of devices calls a login that did not name itself. */
export function deviceNameOf(c: Context): string {
  const agent = c.req.header('user-agent') ?? '';
  const pick = (table: readonly (readonly [RegExp, string])[]) => table.find(([is]) => is.test(agent))?.[1];
  const browser = pick(browsers) ?? 'App';
  const system = pick(systems);
  return system === undefined ? browser : `${browser} on ${system}`;
}

const browsers = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const systems = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

function languageOf(c: Context): string {
  return /^[a-z]{2}\b/.exec(c.req.header('accept-language')?.toLowerCase() ?? '')?.[0] ?? 'en';
}

function askOf(c: PersonContext, purpose: 'change_number' | 'delete_account', language = languageOf(c)) {
  return { purpose, accountId: c.get('viewer').accountId, address: remoteAddress(c), language };
}
