import { setTimeout as sleep } from 'node:timers/promises';
import twilio from 'twilio';
import '../../../tools/local-twilio/sync/reroute.cjs';
import {
  answer,
  ask,
  dialogue,
  open,
  reminding,
  textingOf,
  wholeNumber,
  wrong,
  type Conversation,
  type FunctionContext,
} from '../../../src';
import { DEFAULT_BUDGET } from '../../../src/session/budget';
import { chosenStore } from '../../../src/session/stores';
import { ENGLISH } from '../../../src/english-words';
import { TIME } from '../../../src/time-limits';
import {
  startMessages,
  type MessagesCall,
  type MessagesMishap,
  type OutgoingMessage,
  type ServedMessages,
} from '../../../tools/local-twilio';
import type { Service } from '../../../tools/testing/document-services';
import { message } from '../../../tools/testing/messages';
import { installRuntime } from '../../../tools/testing/runtime';
import { ACCOUNT } from '../../../tools/testing/sync';

/*
 * What is the same for reminders with every store on a server. Each service is held to it in a file of its own,
 * over HTTP to a real Redis or the stand-in of Sync, and to that of the Messages API.
 */

const OURS = '+14155550100';
const THEIRS = '+14158675308';
const SERVICE = `MG${'1'.repeat(32)}`;
const HOUR = 3_600_000;
/** Of a document that is not there, under its name and an older one. */
const READS = ['read', 'read'];

jest.setTimeout(30_000);

const booking = dialogue(
  'booking',
  function* () {
    const day = yield* ask('Which day?', { remind: { after: '2h', say: 'Which day is it?' } });
    const last = { after: '1d', say: 'We let it go.' } as const;
    const count = yield* ask('How many?', wholeNumber(), {
      remind: { after: '3h', say: 'How many are you?', letGo: last },
    });
    const name = yield* ask('Your name?');
    return `${count} on ${day}, ${name}.`;
  },
  { reminds: reminding(), data: (value) => (typeof value === 'string' ? value : wrong('no text')) },
);

const plain = dialogue('plain', function* () {
  yield* ask('One?');
  yield* ask('Two?');
});

let sent = 0;

