import type { Conversation } from '../../../src/conversation';
import {
  GaveUp,
  ask,
  choose,
  confirm,
  dialogue,
  failed,
  handOver,
  keep,
  lookUp,
  once,
  firstText,
  picture,
  say,
  wholeNumber,
} from '../../../src/dialogue';
import { keywords } from '../../../src/dialogue/menu';
import { tellStep, stepsPassed } from '../../../src/dialogue/watching';
import { TestPhone, message } from '../../../tools/testing';

/** What is shown of what is remembered, after these texts. */
async function shownAfter(conversation: Conversation<unknown>, texts: readonly string[]): Promise<unknown> {
  const phone = new TestPhone(conversation);
  for (const text of texts) await phone.text(text);
  return conversation.shown?.(message(''), phone.state());
}

const table = dialogue<number>(
  'table',
  function* ({ lasting }) {
    const began = yield* firstText();
    yield* say('Welcome.');
    yield* lookUp('free tables', () => [4, 6]);
    const party = yield* ask('How many people?', wholeNumber({ min: 1, max: 9 }));
    const held = yield* once('hold', () => (party > 6 ? failed('too many') : { table: 4 }));
    yield* choose('Where?', ['Inside', 'Outside']);
    const isSure = yield* confirm({ body: 'Sure?', media: ['https://example.com/table.png'] });
    return keep(`${began} ${JSON.stringify(held)} ${String(isSure)} ${String(lasting)}`, party);
  },
  { lasting: (value) => value as number },
) as Conversation<unknown>;

test('each step with what became of it, and the open question', async () => {
  expect(await shownAfter(table, ['hello', '2', 'out'])).toStrictEqual({
    steps: [
      { began: 'hello' },
      { lookedUp: 'free tables', result: [4, 6] },
      { asked: 'How many people?', answer: '2' },
      { done: 'hold', result: { table: 4 } },
      { asked: 'Where?', answer: 'Outside' },
    ],
    open: 'Sure?',
  });
});

test('where it is handed over to, and that it has come back', async () => {
  const support = dialogue(
    'support',
    function* () {
      yield* handOver('https://example.com/flow', { until: 'RESUME' });
      yield* ask('How was it?');
    },
    { handsOver: true },
  ) as Conversation<unknown>;
  expect(await shownAfter(support, ['hi', 'hello?'])).toStrictEqual({
    steps: [],
    away: { url: 'https://example.com/flow', until: 'RESUME' },
  });
  expect(await shownAfter(support, ['hi', 'hello?', 'resume'])).toStrictEqual({
    steps: [{ handedOver: true }],
    open: 'How was it?',
  });
});

test('wrong answers, what failed, and what is kept from the last time', async () => {
  expect(await shownAfter(table, ['hello', '7', 'in', 'perhaps'])).toMatchObject({
    steps: [{}, {}, {}, { notDone: 'hold', reason: 'too many' }, { answer: 'Inside' }],
    wrongAnswers: 1,
  });
  expect(await shownAfter(table, ['hello', '2', 'in', 'yes'])).toStrictEqual({ steps: [], kept: 2 });
  expect(await shownAfter(table, ['hello', '2', 'in', 'yes', 'again'])).toMatchObject({
    steps: [{ began: 'again' }, {}],
    open: 'How many people?',
    kept: 2,
  });
});

test('a question that the sender gave up at, and one that is a picture', async () => {
  const patient = dialogue('patient', function* () {
    try {
      yield* ask('How old?', wholeNumber());
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
    }
    yield* picture({ media: ['https://example.com/a.png', 'https://example.com/b.png'] });
  }) as Conversation<unknown>;
  expect(await shownAfter(patient, ['hi', 'a', 'b', 'c'])).toStrictEqual({
    steps: [{ asked: 'How old?', gaveUp: true }],
    open: 'https://example.com/a.png https://example.com/b.png',
  });
});

test('of a script that was changed, what still fits', async () => {
  const older = dialogue('d', function* () {
    yield* ask('One?');
    yield* ask('Two?');
    yield* ask('Three?');
  });
  const newer = dialogue('d', function* () {
    yield* ask('One?');
    yield* ask('Another?');
  });
  const phone = new TestPhone(older);
  for (const text of ['hi', 'a', 'b']) await phone.text(text);
  const state = phone.state();
  if (state === undefined) throw new Error('Nothing is remembered.');
  expect(newer.shown?.(message(''), state)).toStrictEqual({
    steps: [{ asked: 'One?', answer: 'a' }],
    open: 'Another?',
    outdated: 1,
  });
  const shorter = dialogue('d', function* () {
    yield* ask('One?');
  });
  expect(shorter.shown?.(message(''), state)).toStrictEqual({
    steps: [{ asked: 'One?', answer: 'a' }],
    outdated: 1,
  });
});

test('only what it replays itself is on the trail that it looks at', () => {
  const { steps } = stepsPassed(() => {
    tellStep({ kind: 'firstText' });
  });
  tellStep({ kind: 'say', reply: 'later', apart: false });
  expect(steps).toStrictEqual([{ kind: 'firstText' }]);
});

test('of what version 0.1.0 kept of another script, what it is', () => {
  jest.spyOn(console, 'warn').mockImplementation();
  const kept = { id: 'x', log: ['a'], digest: 'nothing' };
  expect(table.shown?.(message(''), kept)).toStrictEqual(kept);
  jest.restoreAllMocks();
});

test('several conversations, each by the word that it was opened with', async () => {
  const counter: Conversation<number> = {
    name: 'rest',
    version: 1,
    turn: (_, state = 0) => ({ replies: [], state: state + 1 }),
  };
  const canteen = keywords({ table }, counter) as Conversation<unknown>;
  expect(await shownAfter(canteen, ['hi'])).toStrictEqual({ rest: 1 });
  expect(await shownAfter(canteen, ['hi', 'table', '2', 'in'])).toMatchObject({
    table: { open: 'Sure?' },
    rest: 1,
  });
  expect(await shownAfter(canteen, ['hi', 'table', '2', 'in', 'yes'])).toStrictEqual({
    rest: 1,
    'table, over': { steps: [], kept: 2 },
  });
  const ends: Conversation<number> = { ...counter, turn: () => ({ replies: [], state: 1, over: true }) };
  expect(await shownAfter(keywords({ table }, ends) as Conversation<unknown>, ['hi'])).toStrictEqual({
    'rest, over': 1,
  });
  // Of another version, or of a word that is gone, it is shown as it was kept.
  const older = { inside: { keyword: 'table', of: 'table 0', state: { log: ['4'] } } };
  expect(canteen.shown?.(message(''), older)).toStrictEqual({ table: { log: ['4'] } });
  const gone = { inside: { keyword: 'bar', of: 'bar 1', state: 7 } };
  expect(canteen.shown?.(message(''), gone)).toStrictEqual({ bar: 7 });
});
