import '../../../tools/local-twilio/sync/reroute.cjs';
import twilio from 'twilio';
import {
  Carrier,
  Clock,
  startMessages,
  type MessagesMishap,
  type OutgoingMessage,
  type ServedMessages,
} from '../../../tools/local-twilio';
import { ACCOUNT } from '../../../tools/testing/sync';
import { serving, twiml } from '../../../tools/testing/webhook';

const OURS = '+14155550100';
const THEIRS = '+14158675308';
const TEXT = { from: OURS, to: THEIRS, body: 'Do you come on Friday?' };

let served: ServedMessages;
let clock: Clock;
let mishap: MessagesMishap | undefined;
let optedOut: (pair: { from: string; to: string }) => boolean;
let heard: OutgoingMessage[];

const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);

beforeEach(async () => {
  clock = new Clock(Date.now);
  mishap = undefined;
  optedOut = () => false;
  heard = [];
  served = await startMessages({
    port: 0,
    now: () => clock.now(),
    mishap: () => mishap,
    optedOut: (pair) => optedOut(pair),
    onSent: (message) => heard.push(message),
  });
  process.env.MESSAGES_URL = served.url;
});

afterEach(async () => {
  delete process.env.MESSAGES_URL;
  await served.close();
});

const refused = (status: number, code: number) => expect.objectContaining({ status, code }) as unknown;

test('the twilio package sends a message, and finds it again', async () => {
  const created = await client.messages.create({ ...TEXT, messagingServiceSid: `MG${'1'.repeat(32)}` });
  expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/);
  expect(created).toMatchObject({ ...TEXT, status: 'queued', direction: 'outbound-api', errorCode: null });
  expect(Math.abs(created.dateCreated.getTime() - clock.now())).toBeLessThan(2000);
  const found = await client.messages(created.sid).fetch();
  expect(found).toMatchObject({ ...TEXT, sid: created.sid, status: 'delivered', numSegments: '1' });
  expect(found.dateSent).toStrictEqual(created.dateCreated);
  expect(heard).toMatchObject([{ ...TEXT, sid: created.sid, media: [] }]);
  await expect(client.messages(`SM${'f'.repeat(32)}`).fetch()).rejects.toStrictEqual(refused(404, 20404));
});

test('a picture needs no text', async () => {
  const mediaUrl = ['https://example.com/a.png', 'https://example.com/b.png'];
  const { sid, numMedia } = await client.messages.create({ from: OURS, to: THEIRS, mediaUrl });
  expect([sid.slice(0, 2), numMedia, heard[0]?.media]).toStrictEqual(['MM', '2', mediaUrl]);
});

test('lists the messages between two numbers, the newest first, page by page', async () => {
  for (let n = 1; n <= 5; n++) {
    clock.forward(1000);
    await client.messages.create({ ...TEXT, body: String(n) });
    await client.messages.create({ ...TEXT, to: '+12349013030', body: 'no' });
    await client.messages.create({ ...TEXT, from: '+14155550199', body: 'no' });
  }
  const listed = await client.messages.list({ from: OURS, to: THEIRS, pageSize: 2 });
  expect(listed.map(({ body }) => body)).toStrictEqual(['5', '4', '3', '2', '1']);
  expect(listed[1]?.dateCreated.getTime()).toBeLessThan(Number(listed[0]?.dateCreated));
  expect(await client.messages.list()).toHaveLength(15);
  expect(await client.messages.list({ to: '+19995550123' })).toStrictEqual([]);
});

test.each<[number, string, Record<string, unknown>]>([
  [21604, 'no To', { to: '' }],
  [21211, 'a To that is no number', { to: '+0' }],
  [21211, 'a To without its country code', { to: '4158675308' }],
  [21603, 'no From', { from: '' }],
  [21212, 'a From that is no number', { from: 'us' }],
  [21602, 'no text', { body: ' ' }],
  [21617, 'a text that is too long', { body: 'x'.repeat(1601) }],
  [21620, 'a picture at no URL', { mediaUrl: ['a.png'] }],
  [
    21623,
    'too many pictures',
    { mediaUrl: Array.from({ length: 11 }, (_, n) => `https://example.com/${n}`) },
  ],
  [20001, 'a time, as it schedules nothing', { scheduleType: 'fixed', sendAt: new Date() }],
])('refuses with %i: %s', async (code, _, rest) => {
  await expect(client.messages.create({ ...TEXT, ...rest })).rejects.toStrictEqual(refused(400, code));
  expect(heard).toStrictEqual([]);
});

test('takes the longest text, a short code, and WhatsApp', async () => {
  await client.messages.create({ ...TEXT, from: '72345', body: 'x'.repeat(1600) });
  await client.messages.create({ ...TEXT, from: `whatsapp:${OURS}`, to: `whatsapp:${THEIRS}` });
  expect(heard).toHaveLength(2);
});

test('refuses with 21610 after STOP to that number, until START', () =>
  serving(twiml(''), async (url) => {
    const carrier = new Carrier({ url });
    optedOut = (pair) => carrier.pair(pair).optedOut;
    const phone = carrier.pair({ from: THEIRS, to: OURS });
    await phone.send('STOP');
    await expect(client.messages.create(TEXT)).rejects.toStrictEqual(refused(400, 21610));
    await client.messages.create({ ...TEXT, from: '+14155550199' });
    await phone.send('START');
    await client.messages.create(TEXT);
    expect(heard).toHaveLength(2);
  }));

describe('on demand', () => {
  test('an error comes in the place of the call', async () => {
    for (const [code, status] of [
      [20429, 429],
      [20500, 500],
    ] as const) {
      mishap = code;
      await expect(client.messages.create(TEXT)).rejects.toStrictEqual(refused(status, code));
    }
    expect(served.messages.list()).toStrictEqual([]);
  });

  test('the connection breaks before the message is sent, or after it', async () => {
    mishap = 'reset';
    await expect(client.messages.create(TEXT)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(served.messages.list()).toStrictEqual([]);
    mishap = 'answer lost';
    await expect(client.messages.create(TEXT)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(served.messages.list()).toHaveLength(1);
  });

  test('something else is done first', async () => {
    let count = -1;
    mishap = {
      until() {
        count = served.messages.list().length;
        return Promise.resolve();
      },
    };
    await client.messages.create(TEXT);
    expect([count, served.messages.list().length]).toStrictEqual([0, 1]);
  });
});

test('answers nobody else, and nothing else', async () => {
  const other = twilio(ACCOUNT.ACCOUNT_SID, 'another token');
  await expect(other.messages.list()).rejects.toStrictEqual(refused(401, 20003));
  await expect(client.messages(`SM${'f'.repeat(32)}`).remove()).rejects.toStrictEqual(refused(404, 20404));
  const list = `${served.url}/2010-04-01/Accounts/${ACCOUNT.ACCOUNT_SID}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${ACCOUNT.ACCOUNT_SID}:${ACCOUNT.AUTH_TOKEN}`).toString('base64')}`;
  const put = await fetch(list, { method: 'PUT', headers: { authorization } });
  expect(put.status).toBe(404);
  const body = `Body=${'x'.repeat(70_000)}`;
  const long = await fetch(list, { method: 'POST', headers: { authorization }, body }).catch(() => undefined);
  expect([413, undefined]).toContain(long?.status);
  expect(heard).toStrictEqual([]);
});
