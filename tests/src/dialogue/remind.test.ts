import type { Conversation } from '../../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  handOver,
  keep,
  keywords,
  picture,
  say,
  wholeNumber,
  wrong,
  type MenuState,
} from '../../../src/dialogue';
import { reminding, type Remind } from '../../../src/reminding';
import { turnOf } from '../../../tools/testing/turns';

const NOW = new Date('2026-11-25T10:00Z');
const HOUR = 3_600_000;
const inHours = (hours: number, from = NOW) => new Date(from.getTime() + hours * HOUR);

const DAY: Remind = { after: '2h', say: 'Still there?' };
const LAST: Remind = { ...DAY, letGo: { after: '1d', say: 'We let it go.' } };

const visit = dialogue<string>(
  'visit',
  function* ({ lasting }) {
    yield* say(`Before: ${lasting ?? 'nothing'}.`);
    const day = yield* choose('Which day?', ['Monday', 'Friday'], { remind: DAY });
    const people = yield* ask('How many?', wholeNumber(), { remind: LAST });
    yield* confirm('Sure?', { remind: false });
    return keep('Noted.', `${people} on ${day}`);
  },
  { reminds: reminding({ after: '90m', say: 'Hello?' }), lasting: String },
);

const hears = <State>(conversation: Conversation<State>, text: string, state?: State, now = NOW) =>
  turnOf(conversation, text, state, { now });

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const planned = <State>(conversation: Conversation<State>, state: State | undefined) =>
  state === undefined ? [] : conversation.silence?.(state);

test('a question says when its reminder is due, counted from the text before it', async () => {
  const first = await hears(visit, 'hi');
  expect(planned(visit, first.state)).toStrictEqual([{ at: inHours(2).getTime(), say: 'Still there?' }]);
  const second = await hears(visit, 'friday', first.state, inHours(1));
  expect(planned(visit, second.state)).toStrictEqual([
    { at: inHours(3).getTime(), say: 'Still there?' },
    { at: inHours(25).getTime(), say: 'We let it go.' },
  ]);
  const third = await hears(visit, '3', second.state, inHours(1));
  expect(planned(visit, third.state)).toStrictEqual([]);
  expect(await hears(visit, 'yes', third.state)).toMatchObject({ replies: ['Noted.'], over: true });
});

test('a wrong answer, BACK and an aside count from then on', async () => {
  const { state } = await hears(visit, 'hi');
  for (const text of ['never', 'back']) {
    const turn = await hears(visit, text, state, inHours(1));
    expect(planned(visit, turn.state)).toStrictEqual([{ at: inHours(3).getTime(), say: 'Still there?' }]);
  }
});

test.each([
  ['ask', () => ask('A?', { remind: DAY })],
  ['ask with a reader', () => ask('A?', wholeNumber(), { remind: DAY })],
  ['choose', () => choose('A?', ['B', 'C'], { remind: DAY })],
  ['confirm', () => confirm('A?', { remind: DAY })],
  ['picture', () => picture('A?', { remind: DAY })],
])('%s takes one, and only if the dialogue says so', async (_, question) => {
  const script = function* () {
    yield* question();
  };
  const declared = dialogue('declared', script, { reminds: reminding() });
  expect(planned(declared, (await hears(declared, 'hi')).state)).toHaveLength(1);
  await expect(hears(dialogue('undeclared', script), 'hi')).rejects.toThrow(
    'the dialogue undeclared uses remind, and does not say so in its options: { reminds: reminding() }',
  );
});

test('a whole dialogue has one at each question that has none of its own', async () => {
  const whole = dialogue(
    'whole',
    function* () {
      yield* ask('One?');
      yield* ask('Two?', { remind: false });
    },
    { reminds: reminding(DAY) },
  );
  const first = await hears(whole, 'hi');
  expect(planned(whole, first.state)).toHaveLength(1);
  expect(planned(whole, (await hears(whole, 'a', first.state)).state)).toStrictEqual([]);
});

test('nobody is reminded who was handed over', async () => {
  const person = dialogue(
    'person',
    function* () {
      yield* ask('What is it?');
      yield* handOver('https://example.com/flow', { until: 'RESUME' });
      yield* ask('Done?');
    },
    { handsOver: true, reminds: reminding(DAY) },
  );
  const asked = await hears(person, 'hi');
  const away = await hears(person, 'help me', asked.state);
  expect(planned(person, away.state)).toStrictEqual([]);
  const back = await hears(person, 'resume', away.state, inHours(1));
  expect(planned(person, back.state)).toStrictEqual([{ at: inHours(3).getTime(), say: 'Still there?' }]);
});

