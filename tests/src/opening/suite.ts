import twilio from 'twilio';
import '../../../tools/local-twilio/sync/reroute.cjs';
import {
  ask,
  choose,
  NotSent,
  dialogue,
  handOver,
  open,
  firstText,
  say,
  textingOf,
  wrong,
  type Conversation,
  type Message,
  type ToOpen,
} from '../../../src';
import { DEFAULT_BUDGET, type Budget } from '../../../src/session/budget';
import { ledgerName } from '../../../src/session/ids';
import { pairOf, sealSession } from '../../../src/session/sealed-state';
import { readKeys } from '../../../src/session/secrets';
import { chosenStore } from '../../../src/session/stores';
import { ENGLISH } from '../../../src/english-words';
import { TIME } from '../../../src/time-limits';
import { startMessages, type MessagesMishap, type ServedMessages } from '../../../tools/local-twilio';
import type { Service, Trouble } from '../../../tools/testing/document-services';
import { message } from '../../../tools/testing/messages';
import { ACCOUNT } from '../../../tools/testing/sync';

/*
 * What is the same for an opening with every store on a server. Each service is held to it in a file of
 * its own, over HTTP to a real Redis or the stand-in of Sync, and to that of the Messages API.
 */

const OURS = '+14155550100';
const THEIRS = '+14158675308';
const MINUTE = 61_000;
const QUESTION = 'Do you come on Friday?\n1. Yes\n2. No';

jest.setTimeout(30_000);

const visit = dialogue(
  'visit',
  function* ({ data }) {
    const answer = yield* choose(`Do you come on ${data ?? 'a day'}?`, ['Yes', 'No']);
    yield* choose(`${answer}. Are you sure?`, ['Sure', 'Not sure']);
    return 'Noted.';
  },
  { data: (value: unknown) => (typeof value === 'string' ? value : wrong('no day')) },
);

const other = dialogue(
  'other',
  function* () {
    yield* say('One.', { apart: true });
    yield* choose('Two?', ['Yes', 'No']);
  },
  { data: () => null },
);

const person = dialogue(
  'person',
  function* () {
    yield* handOver('https://example.com/flow', { until: 'RESUME' });
  },
  { data: () => null, handsOver: true },
);

const mute = dialogue(
  'mute',
  function* () {
    yield* say('');
  },
  { data: () => null },
);

let sent = 0;

