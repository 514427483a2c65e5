// People, businesses and their staff: who somebody is, how they sign in, and what others may know of them.
// Promises: a token is stored as its hash alone; revoking a login closes its sockets; a business sees an opaque id
// and a name until the person shares the number (privacy.ts has the only view of a person for businesses).
// Passwords of staff are better-auth's work. Its phone-number plugin is not used: it keeps codes in clear, binds them
// to the number rather than to the request, knows no limits per number and address, and lives by the machine's
// clock; the same goes for its sessions, which it stores in clear. That thin part is ours: codes.ts, sessions.ts.
import type { AccountId, DeviceId, StaffId } from '../../protocol/index.ts';
import { assert, type Kit, type Outbound } from '../kit/index.ts';
import {
  type Business,
  type BusinessChange,
  type Businesses,
  createBusinesses,
  type NewBusiness,
} from './businesses.ts';
import { type CodeOutbox, createOutbox, createSmsDelivery } from './code-delivery.ts';
import { type Codes, createCodes } from './codes.ts';
import { askedKind } from './guards.ts';
import { createPasswords } from './passwords.ts';
import { type CreatedPerson, createPeople, type NewPerson, type People, type Person } from './people.ts';
import { createPrivacy, type PersonForBusiness, type Privacy } from './privacy.ts';
import {
  createSessions,
  type SessionState,
  type Sessions,
  type Viewer,
  type ViewerKind,
} from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createStaffing, type NewMember, type Staff } from './staff.ts';

export type { Business, BusinessChange, BusinessProfile, NewBusiness } from './businesses.ts';
export { newGraphId, toShopView } from './businesses.ts';
export type { SandboxCode } from './code-delivery.ts';
export { createConsoleAccountRoutes } from './console-routes.ts';
export { requirePerson, requireStaff, requireViewer } from './guards.ts';
export type { CreatedPerson, NewPerson, Person } from './people.ts';
export { formatPhone, parsePhone } from './phone.ts';
export { announcePrivacy, type NoteDeps, type PersonForBusiness } from './privacy.ts';
export { type AccountRouteDeps, createAccountRoutes, remoteAddress } from './routes.ts';
export type { PersonViewer, SessionState, StaffViewer, Viewer } from './sessions.ts';

export interface Accounts {
  /** Who sent the request: bearer token, else cookie (`?as=staff` and `/api/console` mean the staff's). */
  authenticate(request: Request): Promise<Viewer | null>;
  authenticateToken(token: string): Promise<Viewer | null>;
  /** As `authenticate`, telling an ended session from none. */
  sessionOf(request: Request, kind: ViewerKind): Promise<SessionState>;
  onSessionEnded(listener: (deviceId: DeviceId) => void): void;

  person(accountId: AccountId): Promise<Person | null>;
  people(ids: readonly AccountId[]): Promise<Map<AccountId, Person>>;
  personForBusiness(accountId: AccountId, businessAccountId: AccountId): Promise<PersonForBusiness | null>;
  peopleForBusiness: Privacy['peopleForBusiness'];

  business(accountId: AccountId): Promise<Business | null>;
  businesses(ids: readonly AccountId[]): Promise<Map<AccountId, Business>>;
  businessByHandle(handle: string): Promise<Business | null>;
  businessByPhoneNumberId(id: string): Promise<Business | null>;
  businessByDisplayPhone(e164: string): Promise<Business | null>;
  businessesOfWaba(wabaId: string): Promise<Business[]>;
  businessesOfPortfolio(portfolioId: string): Promise<Business[]>;
  updateBusiness(accountId: AccountId, change: BusinessChange): Promise<Business>;

  userIdFor(portfolioId: string, accountId: AccountId): Promise<string>;
  userIdsFor: Privacy['userIdsFor'];
  findByUserId: Privacy['findByUserId'];
  findByPhone(phoneE164: string): Promise<AccountId | null>;
  sharedPhone(accountId: AccountId, businessAccountId: AccountId): Promise<string | null>;
  sharedPhones: Privacy['sharedPhones'];
  sharePhone(accountId: AccountId, businessAccountId: AccountId): Promise<void>;
  /** Whether the person has blocked the business. */
  blockedBy(personId: AccountId, businessAccountId: AccountId): Promise<boolean>;
  block: Privacy['block'];
  unblock: Privacy['unblock'];

  /** The photo of a person, seen by whom the number was shared with. */
  setAvatar: People['setAvatar'];
  createPerson(person: NewPerson): Promise<AccountId>;
  /** `people` with a lasting login each: 10,000 take about a second. */
  createPeople(people: NewPerson[]): Promise<CreatedPerson[]>;
  createBusiness(business: NewBusiness): Promise<Business>;
  createStaff(member: NewMember): Promise<StaffId>;
  /** A login without a code. `lasting`: never expires (the sandbox's contract file). */
  createDevice(
    accountId: AccountId,
    options: { name: string; staffId?: StaffId; lasting?: boolean },
  ): Promise<{ deviceId: DeviceId; token: string }>;
}

