import type { IncomingMessage, ServerResponse } from 'node:http';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import {
  Carrier,
  Clock,
  OFFLINE_AUTH_TOKEN,
  startSync,
  type Phone,
  type ServedSync,
} from '../../tools/local-twilio';
import { describeWithRedis, startRedis, type ServedRedis } from '../../tools/testing/redis';
import { serve, type Server } from '../../tools/testing/server';
import { ACCOUNT } from '../../tools/testing/sync';
import { formOf, serving } from '../../tools/testing/webhook';

/*
 * A dialogue that hands over to a person, over HTTP: the real local runtime, and a second webhook that
 * plays the person, as a Studio flow would.
 */

const SESSION_SECRET = 'the secret of the end-to-end tests is long enough';
const REY = { from: '+14158675308', to: '+14155550100' };
const APOLOGY = 'Sorry, something went wrong on our side. Please text that again.';

jest.setTimeout(60_000);

/** Each text that the person got, with its MessageSid. */
let heard: { body: string; sid: string; isSigned: boolean; media: number }[] = [];

beforeEach(() => {
  heard = [];
});

function person(request: IncomingMessage, response: ServerResponse): void {
  void formOf(request).then((form) => {
    const params = Object.fromEntries(form);
    const { 'x-twilio-signature': signature, host = '' } = request.headers;
    const url = `http://${host}${request.url ?? ''}`;
    heard.push({
      body: form.get('Body') ?? '',
      sid: form.get('MessageSid') ?? '',
      isSigned: validateRequest(OFFLINE_AUTH_TOKEN, String(signature), url, params),
      media: Number(form.get('NumMedia')),
    });
    response
      .writeHead(200, { 'Content-Type': 'text/xml' })
      .end(`<Response><Message>Ann heard ${form.get('Body') ?? ''}</Message></Response>`);
  });
}

/** Serves the Function beside a person, and texts it. */
async function withPerson(
  env: Record<string, string>,
  use: (phone: Phone, server: { restart: () => Promise<void>; current: () => Server }) => Promise<void>,
): Promise<void> {
  await serving(person, async (PERSON_URL) => {
    const variables = { SESSION_SECRET, ID_SECRET: SESSION_SECRET, PERSON_URL, ...env };
    const functions = 'dist/tests/functions';
    let server = await serve({ functions, env: variables });
    const { port } = server;
    const phone = new Carrier({ url: `http://127.0.0.1:${port}/handing-over` }).pair(REY);
    await use(phone, {
      current: () => server,
      restart: async () => {
        await server.stop();
        server = await serve({ functions, env: variables, port });
      },
    });
    await server.stop();
  });
}

async function text(phone: Phone, body: string, media: readonly string[] = []): Promise<string[]> {
  const { replies, problems } = await phone.send(body, { media });
  expect(problems).toStrictEqual([]);
  return replies.map((reply) => reply.body);
}

async function handOver(phone: Phone): Promise<void> {
  expect(await text(phone, 'agent')).toStrictEqual(['What is it about?']);
  expect(await text(phone, 'my bill')).toStrictEqual([
    'A colleague will answer you here. Text RESUME when you are done.',
    'Ann heard my bill',
  ]);
}

async function talkWithPerson(phone: Phone, restart: () => Promise<void>): Promise<void> {
  expect(await text(phone, 'hi')).toStrictEqual(['Thanks for the new message, Rey.']);
  await handOver(phone);
  for (const body of ['exit', 'agent', 'back', 'restart', 'hello?']) {
    expect(await text(phone, body)).toStrictEqual([`Ann heard ${body}`]);
  }
  const again = await phone.repeat();
  expect(again.hops.map(({ request }) => request.method)).toStrictEqual(['POST', 'POST']);
  expect(again.replies.map(({ body }) => body)).toStrictEqual(['Ann heard hello?']);
  expect(heard.at(-1)).toStrictEqual(heard.at(-2));
  const both = await phone.sendTogether('one', 'two');
  expect(both.map(({ replies }) => replies[0]?.body)).toStrictEqual(['Ann heard one', 'Ann heard two']);
  await restart();
  expect(await text(phone, '', ['https://example.com/bill.png'])).toStrictEqual(['Ann heard ']);
  expect(heard.at(-1)).toMatchObject({ media: 1 });
  expect(heard.every(({ isSigned }) => isSigned)).toBe(true);
  const count = heard.length;
  expect(await text(phone, 'Resume!')).toStrictEqual(['Your name, please?']);
  expect((await phone.repeat()).replies.map(({ body }) => body)).toStrictEqual(['Your name, please?']);
  expect(await text(phone, 'Rey')).toStrictEqual(['We talked about my bill. How was it, Rey?']);
  expect(await text(phone, 'hi')).toStrictEqual(['Rey has messaged +14155550100 2 times.']);
  expect(heard).toHaveLength(count);
}

async function stop(phone: Phone): Promise<void> {
  await handOver(phone);
  const count = heard.length;
  expect(await text(phone, 'Stop')).toStrictEqual([]);
  expect(await text(phone, 'START')).toStrictEqual([]);
  expect(await text(phone, 'resume')).toStrictEqual(['Thanks for the new message, Rey.']);
  expect(heard).toHaveLength(count);
}

describe('with Sync', () => {
  const clock = new Clock(Date.now);
  let sync: ServedSync;

  beforeAll(async () => {
    sync = await startSync({ port: 0, now: () => clock.now() });
  });

  beforeEach(() => {
    for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
  });

  afterAll(() => sync.close());

  const variables = () => ({ SESSION_STORE: 'sync', SYNC_URL: sync.url, ...ACCOUNT });

  test('a person is talked with until RESUME, over a restart, and nobody else hears it', () =>
    withPerson(variables(), (phone, { restart }) => talkWithPerson(phone, restart)));

  test('STOP ends it, and so does the session; a hand-over to itself fails the turn', () =>
    withPerson(variables(), async (phone, server) => {
      await stop(phone);
      await handOver(phone);
      clock.forward(4 * 60 * 60 * 1000 + 1000);
      expect(await text(phone, 'still there?')).toStrictEqual(['Thanks for the new message, Rey.']);
      expect(await text(phone, 'agent')).toStrictEqual(['What is it about?']);
      expect(await text(phone, 'you')).toStrictEqual([APOLOGY]);
      await server
        .current()
        .printed(/a turn of keywords has replies that are no list of .* to URLs elsewhere/);
      expect(await text(phone, 'my bill')).toHaveLength(2);
    }));
});

describeWithRedis()('with Redis', () => {
  let redis: ServedRedis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis.close());

  test('a person is talked with until RESUME, or STOP', () =>
    withPerson({ SESSION_STORE: 'redis', REDIS_URL: redis.url }, async (phone, { restart }) => {
      await talkWithPerson(phone, restart);
      await stop(phone);
    }));
});

test('the cookie refuses its first turn, and the log says why', () =>
  withPerson({}, async (phone, server) => {
    expect(await text(phone, 'hi')).toStrictEqual([APOLOGY]);
    await server.current().printed(/the dialogue support hands over to a person, and a cookie/);
  }));
