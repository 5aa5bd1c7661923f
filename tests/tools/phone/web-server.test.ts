import http from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { InvalidWebhook, PortTaken } from '../../../tools/local-twilio';
import { startPhone, type ServedPhone } from '../../../tools/phone/web/server';
import { serving, twiml } from '../../../tools/testing/webhook';

const pair = { from: '+14158675308', to: '+14155550100' };

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly body?: string;
}

let phone: ServedPhone;
let port: string;
beforeAll(async () => {
  phone = await startPhone({ port: 0, webhook: 'http://127.0.0.1:9/sms' });
  ({ port } = new URL(phone.url));
});
afterAll(() => phone.close());

/** Asks with the headers of the page itself, unless it is given others; `undefined` leaves one out. */
function ask(path: string, { method = 'POST', headers = {}, body = '' }: Sent = {}) {
  const all: Record<string, string | undefined> = {
    Host: `localhost:${port}`,
    Origin: phone.url,
    'Content-Type': 'application/json',
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: Object.fromEntries(given),
      });
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      request.end(body);
    },
  );
}

const open = (sent: Sent = {}) => ask('/open', { body: JSON.stringify(pair), ...sent });

test('the page may', async () => {
  expect(await open()).toMatchObject({
    status: 200,
    body: expect.stringMatching(/"from":"\+14158675308"/) as string,
  });
  const spelled = {
    Host: `[::1]:${port}`,
    Origin: `http://[::1]:${port}`,
    'Content-Type': 'application/json; charset=utf-8',
  };
  expect(await open({ headers: spelled })).toMatchObject({ status: 200 });
});

test.each<[string, Sent, number]>([
  ['a foreign Host', { headers: { Host: 'evil.example' } }, 421],
  [
    'a foreign Host that resolves here',
    { headers: { Host: 'evil.example:1', Origin: 'http://evil.example:1' } },
    421,
  ],
  ['a local Host with another port', { headers: { Host: 'localhost:1' } }, 421],
  ['a name that only begins like ours', { headers: { Host: 'localhost.evil.example' } }, 421],
  ['a foreign Origin', { headers: { Origin: 'http://evil.example' } }, 403],
  ['an Origin that only begins like ours', { headers: { Origin: 'http://localhost:PORT.evil.com' } }, 403],
  ['an Origin on another port', { headers: { Origin: 'http://localhost:1' } }, 403],
  ['an opaque Origin', { headers: { Origin: 'null' } }, 403],
  ['no Origin', { headers: { Origin: undefined } }, 403],
  ['another local name than that of the page', { headers: { Host: '127.0.0.1:PORT' } }, 403],
  ['a type that only ends like JSON', { headers: { 'Content-Type': 'text/plain; a=application/json' } }, 415],
  ['a type that only begins like JSON', { headers: { 'Content-Type': 'application/json+evil' } }, 415],
  ['what a form sends', { headers: { 'Content-Type': 'text/plain' } }, 415],
  ['no type', { headers: { 'Content-Type': undefined } }, 415],
  ['PUT', { method: 'PUT' }, 405],
  ['a body that is not JSON', { body: '{' }, 400],
  ['a body that lacks a field', { body: '{"from":"+14158675308"}' }, 400],
  ['a body of another shape', { body: 'null' }, 400],
  ['a field of another type', { body: '{"from":1,"to":"+14155550100"}' }, 400],
  ['a number that is none', { body: '{"from":"Rey","to":"+14155550100"}' }, 400],
  ['too long a body', { body: `"${'a'.repeat(70_000)}"` }, 413],
  [
    'too long a body that does not say so in front',
    { headers: { 'Transfer-Encoding': 'chunked' }, body: `"${'a'.repeat(70_000)}"` },
    413,
  ],
  [
    'a body that claims to be too long',
    { headers: { 'Content-Length': '70000', Connection: 'close' }, body: '{}' },
    413,
  ],
])('%s is refused', async (_, sent, status) => {
  const given = Object.entries(sent.headers ?? {});
  const headers = Object.fromEntries(given.map(([name, value]) => [name, value?.replace('PORT', port)]));
  expect((await open({ ...sent, headers })).status).toBe(status);
});