/** The door with the parts that this module's own routes and the sandbox work with. */
export interface AccountsModule extends Accounts {
  parts: AccountParts;
  endDevice(accountId: AccountId, deviceId: DeviceId): Promise<boolean>;
  /** Ends the session that a request carries, if it is one. */
  endSessionOf(request: Request, kind: ViewerKind): Promise<void>;
  /** Ends every session of everybody: the sandbox begins anew. */
  endAllSessions(): Promise<void>;
  sessionCookie: Sessions['cookie'];
  /** The codes that the sandbox page shows; always empty in production. */
  sandboxCodes: CodeOutbox['list'];
}
export interface AccountParts {
  people: People;
  sessions: Sessions;
  staff: Staff;
  codes: Codes;
  signIn: SignIn;
}
export interface AccountsDeps {
  /** By which codes reach the SMS gateway; needed in production. */
  outbound?: Pick<Outbound, 'fetchGuarded'>;
}

export function createAccounts(kit: Kit, deps: AccountsDeps = {}): AccountsModule {
  const people = createPeople(kit);
  const businesses = createBusinesses(kit);
  const privacy = createPrivacy(kit);
  const sessions = createSessions(kit);
  const staff = createStaffing(kit, createPasswords(kit), sessions);
  const outbox = createOutbox(kit);
  const codes = createCodes(kit, chooseDelivery(kit, outbox, deps));
  const signIn = createSignIn(kit, { people, sessions, codes, staff });
  return {
    parts: { people, sessions, staff, codes, signIn },
    sandboxCodes: outbox.list,
    ...sessionDoors(kit, sessions),
    ...businessDoors(businesses),
    ...privacyDoors(privacy),
    person: async (id) => (await people.people([id])).get(id) ?? null,
    people: people.people,
    findByPhone: (phone) => people.findByPhone(phone),
    setAvatar: people.setAvatar,
    createPerson: people.create,
    createPeople: people.createMany,
    createStaff: staff.create,
  };
}

function chooseDelivery(kit: Kit, outbox: CodeOutbox, { outbound }: AccountsDeps) {
  if (kit.config.mode === 'sandbox') return outbox.deliver;
  assert(outbound, 'in production codes leave through the outbound guard');
  return createSmsDelivery(kit, outbound);
}

function sessionDoors({ db }: Kit, sessions: Sessions) {
  const viewerOf = (session: SessionState) => (session.state === 'live' ? session.viewer : null);
  async function sessionOf(request: Request, kind: ViewerKind): Promise<SessionState> {
    const token = sessions.tokenOf(request, kind);
    return token === null ? { state: 'unknown' } : sessions.resolve(token);
  }
  const endDevice = async (accountId: AccountId, deviceId: DeviceId) =>
    (await db.transaction((tx) => sessions.end(tx, accountId, { deviceId }))).length > 0;
  return {
    sessionOf,
    endDevice,
    authenticate: async (request: Request) => viewerOf(await sessionOf(request, askedKind(request))),
    authenticateToken: async (token: string) => viewerOf(await sessions.resolve(token)),
    onSessionEnded: sessions.onEnded,
    endAllSessions: sessions.endAll,
    sessionCookie: sessions.cookie,
    async endSessionOf(request: Request, kind: ViewerKind) {
      const viewer = viewerOf(await sessionOf(request, kind));
      if (viewer?.kind === kind) await endDevice(viewer.accountId, viewer.deviceId);
    },
    createDevice: (accountId: AccountId, options: { name: string; staffId?: StaffId; lasting?: boolean }) =>
      db.transaction((tx) => sessions.start(tx, { accountId, ...options })),
  };
}

function businessDoors(businesses: Businesses) {
  return {
    business: businesses.byId,
    businesses: businesses.byIds,
    businessByHandle: businesses.byHandle,
    businessByPhoneNumberId: businesses.byPhoneNumberId,
    businessByDisplayPhone: businesses.byDisplayPhone,
    businessesOfWaba: businesses.ofWaba,
    businessesOfPortfolio: businesses.ofPortfolio,
    updateBusiness: businesses.update,
    createBusiness: businesses.create,
  };
}

function privacyDoors(privacy: Privacy) {
  return {
    personForBusiness: async (id: AccountId, businessId: AccountId) =>
      (await privacy.peopleForBusiness([id], businessId)).get(id) ?? null,
    peopleForBusiness: privacy.peopleForBusiness,
    userIdFor: async (portfolioId: string, id: AccountId) =>
      (await privacy.userIdsFor(portfolioId, [id])).get(id)!,
    userIdsFor: privacy.userIdsFor,
    findByUserId: privacy.findByUserId,
    sharedPhone: async (id: AccountId, businessId: AccountId) =>
      (await privacy.sharedPhones([id], businessId)).get(id) ?? null,
    sharedPhones: privacy.sharedPhones,
    sharePhone: async (id: AccountId, businessId: AccountId) => void (await privacy.share(id, businessId)),
    blockedBy: privacy.isBlocked,
    block: privacy.block,
    unblock: privacy.unblock,
  };
}
