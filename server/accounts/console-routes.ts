// The staff's doors: signing in with e-mail and password, the team, the shop's profile.
import { Hono } from 'hono';
import {
  changePasswordSchema,
  createStaffSchema,
  Fault,
  isId,
  type StaffSession,
  type StaffView,
  staffSignInSchema,
  type TeamMemberView,
  updateShopSchema,
  updateStaffSchema,
} from '../../protocol/index.ts';
import { assert, type Kit, readJson } from '../kit/index.ts';
import { toShopView } from './businesses.ts';
import { requireStaff } from './guards.ts';
import type { AccountsModule } from './index.ts';
import { deviceNameOf, remoteAddress } from './routes.ts';
import type { Member } from './staff.ts';

export function createConsoleAccountRoutes({ config }: Kit, accounts: AccountsModule): Hono {
  const app = new Hono();
  const { signIn, sessions, staff } = accounts.parts;

  async function toStaffView({ staffId, accountId, name, email, role }: Member): Promise<StaffView> {
    const business = await accounts.business(accountId);
    assert(business, 'staff belong to a business');
    return { staff_id: staffId, name, email, role, shop: toShopView(business, config.publicUrl) };
  }

  app.post('/api/console/sign-in', async (c) => {
    const { email, password } = await readJson(c.req.raw, staffSignInSchema);
    const login = { email, password, address: remoteAddress(c), deviceName: deviceNameOf(c) };
    const { member, token } = await signIn.staff(login);
    await accounts.endSessionOf(c.req.raw, 'staff');
    c.header('set-cookie', sessions.cookie('staff', token));
    return c.json(await toStaffView(member));
  });
  app.post('/api/console/sign-out', async (c) => {
    await accounts.endSessionOf(c.req.raw, 'staff');
    c.header('set-cookie', sessions.cookie('staff', null));
    return c.body(null, 204);
  });
  // Asked before it is known whether anybody is signed in: nobody is an answer, not an error.
  app.get('/api/console/session', async (c) => {
    const viewer = await accounts.authenticate(c.req.raw);
    const member = viewer?.kind === 'staff' ? await staff.find(viewer.staffId) : null;
    return c.json({ staff: member ? await toStaffView(member) : null } satisfies StaffSession);
  });
  app.get('/api/console/me', requireStaff(accounts), async (c) => {
    const member = await staff.find(c.get('viewer').staffId);
    assert(member, 'a session of staff belongs to a member');
    return c.json(await toStaffView(member));
  });
  app.post('/api/console/password', requireStaff(accounts), async (c) => {
    const { password, new_password: next } = await readJson(c.req.raw, changePasswordSchema);
    const { staffId, accountId, deviceId } = c.get('viewer');
    await staff.changePassword({ staffId, accountId, keep: deviceId }, password, next);
    return c.body(null, 204);
  });
  addTeamRoutes(app, accounts);
  app.patch('/api/console/shop', requireStaff(accounts, ['owner']), async (c) => {
    const { name, ...profile } = await readJson(c.req.raw, updateShopSchema);
    const present = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined));
    const change = { profile: present, ...(name === undefined ? {} : { name }) };
    const business = await accounts.updateBusiness(c.get('viewer').accountId, change);
    return c.json(toShopView(business, config.publicUrl));
  });
  return app;
}

function addTeamRoutes(app: Hono, accounts: AccountsModule): void {
  const { staff } = accounts.parts;
  const owner = requireStaff(accounts, ['owner']);
  app.get('/api/console/staff', requireStaff(accounts), async (c) => {
    const team = await staff.list(c.get('viewer').accountId);
    return c.json({ staff: team.map(toTeamMemberView) });
  });
  app.post('/api/console/staff', owner, async (c) => {
    const input = await readJson(c.req.raw, createStaffSchema);
    const staffId = await staff.create({ ...input, accountId: c.get('viewer').accountId });
    const member = await staff.find(staffId);
    assert(member, 'staff just created exist');
    return c.json(toTeamMemberView(member), 201);
  });
  app.patch('/api/console/staff/:staffId', owner, async (c) => {
    const staffId = c.req.param('staffId');
    const { name, role, disabled } = await readJson(c.req.raw, updateStaffSchema);
    if (!isId('staff', staffId)) throw new Fault('not_found');
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(disabled === undefined ? {} : { disabled }),
    };
    return c.json(toTeamMemberView(await staff.update(c.get('viewer').accountId, staffId, change)));
  });
}

function toTeamMemberView({ staffId, name, email, role, disabledAt }: Member): TeamMemberView {
  return { staff_id: staffId, name, email, role, disabled: disabledAt !== null };
}