test('nobody gets to it from elsewhere', async () => {
  const addresses = Object.values(networkInterfaces()).flatMap((list = []) =>
    list.map(({ address }) => address),
  );
  // On Linux all of 127.0.0.0/8 is this machine.
  const others = new Set([...addresses, '127.0.0.2', '::1']);
  others.delete('127.0.0.1');
  for (const host of others) {
    const answered = await new Promise((resolve) => {
      const socket = connect({ host, port: Number(port), timeout: 1000 });
      const end = (answered: boolean) => () => {
        socket.destroy();
        resolve(answered);
      };
      socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
    });
    expect({ host, answered }).toStrictEqual({ host, answered: false });
  }
});

test('reading needs a local Host, too', async () => {
  expect((await ask('/phone', { method: 'GET' })).status).toBe(200);
  expect((await ask('/phone', { method: 'GET', headers: { Host: 'evil.example' } })).status).toBe(421);
});

test.each(['/nothing', '/page/main.ts', '/../package.json', '/constructor'])(
  '%s is not served',
  async (path) => {
    expect((await ask(path, { method: 'GET' })).status).toBe(404);
    expect((await ask(path, { body: '{}' })).status).toBe(404);
  },
);

test('what a page is asked with changes nothing about it', async () => {
  expect(await ask('/?x', { method: 'GET' })).toMatchObject({
    status: 200,
    body: expect.stringMatching(/<title>The phone/) as string,
  });
});

test('everything comes with a strict policy', async () => {
  for (const path of ['/', '/page.js', '/page.css', '/phone', '/nothing']) {
    const { headers } = await ask(path, { method: 'GET' });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect(headers['content-security-policy']).toMatch("; frame-ancestors 'none';");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

test('a picture is one of four types, and of 5 MB at most', async () => {
  const add = (type: string, base64: string) => ask('/picture', { body: JSON.stringify({ type, base64 }) });
  expect((await add('image/svg+xml', 'AAAA')).status).toBe(400);
  expect(await add('image/png', '')).toMatchObject({
    status: 400,
    body: '{"error":"This picture is empty."}',
  });
  expect((await add('image/png', 'A'.repeat(6 * 1024 * 1024))).status).toBe(200);
  expect(await add('image/png', 'A'.repeat(7 * 1024 * 1024))).toMatchObject({
    status: 413,
    body: expect.stringMatching(/too long/) as string,
  });
});

test('everyone who listens hears of each change, and of all that there is when they come', async () => {
  const events = await fetch(`${phone.url}/events`);
  expect(events.headers.get('content-type')).toBe('text/event-stream');
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => String((await reader?.read())?.value);
  expect(await next()).toMatch(/^retry: 500\ndata: \{"everything":\{"run":"[0-9a-f-]{36}",.*\}\n\n$/);
  await ask('/forward', { body: '{"milliseconds":1000}' });
  expect(await next()).toMatch(/^data: \{"clock":\{"now":\d+,"ahead":1000\},"lines":\[/);
  phone.built({ at: 0, failure: 'greeter.ts:11: no' });
  expect(await next()).toBe('data: {"starting":false,"build":{"at":0,"failure":"greeter.ts:11: no"}}\n\n');
  await reader?.cancel();
});

test('nothing was delivered that can be delivered again, and the clock does not go back', async () => {
  const someone = { from: '+12349013030', to: '+14155550100' };
  expect(await ask('/repeat', { body: JSON.stringify(someone) })).toMatchObject({ status: 400 });
  expect(await ask('/forward', { body: '{"milliseconds":-1}' })).toMatchObject({ status: 400 });
  expect(await ask('/forward', { body: '{"milliseconds":1e999}' })).toMatchObject({ status: 400 });
  expect(await ask('/forward', { body: '{"milliseconds":1e16}' })).toMatchObject({
    status: 400,
    body: expect.stringMatching(/no further than/) as string,
  });
});

test('a port that is taken, and a webhook that is none, are told clearly', async () => {
  const webhook = 'http://localhost:3000/sms';
  await expect(startPhone({ port: Number(port), webhook })).rejects.toThrow(PortTaken);
  await expect(startPhone({ port: Number(port), webhook })).rejects.toThrow(`Port ${port} is in use.`);
  await expect(startPhone({ port: 0, webhook: 'nowhere' })).rejects.toThrow(InvalidWebhook);
});

test('a file of callers that is missing or malformed leaves everybody unknown', () =>
  serving(twiml(''), async (webhook) => {
    for (const callers of ['/nonexistent.json', __filename]) {
      const other = await startPhone({ port: 0, webhook, callers });
      const known = (await (await fetch(`${other.url}/phone`)).json()) as { callers: object };
      expect(known.callers).toStrictEqual({});
      await other.close();
    }
  }));
