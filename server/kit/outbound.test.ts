import { afterAll, beforeAll, expect, test } from 'bun:test';
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Fault } from '../../protocol/index.ts';
import { createOutbound, type OutboundOptions, type OutboundSettings } from './outbound.ts';

/** Everything that reached the loopback server: what was refused must not be here. */
const seen: string[] = [];
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '';
  if (path.startsWith('/redirect'))
    response.writeHead(Number(path.slice(-3)), { location: 'http://127.0.0.1:1/' }).end();
  else if (path === '/slow-body') response.write('a');
  else if (path === '/big') pump(response);
  else if (path === '/cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('only this');
    setTimeout(() => response.socket?.destroy(), 20);
  } else if (path === '/gzip')
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(5000)));
  else if (path !== '/never') request.pipe(response.writeHead(200, echoHeaders(request)));
}

function echoHeaders(request: IncomingMessage) {
  const { host, connection, 'x-signature': signature } = request.headers;
  return { 'x-host': host ?? '', 'x-connection': connection ?? '', 'x-got-signature': String(signature) };
}

/** Sends without end, until nobody listens. */
function pump(response: ServerResponse): void {
  const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
  response.on('close', () => clearInterval(timer));
}

/** "ok 200", "dns_failed", "address_refused: …". */
async function attempt(url: string, settings: Partial<OutboundSettings> = {}, options: OutboundOptions = {}) {
  try {
    const result = await createOutbound({ allow: [], ...settings }).fetchGuarded(url, {
      timeoutMs: 2_000,
      ...options,
    });
    return result.ok ? `ok ${result.status}` : result.failure;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** Addresses that must never be connected to, in every disguise that a URL allows. */
const closed = `
  http://127.0.0.1/ http://127.0.0.1:PORT/ http://127.1:PORT/ http://127.0.1:PORT/ http://127.255.255.254/
  http://2130706433/ http://2130706433:PORT/ http://0x7f000001:PORT/ http://0x7f.0.0.1:PORT/ http://0X7F.1/
  http://0177.0.0.1/ http://017700000001:PORT/ http://0177.0x0.1/ http://%31%32%37.0.0.1/ http://127.0.0.1./
  http://１２７.０.０.１:PORT/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http://0/ http://0.0.0.0:PORT/ http://0.1.2.3/
  http://localhost:PORT/ http://LOCALHOST/ http://localhost./ http://[::1]:PORT/ http://[::]:PORT/ http://[0:0:0:0:0:0:0:1]/
  http://[::ffff:127.0.0.1]:PORT/ http://[::ffff:7f00:1]/ http://[::ffff:10.0.0.1]/ http://[::127.0.0.1]/
  http://[::ffff:0:127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[64:ff9b:1::1]/ http://[2002:7f00:1::]/ http://[2001:0:7f00:1::]/
  http://10.0.0.1/ http://10.255.255.255/ http://172.16.0.1/ http://172.31.255.255/ http://192.168.0.1/ http://192.168.1.254/
  http://100.64.0.1/ http://100.127.255.255/ http://100.100.100.200/latest/meta-data/ http://169.254.169.254/latest/meta-data/
  http://2852039166/ http://0xa9fea9fe/ http://0251.0376.0251.0376/ http://169.254.170.2/ http://[::ffff:a9fe:a9fe]/
  http://[fd00:ec2::254]/ http://168.63.129.16/ http://192.0.0.192/ http://192.0.2.1/ http://198.51.100.7/ http://203.0.113.9/
  http://198.18.0.1/ http://198.19.255.255/ http://192.88.99.1/ http://224.0.0.1/ http://239.255.255.250/ http://240.0.0.1/
  http://255.255.255.255/ http://[fe80::1]/ http://[fc00::1]/ http://[fdff::1]/ http://[ff02::1]/ http://[2001:db8::1]/
  http://[3fff::1]/ http://[100::1]/ http://[5f00::1]/ http://[2001:10::1]/ http://[fec0::1]/ http://[4000::1]/
  http://user@127.0.0.1/ http://user:secret@1.1.1.1/ http://1.1.1.1@127.0.0.1/ http://1.1.1.1:22/ http://1.1.1.1:6379/
  http://1.1.1.1:3306/ https://1.1.1.1:25/ ftp://1.1.1.1/ file:///etc/passwd gopher://127.0.0.1:PORT/ javascript:alert(1)
  data:text/plain,a ws://127.0.0.1:PORT/ unix:/tmp/socket http:// http://[fe80::1%25eth0]/ http://999.1.1.1/ 127.0.0.1 //127.0.0.1/
`
  .trim()
  .split(/\s+/);

test('no disguise of an address that is not public is connected to', async () => {
  expect(closed.length).toBeGreaterThan(90);
  for (const url of closed) {
    const outcome = await attempt(url.replace('PORT', String(port)));
    expect(`${url} → ${outcome.split(':')[0]}`).toBe(`${url} → address_refused`);
  }
  expect(seen).toEqual([]);
});

test('a name is refused if any of its addresses is not public', async () => {
  for (const addresses of [
    ['10.0.0.1'],
    ['1.1.1.1', '127.0.0.1'],
    ['::1', '1.1.1.1'],
    ['::ffff:192.168.1.1'],
    ['fe80::1%eth0'],
  ]) {
    const outcome = await attempt(`http://rebind.test/`, { resolve: async () => addresses });
    expect(outcome.split(':')[0]).toBe('address_refused');
  }
  expect(seen).toEqual([]);
});

test('a name is resolved once: a second answer (rebinding) has no say', async () => {
  const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
  let asked = 0;
  const resolve = async () => [answers[asked++]!];
  const outcome = await attempt(`http://rebind.test:${port}/once`, { allow: ['127.0.0.0/8'], resolve });
  expect([outcome, asked, seen.splice(0)]).toEqual(['ok 200', 1, ['GET /once']]);
});

test('an allow list opens blocks, addresses and names, but no forbidden port', async () => {
  const url = `http://127.0.0.1:${port}/`;
  const resolve = async () => ['127.0.0.1'];
  expect(await attempt(url, { allow: ['127.0.0.0/8'] })).toBe('ok 200');
  expect(await attempt(url, { allow: ['127.0.0.1'] })).toBe('ok 200');
  expect(await attempt(`http://[::ffff:127.0.0.1]:${port}/`, { allow: ['127.0.0.1'] })).toMatch(
    /ok|connect_failed/,
  );
  expect(await attempt(`http://hook.test:${port}/`, { allow: ['HOOK.test'], resolve })).toBe('ok 200');
  expect(await attempt(`http://other.test:${port}/`, { allow: ['hook.test'], resolve })).toMatch(
    'address_refused',
  );
  expect(await attempt(url, { allow: ['127.0.0.2', '10.0.0.0/8', '::1', ''] })).toMatch('address_refused');
  seen.splice(0);
  expect(await attempt(url, { allow: ['127.0.0.0/8'], forbiddenPorts: [port] })).toMatch(
    'a port of this server',
  );
  const late = createOutbound({ allow: ['127.0.0.0/8'] });
  late.forbidPort(port);
  await expect(late.fetchGuarded(url)).rejects.toThrow('address_refused');
  expect(seen).toEqual([]);
});

test('a redirect is refused, not followed', async () => {
  for (const status of [301, 302, 303, 307, 308])
    expect(await attempt(`http://127.0.0.1:${port}/redirect/${status}`, { allow: ['127.0.0.1'] })).toMatch(
      'a redirect',
    );
  expect(seen.splice(0).length).toBe(5);
});

test('what is sent arrives as it is, under the name that was asked for', async () => {
  const outbound = createOutbound({ allow: ['hook.test'], resolve: async () => ['127.0.0.1'] });
  const result = await outbound.fetchGuarded(`http://hook.test:${port}/echo`, {
    method: 'POST',
    headers: {
      'x-signature': 'sha256=abc',
      host: 'evil.test',
      connection: 'keep-alive',
      'content-length': '3',
    },
    body: '{"text":"é"}',
  });
  expect(result).toMatchObject({
    ok: true,
    status: 200,
    address: '127.0.0.1',
    headers: { 'x-host': `hook.test:${port}`, 'x-got-signature': 'sha256=abc', 'x-connection': 'close' },
  });
  expect(result.ok && new TextDecoder().decode(result.body)).toBe('{"text":"é"}');
});

test('slow, endless, broken and compressed answers are bounded', async () => {
  const at = (path: string, options: OutboundOptions) =>
    attempt(`http://127.0.0.1:${port}${path}`, { allow: ['127.0.0.1'] }, options);
  const began = performance.now();
  expect(await at('/never', { timeoutMs: 150 })).toBe('timed_out');
  expect(await at('/slow-body', { timeoutMs: 150 })).toBe('timed_out');
  expect(performance.now() - began).toBeLessThan(1_500);
  expect(await at('/big', { bytesMax: 200_000 })).toBe('answer_too_large');
  expect(await at('/big', { bytesMax: 200_000, truncate: true })).toBe('ok 200');
  expect(await at('/cut', {})).toBe('broken_off');
  const outbound = createOutbound({ allow: ['127.0.0.1'] });
  const gzip = await outbound.fetchGuarded(`http://127.0.0.1:${port}/gzip`, { bytesMax: 1_000 });
  expect(gzip.ok && gzip.body.byteLength).toBeLessThan(200);
  const cut = await outbound.fetchGuarded(`http://127.0.0.1:${port}/big`, {
    bytesMax: 1_000,
    truncate: true,
  });
  expect(cut.ok && cut.body.byteLength).toBe(1_000);
});

test('failures are told apart', async () => {
  const resolve = async (): Promise<string[]> => {
    throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  };
  expect(await attempt('http://nothing.test/', { resolve })).toBe('dns_failed');
  expect(await attempt('http://nothing.test/', { resolve: async () => [] })).toBe('dns_failed');
  expect(
    await attempt('http://slow.test/', { resolve: () => new Promise(() => {}) }, { timeoutMs: 50 }),
  ).toBe('timed_out');
  const silent = createTcpServer();
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const silentPort = (silent.address() as AddressInfo).port;
  silent.close();
  expect(await attempt(`http://127.0.0.1:${silentPort}/`, { allow: ['127.0.0.1'] })).toBe('connect_failed');
  expect(await attempt(`https://127.0.0.1:${port}/`, { allow: ['127.0.0.1'] })).toMatch(
    /tls_failed|broken_off/,
  );
});

test('where one address of a name does not answer, the next is tried', async () => {
  const resolve = async () => ['::1', '127.0.0.1'];
  const outcome = await attempt(`http://both.test:${port}/`, { allow: ['both.test'], resolve });
  expect(outcome).toBe('ok 200');
});

test('no proxy of the environment stands in between', async () => {
  const script = `
    const { createOutbound } = await import('${join(import.meta.dirname, 'outbound.ts')}');
    const outbound = createOutbound({ allow: ['hook.test'], resolve: async () => ['127.0.0.1'] });
    const result = await outbound.fetchGuarded('http://hook.test:${port}/direct');
    console.log(result.ok ? result.status : result.failure);`;
  const proxy = 'http://127.0.0.1:9';
  const env = { HTTP_PROXY: proxy, http_proxy: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy };
  const child = spawn(process.execPath, ['-e', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) output += chunk;
  expect(output.trim()).toBe('200');
});
