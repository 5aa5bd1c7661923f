import '../../../tools/local-twilio/sync/reroute.cjs';
import { mkdtemp } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PassThrough } from 'node:stream';
import twilio from 'twilio';
import { chat } from '../../../tools/phone/terminal/chat';
import { lineThrough, type Line } from '../../../tools/phone/terminal/line';
import { printEntry, printedUnasked } from '../../../tools/phone/terminal/print';
import type { Ask } from '../../../tools/phone/switchboard/switchboard';
import type { Everything, Posts } from '../../../tools/phone/switchboard/protocol';
import { startPhone, type PhoneOptions, type ServedPhone } from '../../../tools/phone/web/server';
import { standInsAt } from '../../../tools/start/stand-ins';
import { freePort } from '../../../tools/testing/free-port';
import { ACCOUNT } from '../../../tools/testing/sync';
import { serving, twiml } from '../../../tools/testing/webhook';

const OURS = '+14155550100';
const REY = '+14158675308';
const FINN = '+12349013030';
const QUESTION = { from: OURS, to: REY, body: 'Do you come on Friday?' };
const HOUR = 3_600_000;

const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.SYNC_URL;
  delete process.env.MESSAGES_URL;
});

/** A phone whose stand-ins the `twilio` package of this process is led to. */
function withPhone(
  use: (phone: ServedPhone, line: Line, options: PhoneOptions) => Promise<void>,
  options: Partial<PhoneOptions> = {},
): Promise<void> {
  return serving(twiml('<Message>Noted.</Message>'), async (webhook) => {
    const all = { port: 0, webhook, ...options };
    const phone = await startPhone(all);
    const line = await lineThrough(phone.url, webhook);
    if (line === undefined) throw new Error('There is no phone.');
    Object.assign(process.env, standInsAt(new URL(phone.url).port));
    try {
      await use(phone, line, all);
    } finally {
      await phone.close();
    }
  });
}

async function everything({ url }: Pick<ServedPhone, 'url'>): Promise<Everything> {
  return (await fetch(`${url}/phone`)).json() as Promise<Everything>;
}

async function text(ask: Ask, from: string, body: string): Promise<Posts['/await']['answer']> {
  return ask('/await', await ask('/send', { from, to: OURS, body, media: [], params: {} }));
}

const refused = (code: number) => expect.objectContaining({ code }) as unknown;

test('a message that we send first comes in the thread of its pair, at the time of the phone', () =>
  withPhone(async (phone, { ask }) => {
    await ask('/forward', { milliseconds: 5 * HOUR });
    const { dateCreated } = await client.messages.create(QUESTION);
    expect(dateCreated.getTime()).toBeGreaterThan(Date.now() + 4 * HOUR);
    const [rey] = (await everything(phone)).conversations;
    expect(rey).toMatchObject({
      ...{ from: REY, to: OURS, entries: [] },
      unasked: [{ body: QUESTION.body, media: [], segments: 1 }],
    });
    expect(rey?.unasked[0]?.at).toBeGreaterThan(Date.now() + 4 * HOUR);
    const { entry } = await text(ask, REY, '1');
    expect(entry.id).toBeGreaterThan(rey?.unasked[0]?.id ?? 0);
    await expect(ask('/run-again', { from: REY, to: OURS })).rejects.toThrow(/cannot run again/);
  }));

test('after STOP on the phone it is refused with 21610, until START', () =>
  withPhone(async (_, { ask }) => {
    await text(ask, REY, 'STOP');
    await expect(client.messages.create(QUESTION)).rejects.toStrictEqual(refused(21610));
    await client.messages.create({ ...QUESTION, to: FINN });
    await text(ask, REY, 'START');
    await client.messages.create(QUESTION);
  }));

test('a scheduled message is pending with its time, and comes when the clock is moved there', () =>
  withPhone(async (phone, { ask }) => {
    const sendAt = new Date(Date.now() + 2 * HOUR);
    const later = { ...QUESTION, messagingServiceSid: `MG${'1'.repeat(32)}`, scheduleType: 'fixed', sendAt };
    await client.messages.create({ ...later, scheduleType: 'fixed' });
    const { sid } = await client.messages.create({ ...later, scheduleType: 'fixed', body: 'Not this.' });
    const rey = async () => (await everything(phone)).conversations[0];
    expect((await rey())?.scheduled.map(({ body }) => body)).toStrictEqual([QUESTION.body, 'Not this.']);
    await client.messages(sid).update({ status: 'canceled' });
    const at = Math.floor(sendAt.getTime() / 1000) * 1000;
    expect(await rey()).toMatchObject({ unasked: [], scheduled: [{ body: QUESTION.body, sendAt: at }] });
    await ask('/forward', { milliseconds: 3 * HOUR });
    expect(await rey()).toMatchObject({ unasked: [{ body: QUESTION.body, at }], scheduled: [] });
  }));

