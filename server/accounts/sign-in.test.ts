import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits } from '../../protocol/index.ts';
import { createTestAccounts, faultOf, type TestAccounts } from '../../test/support/accounts.ts';
import { createLog, createOutbound } from '../kit/index.ts';
import { addressKey } from './attempts.ts';
import { createSmsDelivery } from './code-delivery.ts';
import { sessionLimits } from './sessions.ts';

setDefaultTimeout(30_000);

const hourMs = 3_600_000;
let t: TestAccounts;
beforeAll(async () => {
  t = await createTestAccounts();
});
afterAll(() => t.kit.close());

describe('codes', () => {
  test('are six digits, kept as a hash, and open an account once', async () => {
    const { requestId, code } = await t.askCode('+33639980101');
    expect(code).toMatch(/^\d{6}$/);
    const rows = await t.kit.db
      .sql`select to_jsonb(c) as row from sign_in_codes c where request_id = ${requestId}`;
    expect(JSON.stringify(rows)).not.toContain(code);
    const first = await t.signIn({ requestId, code });
    expect(first.is_new).toBe(true);
    expect(await faultOf(t.signIn({ requestId, code }))).toBe('code_expired');
    const again = await t.enter('+33639980101');
    expect(again.is_new).toBe(false);
    expect(again.accountId).toBe(first.accountId);
    expect(again.token).not.toBe(first.token);
  });

  test('the right code at ten doors at once opens one', async () => {
    const answer = await t.askCode('+33639980102');
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => t.signIn(answer)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const rows = await t.kit.db.sql<{ n: number }>`select count(*)::int as n from aliases
      where value = '+33639980102'`;
    expect(rows[0]!.n).toBe(1);
  });

  test('five wrong tries end a code, also when they come at once', async () => {
    const { requestId, code } = await t.askCode('+33639980103');
    const wrong = wrongFor(code);
    const faults = await Promise.all(
      Array.from({ length: 40 }, () => faultOf(t.signIn({ requestId, code: wrong }))),
    );
    expect(faults.filter((fault) => fault === 'code_wrong')).toHaveLength(limits.codeTriesMax - 1);
    expect(faults.filter((fault) => fault === 'code_tries_exceeded')).toHaveLength(36);
    expect(await faultOf(t.signIn({ requestId, code }))).toBe('code_tries_exceeded');
  });

  test('belong to their request, purpose and account', async () => {
    const one = await t.askCode('+33639980104');
    const other = await t.askCode('+33639980105');
    if (one.code !== other.code)
      expect(await faultOf(t.signIn({ requestId: one.requestId, code: other.code }))).toBe('code_wrong');
    const { accountId } = await t.signIn(one);
    expect(await faultOf(t.accounts.parts.signIn.deleteAccount({ accountId, ...other }))).toBe(
      'code_expired',
    );
    expect(await faultOf(t.accounts.parts.signIn.changeNumber({ accountId, ...other }))).toBe('code_expired');
    expect(await faultOf(t.signIn({ requestId: 'no-such-request', code: '123456' }))).toBe('code_expired');
  });

  test('die after ten minutes', async () => {
    const answer = await t.askCode('+33639980106');
    t.kit.clock.advance(limits.codeTtlMs);
    expect(await faultOf(t.signIn(answer))).toBe('code_expired');
    expect(t.accounts.sandboxCodes().some(({ phone }) => phone === '+33639980106')).toBe(false);
  });

  test('known and unknown numbers cost and answer the same', async () => {
    await t.enter('+33639980107');
    const measure = async (phone: string) => {
      const before = t.kit.db.queryCount();
      const answer = await t.request(phone);
      return { keys: Object.keys(answer), queries: t.kit.db.queryCount() - before };
    };
    expect(await measure('+33639980107')).toEqual(await measure('+33639980108'));
  });
});

describe('limits', () => {
  test('five codes an hour and ten a day for a number, whoever asks', async () => {
    const phone = '+33639980201';
    const ask = (i: number) => t.request(phone, `192.0.2.${i}`);
    for (let i = 0; i < limits.codesPerHourPerNumberMax; i++) await ask(i);
    expect(await faultOf(ask(9))).toBe('rate_limited');
    t.kit.clock.advance(hourMs);
    for (let i = 0; i < 5; i++) await ask(20 + i);
    t.kit.clock.advance(hourMs);
    const refusal = await ask(40).catch((error) => error);
    expect(refusal.code).toBe('rate_limited');
    expect(refusal.retryAfterMs).toBeGreaterThan(21 * hourMs);
    t.kit.clock.advance(refusal.retryAfterMs);
    await ask(50);
  });

  test('thirty codes an hour for an address, exactly, at once', async () => {
    const asks = Array.from({ length: 45 }, (_, i) =>
      faultOf(t.request(`+3363998${String(3000 + i)}`, '2001:db8:1:2::7')),
    );
    const faults = await Promise.all(asks);
    expect(faults.filter((fault) => fault === null)).toHaveLength(limits.codesPerHourPerAddressMax);
    expect(faults.filter((fault) => fault === 'rate_limited')).toHaveLength(15);
    // The whole /64 is one address, the next one another.
    expect(await faultOf(t.request('+33639983100', '2001:db8:1:2:ffff::1'))).toBe('rate_limited');
    expect(await faultOf(t.request('+33639983100', '2001:db8:1:3::1'))).toBe(null);
  });

  test('leave a guesser at most one chance in ten thousand a day', () => {
    const guesses = limits.codesPerDayPerNumberMax * limits.codeTriesMax;
    expect(guesses / 10 ** limits.codeDigits).toBeLessThanOrEqual(1e-4);
  });

  test('write neither number nor address', async () => {
    const rows = await t.kit.db.sql`select to_jsonb(a) as row from attempts a`;
    expect(rows.length).toBeGreaterThan(30);
    expect(JSON.stringify(rows)).not.toMatch(/3363998|192\.0\.2|2001:/);
  });

  test('count IPv4 by address and IPv6 by household', () => {
    expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey('2001:db8:0:42:1:2:3:4')).toBe(addressKey('2001:0db8::42:ffff:0:0:1'));
    expect(addressKey('2001:db8::1')).not.toBe(addressKey('2001:db8:0:1::1'));
    expect(addressKey('::1')).toBe('0:0:0:0');
  });
});

