import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from 'redis';
import {
  Carrier,
  Clock,
  startSync,
  type CarrierOptions,
  type Exchange,
  type Phone,
  type ServedSync,
} from '../../tools/local-twilio';
import { conversations } from '../../conversations';
import { readKeys } from '../../src/session/secrets';
import { pairOf, sealSession } from '../../src/session/sealed-state';
import { messagesIn } from '../../tools/testing/messages';
import { findRedis, startRedis, type ServedRedis } from '../../tools/testing/redis';
import { ACCOUNT } from '../../tools/testing/sync';
import { serve, type Server } from '../../tools/testing/server';

const SESSION_SECRET = 'the secret of the end-to-end tests is long enough';
const REY = { from: '+14158675308', to: '+14155550100' };
const FINN = { from: '+12349013030', to: '+14155550100' };
const HOUR = 60 * 60 * 1000;
const TOO_LONG = 'Sorry, that is more than we can keep. Please answer more briefly.';
const APOLOGY = 'Sorry, something went wrong on our side. Please text that again.';

jest.setTimeout(60_000);

function carrierFor({ port }: Server, path = '/sms', options: Partial<CarrierOptions> = {}): Carrier {
  return new Carrier({ url: `http://127.0.0.1:${port}${path}`, now: () => clock.now(), ...options });
}

async function text(phone: Phone, body: string): Promise<string[]> {
  const { replies, problems } = await phone.send(body);
  expect(problems).toStrictEqual([]);
  return replies.map((reply) => reply.body);
}

/** Without a redis-server its tests are skipped, and say so; with CI=true that is a failure. */
const hasRedis = findRedis() !== undefined || Boolean(process.env.CI);
if (!hasRedis)
  console.warn('Skipped with redis: no redis-server was found. On Debian: apt-get install redis-server');

const STORES = ['cookie', 'sync', ...(hasRedis ? (['redis'] as const) : [])] as const;
const LIMIT = { cookie: 3011, sync: 15_987, redis: 100_000 };

/** The phone's clock and that of Sync are one. That of Redis cannot be moved. */
const clock = new Clock(Date.now);
let sync: ServedSync;
let redis: ServedRedis | undefined;

beforeAll(async () => {
  [sync, redis] = await Promise.all([
    startSync({ port: 0, now: () => clock.now() }),
    hasRedis ? startRedis() : undefined,
  ]);
});

afterAll(() => Promise.all([sync.close(), redis?.close()]));

// A new carrier is a new jar; documents outlive it.
beforeEach(async () => {
  for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
  await askRedis((client) => client.flushAll());
});

const clientOf = ({ url }: ServedRedis) => createClient({ url });

async function askRedis(ask: (client: ReturnType<typeof clientOf>) => Promise<unknown>): Promise<void> {
  if (!redis) return;
  const client = clientOf(redis);
  await client.connect();
  await ask(client);
  client.destroy();
}

/** So much time passes, for the phone and for every store. */
async function forward(milliseconds: number): Promise<void> {
  clock.forward(milliseconds);
  await askRedis(async (client) => {
    for (const name of await client.keys('*'))
      await client.pExpire(name, (await client.pTTL(name)) - milliseconds);
  });
}

function variables(SESSION_STORE: string, others: Record<string, string> = {}): Record<string, string> {
  const REDIS_URL = redis?.url ?? '';
  return { SESSION_SECRET, SESSION_STORE, SYNC_URL: sync.url, REDIS_URL, ...ACCOUNT, ...others };
}

const saysNothing = ({ response }: Exchange) => response?.body.endsWith('<Response/>');

