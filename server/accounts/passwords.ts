// E-mail and password through better-auth: scrypt, equal work for known and unknown addresses, and the place where
// passkeys, organisations and OpenID Connect will join. Its handler is never mounted: our routes call it.
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { newId, type StaffId } from '../../protocol/index.ts';
import { assert, type Kit } from '../kit/index.ts';

export const passwordCharsMin = 10;
export const passwordCharsMax = 256;

export interface Passwords {
  /** Makes the login of a new member of staff; the id is the staff id to be. */
  create(login: { name: string; email: string; password: string }): Promise<StaffId>;
  /** The staff id when the password is right, else null, after equal work. */
  check(email: string, password: string): Promise<StaffId | null>;
  change(staffId: StaffId, password: string): Promise<void>;
  erase(staffId: StaffId): Promise<void>;
}

export function createPasswords({ db, config, clock }: Kit): Passwords {
  assert(config.secret !== null, 'the secret is made before the modules');
  const auth = betterAuth({
    baseURL: config.publicUrl,
    secret: config.secret,
    database: db.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      minPasswordLength: passwordCharsMin,
      maxPasswordLength: passwordCharsMax,
    },
    user: { modelName: 'auth_users', fields: userFields },
    account: { modelName: 'auth_credentials', fields: credentialFields },
    // Sessions are device rows of ours (hashed tokens, one list for people and staff): what better-auth would store
    // goes nowhere, therefore it needs no session table.
    secondaryStorage: nowhere,
    advanced: {
      database: {
        generateId: ({ model }) => (model === 'user' ? newId('staff', clock.now()) : crypto.randomUUID()),
      },
    },
  });

  return {
    async create({ name, email, password }) {
      const { internalAdapter } = await auth.$context;
      // A login without staff is the rest of a creation that broke off half-way; it begins anew.
      const rest = await internalAdapter.findUserByEmail(email);
      if (rest) await internalAdapter.deleteUser(rest.user.id);
      const { user } = await auth.api.signUpEmail({ body: { name, email, password } });
      return user.id as StaffId;
    },
    async check(email, password) {
      try {
        const { user } = await auth.api.signInEmail({ body: { email, password } });
        return user.id as StaffId;
      } catch (error) {
        if (error instanceof APIError) return null;
        throw error;
      }
    },
    async change(staffId, password) {
      const context = await auth.$context;
      await context.internalAdapter.updatePassword(staffId, await context.password.hash(password));
    },
    async erase(staffId) {
      await (await auth.$context).internalAdapter.deleteUser(staffId);
    },
  };
}

const nowhere = {
  get: () => null,
  set: () => {},
  delete: () => {},
  getAndDelete: () => null,
  increment: () => 1,
};
const userFields = { emailVerified: 'email_verified', createdAt: 'created', updatedAt: 'updated' };
const credentialFields = {
  accountId: 'account_id',
  providerId: 'provider_id',
  userId: 'user_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires',
  refreshTokenExpiresAt: 'refresh_token_expires',
  createdAt: 'created',
  updatedAt: 'updated',
};
