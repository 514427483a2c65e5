// A world of accounts for tests: real database, a clock of its own, codes read from the outbox.
import { Hono } from 'hono';
import { type AccountId, Fault } from '../../protocol/index.ts';
import {
  type AccountRouteDeps,
  type AccountsDeps,
  type AccountsModule,
  createAccountRoutes,
  createAccounts,
  createConsoleAccountRoutes,
} from '../../server/accounts/index.ts';
import type { Config } from '../../server/config.ts';
import { handleFaults, type Kit } from '../../server/kit/index.ts';
import { startTestKit } from './kit.ts';

export type TestAccounts = Awaited<ReturnType<typeof createTestAccounts>>;

export async function createTestAccounts(overrides: Partial<Config> = {}) {
  const kit = await startTestKit(overrides);
  return { ...wrap(kit, {}), kit, withKit: wrap };
}

/** The code of the fault that `work` ends with; null when it succeeds. Anything but a fault is thrown on. */
export async function faultOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}

/** The module's routes as an HTTP application. */
export function createTestApp(kit: Kit, accounts: AccountsModule, deps: AccountRouteDeps) {
  const app = new Hono();
  app.route('/', createAccountRoutes(kit, accounts, deps));
  app.route('/', createConsoleAccountRoutes(kit, accounts));
  handleFaults(app, kit.log);
  return async (method: string, path: string, options: { headers?: HeadersInit; body?: unknown } = {}) => {
    const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) };
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: options.headers ?? {},
      ...body,
    });
    const response = await app.fetch(request, { remoteAddress: '192.0.2.200' });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: tryJson(text) };
  };
}

function wrap(kit: Kit, deps: AccountsDeps) {
  const accounts = createAccounts(kit, deps);
  const { codes, signIn, sessions } = accounts.parts;
  let addresses = 0;
  const newAddress = () => `198.51.${100 + (++addresses >> 8)}.${addresses & 255}`;
  const ask = (
    purpose: 'sign_in' | 'change_number' | 'delete_account',
    phone: string,
    accountId: AccountId | null,
  ) => codes.request({ purpose, accountId, phone, address: newAddress(), language: 'en' });
  const readCode = (phone: string) => accounts.sandboxCodes().find((code) => code.phone === phone)!.code;

  async function askCode(phone: string) {
    const { request_id: requestId } = await ask('sign_in', phone, null);
    return { requestId, code: readCode(phone) };
  }
  const enterWith = (answer: { requestId: string; code: string; startNew?: boolean; name?: string }) =>
    signIn.person({ language: 'en', deviceName: 'Test', startNew: false, ...answer });
  return {
    accounts,
    request: (phone: string, address = newAddress()) =>
      codes.request({ purpose: 'sign_in', accountId: null, phone, address, language: 'en' }),
    askCode,
    signIn: enterWith,
    enter: async (phone: string, more: { startNew?: boolean; name?: string } = {}) =>
      enterWith({ ...(await askCode(phone)), ...more }),
    async confirm(purpose: 'change_number' | 'delete_account', accountId: AccountId, phone: string) {
      const { request_id: requestId } = await ask(purpose, phone, accountId);
      return { accountId, requestId, code: readCode(phone) };
    },
    stateOf: async (token: string) => (await sessions.resolve(token)).state,
  };
}

function tryJson(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