export function suite(start: () => Promise<Service>): void {
  let service: Service;
  let messages: ServedMessages;
  let mishap: (call: MessagesCall) => MessagesMishap | undefined;
  /** What the Messages API was asked. */
  let calls: MessagesCall[];
  /** What the store was asked. */
  let stored: string[];
  /** How far the clock is ahead. */
  let ahead: number;
  let went: OutgoingMessage[];

  const now = () => Date.now() + ahead;
  const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);
  const variables = (more: object = {}) => ({
    ...service.variables,
    SESSION_SECRET: 's'.repeat(32),
    ID_SECRET: 'i'.repeat(32),
    MESSAGING_SERVICE_SID: SERVICE,
    getTwilioClient: () => client,
    ...more,
  });
  const newSid = () => `SM${(++sent).toString(16).padStart(32, '0')}`;
  const warnings = () => jest.mocked(console.warn).mock.calls.flat().join('\n');

  async function text(
    body: string,
    { sid = newSid(), conversation = booking as Conversation<never>, more = {} } = {},
  ) {
    const store = chosenStore(variables(more), {});
    const taken = await store.take(message(body, { sid }), conversation, {
      now: new Date(now()),
      end: performance.now() + TIME.answer,
      budget: DEFAULT_BUDGET,
      words: ENGLISH,
    });
    return taken.replies;
  }

  function stop(cancels = true): Promise<unknown> {
    const heard = message('STOP', { sid: newSid() });
    const end = performance.now() + TIME.answer;
    return chosenStore(variables(), {}).forget(heard, {
      now: new Date(now()),
      end,
      ...(cancels && {
        cancel: async (due) => booking.reminds?.cancel(due, { message: heard, variables: variables(), end }),
      }),
    });
  }

  const scheduled = () =>
    messages.messages
      .list()
      .filter(({ status }) => status === 'scheduled')
      .map(({ body }) => body)
      .sort();

  /** Lets time pass, and gives what goes out by then. */
  function forward(hours: number): string[] {
    ahead += hours * HOUR;
    went = [];
    messages.messages.sendDue();
    return went.map(({ body }) => body);
  }

  beforeAll(async () => {
    installRuntime({}, ACCOUNT);
    service = await start();
    messages = await startMessages({
      port: 0,
      now,
      mishap(call) {
        calls.push(call);
        return mishap(call);
      },
      onSent: (each) => went.push(each),
    });
    process.env.MESSAGES_URL = messages.url;
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  beforeEach(async () => {
    jest.spyOn(console, 'warn').mockImplementation();
    ahead = 0;
    [calls, stored, went] = [[], [], []];
    mishap = () => undefined;
    service.trouble = (call) => {
      stored.push(call);
      return undefined;
    };
    await service.clear();
    messages.messages.clear();
  });

  afterAll(async () => {
    delete process.env.MESSAGES_URL;
    await messages.close();
    await service.close();
  });

  test('somebody who falls silent is reminded, once, from the number that asked', async () => {
    await text('hi');
    expect(forward(1.9)).toStrictEqual([]);
    expect(forward(0.2)).toStrictEqual(['Which day is it?']);
    expect(went).toMatchObject([{ from: OURS, to: THEIRS, messagingServiceSid: SERVICE }]);
    expect(forward(48)).toStrictEqual([]);
    expect(warnings()).toBe('');
  });

  test('nobody is reminded who answers before', async () => {
    await text('hi');
    ahead += HOUR;
    await text('friday');
    expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    await text('3');
    expect(scheduled()).toStrictEqual([]);
    expect(await text('Rey')).toStrictEqual(['3 on friday, Rey.']);
    expect(forward(48)).toStrictEqual([]);
    expect(warnings()).toBe('');
  });

  test('the last word goes out after the reminder, and the next text begins anew', async () => {
    await text('hi');
    await text('friday');
    expect(forward(23)).toStrictEqual(['How many are you?']);
    expect(forward(1.1)).toStrictEqual(['We let it go.']);
    expect(await text('3')).toStrictEqual(['Which day?']);
  });

  test('a wrong answer has it scheduled again, from then on', async () => {
    await text('hi');
    await text('friday');
    ahead += 2 * HOUR;
    await text('many');
    expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    expect(forward(2)).toStrictEqual([]);
    expect(forward(1.1)).toStrictEqual(['How many are you?']);
  });

  test('a reminder that is out is answered as the question', async () => {
    await text('hi');
    forward(3);
    expect(await text('friday')).toStrictEqual(['How many?']);
    expect(calls).not.toContain('cancel');
  });

  test('it costs two calls and one write, and nothing without', async () => {
    await text('hi', { conversation: plain as Conversation<never> });
    await text('one', { conversation: plain as Conversation<never> });
    expect([calls, stored]).toStrictEqual([[], [...READS, 'write', 'read', 'write']]);
    await service.clear();
    const once = dialogue('once', function* () {
      yield* ask('One?', { remind: { after: '2h', say: 'Well?' } });
      yield* ask('Two?');
    }, { reminds: reminding() }); // prettier-ignore
    stored = [];
    await text('hi', { conversation: once as Conversation<never> });
    expect([calls, stored]).toStrictEqual([['schedule'], [...READS, 'write', 'write']]);
    await text('one', { conversation: once as Conversation<never> });
    expect([calls, stored.slice(4)]).toStrictEqual([
      ['schedule', 'cancel'],
      ['read', 'write'],
    ]);
  });

  test('what a text has canceled is canceled once more, to be safe, and then no more', async () => {
    await text('hi');
    await text('friday');
    await text('3');
    calls = [];
    await text('Ada');
    expect(calls).toStrictEqual(['cancel', 'cancel']);
    calls = [];
    await text('hi');
    expect(calls).toStrictEqual(['schedule']);
  });

  test('what was remembered lives on after the last reminder', async () => {
    await text('hi');
    await text('friday');
    const [document] = await service.list();
    expect(document?.lives).toBeGreaterThan((24 + 4) * 3600 - 60);
    expect(document?.lives).toBeLessThan((24 + 4) * 3600 + 60);
    await text('3');
    expect((await service.list())[0]?.lives).toBeLessThan(4 * 3600 + 1);
  });

  test('without a Messaging Service the first turn fails, and says what to do', async () => {
    const malformed = [undefined, '', 'MG1', `SM${'1'.repeat(32)}`, `x${SERVICE}`, `${SERVICE}0`, [SERVICE]];
    for (const MESSAGING_SERVICE_SID of malformed) {
      await expect(text('hi', { more: { MESSAGING_SERVICE_SID } })).rejects.toThrow(
        /only with a Messaging Service. Set MESSAGING_SERVICE_SID to the SID/,
      );
    }
    expect([await service.list(), calls]).toStrictEqual([[], []]);
  });

  test('with the cookie store it fails', async () => {
    await expect(text('hi', { more: { SESSION_STORE: 'cookie' } })).rejects.toThrow(
      'Set SESSION_STORE to sync or redis',
    );
  });

  test('STOP cancels it, and what may have been scheduled without our knowing', async () => {
    await text('hi');
    await stop();
    expect(scheduled()).toStrictEqual([]);
    mishap = (call) => (call === 'schedule' ? 'answer lost' : undefined);
    await text('hi');
    expect(scheduled()).toHaveLength(1);
    mishap = () => undefined;
    await stop();
    expect(scheduled()).toStrictEqual([]);
  });

  test('STOP cancels it in the Function, and so does START on a short code', async () => {
    const handler = answer(() => booking);
    const stops = (Body: string, To: string) =>
      handler(
        variables() as unknown as FunctionContext,
        { From: THEIRS, To, Body, MessageSid: newSid() },
        () => {
          // Nothing is said to it.
        },
      );
    await text('hi');
    await stops('STOP', OURS);
    expect(scheduled()).toStrictEqual([]);
    const store = chosenStore(variables(), {});
    const hi = message('hi', { sid: newSid(), to: '72345' });
    await store.take(hi, booking, {
      now: new Date(now()),
      end: performance.now() + TIME.answer,
      budget: false,
      words: ENGLISH,
    });
    expect(scheduled()).toHaveLength(1);
    await stops('START', '72345');
    expect(scheduled()).toStrictEqual([]);
  });

  test('STOP forgets even if the conversation cannot be made', async () => {
    jest.spyOn(console, 'error').mockImplementation();
    await text('hi');
    const handler = answer(() => {
      throw new RangeError('no menu');
    });
    const event = { From: THEIRS, To: OURS, Body: 'STOP', MessageSid: newSid() };
    await handler(variables() as unknown as FunctionContext, event, () => {
      // Nothing is said to it.
    });
    expect(await text('friday')).toStrictEqual(['Which day?']);
  });

  test('a conversation of one function may remind, too, or have nothing to say', async () => {
    const { reminds } = booking;
    const silent: Conversation<never> = {
      name: 'silent',
      version: 1,
      turn: () => ({ replies: ['Hm.'], state: 1 as never }),
      ...(reminds && { reminds }),
    };
    expect(await text('hi', { conversation: silent })).toStrictEqual(['Hm.']);
    const at = now() + HOUR;
    // Twilio schedules nothing that is due within five minutes.
    const soon = now() + 4 * 60_000;
    const silence = () => [
      { at: soon, say: 'Soon.' },
      { at, say: 'Well?' },
    ];
    const saying = { ...silent, silence };
    calls = [];
    await text('hi', { conversation: saying });
    expect([calls, scheduled()]).toStrictEqual([['schedule'], ['Well?']]);
    await text('hi', { conversation: silent });
    expect(scheduled()).toStrictEqual([]);
  });

  test('what the time does not suffice for is not begun', async () => {
    await text('hi');
    let heed = (): void => undefined;
    const heeded = new Promise<void>((resolve) => (heed = resolve));
    mishap = (call) => (call === 'schedule' ? { until: () => heeded } : undefined);
    calls = [];
    const store = chosenStore(variables(), {});
    await store.take(message('friday', { sid: newSid() }), booking, {
      now: new Date(now()),
      end: performance.now() + TIME.call + 500,
      budget: false,
      words: ENGLISH,
    });
    expect(calls).toStrictEqual(['cancel', 'schedule']);
    expect(warnings()).toMatch(/no answer\n.*refused$/);
    heed();
    while (scheduled().length === 0) await sleep(10);
  });

  test('no call is begun in a moment that is too short for it', async () => {
    await text('hi');
    calls = [];
    const store = chosenStore(variables(), {});
    await store.take(message('friday', { sid: newSid() }), booking, {
      now: new Date(now()),
      end: performance.now() + TIME.call + 90,
      budget: false,
      words: ENGLISH,
    });
    expect(calls).toStrictEqual([]);
    expect(warnings()).toMatch(/did not schedule it: refused$/);
  });

  test('STOP forgets even if nothing can be canceled', async () => {
    await text('hi');
    mishap = () => 20500;
    await stop();
    mishap = () => undefined;
    await text('hi');
    await stop(false);
    expect(await text('friday')).toStrictEqual(['Which day?']);
  });

  describe('if Twilio', () => {
    test('refuses to schedule, the conversation goes on, and the log says why', async () => {
      mishap = (call) => (call === 'schedule' ? 20429 : undefined);
      expect(await text('hi')).toStrictEqual(['Which day?']);
      expect(warnings()).toMatch(
        /^SM\w+: a reminder was not scheduled: NotScheduled: Twilio did not schedule it: refused 20429$/,
      );
      mishap = () => undefined;
      expect(await text('friday')).toStrictEqual(['How many?']);
      expect(calls.slice(1)).toStrictEqual(['schedule', 'schedule']);
    });

    test('does not answer, it is not tried again, and the next text looks for it', async () => {
      mishap = (call) => (call === 'schedule' ? 'answer lost' : undefined);
      expect(await text('hi')).toStrictEqual(['Which day?']);
      expect([calls, scheduled()]).toStrictEqual([['schedule'], ['Which day is it?']]);
      expect(warnings()).toMatch(/Twilio did not schedule it: no answer ECONNRESET/);
      mishap = () => undefined;
      await text('friday');
      expect(calls.slice(1)).toStrictEqual(['list', 'cancel', 'schedule', 'schedule']);
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    });

    test('does not say whether it was canceled, the next text tries once more', async () => {
      await text('hi');
      mishap = (call) => (call === 'cancel' ? 'reset' : undefined);
      await text('friday');
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.', 'Which day is it?']);
      mishap = () => undefined;
      await text('lots');
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    });

    test('has sent it already, that is logged', async () => {
      await text('hi');
      const [first] = messages.messages.list();
      messages.messages.cancel(String(first?.sid));
      expect(await text('friday')).toStrictEqual(['How many?']);
      expect(warnings()).toMatch(
        /a reminder was not canceled: NotScheduled: Twilio did not cancel it: refused 30409/,
      );
      // It is gone, so it is not tried again.
      calls = [];
      await text('3');
      expect(calls).toStrictEqual(['cancel', 'cancel']);
    });

    test('cannot cancel what has gone out meanwhile, that is not tried', async () => {
      await text('hi');
      mishap = (call) => (call === 'cancel' ? 'reset' : undefined);
      await text('friday');
      mishap = () => undefined;
      expect(forward(2.5)).toStrictEqual(['Which day is it?']);
      calls = [];
      await text('3');
      expect(calls).toStrictEqual(['cancel', 'cancel']);
    });

    test('cannot cancel for long, the last eight are remembered', async () => {
      mishap = (call) => (call === 'cancel' ? 20500 : undefined);
      await text('hi');
      await text('friday');
      for (let n = 0; n < 5; n++) {
        await text('lots');
        await text('back');
        await text('friday');
      }
      mishap = () => undefined;
      calls = [];
      await text('3');
      expect(calls.filter((call) => call === 'cancel')).toHaveLength(2 + 8);
    });

    test('has no list, the conversation goes on', async () => {
      mishap = (call) => (call === 'schedule' ? 'answer lost' : undefined);
      await text('hi');
      mishap = (call) => (call === 'list' ? 20500 : undefined);
      expect(await text('friday')).toStrictEqual(['How many?']);
      expect(warnings()).toMatch(
        /the scheduled reminders could not be listed: NotScheduled: Twilio did not list it: .*20500/,
      );
      expect(scheduled()).toHaveLength(3);
      mishap = () => undefined;
      expect(await text('3')).toStrictEqual(['Your name?']);
      expect(scheduled()).toStrictEqual([]);
    });

    test('never got it, what others have scheduled stays', async () => {
      mishap = (call) => (call === 'schedule' ? 'reset' : undefined);
      await text('hi');
      mishap = () => undefined;
      const sale = { from: OURS, to: THEIRS, body: 'Sale!', messagingServiceSid: SERVICE };
      await client.messages.create({ ...sale, scheduleType: 'fixed', sendAt: new Date(now() + 9 * HOUR) });
      await stop();
      expect(scheduled()).toStrictEqual(['Sale!']);
    });

    test('lists what others have scheduled, that stays', async () => {
      const theirs = { from: OURS, to: THEIRS, scheduleType: 'fixed', sendAt: new Date(now() + 9 * HOUR) };
      const other = { ...theirs, scheduleType: 'fixed' as const };
      await client.messages.create({ ...other, body: 'Sale!', messagingServiceSid: SERVICE });
      mishap = (call) => (call === 'schedule' ? 'answer lost' : undefined);
      await text('hi');
      mishap = () => undefined;
      // These say the same, and are listed before ours: of another service, to another person, and a canceled one.
      const same = { ...other, body: 'Which day is it?', messagingServiceSid: SERVICE };
      await client.messages.create({ ...same, messagingServiceSid: `MG${'2'.repeat(32)}` });
      await client.messages.create({ ...same, to: '+12349013030' });
      const { sid } = await client.messages.create(same);
      await client.messages(sid).update({ status: 'canceled' });
      await client.messages.create({ ...other, body: 'Last days!', messagingServiceSid: SERVICE });
      await stop();
      expect(scheduled()).toStrictEqual(['Last days!', 'Sale!', 'Which day is it?', 'Which day is it?']);
      expect(messages.messages.list({ from: OURS, to: THEIRS })).toMatchObject([
        { status: 'scheduled', body: 'Last days!' },
        { status: 'canceled' },
        { status: 'scheduled' },
        { status: 'canceled', messagingServiceSid: SERVICE },
        { status: 'scheduled', body: 'Sale!' },
      ]);
    });
  });

  test('without a client of Twilio the conversation goes on', async () => {
    expect(await text('hi', { more: { getTwilioClient: undefined } })).toStrictEqual(['Which day?']);
    expect(warnings()).toMatch(
      /it is not known what is pending: LoggableError: there is no client of Twilio/,
    );
  });

  test('nor is one needed where nothing is pending', async () => {
    const more = { getTwilioClient: undefined };
    const sid = newSid();
    const silent: Conversation<never> = {
      name: 'silent',
      version: 1,
      turn: () => ({ replies: ['Hm.'], state: 1 as never }),
      ...(booking.reminds && { reminds: booking.reminds }),
    };
    await text('hi', { sid, more, conversation: silent });
    await text('hi', { sid, more, conversation: silent });
    expect(warnings()).toBe('');
  });

  test('of two texts at once, only the newer question reminds', async () => {
    await text('hi');
    await Promise.all([text('friday'), text('3')]);
    const kept = scheduled();
    expect([[], ['How many are you?', 'We let it go.']]).toContainEqual(kept);
  });

  test('if a newer text was faster, what was scheduled is canceled', async () => {
    let other: Promise<unknown> | undefined;
    mishap = (call) => {
      if (call !== 'schedule' || other !== undefined) return undefined;
      const answered = text('friday');
      other = answered;
      return {
        until: async () => {
          await answered;
        },
      };
    };
    await text('hi');
    await other;
    expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
  });

  describe('a write of the sid that', () => {
    /** Something goes wrong with the second write. */
    function second(trouble: Parameters<typeof troubleAt>[1]): void {
      troubleAt(2, trouble);
    }
    function troubleAt(n: number, trouble: 'conflict' | 'busy' | 'answer lost' | 'forbidden'): void {
      let writes = 0;
      service.trouble = (call) => {
        stored.push(call);
        return call === 'write' && ++writes === n ? trouble : undefined;
      };
    }

    test.each(['busy', 'conflict', 'answer lost'] as const)(
      'meets trouble (%s) is tried again',
      async (it) => {
        second(it);
        await text('hi');
        expect(scheduled()).toStrictEqual(['Which day is it?']);
        calls = [];
        await text('friday');
        expect(calls).toStrictEqual(['cancel', 'schedule', 'schedule']);
      },
    );

    test('fails for good leaves it to the next text to find it', async () => {
      second('forbidden');
      await text('hi');
      expect(warnings()).toMatch(/what was scheduled could not be written down/);
      expect(stored).toStrictEqual([...READS, 'write', 'write']);
      calls = [];
      await text('friday');
      expect(calls).toStrictEqual(['list', 'cancel', 'schedule', 'schedule']);
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    });
  });

  describe('a message that is delivered again', () => {
    test('schedules nothing twice', async () => {
      const sid = newSid();
      await text('hi', { sid });
      calls = [];
      expect(await text('hi', { sid })).toStrictEqual(['Which day?']);
      expect([calls, scheduled()]).toStrictEqual([[], ['Which day is it?']]);
    });

    test('goes on where its first delivery was cut off', async () => {
      await text('hi');
      const sid = newSid();
      // As if the process had ended after the write.
      await text('friday', { sid, more: { getTwilioClient: undefined } });
      expect(scheduled()).toStrictEqual(['Which day is it?']);
      expect(await text('friday', { sid })).toStrictEqual(['How many?']);
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
      calls = [];
      await text('friday', { sid });
      expect(calls).toStrictEqual([]);
    });

    test('leaves what it cannot cancel to the next text', async () => {
      await text('hi');
      const sid = newSid();
      await text('friday', { sid, more: { getTwilioClient: undefined } });
      mishap = (call) => (call === 'cancel' ? 20500 : undefined);
      await text('friday', { sid });
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.', 'Which day is it?']);
      mishap = () => undefined;
      await text('3');
      expect(scheduled()).toStrictEqual([]);
    });

    test('finds what its first delivery has scheduled', async () => {
      const sid = newSid();
      mishap = (call) => (call === 'schedule' ? 'answer lost' : undefined);
      await text('hi', { sid });
      mishap = () => undefined;
      calls = [];
      await text('hi', { sid });
      expect([calls, scheduled()]).toStrictEqual([['list', 'cancel', 'schedule'], ['Which day is it?']]);
      await text('friday');
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    });

    test('schedules again only what its first delivery did not know of', async () => {
      await text('hi');
      const sid = newSid();
      let schedules = 0;
      mishap = (call) => (call === 'schedule' && ++schedules === 2 ? 'answer lost' : undefined);
      await text('friday', { sid });
      mishap = () => undefined;
      calls = [];
      await text('friday', { sid });
      expect(calls).toStrictEqual(['list', 'cancel', 'schedule']);
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    });

    test('does nothing if a later text came in between', async () => {
      const sid = newSid();
      await text('hi', { sid });
      await text('friday', { more: { getTwilioClient: undefined } });
      calls = [];
      await text('hi', { sid });
      expect(calls).toStrictEqual([]);
    });
  });

  describe('an opening', () => {
    const opens = (replaces = false) =>
      open(
        booking,
        { to: THEIRS, from: OURS, name: 'booking', data: 'x', key: 'order-42', replaces },
        { variables: variables(), texting: textingOf(client), now },
      );

    test('reminds as any question does', async () => {
      expect(await opens()).toBe('opened');
      expect(scheduled()).toStrictEqual(['Which day is it?']);
      expect(await opens()).toBe('opened before');
      expect(scheduled()).toHaveLength(1);
      ahead += HOUR;
      expect(await text('friday')).toStrictEqual(['How many?']);
      expect(scheduled()).toStrictEqual(['How many are you?', 'We let it go.']);
    });

    test('cancels what was scheduled in the conversation before', async () => {
      await text('hi');
      await text('friday');
      ahead += 25 * HOUR;
      messages.messages.sendDue();
      expect(await opens()).toBe('opened');
      expect(scheduled()).toStrictEqual(['Which day is it?']);
    });

    test('cancels the reminders of the conversation that it replaces', async () => {
      await text('hi');
      await text('friday');
      expect(await opens(true)).toBe('opened');
      expect(scheduled()).toStrictEqual(['Which day is it?']);
    });

    test('is refused before it is sent, without a Messaging Service', async () => {
      const asked = { to: THEIRS, from: OURS, name: 'booking', data: 'x' };
      const bare = variables({ MESSAGING_SERVICE_SID: undefined });
      await expect(
        open(booking, asked, { variables: bare, texting: textingOf(client), now }),
      ).rejects.toThrow(/MESSAGING_SERVICE_SID/);
      expect([calls, await service.list()]).toStrictEqual([[], []]);
    });
  });
}
