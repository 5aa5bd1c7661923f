import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import twilio from 'twilio';
import { openOnRequest } from '../../src';
import { startMessages, type MessagesMishap, type ServedMessages } from '../../tools/local-twilio';
import { startSyncService, type SyncService } from '../../tools/testing/document-services';
import { ACCOUNT } from '../../tools/testing/sync';
import { visit } from '../e2e/visit';

/*
 * In this process. Over HTTP and through Twilio's gateway it is called in tests/e2e/opening.test.ts.
 */

const OURS = '+14155550100';
const THEIRS = '+14158675308';

let service: SyncService;
let messages: ServedMessages;
let mishap: MessagesMishap | undefined;

beforeAll(async () => {
  service = await startSyncService();
  messages = await startMessages({ port: 0, mishap: () => mishap });
  process.env.MESSAGES_URL = messages.url;
});

beforeEach(async () => {
  mishap = undefined;
  jest.spyOn(console, 'error').mockImplementation();
  await service.clear();
  messages.messages.clear();
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  delete process.env.MESSAGES_URL;
  await Promise.all([service.close(), messages.close()]);
});

interface Answered {
  readonly headers: unknown;
  readonly statusCode: number;
  readonly body: string;
}

async function request(
  more: Record<string, unknown> = {},
  SESSION_STORE = 'sync',
): Promise<[number, string]> {
  const context = {
    SESSION_STORE,
    SESSION_SECRET: 's'.repeat(32),
    getTwilioClient: () => twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN),
  };
  const until = String(Date.now() / 1000 + 60);
  const event = { To: THEIRS, From: OURS, Name: 'visit', Data: '"Friday"', Until: until, ...more };
  const { statusCode, headers, body } = await new Promise<Answered>((resolve) => {
    const callback: ServerlessCallback = (_, response) => {
      resolve(response as Answered);
    };
    void openOnRequest(() => visit)(context as never, event, callback);
  });
  expect(headers).toMatchObject({ 'Content-Type': 'application/json' });
  return [statusCode, body];
}

const errors = () => jest.mocked(console.error).mock.calls.join('\n');

test('opens, once for a key', async () => {
  expect(await request({ Key: 'order-42' })).toStrictEqual([201, '{"outcome":"opened"}']);
  expect(await request({ Key: 'order-42' })).toStrictEqual([200, '{"outcome":"opened before"}']);
  // The key alone counts.
  expect(await request({ Key: 'order-42', Name: 'other' })).toStrictEqual([
    200,
    '{"outcome":"opened before"}',
  ]);
  expect(await request()).toStrictEqual([409, '{"outcome":"busy"}']);
  expect(await request({ Replaces: 'false' })).toStrictEqual([409, '{"outcome":"busy"}']);
  expect(await request({ Data: '7' })).toStrictEqual([409, '{"outcome":"busy"}']);
  expect(await request({ Replaces: 'true' })).toStrictEqual([201, '{"outcome":"opened"}']);
  expect(messages.messages.list()).toHaveLength(2);
});

test.each<[Record<string, unknown>, number, RegExp]>([
  [{ Until: '1' }, 403, /Until is in the past/],
  [{ Until: ['1', '2'] }, 400, /The parameter Until is missing/],
  [{ From: undefined }, 400, /The parameter From is missing/],
  [{ To: undefined }, 400, /The parameter To is missing/],
  [{ Name: undefined }, 400, /The parameter Name is missing/],
  [{ Key: '' }, 400, /The parameter Key is missing/],
  [{ Data: ['7'] }, 400, /The parameter Data is missing/],
  [{ Data: 'Friday' }, 400, /The parameter Data is no JSON/],
  [{ Data: undefined }, 400, /does not take what it is handed/],
  [{ Replaces: 'yes' }, 400, /The parameter Replaces is neither true nor false/],
  [{ Replaces: '' }, 400, /The parameter Replaces is neither true nor false/],
  [{ Name: 'other' }, 400, /no dialogue of that name/],
])('refuses %j, and says why', async (more, status, says) => {
  expect(await request(more)).toStrictEqual([status, expect.stringMatching(says)]);
  expect(messages.messages.list()).toStrictEqual([]);
});

test('Until is a day ahead at most', async () => {
  const ahead = (hours: number) => String(Date.now() / 1000 + hours * 3600);
  expect(await request({ Until: ahead(24.01) })).toStrictEqual([403, expect.stringMatching(/a day ahead/)]);
  expect((await request({ Until: 'Infinity' }))[0]).toBe(403);
  expect((await request({ Until: ahead(23.99) }))[0]).toBe(201);
});

test('tells the back end what its dialogue says of the data', async () => {
  expect(await request({ Data: '7' })).toStrictEqual([
    400,
    '{"error":"the dialogue does not take what it is handed","reason":"no day"}',
  ]);
});

test('Until is by the real time, also where the clock goes by that of a phone', async () => {
  const listen = (asked: unknown) => {
    Object.assign(asked as object, { now: Date.now() - 3_600_000 });
  };
  const over = String(Date.now() / 1000 - 60);
  expect((await request({ Until: over }))[0]).toBe(403);
  subscribe('sms-conversations:real-time', listen);
  expect((await request({ Until: over }))[0]).toBe(201);
  unsubscribe('sms-conversations:real-time', listen);
});

test('says in the log alone what failed', async () => {
  const failed = '{"error":"It failed. The log of the Function says why."}';
  expect(await request({}, '')).toStrictEqual([500, failed]);
  expect(await request({}, 'cookie')).toStrictEqual([500, failed]);
  expect(errors()).toMatch(/^An opening failed: LoggableError: Twilio keeps no cookie for what we send\./);
  mishap = 21211;
  expect(await request()).toStrictEqual([500, failed]);
  expect(errors()).toMatch(/NotSent: Twilio refused the message: 21211$/);
});