test('from the last word on it counts as over, and what lasts stays', async () => {
  const before = { lasting: '2 on Friday' };
  const { state: first } = await hears(visit, 'hi', before);
  const { state } = await hears(visit, 'friday', first);
  expect((await hears(visit, '3', state, inHours(23.99))).replies).toStrictEqual(['Sure?']);
  expect(await hears(visit, '3', state, inHours(24))).toMatchObject({
    replies: ['Before: 2 on Friday.\nWhich day?\n1. Monday\n2. Friday'],
    state: { lasting: '2 on Friday' },
  });
});

test.each([
  [{ after: '5m', say: 'x' }, /more than 5 minutes/],
  [{ after: '36d', say: 'x' }, /at most 35 days/],
  [{ after: 'soon', say: 'x' }, /such as 2h: after "soon"/],
  [{ after: '1.5h', say: 'x' }, /such as 2h/],
  [{ after: '-2h', say: 'x' }, /such as 2h/],
  [{ after: '2hours', say: 'x' }, /such as 2h/],
  [{ after: '2h', say: ' ' }, /a text of 1 to 1600 characters/],
  [{ after: '2h', say: 'x'.repeat(1601) }, /a text of 1 to 1600 characters/],
  [{ after: '2h', say: 'x', letGo: { after: '2h', say: 'x' } }, /letGo comes after the reminder/],
])('refuses %j', (remind, why) => {
  expect(() => reminding(remind as Remind)).toThrow(why);
});

test.each(['6m', '35d'] as const)('takes %s', (after) => {
  expect(reminding().read({ after, say: 'x'.repeat(1600) })).toHaveLength(1);
});

test('it needs a store on a server', () => {
  expect(visit.needsServer).toBe(
    'the dialogue visit reminds people, and a reminder could not be canceled if a cookie got lost. Set SESSION_STORE to sync or redis.',
  );
});

