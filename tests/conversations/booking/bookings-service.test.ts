import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { saveTo } from '../../../conversations/booking/bookings-service';
import { LoggableError } from '../../../src';
import { freePort } from '../../../tools/testing/free-port';

const booking = { key: 'aB3_-x9-5.k7', name: 'Ada', party: 4, day: 'Friday', picture: null } as const;

let server: Server;
let status: number | 'never' = 201;
const received: { headers: IncomingMessage['headers']; body: unknown }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body: JSON.parse(body) as unknown });
      if (status === 'never') return;
      response.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/bookings`;

test('a booking is posted with its key, and has a reference', async () => {
  expect(await saveTo(url())(booking)).toBe('AB3X95');
  const { key, ...rest } = booking;
  expect(received).toMatchObject([
    { headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: rest },
  ]);
});

test.each([
  ['us%40er:p%C3%A4ss@', 'us@er:päss'],
  ['token@', 'token:'],
  [':pass@', ':pass'],
])('name and password of the URL become a header: %s', async (typed, credentials) => {
  await saveTo(url().replace('//', `//${typed}`))(booking);
  const encoded = Buffer.from(credentials).toString('base64');
  expect(received.at(-1)?.headers.authorization).toBe(`Basic ${encoded}`);
});

test('without them there is no such header', async () => {
  await saveTo(url())(booking);
  expect(received.at(-1)?.headers).not.toHaveProperty('authorization');
});

test('a picture reaches the service only if Twilio keeps it, or the author says so', async () => {
  const sent = async (picture: string, ...options: [Parameters<typeof saveTo>[1]?]) => {
    await saveTo(url(), ...options)({ ...booking, picture });
    return (received.at(-1)?.body as { picture: unknown }).picture;
  };
  const kept = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1';
  expect(await sent(kept)).toBe(kept);
  expect(await sent('https://api.dublin.ie1.twilio.com/x')).toBe('https://api.dublin.ie1.twilio.com/x');
  for (const other of [
    'http://169.254.169.254/latest',
    'https://api.twilio.com.evil.example/x',
    'https://evil.example/https://api.twilio.com/',
    'http://api.twilio.com/x',
    'https://user@api.twilio.com/x',
  ]) {
    expect(await sent(other)).toBeNull();
    expect(await sent(other, { mayFetch: () => true })).toBe(other);
  }
});

test('a redirect is not followed', async () => {
  status = 302;
  const before = received.length;
  await expect(saveTo(url())(booking)).rejects.toThrow('the service at BOOKINGS_URL answered 302');
  expect(received).toHaveLength(before + 1);
});

test.each([
  'data:text/plain,ok',
  'xhttps://example.com',
  'file:///tmp/x',
  'ftp://example.com',
  'no url',
  'localhost:3000',
])('a URL of another kind is refused at once, and not quoted: %s', (other) => {
  expect(() => saveTo(other)).toThrow(/^BOOKINGS_URL is no http or https URL$/);
});

test('a password that is not percent-encoded is refused at once, and not quoted', () => {
  expect(() => saveTo('https://user:p%zz@example.com')).toThrow(
    /^BOOKINGS_URL has a name or password that is not percent-encoded$/,
  );
});

test('a service that does not accept it is an error that may be logged', async () => {
  status = 503;
  await expect(saveTo(url())(booking)).rejects.toThrow('the service at BOOKINGS_URL answered 503');
});

test('a service that does not answer is given up after five seconds', async () => {
  status = 'never';
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  // A hundred times as fast.
  const limit = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
  await expect(saveTo(url())(booking)).rejects.toThrow(
    new LoggableError('the service at BOOKINGS_URL takes over 5000 ms'),
  );
  expect(limit.mock.calls).toStrictEqual([[5000]]);
  limit.mockRestore();
});

test('a service that cannot be reached fails with the reason of fetch', async () => {
  const free = await freePort();
  await expect(saveTo(`http://127.0.0.1:${free}`)(booking)).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
});

test.each([undefined, ''])('without a URL (%j) it is logged by its reference alone', async (none) => {
  const log = jest.spyOn(console, 'log').mockImplementation();
  expect(await saveTo(none)(booking)).toBe('AB3X95');
  expect(log.mock.calls).toStrictEqual([['Booked AB3X95. Set BOOKINGS_URL to send it somewhere.']]);
  log.mockRestore();
});
