// The sandbox's doors: simulated customers, the clock, faults, codes. Mounted in sandbox mode alone.
import { type Context, Hono } from 'hono';
import {
  Fault,
  type SandboxClock,
  type SandboxCodeView,
  type SandboxFace,
  type SandboxFaults,
  type SandboxNewPerson,
  sandboxClockSchema,
  sandboxCreatePeopleSchema,
  sandboxFaultsSchema,
  sandboxSignInSchema,
} from '../../protocol/index.ts';
import type { CreatedPerson } from '../accounts/index.ts';
import { type Kit, readJson } from '../kit/index.ts';
import { toWebhookDelivery } from '../webhooks/index.ts';
import { addActingRoutes } from './acting.ts';
import { requireOwnPage, requireSandboxToken } from './guards.ts';
import type { SandboxParts } from './index.ts';

const webhooksShown = 100;

export function createSandboxRoutes(kit: Kit, parts: SandboxParts): Hono {
  const app = new Hono();
  // The page itself is `/sandbox`; what it shows it asks for here.
  app.use('/sandbox/:door{.+}', requireSandboxToken(parts.token));
  addWorldRoutes(app, kit, parts);
  addSwitchRoutes(app, kit, parts);
  addPeopleRoutes(app, parts);
  addActingRoutes(app, parts);
  return app;
}

function addWorldRoutes(app: Hono, kit: Kit, parts: SandboxParts): void {
  const { accounts } = parts;
  app.get('/sandbox/world', (c) => c.json(parts.world()));
  app.post('/sandbox/reset', async (c) => c.json(await parts.reset()));
  app.get('/sandbox/people', (c) => {
    const people: SandboxFace[] = parts.world().people.map(({ name, phone }) => ({ name, phone }));
    return c.json({ people });
  });
  app.post('/sandbox/sign-in', requireOwnPage(), async (c) => {
    const input = await readJson(c.req.raw, sandboxSignInSchema);
    if ('email' in input) return signInStaff(c, parts, input.email);
    const accountId = await accounts.findByPhone(input.phone);
    if (accountId === null) throw new Fault('not_found', 'phone');
    const { deviceId, token } = await accounts.createDevice(accountId, { name: 'Demo sign-in' });
    await accounts.endSessionOf(c.req.raw, 'person');
    c.header('set-cookie', accounts.sessionCookie('person', token));
    const account = await accounts.parts.people.view(accountId);
    return c.json({ account, device_id: deviceId, is_new: false, token });
  });
  app.get('/sandbox/codes', (c) => {
    const codes: SandboxCodeView[] = accounts
      .sandboxCodes()
      .map(({ phone, code, purpose, at, expiresAt }) => ({
        phone,
        code,
        purpose,
        at,
        expires_at: expiresAt,
      }));
    return c.json({ codes, now: kit.clock.now() });
  });
}

async function signInStaff(c: Context, { accounts, world }: SandboxParts, email: string): Promise<Response> {
  const member = world().staff.find((staff) => staff.email === email);
  const found = member && (await accounts.parts.staff.check(member.email, member.password));
  if (!found) throw new Fault('not_found', 'email');
  const { accountId, staffId } = found;
  const { token } = await accounts.createDevice(accountId, { name: 'Demo sign-in', staffId });
  await accounts.endSessionOf(c.req.raw, 'staff');
  c.header('set-cookie', accounts.sessionCookie('staff', token));
  return c.json({ staff_id: staffId, name: found.name, email: found.email, role: found.role });
}

function addSwitchRoutes(app: Hono, { clock }: Kit, { state, webhooks }: SandboxParts): void {
  const tell = (): SandboxClock => ({ now: clock.now(), offset_ms: clock.offsetMs() });
  app.get('/sandbox/clock', (c) => c.json(tell()));
  app.post('/sandbox/clock', async (c) => {
    const { advance_ms } = await readJson(c.req.raw, sandboxClockSchema);
    await state.saveClock(clock.offsetMs() + advance_ms);
    await clock.advance(advance_ms);
    return c.json(tell());
  });

  const faults = (): SandboxFaults => {
    const { delayMs, duplicate, drop, failStatus } = webhooks.faults();
    return { webhooks: { delay_ms: delayMs, duplicate, drop, fail_status: failStatus } };
  };
  app.get('/sandbox/faults', (c) => c.json(faults()));
  app.post('/sandbox/faults', async (c) => {
    const { webhooks: wanted } = await readJson(c.req.raw, sandboxFaultsSchema);
    const { delay_ms: delayMs, duplicate, drop, fail_status: failStatus } = wanted;
    webhooks.setFaults({ delayMs, duplicate, drop, failStatus });
    return c.json(faults());
  });
  app.get('/sandbox/webhooks', async (c) =>
    c.json({ webhooks: (await webhooks.recentDeliveries(webhooksShown)).map(toWebhookDelivery) }),
  );
}

function addPeopleRoutes(app: Hono, { people, accounts, business }: SandboxParts): void {
  const tell = ({ accountId, name, phone, token }: CreatedPerson): SandboxNewPerson => {
    return { account_id: accountId, name, phone, token };
  };
  app.post('/sandbox/people', async (c) => {
    const input = await readJson(c.req.raw, sandboxCreatePeopleSchema);
    if ('count' in input) return c.json((await people.createMany(input.count)).map(tell));
    const { name, phone, language } = input;
    const made = await people.createOne({
      name,
      ...(phone === undefined ? {} : { phone }),
      ...(language === undefined ? {} : { language }),
    });
    const { portfolioId } = await business();
    return c.json({ ...tell(made), user_id: await accounts.userIdFor(portfolioId, made.accountId) });
  });
}
