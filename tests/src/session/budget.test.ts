import type { Conversation } from '../../../src/conversation';
import { answer, type AnswerOptions, type FunctionContext } from '../../../src/answer';
import { ask, dialogue } from '../../../src/dialogue';
import { DEFAULT_BUDGET, spend, spentBy } from '../../../src/session/budget';
import { ENGLISH } from '../../../src/english-words';
import { segmentsIn } from '../../../src/twilio/segments';
import { messagesIn } from '../../../tools/testing/messages';
import { installRuntime } from '../../../tools/testing/runtime';

const MINUTE = 60_000;
const NOW = 30_000_000 * MINUTE;

beforeAll(() => {
  installRuntime();
});

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** Says as much as one message can be answered with: ten messages of 1,600 characters. */
const talkative: Conversation<number> = {
  name: 'talkative',
  version: 1,
  turn: (_, state = 0) => ({ replies: Array.from({ length: 10 }, () => 'x'.repeat(300)), state: state + 1 }),
};

const counter: Conversation<number> = {
  name: 'counter',
  version: 1,
  turn: (_, state = 0) => ({ replies: [`${state + 1}`], state: state + 1 }),
};

/** A phone whose cookie is kept, as Twilio keeps it. */
function phone(conversation: Conversation<never>, options?: AnswerOptions) {
  const handler = answer(() => conversation, options);
  let session: string | undefined;
  return async (Body: string): Promise<string[]> => {
    const event = { request: { cookies: { session } }, From: '+14158675308', To: '+14155550100', Body };
    const context = { SESSION_SECRET: 's'.repeat(32) } as unknown as FunctionContext;
    const response = await new Promise<{ body: string; headers: { 'Set-Cookie': string[] } }>((resolve) => {
      void handler(context, event, ((_: null, value: never) => {
        resolve(value);
      }) as never);
    });
    const [, cookie] = /^session=([^;]*)/.exec(response.headers['Set-Cookie'][0] ?? '') ?? [];
    session = cookie ?? session;
    return messagesIn(response.body).map(({ body }) => body);
  };
}

const warnings = () => jest.mocked(console.warn).mock.calls.map(String);

test('what comes in an hour makes no more segments than the budget, and one sentence', async () => {
  const flood = async (options: AnswerOptions) => {
    const text = phone(talkative as never, options);
    let segments = 0;
    let silent = 0;
    for (let n = 0; n < 200; n++) {
      const said = await text('x');
      segments += said.reduce((sum, each) => sum + segmentsIn(each), 0);
      if (said.length === 0) silent++;
      if (said.length === 1) expect(said).toStrictEqual([ENGLISH.tooMany]);
    }
    return { segments, silent };
  };
  expect(await flood({ budget: false })).toStrictEqual({ segments: 4000, silent: 0 });
  expect(await flood({})).toStrictEqual({ segments: 401, silent: 179 });
  expect(warnings()).toStrictEqual([
    'without a MessageSid: the sender has used up the budget of an hour, and is told so',
  ]);
});

test('a text too many is answered with one sentence, then with silence, and after an hour as before', async () => {
  const text = phone(counter as never, { budget: { turns: 2, segments: 100 } });
  expect([await text('a'), await text('b'), await text('c'), await text('d')]).toStrictEqual([
    ['1'],
    ['2'],
    [ENGLISH.tooMany],
    [],
  ]);
  jest.setSystemTime(NOW + 59 * MINUTE);
  expect(await text('e')).toStrictEqual([]);
  jest.setSystemTime(NOW + 60 * MINUTE);
  expect([await text('f'), await text('g'), await text('h'), await text('i')]).toStrictEqual([
    ['3'],
    ['4'],
    [ENGLISH.tooMany],
    [],
  ]);
});

test('the usual one takes 200 texts', async () => {
  const text = phone(counter as never);
  const said: string[][] = [];
  for (let n = 0; n < 202; n++) said.push(await text('a'));
  expect(said.slice(199)).toStrictEqual([['200'], [ENGLISH.tooMany], []]);
});

test('a text that is passed on to a person counts as any other', async () => {
  const desk = { replies: [{ redirect: 'https://example.com/desk' }], state: 1 };
  const text = phone({ ...counter, turn: () => desk } as never, { budget: { turns: 2, segments: 9 } });
  expect([await text('a'), await text('b'), await text('c')]).toStrictEqual([[], [], [ENGLISH.tooMany]]);
});

test('the sentence is in the language of the conversation', async () => {
  const text = phone({ ...counter, words: { ...ENGLISH, tooMany: 'Demasiado.' } } as never, {
    budget: { turns: 1, segments: 9 },
  });
  expect([await text('a'), await text('b')]).toStrictEqual([['1'], ['Demasiado.']]);
});

test('it outlives the end of a conversation, and not a STOP', async () => {
  const ends: Conversation<number> = { ...counter, turn: () => ({ replies: ['Bye.'], state: undefined }) };
  const text = phone(ends as never, { budget: { turns: 2, segments: 9 } });
  expect([await text('a'), await text('b'), await text('c'), await text('d')]).toStrictEqual([
    ['Bye.'],
    ['Bye.'],
    [ENGLISH.tooMany],
    [],
  ]);
  expect(await text('STOP')).toStrictEqual([]);
  expect(await text('e')).toStrictEqual(['Bye.']);
});

test('a word that Twilio answers passes, and so does one that we answer', async () => {
  const handler = answer(() => counter, { budget: { turns: 0, segments: 0 } });
  const said = async (Body: string, To: string) => {
    const event = { From: '+14158675308', To, Body };
    const callback = jest.fn<undefined, [null, { body: string }]>();
    await handler({ SESSION_SECRET: 's'.repeat(32) } as never, event, callback as never);
    return messagesIn(callback.mock.calls[0]?.[1].body ?? '').map(({ body }) => body);
  };
  expect(await said('hi', '12345')).toStrictEqual([ENGLISH.tooMany]);
  expect(await said('STOP', '+14155550100')).toStrictEqual([]);
  expect(await said('STOP', '12345')).toStrictEqual([ENGLISH.optedOut]);
  expect(await said('HELP', '12345')).toStrictEqual([ENGLISH.help]);
});

test('sixty questions that are answered at a stretch take a third of it', async () => {
  const survey = dialogue('survey', function* () {
    for (let n = 1; n <= 60; n++) yield* ask(`Question ${n}: ${'what do you think of this? '.repeat(6)}`);
    return 'Thank you.';
  });
  const text = phone(survey as never);
  let turns = 0;
  let segments = 0;
  for (let said: string[] = []; !said.includes('Thank you.'); turns++) {
    said = await text('good');
    segments += said.reduce((sum, each) => sum + segmentsIn(each), 0);
  }
  expect([turns, segments]).toStrictEqual([61, 121]);
  expect(turns).toBeLessThan(DEFAULT_BUDGET.turns / 3);
  expect(segments).toBeLessThan(DEFAULT_BUDGET.segments / 3);
});

test('an hour that lies ahead of the clock is not believed', () => {
  const now = new Date(NOW);
  const ahead = spend(spentBy(new Date(NOW + 10 * MINUTE), undefined), ['a']);
  expect(spentBy(now, ahead)).toStrictEqual([NOW / MINUTE, 0, 0]);
});