test('on WhatsApp it fails a day after their last text, and the thread says why, also after a restart', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'phone-'));
  const pair = { from: `whatsapp:${REY}`, to: `whatsapp:${OURS}` };
  await withPhone(
    async (phone, { ask }, options) => {
      const question = { ...QUESTION, from: pair.to, to: pair.from };
      await client.messages.create(question);
      await ask('/await', await ask('/send', { ...pair, body: 'hi', media: [], params: {} }));
      await client.messages.create(question);
      await ask('/forward', { milliseconds: 25 * HOUR });
      await phone.close();
      const second = await startPhone(options);
      Object.assign(process.env, standInsAt(new URL(second.url).port));
      await client.messages.create(question);
      const { conversations } = await everything(second);
      const whatsapp = conversations.find(({ from }) => from === pair.from);
      expect(whatsapp?.unasked.map(({ failed }) => failed?.code)).toStrictEqual([63016, undefined, 63016]);
      const [missed] = whatsapp?.unasked ?? [];
      expect(missed && printedUnasked(pair, missed, pair.from)).toMatch(
        /^\(not delivered: 63016 Failed to send .*window\)\nDo you come on Friday\?$/,
      );
      await second.close();
    },
    { folder },
  );
});

test('a restart keeps it', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'phone-'));
  await withPhone(
    async (phone, { ask }, options) => {
      await ask('/open', { from: FINN, to: OURS });
      await client.messages.create(QUESTION);
      await phone.close();
      const second = await startPhone(options);
      const { conversations } = await everything(second);
      expect(conversations.find(({ from }) => from === REY)?.unasked).toMatchObject([
        { body: QUESTION.body },
      ]);
      await second.close();
    },
    { folder, port: await freePort() },
  );
});

test('if the phone has no room for it, it is sent, and that is said', () =>
  withPhone(async (phone, { ask }) => {
    const said: unknown[] = [];
    jest.spyOn(console, 'error').mockImplementation((line) => said.push(line));
    for (let n = 1; n < 50; n++) await ask('/open', { from: `+1415867${1000 + n}`, to: OURS });
    const { sid } = await client.messages.create({ ...QUESTION, to: FINN });
    expect((await client.messages(sid).fetch()).status).toBe('delivered');
    expect((await everything(phone)).conversations).toHaveLength(50);
    expect(said).toStrictEqual(['A message of ours is not shown. 50 conversations are enough. Delete one.']);
  }));

test('no page can call the stand-ins, and no foreign name leads to them', () =>
  withPhone(async ({ url }) => {
    const authorization = `Basic ${btoa(`${ACCOUNT.ACCOUNT_SID}:${ACCOUNT.AUTH_TOKEN}`)}`;
    const paths = [
      `/2010-04-01/Accounts/${ACCOUNT.ACCOUNT_SID}/Messages.json`,
      '/v1/Services/default/Documents',
    ];
    for (const each of paths) {
      const status = async (headers: Record<string, string>) =>
        (await fetch(url + each, { headers: { authorization, ...headers } })).status;
      expect(await status({})).toBe(200);
      expect(await status({ authorization: 'none' })).toBe(401);
      expect(await status({ origin: url })).toBe(403);
      const foreign = await new Promise<number | undefined>((resolve) => {
        get(url + each, { headers: { authorization, host: 'evil.example' } }, ({ statusCode }) => {
          resolve(statusCode);
        });
      });
      expect(foreign).toBe(421);
    }
  }));

test('a chat in the terminal shows it, also that to somebody else', () =>
  withPhone(async (_, line) => {
    const printed: string[] = [];
    jest.spyOn(console, 'log').mockImplementation((each = '') => printed.push(String(each)));
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const input = new PassThrough();
    const output = new PassThrough();
    const chatting = chat({ line, pair: { from: REY, to: OURS }, print: printEntry, input, output });
    const others = { ...QUESTION, to: FINN, body: 'And you?\u009b31m' };
    for (const [message, expected] of [
      [QUESTION, QUESTION.body],
      [others, `(to ${FINN})\nAnd you?\ufffd31m`],
    ] as const) {
      // What came before the chat has begun to listen is history.
      for (let tries = 0; tries < 100 && !printed.includes(expected); tries++) {
        await client.messages.create(message);
        await sleep(50);
      }
      expect(printed).toContain(expected);
    }
    input.end('hi\n');
    await chatting;
    expect(printed).toContain('Noted.');
  }));