describe('within keywords', () => {
  const hours = dialogue('hours', function* () {
    yield* ask('Which day?');
    return 'Open.';
  });
  const greeter = dialogue(
    'greeter',
    function* () {
      yield* ask('Your name?', { remind: { after: '1h', say: 'And your name?' } });
    },
    { reminds: reminding() },
  );
  const menu = keywords({ book: visit, hours }, greeter);

  test('the one that hears the next text is the one that reminds', async () => {
    expect(menu.reminds).toBeDefined();
    const outside = await hears(menu, 'hi');
    expect(planned(menu, outside.state)).toMatchObject([{ say: 'And your name?' }]);
    const inside = await hears(menu, 'book', outside.state);
    expect(planned(menu, inside.state)).toMatchObject([{ say: 'Still there?' }]);
    const other = await hears(menu, 'hours', outside.state);
    expect(planned(menu, other.state)).toStrictEqual([]);
    const left = await hears(menu, 'exit', inside.state);
    expect(planned(menu, left.state)).toMatchObject([{ say: 'And your name?' }]);
  });

  test('the other one may remind nobody', async () => {
    const mute = keywords({ book: visit }, hours);
    expect(planned(mute, (await hears(mute, 'hi')).state)).toStrictEqual([]);
  });

  test('so may one that a keyword opens', async () => {
    const parrot: Conversation<string> = {
      name: 'parrot',
      version: 1,
      turn: ({ body }) => ({ replies: [body], state: body }),
    };
    const mixed = keywords({ parrot }, greeter);
    const inside = await hears(mixed, 'parrot', (await hears(mixed, 'hi')).state);
    expect(inside.replies).toStrictEqual(['parrot']);
    expect(planned(mixed, inside.state)).toStrictEqual([]);
  });

  test('nothing is planned once all is over, or beside a conversation of one function', async () => {
    let state = (await hears(menu, 'book')).state;
    for (const text of ['friday', '3', 'yes']) ({ state } = await hears(menu, text, state));
    expect(state).toBeDefined();
    expect(planned(menu, state)).toStrictEqual([]);
    const parrot: Conversation<string> = {
      name: 'parrot',
      version: 1,
      turn: ({ body }) => ({ replies: [body], state: body }),
    };
    const beside = keywords({ book: visit }, parrot);
    expect(planned(beside, (await hears(beside, 'hi')).state)).toStrictEqual([]);
  });

  test('one that has come to its last word is left', async () => {
    const outside = await hears(menu, 'hi');
    const inside = await hears(menu, 'book', outside.state);
    const asked = await hears(menu, 'friday', inside.state);
    const later = await hears(menu, 'Rey', asked.state, inHours(24));
    expect(later.replies).toStrictEqual([]);
    expect(planned(menu, later.state)).toStrictEqual([]);
    const again = await hears(menu, 'book', asked.state, inHours(24));
    expect(again.replies).toStrictEqual(['Before: nothing.\nWhich day?\n1. Monday\n2. Friday']);
  });

  test('the other one that has come to its last word meanwhile is not asked again', async () => {
    const patient = dialogue(
      'patient',
      function* () {
        yield* ask('Your name?', { remind: LAST });
      },
      { reminds: reminding() },
    );
    const both = keywords({ hours }, patient);
    const outside = await hears(both, 'hi');
    const inside = await hears(both, 'hours', outside.state);
    expect((await hears(both, 'exit', inside.state, inHours(23))).replies).toStrictEqual([
      expect.stringMatching(/\nYour name\?$/),
    ]);
    const left = await hears(both, 'friday', inside.state, inHours(24));
    expect(left).toMatchObject({ replies: ['Open.'], state: undefined });
    const brief: Conversation<number> = {
      name: 'brief',
      version: 1,
      turn: () => ({ replies: [], state: 1 }),
      lapsed: (_, now) => now >= inHours(24),
    };
    const beside = keywords({ hours }, brief);
    const { state } = await hears(beside, 'hi');
    expect((await hears(beside, 'hours', state, inHours(24))).state).not.toHaveProperty('outside');
  });

  test('what lasts stays then, of it and of the others', async () => {
    const note = dialogue<string>(
      'note',
      function* ({ lasting }) {
        return keep('Kept.', yield* ask(`After ${lasting ?? 'nothing'}?`));
      },
      { lasting: String },
    );
    const both = keywords({ hours, note }, visit);
    let state: MenuState | undefined;
    for (const text of ['hi', 'friday', '3', 'yes', 'note', 'a', 'hi', 'friday']) {
      ({ state } = await hears(both, text, state));
    }
    for (const text of ['hours', 'exit']) ({ state } = await hears(both, text, state, inHours(24)));
    expect((await hears(both, 'hi', state)).replies).toStrictEqual([
      'Before: 3 on Friday.\nWhich day?\n1. Monday\n2. Friday',
    ]);
    expect((await hears(both, 'note', state)).replies).toStrictEqual(['After a?']);
  });

  test('a menu within a menu is left with what has come to its last word in it', async () => {
    const inner = keywords({ book: visit }, hours);
    const outer = keywords({ inner }, greeter);
    const outside = await hears(outer, 'hi');
    const within = await hears(outer, 'inner', outside.state);
    const inside = await hears(outer, 'book', within.state);
    const asked = await hears(outer, 'friday', inside.state);
    expect(planned(outer, asked.state)).toMatchObject([{ say: 'Still there?' }, { say: 'We let it go.' }]);
    expect((await hears(outer, 'many', asked.state, inHours(23))).replies).toStrictEqual([
      expect.stringMatching(/\nHow many\?$/),
    ]);
    expect((await hears(outer, 'Rey', asked.state, inHours(24))).replies).toStrictEqual([]);
    const waiting = keywords({ inner: keywords({ hours }, visit) }, greeter);
    const first = await hears(waiting, 'inner');
    const second = await hears(waiting, 'friday', first.state);
    expect((await hears(waiting, 'book a table', second.state, inHours(24))).replies).toStrictEqual([
      'Your name?',
    ]);
    // Not while the sender is in one that reminds nobody, nor if a deploy has taken that one away.
    const mixed = keywords({ book: visit, hours }, greeter);
    const mall = keywords({ mixed }, hours);
    const there = await hears(mall, 'hours', (await hears(mall, 'mixed')).state);
    expect((await hears(mall, 'friday', there.state, inHours(24))).replies).toStrictEqual([
      'Open.\nYour name?',
    ]);
    expect(mixed.lapsed?.({ inside: { keyword: 'gone', of: 'gone 1', state: 1 } }, NOW)).toBe(false);
  });

  test('a menu without any does not remind', () => {
    expect(keywords({ hours }, hours)).not.toHaveProperty('reminds');
  });
});

test('a dialogue that has come to its last word is not in the way of an opening', async () => {
  const opened = dialogue(
    'opened',
    function* () {
      yield* ask('Will you come?', { remind: LAST });
    },
    { reminds: reminding(), data: (value) => (value === 1 ? 1 : wrong('no')) },
  );
  const { state } = await hears(opened, 'hi');
  const opens = (now: Date) =>
    Promise.resolve().then(() =>
      opened.open?.(
        { name: 'opened', data: 1, replaces: false, sent: false },
        { sid: undefined, from: '+1', to: '+2', body: '', media: [], params: {} },
        state,
        { now, id: 'x', signal: new AbortController().signal },
      ),
    );
  await expect(opens(inHours(23))).rejects.toThrow('in the middle');
  expect(await opens(inHours(24))).toMatchObject({ replies: ['Will you come?'] });
});