describe.each(STORES)('the Function, served by twilio-run, with the %s', (store) => {
  let server: Server;

  beforeAll(async () => {
    server = await serve({ env: variables(store) });
  });

  test('greets known and unknown numbers, and counts for each pair by itself', async () => {
    const carrier = carrierFor(server);
    const rey = carrier.pair(REY);
    const finn = carrier.pair(FINN);
    const chewy = carrier.pair({ from: 'whatsapp:+12348134522', to: 'whatsapp:+14155550100' });
    const stranger = carrier.pair({ from: '+19995550123', to: '+14155550100' });
    const reyToAnother = carrier.pair({ from: REY.from, to: '+14155550199' });
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
    expect(await text(finn, 'hi')).toStrictEqual(['Thanks for the new message, Finn.']);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
    expect(await text(chewy, 'hi')).toStrictEqual(['Thanks for the new message, Chewy.']);
    expect(await text(reyToAnother, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
    expect(await text(finn, 'hi')).toStrictEqual(['Finn has messaged +14155550100 2 times.']);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 3 times.']);
    expect(await text(chewy, 'hi')).toStrictEqual(['Chewy has messaged +14155550100 2 times.']);
    expect(await text(stranger, 'hi')).toStrictEqual(['Thanks for the new message, Friend.']);
    expect(await text(reyToAnother, '')).toStrictEqual(['Rey has messaged +14155550199 2 times.']);
  });

  test('answers GET as it answers POST', async () => {
    const posts = carrierFor(server);
    expect(await text(posts.pair(REY), 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
    const gets = carrierFor(server, '/sms', { method: 'GET', state: posts.save() });
    expect(await text(gets.pair(REY), 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
    expect(await text(gets.pair(REY), 'hi')).toStrictEqual(['Rey has messaged +14155550100 3 times.']);
  });

  test('forgets after four hours of silence, and not before', async () => {
    const carrier = carrierFor(server);
    const rey = carrier.pair(REY);
    await text(rey, 'hi');
    await forward(4 * HOUR - 60_000);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
    await forward(4 * HOUR + 1000);
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
  });

  test('goes on after a restart in mid-conversation', async () => {
    const rey = carrierFor(server).pair(REY);
    await text(rey, 'hi');
    const { port } = server;
    await server.stop();
    server = await serve({ env: variables(store), port });
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
  });

  test('an opt-out is forgotten without a word, HELP is left to Twilio', async () => {
    const rey = carrierFor(server).pair(REY);
    await text(rey, 'hi');
    expect(saysNothing(await rey.send('help'))).toBe(true);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
    expect(saysNothing(await rey.send('Stop'))).toBe(true);
    expect(rey.cookie).toBeUndefined();
    expect(saysNothing(await rey.send('START'))).toBe(true);
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
  });

  test.each(['From', 'To'])('refuses a request without %s, and says so', async (parameter) => {
    const { response, problems } = await carrierFor(server)
      .pair(REY)
      .send('hi', { params: { [parameter]: '' } });
    expect(response).toMatchObject({ status: 400, body: expect.stringContaining(parameter) as string });
    expect(problems).toMatchObject([{ code: 11200 }]);
    await server.printed(`The parameter ${parameter} is missing`);
  });

  test('a parameter named request does no harm', async () => {
    const rey = carrierFor(server).pair(REY);
    await text(rey, 'hi');
    const { replies, problems } = await rey.send('hi', { params: { request: 'x' } });
    // It takes the place of the cookie.
    const reply =
      store === 'cookie' ? 'Thanks for the new message, Rey.' : 'Rey has messaged +14155550100 2 times.';
    expect([replies[0]?.body, problems]).toStrictEqual([reply, []]);
  });
});

describe('of its own, the cookie', () => {
  const store = 'cookie';
  let server: Server;

  beforeAll(async () => {
    server = await serve({ env: variables(store) });
  });

  test('believes neither a cookie that outlived its four hours nor one of another pair', async () => {
    const keys = readKeys(SESSION_SECRET);
    const session = { of: 'greeter 1', state: { messages: 7 } };
    const send = async (from: string, cookie: string) => {
      const body = new URLSearchParams({ From: from, To: REY.to, Body: 'hi' });
      const headers = { cookie: `session=${cookie}` };
      const response = await fetch(`http://127.0.0.1:${server.port}/sms`, { method: 'POST', headers, body });
      return messagesIn(await response.text())[0]?.body;
    };
    const sealed = (seconds: number) => sealSession(session, { now: new Date(), seconds }, pairOf(REY), keys);
    const valid = sealed(60);
    expect(await send(REY.from, valid)).toBe('Rey has messaged +14155550100 8 times.');
    expect(await send(FINN.from, valid)).toBe('Thanks for the new message, Finn.');
    expect(await send(REY.from, sealed(-1))).toBe('Thanks for the new message, Rey.');
  });

  test('a lost cookie makes a new sender', async () => {
    const rey = carrierFor(server).pair(REY);
    await text(rey, 'hi');
    rey.forget();
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
  });

  test('of two texts at once the later response is remembered', async () => {
    const rey = carrierFor(server).pair(REY);
    await text(rey, 'hi');
    const both = await rey.sendTogether('one', 'two');
    for (const { replies } of both) expect(replies[0]?.body).toBe('Rey has messaged +14155550100 2 times.');
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 3 times.']);
  });
});

const SERVERS = STORES.filter((store) => store !== 'cookie');

describe.each(SERVERS)('of its own, a store on a server: %s', (store) => {
  let server: Server;

  beforeAll(async () => {
    server = await serve({ env: variables(store) });
  });

  test('counts two texts at once, and a repeated delivery not at all', async () => {
    const rey = carrierFor(server).pair(REY);
    await text(rey, 'hi');
    const both = await rey.sendTogether('one', 'two');
    expect(both.map(({ replies }) => replies[0]?.body).sort()).toStrictEqual([
      'Rey has messaged +14155550100 2 times.',
      'Rey has messaged +14155550100 3 times.',
    ]);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 4 times.']);
    const again = await rey.repeat();
    expect(again.replies[0]?.body).toBe('Rey has messaged +14155550100 4 times.');
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 5 times.']);
    expect(rey.cookie).toBeUndefined();
  });

  test('remembers the next day, where SESSION_TTL says so', async () => {
    const patient = await serve({ env: variables(store, { SESSION_TTL: '172800' }) });
    const rey = carrierFor(patient).pair(REY);
    await text(rey, 'hi');
    await forward(24 * HOUR);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
  });
});

describe('what cannot be used', () => {
  test.each([
    [{ SESSION_TTL: 'long' }, 'SESSION_TTL="long" is no whole number of seconds from 1 to 31536000.'],
    [{ SESSION_STORE: 'cloud' }, 'SESSION_STORE="cloud" is not known. Choose one of: cookie, sync, redis'],
    [{ SYNC_URL: 'http://127.0.0.1:1' }, 'Sync did not read the document: no answer ECONNREFUSED'],
    [
      { SESSION_STORE: 'redis', REDIS_URL: 'redis://127.0.0.1:1' },
      'Redis did not read the document: no answer ECONNREFUSED',
    ],
  ])('%j is an apology, and the log says why', async (others, logged) => {
    const broken = await serve({ functions: 'dist/tests/functions', env: variables('sync', others) });
    const rey = carrierFor(broken, '/hurried').pair(REY);
    expect(await text(rey, 'hi')).toStrictEqual([APOLOGY]);
    await broken.printed(logged);
    expect(saysNothing(await rey.send('STOP'))).toBe(true);
    expect(broken.output()).not.toMatch(/4158675308|4155550100|sms-conversation-/);
  });
});

describe.each(STORES)('a dialogue, served by twilio-run, with the %s', (store) => {
  let server: Server;
  let carrier: Carrier;

  beforeAll(async () => {
    server = await serve({ env: variables(store, { CONVERSATION: 'booking' }) });
    carrier = carrierFor(server);
  });

  test('books a table, with every verb', async () => {
    const ada = carrier.pair({ from: '+19995550123', to: REY.to });
    expect(await text(ada, 'hi')).toStrictEqual([
      'Let us find you a table. Text BACK to correct an answer.\nWho is the booking for?',
    ]);
    expect(await text(ada, 'Ada')).toStrictEqual(['How many people?']);
    expect(await text(ada, 'many')).toStrictEqual([
      'Please answer with a whole number from 1 to 12.\nHow many people?',
    ]);
    expect(await text(ada, '4')).toStrictEqual(['Which day?\n1. Friday\n2. Saturday\n3. Sunday']);
    expect(await text(ada, 'back')).toStrictEqual(['How many people?']);
    expect(await text(ada, '5')).toStrictEqual(['Which day?\n1. Friday\n2. Saturday\n3. Sunday']);
    expect(await text(ada, 'sat')).toStrictEqual(['Is there something to celebrate?']);
    expect(await text(ada, '👍')).toStrictEqual(['Then there will be a cake. Send a picture to put on it.']);
    const { replies } = await ada.send('', { media: ['https://example.com/cake.png'] });
    expect(replies[0]?.body).toBe('Ada, 5 people, Saturday. Shall I book it?');
    const [booked = ''] = await text(ada, 'yes');
    expect(booked).toMatch(/^Booked\. Your reference is [A-Z0-9]{6}\.$/);
    await server.printed(`Booked ${booked.slice(-7, -1)}.`);
    expect(server.output()).not.toMatch(/Ada|9995550123|cake\.png/);
  });

  test('two answers to one question at once book it once, as far as the service can tell', async () => {
    const rey = carrier.pair(REY);
    for (const body of ['hi', '2', 'Friday', 'no']) await text(rey, body);
    const before = server.output().length;
    const both = await rey.sendTogether('yes', 'y');
    const [one = '', other = ''] = both.map(({ replies }) => String(replies[0]?.body)).sort();
    expect(one).toMatch(/^Booked/);
    // The cookie knows of no other text. On a server the second one comes after the end, so it begins anew.
    expect(other).toBe(
      store === 'cookie' ? one : 'Welcome back, Rey! Text BACK to correct an answer.\nHow many people?',
    );
    await server.printed(`Booked ${one.slice(-7, -1)}.`);
    const references = [
      ...server
        .output()
        .slice(before)
        .matchAll(/^Booked (\w+)\./gm),
    ].map(([, reference]) => reference);
    expect(new Set(references).size).toBe(1);
  });

  test('goes on after a restart, with the name that it began with', async () => {
    const finn = carrier.pair(FINN);
    await text(finn, 'hi');
    await text(finn, '2');
    const { port } = server;
    await server.stop();
    server = await serve({ env: variables(store, { CONVERSATION: 'booking' }), port });
    expect(await text(finn, '1')).toStrictEqual(['Is there something to celebrate?']);
    await server.stop();
    // The callers' file is another one now.
    server = await serve({
      env: variables(store, { CONVERSATION: 'booking' }),
      port,
      assets: 'tests/e2e/assets',
    });
    expect(await text(finn, 'no')).toStrictEqual(['Finn, 2 people, Friday. Shall I book it?']);
  });

  test('a save that fails is an apology; the answer can be given again, with the same key', async () => {
    const keys: unknown[] = [];
    const service = createServer((request, response) => {
      keys.push(request.headers['idempotency-key']);
      response.writeHead(keys.length === 1 ? 503 : 201).end();
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const BOOKINGS_URL = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const booking = await serve({ env: variables(store, { CONVERSATION: 'booking', BOOKINGS_URL }) });
    const rey = carrierFor(booking).pair(REY);
    for (const body of ['hi', '2', 'Friday', 'no']) await text(rey, body);
    expect(await text(rey, 'yes')).toStrictEqual([APOLOGY]);
    await booking.printed('the service at BOOKINGS_URL answered 503');
    expect((await text(rey, 'sure'))[0]).toMatch(/^Booked/);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    service.close();
  });

  test('a conversation that is not known is an apology, and the log lists those that are', async () => {
    const unknown = await serve({ env: variables(store, { CONVERSATION: 'boking' }) });
    expect(await text(carrierFor(unknown).pair(REY), 'hi')).toStrictEqual([APOLOGY]);
    await unknown.printed(
      `CONVERSATION="boking" is not known. Choose one of: ${Object.keys(conversations).join(', ')}`,
    );
  });
});

describe.each(STORES)('when something goes wrong, with the %s', (store) => {
  let server: Server;
  let rey: Phone;

  beforeAll(async () => {
    server = await serve({ functions: 'dist/tests/functions', env: variables(store) });
  });

  beforeEach(async () => {
    rey = carrierFor(server, '/trouble').pair(REY);
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
  });

  afterEach(() => {
    expect(server.output()).not.toMatch(/4158675308|4155550100|never answer|remember too|x{9}|end-to-end/);
  });

  test.each([
    ['throw', /SM[0-9a-f]{32}: RangeError .*\n {4}at /],
    [
      'remember too much',
      new RegExp(`SM[0-9a-f]{32}: the state takes 10\\d{4} bytes once sealed, and ${LIMIT[store]} fit`),
    ],
  ])('%j: words for it, what we remember unchanged, the reason in the log', async (body, logged) => {
    expect(await text(rey, body)).toStrictEqual([body === 'remember too much' ? TOO_LONG : APOLOGY]);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
    await server.printed(logged);
  });

  test('a conversation that never answers: an apology in time, and what we remember unchanged', async () => {
    // The eight seconds are waited for once.
    const [path, limit] = store === 'cookie' ? ['/trouble', /[78]\.\d\d/] : ['/hurried', /[01](\.\d+)?/];
    const finn = carrierFor(server, path).pair(FINN);
    expect(await text(finn, 'hi')).toStrictEqual(['Thanks for the new message, Finn.']);
    expect(await text(finn, 'never answer')).toStrictEqual([APOLOGY]);
    expect(await text(finn, 'hi')).toStrictEqual(['Finn has messaged +14155550100 2 times.']);
    await server.printed(
      new RegExp(`SM[0-9a-f]{32}: LoggableError: the conversation had no answer after ${limit.source} s`),
    );
  });

  test('too much is said: as much as Twilio takes', async () => {
    const said = await text(rey, 'say too much');
    expect(said.map(({ length }) => length)).toStrictEqual([3, 1599, 400, 6, 6, 6, 6, 6, 6, 6]);
    expect(said[0]).toBe('a\ufffdb');
    await server.printed('the messages after the first 10 were cut');
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 3 times.']);
  });

  test('a conversation that ends is forgotten', async () => {
    await text(rey, 'bye');
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
  });

  test('without a secret it refuses, and the log says how to make one', async () => {
    const secretless = await serve({ env: variables(store, { SESSION_SECRET: '' }) });
    const { response, problems } = await carrierFor(secretless).pair(REY).send('hi');
    expect(response?.status).toBe(500);
    expect(problems).toMatchObject([{ code: 11200 }]);
    await secretless.printed(/SESSION_SECRET is not set\. Make one with: node -p/);
  });

  test.each([
    ['malformed', 'tests/e2e/assets', /assets\/callers\.private\.json cannot be read as JSON/],
    ['missing', 'tests/e2e/functions', /assets\/callers\.private\.json is missing/],
  ])('with a %s callers file people are answered without their names', async (_, assets, logged) => {
    const nameless = await serve({ env: variables(store), assets });
    expect(await text(carrierFor(nameless).pair(FINN), 'hi')).toStrictEqual([
      'Thanks for the new message, Friend.',
    ]);
    await nameless.printed(logged);
  });
});

describe('with a process for each text, as twilio serverless:start has it, and nothing of ours', () => {
  test('the greeter knows names, counts, and refuses what is no message', async () => {
    const server = await serve({ env: { SESSION_SECRET }, forking: true });
    const carrier = carrierFor(server);
    const rey = carrier.pair(REY);
    expect(await text(rey, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
    expect(await text(carrier.pair(FINN), 'hi')).toStrictEqual(['Thanks for the new message, Finn.']);
    const { response } = await rey.send('hi', { params: { From: '' } });
    expect(response?.status).toBe(400);
    await server.printed('The parameter From is missing');
  });

  test('a table is booked', async () => {
    const server = await serve({ env: { SESSION_SECRET, CONVERSATION: 'booking' }, forking: true });
    const rey = carrierFor(server).pair(REY);
    for (const body of ['hi', '2', 'Friday', 'no']) await text(rey, body);
    const [booked = ''] = await text(rey, 'yes');
    expect(booked).toMatch(/^Booked\. Your reference is [A-Z0-9]{6}\.$/);
    await server.printed(`Booked ${booked.slice(-7, -1)}.`);
  });

  test('what a conversation throws is an apology, and the log says where', async () => {
    const server = await serve({ functions: 'dist/tests/functions', env: { SESSION_SECRET }, forking: true });
    const rey = carrierFor(server, '/trouble').pair(REY);
    await text(rey, 'hi');
    expect(await text(rey, 'throw')).toStrictEqual([APOLOGY]);
    await server.printed(/SM[0-9a-f]{32}: RangeError .*\n {4}at /);
    expect(await text(rey, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
  });
});
