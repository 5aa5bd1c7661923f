import { createHash } from 'node:crypto';
import {
  ask,
  choose,
  confirm,
  dialogue,
  handOver,
  lookUp,
  once,
  picture,
  say,
  wholeNumber,
  type Script,
  type Verb,
} from '../../../src/dialogue';
import { message, turnOf } from '../../../tools/testing';

/*
 * Version 0.1.0 remembered `{ id, log, wrong, digest }`, with the bare answers and results in its log,
 * and one digest of all that was asked and done. The sealed fixtures of kept-sessions.test.ts show
 * that it opens. These show what becomes of it.
 */

/** The digest that version 0.1.0 made: of each prompt with its list, and of each `once`. */
function earlier(log: readonly unknown[], trail: readonly (string | object)[], wrong?: number) {
  const text = trail
    .map((each) => (each === '!' ? '\0!' : `\0?${typeof each === 'string' ? each : JSON.stringify(each)}`))
    .join('');
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 6);
  return { id: 'sixteen_letters_', log, digest, ...(wrong !== undefined && { wrong }) };
}

const MEDIA = [{ url: 'https://example.com/a.png', type: 'image/png' }];
const FLOW = 'https://example.com/flow';
const DAY = 'Which day?\n1. Friday\n2. Sunday';

const script: Script = function* ({ name }) {
  yield* say('Hello.');
  const day = yield* choose('Which day?', ['Friday', 'Sunday']);
  const [{ url }] = yield* picture({ body: 'Of what?', media: [] });
  const { n } = yield* once('save', () => ({ n: 1 }));
  const party = yield* ask('How many?', wholeNumber());
  return `${name} ${day} ${url} ${n} ${party} ${yield* confirm('So?')}`;
};
const d = dialogue('d', script, { nameOf: () => 'Rey' });

const STATE = earlier(
  ['friday', MEDIA, { n: 7 }, '4'],
  [DAY, { body: 'Of what?', media: [] }, '!', 'How many?', 'So?'],
  1,
);

let warned: jest.SpyInstance;

beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('goes on, in the format of today', async () => {
  expect((await turnOf(d, 'yes', STATE)).replies).toStrictEqual([
    'Rey Friday https://example.com/a.png 7 4 true',
  ]);
  const next = await turnOf(d, 'x', STATE);
  expect(next.state).toMatchObject({
    id: 'sixteen_letters_',
    name: 'Rey',
    wrong: 2,
    open: expect.any(String) as string,
  });
  expect(next.state).toMatchObject({
    log: [
      expect.stringMatching(/^a..0$/),
      [expect.stringMatching(/^a/), MEDIA],
      [expect.stringMatching(/^e/), { n: 7 }],
      expect.stringMatching(/^a..4$/),
    ],
  });
  expect((await turnOf(d, 'yes', next.state)).replies).toStrictEqual([
    'Rey Friday https://example.com/a.png 7 4 true',
  ]);
  expect(d.again?.(message(''), STATE)).toStrictEqual(['So?']);
});

test('BACK and RESTART work', async () => {
  expect((await turnOf(d, 'back', STATE)).replies).toStrictEqual(['How many?']);
  expect((await turnOf(d, 'restart', STATE)).replies).toStrictEqual([`Hello.\n${DAY}`]);
  expect(await turnOf(d, 'back', earlier([], [DAY]))).toStrictEqual({
    replies: [`This is the first question.\n${DAY}`],
    state: { id: 'sixteen_letters_', name: 'Rey', log: [], open: expect.any(String) as string },
  });
});

test('an effect that is a reading now goes on as one', async () => {
  const reads: Script = function* () {
    const n = yield* lookUp('count', () => 1);
    return `${n} ${yield* ask('A?')} ${yield* ask('B?')}`;
  };
  const { state } = await turnOf(dialogue('d', reads), 'x', earlier([7], ['!', 'A?']));
  expect((await turnOf(dialogue('d', reads), 'back', state)).replies).toStrictEqual(['A?']);
  expect((await turnOf(dialogue('d', reads), 'y', state)).replies).toStrictEqual(['7 x y']);
});

test('each answer is read, so that the script takes the same way', async () => {
  const branches: Script = function* () {
    if (yield* confirm('Sure?')) yield* ask('When?');
    else yield* ask('Why not?');
    return 'Noted.';
  };
  const { replies } = await turnOf(dialogue('d', branches), 'x', earlier(['no'], ['Sure?', 'Why not?']));
  expect(replies).toStrictEqual(['Noted.']);
});

test.each<[string, () => Verb<unknown>, unknown, string]>([
  ['another question was asked', () => ask('A?'), 'a', 'Another?'],
  ['the answer is accepted no longer', () => ask('A?', wholeNumber({ max: 9 })), '12', 'A?'],
  ['a picture is asked for in place of words', () => picture('A?'), 'a', 'A?'],
  ['words are asked for in place of a picture', () => ask('A?'), MEDIA, 'A?'],
  ['it is handed over where something was done', () => handOver(FLOW, { until: 'RESUME' }), 7, '!'],
])('starts over, and keeps no answer: %s', async (_, verb, kept, asked) => {
  const now: Script = function* () {
    yield* ask('Name?');
    yield* verb();
    yield* ask('B?');
  };
  const state = earlier(['Rey', kept], ['Name?', asked, 'B?']);
  expect(await turnOf(dialogue('d', now, { handsOver: true }), 'b', state)).toMatchObject({
    replies: ['Sorry, we have to start over.\nName?'],
    state: { log: [] },
  });
});

test.each<[string, Script]>([
  [
    'another question',
    function* () {
      yield* choose('Which one?', ['Friday', 'Sunday']);
    },
  ],
  [
    'an answer that is accepted no longer',
    function* () {
      yield* ask(DAY, wholeNumber());
    },
  ],
  [
    'an earlier end',
    function* () {
      yield* choose('Which day?', ['Friday', 'Sunday']);
    },
  ],
  [
    'one effect more',
    function* () {
      yield* choose('Which day?', ['Friday', 'Sunday']);
      yield* once('more', () => 1);
    },
  ],
])('starts over with a sentence where the script was changed: %s', async (_, now) => {
  const changed = dialogue('d', now);
  const [opening] = (await turnOf(changed, 'hi')).replies;
  const state = earlier(['friday'], [DAY, 'B?']);
  expect((await turnOf(changed, 'x', state)).replies).toStrictEqual([
    `Sorry, we have to start over.\n${opening as string}`,
  ]);
  expect(warned.mock.calls).toStrictEqual([
    [`SM${'0'.repeat(32)}: the dialogue d was changed since version 0.1.0 of the library, and starts over`],
  ]);
  expect(changed.again?.(message(''), state)).toStrictEqual([]);
});