describe('sessions', () => {
  test('have unguessable tokens that are stored as hashes alone', async () => {
    const { token } = await t.enter('+33639980301');
    expect(Buffer.from(token, 'base64url').length).toBe(32);
    const rows = await t.kit.db.sql`select to_jsonb(d) as row from devices d`;
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('end after thirty idle days, and after a year in any case', async () => {
    const idle = await t.enter('+33639980302');
    t.kit.clock.advance(sessionLimits.idleMs - hourMs);
    expect(await t.stateOf(idle.token)).toBe('live');
    t.kit.clock.advance(sessionLimits.idleMs - hourMs);
    expect(await t.stateOf(idle.token)).toBe('live');
    t.kit.clock.advance(sessionLimits.idleMs + 1);
    expect(await t.stateOf(idle.token)).toBe('ended');
    const busy = await t.enter('+33639980303');
    for (let day = 0; day < 360; day += 20) {
      t.kit.clock.advance(20 * 24 * hourMs);
      expect(await t.stateOf(busy.token)).toBe('live');
    }
    t.kit.clock.advance(6 * 24 * hourMs);
    expect(await t.stateOf(busy.token)).toBe('ended');
  });

  test('end at once when revoked, and say so to the sockets', async () => {
    const ended: string[] = [];
    t.accounts.onSessionEnded((deviceId) => ended.push(deviceId));
    const { accountId, token, device_id } = await t.enter('+33639980304');
    const other = await t.enter('+33639980304');
    expect(await t.accounts.endDevice(accountId, device_id)).toBe(true);
    expect(ended).toEqual([device_id]);
    expect(await t.stateOf(token)).toBe('ended');
    expect(await t.stateOf(other.token)).toBe('live');
    expect(await t.accounts.endDevice(accountId, device_id)).toBe(false);
  });

  test('travel in cookies that scripts, other sites and plain HTTP cannot use', async () => {
    expect(t.accounts.sessionCookie('person', 'x')).toBe(
      'comptoir=x; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax',
    );
    const secure = await createTestAccounts({ publicUrl: 'https://chat.example.org' });
    expect(secure.accounts.sessionCookie('person', 'x')).toBe(
      '__Host-comptoir=x; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure',
    );
    await secure.kit.close();
  });
});

describe('delivery', () => {
  const message = {
    phone: '+33639980401',
    code: '918273',
    language: 'fr',
    purpose: 'sign_in',
    expiresAt: 1,
  } as const;

  /** A gateway on loopback, reached through the real guard. */
  async function withGateway(answer: () => number, work: (url: string, seen: Seen[]) => Promise<void>) {
    const seen: Seen[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ authorization: request.headers.authorization, body: JSON.parse(body) });
        response.writeHead(answer()).end();
      });
    });
    await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, seen);
    server.close();
  }
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] });

  test('posts the documented form to the gateway', async () => {
    await withGateway(
      () => 202,
      async (smsUrl, seen) => {
        const config = { ...t.kit.config, smsUrl, smsToken: 'sms-secret' };
        expect(await createSmsDelivery({ ...t.kit, config }, outbound)(message)).toBe(true);
        expect(seen[0]!.authorization).toBe('Bearer sms-secret');
        const { text, ...rest } = seen[0]!.body;
        expect(rest).toEqual({ to: message.phone, code: '918273', language: 'fr' });
        expect(text).toStartWith('918273 est votre code');
        expect(text).toEndWith('@localhost:3000 #918273');
      },
    );
  });

  test('a gateway that fails is tried twice, told to the person, and logged without code or number', async () => {
    const lines: string[] = [];
    const log = createLog('debug', { write: (line) => void lines.push(line) });
    await withGateway(
      () => 500,
      async (smsUrl, seen) => {
        const config = { ...t.kit.config, mode: 'production' as const, smsUrl };
        const production = t.withKit({ ...t.kit, config, log }, { outbound });
        expect(await faultOf(production.request('+33639980402'))).toBe('overloaded');
        expect(seen).toHaveLength(2);
        expect(production.accounts.sandboxCodes()).toEqual([]);
        expect(lines).toHaveLength(2);
        expect(lines.join()).not.toContain('639980402');
        expect(lines.join()).not.toContain(seen[0]!.body.code!);
      },
    );
  });
});

interface Seen {
  authorization: string | undefined;
  body: Record<string, string>;
}

function wrongFor(code: string): string {
  return code === '000000' ? '000001' : '000000';
}
