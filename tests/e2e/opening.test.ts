import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import {
  Carrier,
  OFFLINE_AUTH_TOKEN,
  startGateway,
  startMessages,
  startSync,
  type Gateway,
  type MessagesMishap,
  type Phone,
  type ServedMessages,
  type ServedSync,
} from '../../tools/local-twilio';
import { serve, type Server } from '../../tools/testing/server';
import { ACCOUNT } from '../../tools/testing/sync';

/*
 * A back end that opens a conversation: over HTTP and through Twilio's gateway to a Function of the real
 * local runtime, which sends with the stand-in of the Messages API.
 */

const SESSION_SECRET = 'the secret of the end-to-end tests is long enough';
const OURS = '+14155550100';
const THEIRS = '+14158675308';
const DOMAIN = 'demo-0000.twil.io';
const QUESTION = 'Do you come on Friday?\n1. Yes\n2. No';

jest.setTimeout(60_000);

let sync: ServedSync;
let messages: ServedMessages;
let server: Server;
let phone: Phone;
let gateway: Gateway;
let mishap: MessagesMishap | undefined;

beforeAll(async () => {
  sync = await startSync({ port: 0 });
  messages = await startMessages({
    port: 0,
    mishap: () => mishap,
    optedOut: () => phone.optedOut,
  });
  server = await serve({
    functions: 'dist/tests/functions',
    env: {
      SESSION_SECRET,
      ID_SECRET: SESSION_SECRET,
      SESSION_STORE: 'sync',
      SYNC_URL: sync.url,
      MESSAGES_URL: messages.url,
      ...ACCOUNT,
    },
  });
  gateway = await startGateway({
    domain: DOMAIN,
    functions: new Map([['/open', 'protected']]),
    port: server.port,
    authToken: OFFLINE_AUTH_TOKEN,
  });
});

beforeEach(() => {
  mishap = undefined;
  for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
  messages.messages.clear();
  phone = new Carrier({ url: `http://127.0.0.1:${server.port}/visit` }).pair({ from: THEIRS, to: OURS });
});

afterAll(async () => {
  await server.stop();
  await gateway.close();
  await Promise.all([sync.close(), messages.close()]);
});

/** As a back end does it, with the `twilio` package and the account's token. */
async function open(
  more: Record<string, string> = {},
  token = OFFLINE_AUTH_TOKEN,
): Promise<[number, string]> {
  const url = `https://${DOMAIN}/open`;
  const until = String(Math.floor(Date.now() / 1000) + 60);
  const asked = { To: THEIRS, From: OURS, Name: 'visit', Data: '"Friday"', Until: until, ...more };
  const response = await fetch(`${gateway.connect[DOMAIN] ?? ''}/open`, {
    method: 'POST',
    headers: {
      'X-Twilio-Signature': getExpectedTwilioSignature(token, url, asked),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(asked).toString(),
  });
  return [response.status, await response.text()];
}

async function text(body: string): Promise<string[]> {
  const { replies, problems } = await phone.send(body);
  expect(problems).toStrictEqual([]);
  return replies.map((reply) => reply.body);
}

test('the question goes out once, and its answer comes to the conversation', async () => {
  expect(await open({ Key: 'order-42' })).toStrictEqual([201, '{"outcome":"opened"}']);
  expect(await open({ Key: 'order-42' })).toStrictEqual([200, '{"outcome":"opened before"}']);
  expect(messages.messages.list()).toMatchObject([{ from: OURS, to: THEIRS, body: QUESTION }]);
  // It crosses the question.
  expect(await text('hi')).toStrictEqual([QUESTION]);
  expect(await open({ Key: 'order-43' })).toStrictEqual([409, '{"outcome":"busy"}']);
  expect((await open({ Key: 'order-43', Replaces: 'true' }))[0]).toBe(201);
});

test('what cannot be opened is said, and nothing is sent', async () => {
  const cases: [Record<string, string>, number, RegExp][] = [
    [{ Until: String(Math.floor(Date.now() / 1000) - 1) }, 403, /Until is in the past/],
    [{ Until: 'tomorrow' }, 403, /Until is in the past/],
    [{ Until: '' }, 400, /The parameter Until is missing/],
    [{ To: '' }, 400, /The parameter To is missing/],
    [{ Data: '{' }, 400, /The parameter Data is no JSON/],
    [{ Data: '7' }, 400, /does not take what it is handed/],
    [{ Name: 'other' }, 400, /no dialogue of that name/],
  ];
  for (const [more, status, says] of cases) {
    expect(await open(more)).toStrictEqual([status, expect.stringMatching(says)]);
  }
  expect((await open({}, 'another token'))[0]).toBe(400);
  expect(messages.messages.list()).toStrictEqual([]);
});

test('who has texted STOP gets nothing', async () => {
  await text('STOP');
  expect(await open()).toStrictEqual([403, '{"outcome":"opted out"}']);
});

test('a failure is in the log, and holds no number', async () => {
  mishap = 20500;
  expect((await open({ Key: 'order-44' }))[0]).toBe(500);
  await server.printed(
    'An opening failed: NotSent: Twilio did not answer, so the message may have been sent or not',
  );
  expect(server.output()).not.toContain(THEIRS);
  expect(await open({ Key: 'order-44' })).toStrictEqual([409, '{"outcome":"being opened"}']);
});