export function suite(start: () => Promise<Service>): void {
  let service: Service;
  let messages: ServedMessages;
  let mishap: () => MessagesMishap | undefined;
  let optsOut: boolean;
  /** How far the clock of the openings and of the Messages API is ahead. */
  let ahead: number;

  const now = () => Date.now() + ahead;
  const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);
  const variables = () => ({
    ...service.variables,
    SESSION_SECRET: 's'.repeat(32),
    ID_SECRET: 'i'.repeat(32),
  });
  const asked: ToOpen = { to: THEIRS, from: OURS, name: 'visit', data: 'Friday', key: 'order-42' };
  const opens = (more: Partial<ToOpen> = {}, conversation: Conversation<never> = visit as never) =>
    open(conversation, { ...asked, ...more }, { variables: variables(), texting: textingOf(client), now });
  const sentTexts = () => messages.messages.list().map(({ body }) => body);

  async function text(
    body: string,
    conversation: Conversation<never> = visit as never,
    budget: Budget = DEFAULT_BUDGET,
  ) {
    const heard: Message = message(body, { sid: `SM${(++sent).toString(16).padStart(32, '0')}` });
    const store = chosenStore(variables(), {});
    const taken = await store.take(heard, conversation, {
      now: new Date(now()),
      end: performance.now() + TIME.answer,
      budget,
      words: ENGLISH,
    });
    return taken.replies;
  }

  beforeAll(async () => {
    service = await start();
    messages = await startMessages({
      port: 0,
      now,
      mishap: () => mishap(),
      optedOut: () => optsOut,
    });
    process.env.MESSAGES_URL = messages.url;
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  beforeEach(async () => {
    jest.spyOn(console, 'warn').mockImplementation();
    ahead = 0;
    optsOut = false;
    mishap = () => undefined;
    service.trouble = () => undefined;
    await service.clear();
    messages.messages.clear();
  });

  afterAll(async () => {
    delete process.env.MESSAGES_URL;
    await messages.close();
    await service.close();
  });

  test('texts the question, and takes the answer as any other', async () => {
    expect(await opens()).toBe('opened');
    expect(sentTexts()).toStrictEqual([QUESTION]);
    ahead += 6_000;
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
    expect(await text('sure')).toStrictEqual(['Noted.']);
  });

  test('goes by the clock that it is told, however far that is ahead', async () => {
    const HOUR = 3_600_000;
    ahead = 50 * HOUR;
    expect(await opens()).toBe('opened');
    ahead += 4 * HOUR - 10_000;
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
    ahead += 4 * HOUR;
    // It is not remembered any more.
    expect(await text('sure')).toStrictEqual(['Do you come on a day?\n1. Yes\n2. No']);
    ahead += 31 * 24 * HOUR;
    // Nor is the key.
    expect(await opens({ replaces: true })).toBe('opened');
  });

  test('opens once with a key, and anew with another or without', async () => {
    expect([await opens(), await opens()]).toStrictEqual(['opened', 'opened before']);
    expect(await opens({ key: 'order-43' })).toBe('busy');
    expect(await opens({ key: 'order-43', replaces: true })).toBe('opened');
    const without = { to: THEIRS, from: OURS, name: 'visit', data: 'Friday' };
    const options = { variables: variables(), texting: textingOf(client), now };
    for (let n = 0; n < 2; n++) {
      expect(await open(visit, { ...without, replaces: true }, options)).toBe('opened');
    }
    expect(sentTexts()).toHaveLength(4);
    ahead += 20 * 24 * 3_600_000;
    expect(await opens()).toBe('opened before');
  });

  test('opens once with a key, also if a deploy comes in between: what is kept of it stays the same', async () => {
    const pair = message('', { from: THEIRS, to: OURS });
    const session = {
      of: 'openings',
      state: [{ key: 'O_ixV8Qjju_lrkpm7Kgca4', at: now(), by: 'an earlier call' }],
    };
    const keys = readKeys(variables().SESSION_SECRET);
    await service.put(
      ledgerName(pair, variables()),
      sealSession(session, { now: new Date(now()), seconds: 3_600 }, pairOf(pair), keys),
    );
    expect(await opens()).toBe('opened before');
    expect(sentTexts()).toStrictEqual([]);
  });

  test('a call that nobody finishes keeps others away for a minute, and then another one does the rest', async () => {
    const begun = Math.floor(Date.now() / 1000) * 1000;
    const calls: string[] = [];
    const at = (ago: number, texting = textingOf(client)) =>
      open(visit as Conversation<never>, asked, { variables: variables(), texting, now: () => begun + ago });
    const lost = { ...textingOf(client), send: () => Promise.reject(new NotSent(undefined)) };
    await expect(at(0, lost)).rejects.toThrow(NotSent);
    expect(await at(59_999)).toBe('being opened');
    service.trouble = (call) => {
      calls.push(call);
      return undefined;
    };
    expect(await at(60_000)).toBe('opened');
    expect(sentTexts()).toStrictEqual([QUESTION]);
    // The claim and the question are written down, then that it was sent, and then that it is done.
    expect(calls.filter((call) => call === 'write')).toHaveLength(4);
  });

  test('the claim is written once, also if the question has to be written again', async () => {
    const calls: string[] = [];
    service.trouble = (call) => {
      if (call === 'write') calls.push(call);
      return calls.length === 2 && call === 'write' ? 'conflict' : undefined;
    };
    expect(await opens()).toBe('opened');
    expect(calls).toHaveLength(5);
  });

  test('a dialogue that asks nothing is not written down as sent', async () => {
    const script = function* () {
      yield* say('We are closed on Friday.');
    };
    const news = dialogue('visit', script, { data: String });
    const calls: string[] = [];
    service.trouble = (call) => {
      calls.push(call);
      return undefined;
    };
    expect(await opens({}, news as never)).toBe('opened');
    expect(calls.filter((call) => call === 'write')).toHaveLength(3);
  });

  test('of two calls at once one opens', async () => {
    const both = await Promise.all([opens(), opens()]);
    expect(both.filter((each) => each === 'opened')).toHaveLength(1);
    // The other one was told so, or came to it when that was done.
    expect(both.join()).toMatch(/being opened|opened before/);
    expect(sentTexts()).toStrictEqual([QUESTION]);
  });

  test('a text that crosses the question gets it again, and is not taken for its answer', async () => {
    await opens();
    expect(await text('no')).toStrictEqual([QUESTION]);
    ahead += 4_000;
    expect(await text('restart')).toStrictEqual([QUESTION]);
    ahead += 2_000;
    expect(await text('no')).toStrictEqual(['No. Are you sure?\n1. Sure\n2. Not sure']);
  });

  test('is busy in the middle of a conversation, and changes nothing', async () => {
    await text('hi');
    expect(await opens()).toBe('busy');
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
    expect(sentTexts()).toStrictEqual([]);
  });

  test('a refusal puts back what was there, and can be tried again', async () => {
    await text('hi');
    mishap = () => 21211;
    await expect(opens({ replaces: true })).rejects.toThrow('Twilio refused the message: 21211');
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
    mishap = () => undefined;
    expect(await opens({ replaces: true })).toBe('opened');
    expect(sentTexts()).toStrictEqual([QUESTION]);
  });

  test('a refusal of what an earlier call has written puts back nothing', async () => {
    mishap = () => 'reset';
    await expect(opens()).rejects.toThrow('Twilio did not answer, so the message may have been sent or not');
    ahead += MINUTE;
    let calls = 0;
    // The first call looks for the message.
    mishap = () => (++calls === 1 ? undefined : 21211);
    await expect(opens()).rejects.toThrow('Twilio refused the message: 21211');
    ahead += 6_000;
    expect(await text('yes')).toStrictEqual(['Do you come on a day?\n1. Yes\n2. No']);
  });

  test('a refusal forgets its own key alone', async () => {
    await opens();
    mishap = () => 21211;
    await expect(opens({ key: 'order-43', replaces: true })).rejects.toThrow('21211');
    mishap = () => undefined;
    expect(await opens()).toBe('opened before');
    expect(await opens({ key: 'order-43', replaces: true })).toBe('opened');
  });

  test('remembers the last eight keys of a pair', async () => {
    for (let n = 1; n <= 9; n++) {
      expect(await opens({ key: `order-${n}`, replaces: true })).toBe('opened');
    }
    expect(await opens({ key: 'order-2' })).toBe('opened before');
    expect(await opens({ key: 'order-1', replaces: true })).toBe('opened');
  });

  test('begins over what another conversation remembers, and puts that back after a refusal', async () => {
    const lunch = dialogue('lunch', function* () {
      yield* ask('Which dish?');
      return `Coming up: ${yield* ask('How many?')}`;
    });
    expect(await text('hi', lunch as never)).toStrictEqual(['Which dish?']);
    mishap = () => 21211;
    await expect(opens()).rejects.toThrow('21211');
    expect(await text('soup', lunch as never)).toStrictEqual(['How many?']);
    mishap = () => undefined;
    expect(await opens()).toBe('opened');
    expect(sentTexts()).toStrictEqual([QUESTION]);
  });

  test('leaves what the sender has used up of the budget', async () => {
    const budget = { turns: 2, segments: 400 };
    await text('hi', undefined, budget);
    await text('yes', undefined, budget);
    expect(await opens({ replaces: true })).toBe('opened');
    ahead += 6_000;
    expect(await text('yes', undefined, budget)).toStrictEqual([ENGLISH.tooMany]);
  });

  test('hands no text to a script that asks for the one that began it', async () => {
    const echo = dialogue(
      'echo',
      function* () {
        const text = yield* firstText();
        yield* ask(`You said: ${text}.`);
      },
      { data: () => null },
    );
    expect(await opens({ name: 'echo' }, echo as never)).toBe('opened');
    expect(sentTexts()).toStrictEqual(['You said: .']);
  });

  test('warns if it was sent, and could not be marked', async () => {
    service.trouble = () => (sentTexts().length > 0 ? 'forbidden' : undefined);
    expect(await opens()).toBe('opened');
    expect(console.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^An opening was sent, and could not be marked: NotDone: .*did not read/),
    );
  });

  test('who has opted out is told of, and forgotten', async () => {
    await text('hi');
    optsOut = true;
    expect(await opens({ replaces: true })).toBe('opted out');
    expect(await text('yes')).toStrictEqual(['Do you come on a day?\n1. Yes\n2. No']);
  });

  test('also who has on a short code of ours', async () => {
    const end = performance.now() + TIME.answer;
    await chosenStore(variables(), {}).forget(message('STOP'), { now: new Date(now()), end, optsOut: true });
    expect(await opens()).toBe('opted out');
    expect(sentTexts()).toStrictEqual([]);
  });

  test.each<[string, Partial<ToOpen>, Conversation<never>, RegExp]>([
    ['a name that none has', { name: 'visitor' }, visit as never, /no dialogue of that name/],
    ['data that it does not take', { data: 7 }, visit as never, /does not take what it is handed/],
    ['a dialogue that hands over at once', { name: 'person' }, person as never, /has to say one message/],
    ['a dialogue that says nothing', { name: 'mute' }, mute as never, /has to say one message/],
    ['a dialogue with more than one message', { name: 'other' }, other as never, /has to say one message/],
    [
      'a conversation that cannot be opened',
      {},
      { name: 'n', version: 1, turn: () => ({ replies: [], state: undefined }) },
      /no dialogue of that name to open/,
    ],
  ])('refuses %s, and writes nothing', async (_, more, conversation, why) => {
    await expect(opens(more, conversation)).rejects.toThrow(why);
    expect(await service.list()).toStrictEqual([]);
    expect(sentTexts()).toStrictEqual([]);
  });

  test('says in one word why there is nothing to open', async () => {
    const plain = { name: 'n', version: 1, turn: () => ({ replies: [], state: undefined }) };
    await expect(opens({}, plain)).rejects.toMatchObject({ why: 'unknown' });
    await expect(opens({ name: 'visitor' })).rejects.toMatchObject({ why: 'unknown' });
  });

  test('a text that comes while the question is on its way is not undone', async () => {
    let replies: unknown;
    mishap = () => ({
      until: async () => {
        replies ??= await text('hello?');
      },
    });
    expect(await opens()).toBe('opened');
    expect(replies).toStrictEqual([QUESTION]);
    ahead += 6_000;
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
  });

  test('nor is it if the question is refused', async () => {
    mishap = () => ({
      until: async () => {
        await text('hello?');
        optsOut = true;
      },
    });
    expect(await opens()).toBe('opted out');
    ahead += 6_000;
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
  });

  test('is written once more where another write came first', async () => {
    let writes = 0;
    service.trouble = (call) => (call === 'write' && ++writes === 2 ? 'conflict' : undefined);
    expect(await opens()).toBe('opened');
    expect(sentTexts()).toStrictEqual([QUESTION]);
    ahead += 6_000;
    expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
  });

  test('sends a picture', async () => {
    const map = dialogue(
      'map',
      function* () {
        yield* ask({ media: ['https://example.com/map.png'] });
      },
      { data: () => null },
    );
    expect(await opens({ name: 'map' }, map as never)).toBe('opened');
    expect(messages.messages.list()).toMatchObject([{ body: '', media: ['https://example.com/map.png'] }]);
  });

  test('what fails on the way to Twilio is thrown, and a later call finishes it', async () => {
    const texting = { ...textingOf(client), send: () => Promise.reject(new RangeError('lost')) };
    const options = { variables: variables(), texting, now };
    await expect(open(visit, asked, options)).rejects.toThrow(RangeError);
    ahead += MINUTE;
    mishap = () => 20500;
    await expect(opens()).rejects.toThrow('Twilio did not list the messages 20500');
    mishap = () => undefined;
    expect(await opens()).toBe('opened');
  });

  test('a later call looks for this very message, and for no other one', async () => {
    const says = (body: string, to = THEIRS) => client.messages.create({ from: OURS, to, body });
    await says(QUESTION);
    ahead += 24 * 3_600_000;
    mishap = () => 'reset';
    await expect(opens()).rejects.toThrow('Twilio did not answer, so the message may have been sent or not');
    mishap = () => undefined;
    await says('Something else.');
    await says(QUESTION, '+14155550123');
    ahead += MINUTE;
    expect(await opens()).toBe('opened');
    expect(sentTexts()).toHaveLength(4);
  });

  describe('a call that fails at any step, heeded or not', () => {
    /** @param heeded whether the last call that is made is heeded, and its answer lost */
    function failAt(step: number, heeded: boolean): () => boolean {
      let calls = 0;
      const next = <T>(first: T, then: T): T | undefined => {
        calls++;
        return calls < step ? undefined : calls === step ? first : then;
      };
      service.trouble = (): Trouble | undefined =>
        next<Trouble>(heeded ? 'answer lost' : 'forbidden', 'forbidden');
      mishap = () => next<MessagesMishap>(heeded ? 'answer lost' : 'reset', 20500);
      return () => calls >= step;
    }

    function recover() {
      service.trouble = () => undefined;
      mishap = () => undefined;
    }

    test.each([false, true])(
      'is finished by a later one, and nothing is sent twice: heeded %s',
      async (heeded) => {
        const outcomes: string[] = [];
        for (let step = 1; step < 40; step++) {
          await service.clear();
          messages.messages.clear();
          const hasFailed = failAt(step, heeded);
          const first = await opens().catch(() => 'failed');
          const isOver = !hasFailed();
          recover();
          if (isOver) break;
          // At once: nothing was written yet, or it has to wait.
          if (first === 'failed') expect(['being opened', 'opened']).toContain(await opens());
          ahead += MINUTE;
          const later = await opens();
          outcomes.push(`${step} ${first}, ${later}`);
          expect(['opened', 'opened before']).toContain(later);
          expect(sentTexts()).toStrictEqual([QUESTION]);
          ahead += 6_000;
          expect(await text('yes')).toStrictEqual(['Yes. Are you sure?\n1. Sure\n2. Not sure']);
        }
        // Reads, writes and the message itself.
        expect(outcomes.length).toBeGreaterThanOrEqual(8);
      },
    );

    test('a text meanwhile gets the question, which then is not sent any more', async () => {
      mishap = () => 'reset';
      await expect(opens()).rejects.toThrow(
        'Twilio did not answer, so the message may have been sent or not',
      );
      recover();
      expect(await text('hello?')).toStrictEqual([QUESTION]);
      ahead += MINUTE;
      expect(await opens()).toBe('opened before');
      expect(sentTexts()).toStrictEqual([]);
      expect(await text('no')).toStrictEqual(['No. Are you sure?\n1. Sure\n2. Not sure']);
    });
  });
}
