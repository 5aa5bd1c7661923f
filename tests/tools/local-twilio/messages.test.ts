import '../../../tools/local-twilio/sync/reroute.cjs';
import { setTimeout as sleep } from 'node:timers/promises';
import twilio from 'twilio';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import {
  Carrier,
  Clock,
  startMessages,
  type MessagesMishap,
  type OutgoingMessage,
  type ServedMessages,
} from '../../../tools/local-twilio';
import { ACCOUNT } from '../../../tools/testing/sync';
import { formOf, serving, twiml } from '../../../tools/testing/webhook';

const OURS = '+14155550100';
const THEIRS = '+14158675308';
const TEXT = { from: OURS, to: THEIRS, body: 'Do you come on Friday?' };

let served: ServedMessages;
let clock: Clock;
let mishap: MessagesMishap | undefined;
let optedOut: (pair: { from: string; to: string }) => boolean;
let heardAt: ((pair: { from: string; to: string }) => number | undefined) | undefined;
let heard: OutgoingMessage[];
let failures: OutgoingMessage[];
let scheduled: string[];

const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);

beforeEach(async () => {
  clock = new Clock(Date.now);
  mishap = undefined;
  optedOut = () => false;
  heardAt = undefined;
  heard = [];
  failures = [];
  scheduled = [];
  served = await startMessages({
    port: 0,
    now: () => clock.now(),
    mishap: () => mishap,
    optedOut: (pair) => optedOut(pair),
    heardAt: (pair) => (heardAt ? heardAt(pair) : clock.now()),
    onSent: (message) => heard.push(message),
    onFailed: (message) => failures.push(message),
    onScheduled: (_, messages) => (scheduled = messages.map(({ body }) => body)),
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

test('on WhatsApp fails with 63016 a day after their last text, and is taken before that', () =>
  serving(twiml(''), async (url) => {
    const DAY = 24 * 3_600_000;
    const carrier = new Carrier({ url, now: () => clock.now() });
    const pair = { from: `whatsapp:${THEIRS}`, to: `whatsapp:${OURS}` };
    const message = { ...TEXT, from: pair.to, to: pair.from };
    heardAt = (of) => carrier.pair(of).heardAt;
    const statusOf = async () => {
      const { sid, status } = await client.messages.create(message);
      expect(status).toBe('queued');
      const { status: later, errorCode } = await client.messages(sid).fetch();
      return [later, errorCode];
    };
    expect(await statusOf()).toStrictEqual(['failed', 63016]);
    await carrier.pair(pair).send('hi');
    clock.forward(DAY - 60_000);
    expect(await statusOf()).toStrictEqual(['delivered', null]);
    const kept = new Carrier({ url, now: () => clock.now(), state: carrier.save() });
    heardAt = (of) => kept.pair(of).heardAt;
    expect(await statusOf()).toStrictEqual(['delivered', null]);
    clock.forward(120_000);
    expect(await statusOf()).toStrictEqual(['failed', 63016]);
    await client.messages.create(TEXT);
    expect(heard.map(({ from }) => from)).toStrictEqual([pair.to, pair.to, OURS]);
    expect(failures.map(({ errorCode }) => errorCode)).toStrictEqual([63016, 63016]);
  }));

test('tells a status callback of each status after the first, signed', () => {
  const told: string[] = [];
  let signedFor = '';
  return serving(
    (request, response) => {
      void formOf(request).then((form) => {
        const params = Object.fromEntries(form);
        const signature = String(request.headers['x-twilio-signature']);
        expect(validateRequest(ACCOUNT.AUTH_TOKEN, signature, signedFor, params)).toBe(true);
        expect(params).toMatchObject({
          AccountSid: ACCOUNT.ACCOUNT_SID,
          From: OURS,
          SmsSid: params.MessageSid,
        });
        told.push([params.To, params.MessageStatus, params.ErrorCode].filter(Boolean).join(' '));
        response.writeHead(500).end();
      });
    },
    async (url) => {
      signedFor = `${url}?of=a`;
      const message = { ...TEXT, statusCallback: signedFor };
      const hasTold = async (count: number) => {
        while (told.length < count) await sleep(5);
      };
      await client.messages.create(message);
      await hasTold(2);
      const later = { messagingServiceSid: `MG${'1'.repeat(32)}`, scheduleType: 'fixed' as const };
      const sendAt = new Date(clock.now() + 3_600_000);
      const { sid } = await client.messages.create({ ...message, ...later, sendAt });
      await client.messages(sid).update({ status: 'canceled' });
      await hasTold(3);
      await client.messages.create({ ...message, ...later, sendAt });
      clock.forward(3_600_000);
      optedOut = () => true;
      served.messages.sendDue();
      await hasTold(4);
      expect(told).toStrictEqual([
        `${THEIRS} sent`,
        `${THEIRS} delivered`,
        `${THEIRS} canceled`,
        `${THEIRS} failed 21610`,
      ]);
      // Nobody has to answer there.
      optedOut = () => false;
      await client.messages.create({ ...TEXT, statusCallback: 'http://127.0.0.1:1/' });
      await client.messages.create({ ...TEXT, statusCallback: 'nowhere' });
    },
  );
});

describe('a scheduled message', () => {
  const MINUTE = 60_000;
  const LATER = {
    ...TEXT,
    messagingServiceSid: `MG${'1'.repeat(32)}`,
    scheduleType: 'fixed' as const,
    sendAt: new Date(),
  };
  /** At full seconds, as a timestamp may be written. */
  const inSome = (milliseconds: number) => new Date(clock.now() + milliseconds);

  test('goes out when its time comes, and not before', async () => {
    const later = await client.messages.create({ ...LATER, sendAt: inSome(120 * MINUTE) });
    expect(later).toMatchObject({ status: 'scheduled', dateSent: null });
    expect(scheduled).toStrictEqual([TEXT.body]);
    clock.forward(119 * MINUTE);
    served.messages.sendDue();
    expect(heard).toStrictEqual([]);
    clock.forward(2 * MINUTE);
    served.messages.sendDue();
    served.messages.sendDue();
    expect(heard).toMatchObject([{ ...TEXT, sid: later.sid, status: 'sent' }]);
    expect(scheduled).toStrictEqual([]);
    expect(await client.messages(later.sid).fetch()).toMatchObject({ status: 'delivered' });
    await expect(client.messages(later.sid).update({ status: 'canceled' })).rejects.toStrictEqual(
      refused(400, 30409),
    );
  });

  test('is canceled, once', async () => {
    const { sid } = await client.messages.create({ ...LATER, sendAt: inSome(60 * MINUTE) });
    const canceled = await client.messages(sid).update({ status: 'canceled' });
    expect(canceled.status).toBe('canceled');
    expect(scheduled).toStrictEqual([]);
    await expect(client.messages(sid).update({ status: 'canceled' })).rejects.toStrictEqual(
      refused(400, 30409),
    );
    clock.forward(60 * MINUTE);
    served.messages.sendDue();
    expect(heard).toStrictEqual([]);
    const none = client.messages(`SM${'f'.repeat(32)}`).update({ status: 'canceled' });
    await expect(none).rejects.toStrictEqual(refused(404, 20404));
  });

  test('that is due is too late to cancel, even before anybody looked', async () => {
    const { sid } = await client.messages.create({ ...LATER, sendAt: inSome(60 * MINUTE) });
    clock.forward(60 * MINUTE);
    await expect(client.messages(sid).update({ status: 'canceled' })).rejects.toStrictEqual(
      refused(400, 30409),
    );
    expect(heard).toHaveLength(1);
  });

  test('several go out in the order of their times', async () => {
    await client.messages.create({ ...LATER, body: 'second', sendAt: inSome(60 * MINUTE) });
    await client.messages.create({ ...LATER, body: 'first', sendAt: inSome(30 * MINUTE) });
    await client.messages.create({ ...LATER, body: 'third', sendAt: inSome(90 * MINUTE) });
    clock.forward(60 * MINUTE);
    served.messages.sendDue();
    expect(heard.map(({ body }) => body)).toStrictEqual(['first', 'second']);
    expect(scheduled).toStrictEqual(['third']);
  });

  test('fails with 21610 at its time, as STOP cancels nothing', async () => {
    const { sid } = await client.messages.create({ ...LATER, sendAt: inSome(60 * MINUTE) });
    optedOut = () => true;
    clock.forward(60 * MINUTE);
    served.messages.sendDue();
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 });
    expect(heard).toStrictEqual([]);
  });

  test.each<[number, string, () => Record<string, unknown>]>([
    [35111, 'no time', () => ({ sendAt: undefined })],
    [35114, 'no timestamp', () => ({ sendAt: 'tomorrow' })],
    [35115, 'five minutes ahead', () => ({ sendAt: inSome(5 * MINUTE) })],
    [35115, 'more than 35 days ahead', () => ({ sendAt: inSome(35 * 24 * 60 * MINUTE + 10_000) })],
    [35118, 'no Messaging Service', () => ({ messagingServiceSid: undefined })],
    [35118, 'no SID of one', () => ({ messagingServiceSid: 'mine' })],
    [35126, 'no type', () => ({ scheduleType: undefined })],
    [21211, 'a To that is no number', () => ({ to: '+0' })],
  ])('is refused with %i: %s', async (code, _, more) => {
    const asked = { ...LATER, sendAt: inSome(60 * MINUTE), ...more() };
    await expect(client.messages.create(asked)).rejects.toStrictEqual(refused(400, code));
    expect([served.messages.list(), heard, scheduled]).toStrictEqual([[], [], []]);
  });

  test('may be 35 days ahead, or a little more than five minutes', async () => {
    await client.messages.create({ ...LATER, sendAt: inSome(35 * 24 * 60 * MINUTE) });
    await client.messages.create({ ...LATER, sendAt: inSome(5 * MINUTE + 2000) });
    expect(scheduled).toHaveLength(2);
  });
});

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
