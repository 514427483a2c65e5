// What a code opens: an account, another number, the end of an account.
import { type AccountId, Fault, type SignedIn } from '../../protocol/index.ts';
import { isUniqueViolation, type Kit, type Tx } from '../kit/index.ts';
import { addressKey, countAttempt } from './attempts.ts';
import type { CodeAnswer, Codes } from './codes.ts';
import type { People } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { Member, Staff } from './staff.ts';

export interface SignInInput {
  requestId: string;
  code: string;
  name?: string;
  language: string;
  deviceName: string;
  startNew: boolean;
}
export interface Confirmation {
  accountId: AccountId;
  requestId: string;
  code: string;
}

export interface SignIn {
  person(input: SignInInput): Promise<Omit<SignedIn, 'account'> & { accountId: AccountId }>;
  /** Fault: `credentials_wrong`, alike for unknown addresses, wrong passwords and disabled logins; `rate_limited`. */
  staff(input: StaffSignInInput): Promise<{ member: Member; token: string }>;
  changeNumber(confirmation: Confirmation): Promise<void>;
  deleteAccount(confirmation: Confirmation): Promise<void>;
}
export interface StaffSignInInput {
  email: string;
  password: string;
  address: string;
  deviceName: string;
}

/** Shown until the person says their name. */
const unnamed = 'Guest';
const hourMs = 3_600_000;
const passwordsPerHourPerEmailMax = 20;
const passwordsPerHourPerAddressMax = 60;

export function createSignIn(
  kit: Kit,
  { people, sessions, codes, staff }: { people: People; sessions: Sessions; codes: Codes; staff: Staff },
): SignIn {
  async function enter(tx: Tx, phone: string, input: SignInInput) {
    if (input.startNew) await people.releaseNumber(tx, phone);
    const known = await people.findByPhone(phone, tx);
    const person = { name: input.name ?? unnamed, phone, language: input.language };
    const accountId = known ?? (await people.createIn(tx, person));
    const { deviceId, token } = await sessions.start(tx, { accountId, name: input.deviceName });
    return { accountId, device_id: deviceId, token, is_new: known === null };
  }

  return {
    async person(input) {
      const answer: CodeAnswer = { ...input, purpose: 'sign_in', accountId: null };
      const attempt = () => codes.redeem(answer, (tx, phone) => enter(tx, phone, input));
      try {
        return await attempt();
      } catch (error) {
        // Two first sign-ins of one number at once: the code of the slower one was not used up, it finds the account.
        if (isUniqueViolation(error, 'aliases_live_value')) return attempt();
        throw error;
      }
    },
    async staff({ email, password, address, deviceName }) {
      await kit.db.transaction((tx) => countAttempt(kit, tx, passwordWindows(address, email)));
      const member = await staff.check(email, password);
      if (member === null) throw new Fault('credentials_wrong');
      const { staffId, accountId } = member;
      const { token } = await kit.db.transaction((tx) =>
        sessions.start(tx, { accountId, staffId, name: deviceName }),
      );
      return { member, token };
    },
    changeNumber: ({ accountId, requestId, code }) =>
      codes.redeem({ requestId, code, accountId, purpose: 'change_number' }, async (tx, phone) => {
        if ((await people.findByPhone(phone, tx)) !== accountId)
          await people.moveNumber(tx, accountId, phone);
      }),
    deleteAccount: ({ accountId, requestId, code }) =>
      codes.redeem({ requestId, code, accountId, purpose: 'delete_account' }, async (tx) => {
        await sessions.erase(tx, accountId);
        await people.erase(tx, accountId);
      }),
  };
}

function passwordWindows(address: string, email: string) {
  return [
    {
      kind: 'password/address',
      value: addressKey(address),
      limits: [{ max: passwordsPerHourPerAddressMax, ms: hourMs }],
    },
    {
      kind: 'password/email',
      value: email.toLowerCase(),
      limits: [{ max: passwordsPerHourPerEmailMax, ms: hourMs }],
    },
  ];
}
