import type { Conversation, Opener } from '../../../src/conversation';
import {
  ask,
  dialogue,
  handOver,
  keep,
  keywords,
  say,
  wrong,
  type MenuState,
  type Remembered,
} from '../../../src/dialogue';
import { reminding } from '../../../src/reminding';
import { TurnLog } from '../../../src/turn-log';
import { given, message } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

const NOW = new Date('2026-11-25T10:00Z');
const LATER = new Date('2026-11-25T10:01Z');

interface Visit {
  day: string;
}

const readVisit = (value: unknown) =>
  typeof value === 'object' && value !== null && 'day' in value ? (value as Visit) : wrong('no visit');

const visit = dialogue<string, Visit>(
  'visit',
  function* ({ data, lasting }) {
    const answer = yield* ask(`${data?.day ?? 'No day'}, after ${lasting ?? 'nothing'}?`);
    return keep('Noted.', answer);
  },
  { data: readVisit, lasting: String },
);

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** As an opening calls it: with the same id each time. */
function opens<State>(
  conversation: Conversation<State>,
  state?: State,
  opener: Partial<Opener> = {},
  sid = 'open 1',
) {
  const to = message('', { sid });
  const whole = { name: 'visit', data: { day: 'Friday' }, replaces: false, sent: false, ...opener };
  if (!conversation.open) throw new Error('It cannot be opened.');
  return Promise.resolve(conversation.open(whole, to, state, given(to, NOW)));
}

const hears = <State>(conversation: Conversation<State>, text: string, state?: State, now = LATER) =>
  turnOf(conversation, text, state, { now });

describe('a dialogue that we open', () => {
  test('is handed its data, at each replay a copy, and keeps it over RESTART', async () => {
    const { replies, state } = await opens(visit);
    expect(replies).toStrictEqual(['Friday, after nothing?']);
    expect(state).toMatchObject({ opened: 0, data: { day: 'Friday' } });
    const sent = await opens(visit, state, { sent: true });
    expect(sent).toStrictEqual({ replies: [], state: { ...state, opened: NOW.getTime() } });
    const restarted = await hears(visit, 'restart', sent.state);
    expect(restarted.replies).toStrictEqual(['Friday, after nothing?']);
    expect(restarted.state).not.toHaveProperty('opened');
    expect(await hears(visit, 'yes', restarted.state)).toMatchObject({
      state: { lasting: 'yes' },
      over: true,
    });
  });

  test('knows its data at each of its questions', async () => {
    const long = dialogue<never, Visit>(
      'visit',
      function* ({ data }) {
        yield* ask('Who is it?');
        yield* ask(`${data?.day ?? 'No day'}?`);
        return `On ${data?.day ?? 'no day'}.`;
      },
      { data: readVisit },
    );
    let { state } = await opens(long);
    ({ state } = await opens(long, state, { sent: true }));
    ({ state } = await hears(long, 'Rey', state));
    expect((await hears(long, 'yes', state)).replies).toStrictEqual(['On Friday.']);
  });

  test('has no data if it began by a text, or a deploy reads it no more', async () => {
    expect((await hears(visit, 'hi')).replies).toStrictEqual(['No day, after nothing?']);
    const { state } = await opens(visit);
    const strict = dialogue<never, Visit>(
      'visit',
      function* ({ data }) {
        yield* ask(`${data?.day ?? 'No day'}?`);
      },
      { data: () => wrong('not any more') },
    );
    expect((await hears(strict, 'yes', state)).replies).toStrictEqual([
      'Sorry, we have to start over.\nNo day?',
    ]);
  });

  test('leaves its data behind once a reminder has let it go', async () => {
    const letGo = { after: '1d', say: 'We let it go.' } as const;
    const patient = dialogue<never, Visit>(
      'visit',
      function* ({ data }) {
        yield* ask(`${data?.day ?? 'No day'}?`, { remind: { after: '2h', say: 'Still there?', letGo } });
      },
      { data: readVisit, reminds: reminding() },
    );
    const { state } = await opens(patient, (await opens(patient)).state, { sent: true });
    expect((await hears(patient, 'hi', state, new Date('2026-11-26T10:00Z'))).replies).toStrictEqual([
      'No day?',
    ]);
  });

  test('gives the same until its message was sent, and nothing once the sender has heard it', async () => {
    const { state } = await opens(visit);
    const again = { data: { day: 'Sunday' } };
    expect(await opens(visit, state, again)).toStrictEqual({ replies: ['Friday, after nothing?'], state });
    const heard = await hears(visit, 'hello?', state, NOW);
    expect(heard.replies).toStrictEqual(['Friday, after nothing?']);
    expect(await opens(visit, heard.state)).toStrictEqual({ replies: [], state: heard.state });
    expect(await opens(visit, heard.state, { sent: true })).toStrictEqual({
      replies: [],
      state: heard.state,
    });
    expect((await hears(visit, 'yes', heard.state)).replies).toStrictEqual(['Noted.']);
  });

  test('asks again those who may not have seen it, for five seconds from when it was sent', async () => {
    const { state } = await opens(visit, (await opens(visit)).state, { sent: true });
    const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
    const printed = jest.spyOn(console, 'log').mockImplementation();
    const log = new TurnLog();
    const crossed = await hears(log.watch(visit), 'hello?', state, after(4_999));
    expect(crossed).toStrictEqual({ replies: ['Friday, after nothing?'], state });
    log.print();
    expect(printed.mock.calls.join()).toMatch(/^\{"conversation":"visit","outcome":"crossed",/);
    expect((await hears(visit, 'hello?', state, after(5_000))).replies).toStrictEqual(['Noted.']);
  });

  test('begins with what was kept the last time, and leaves alone what has ended meanwhile', async () => {
    const over: Remembered = { lasting: 'no' };
    const { replies } = await opens(visit, over);
    expect(replies).toStrictEqual(['Friday, after no?']);
    expect(await opens(visit, over, { sent: true })).toStrictEqual({ replies: [], state: over, over: true });
    expect(await opens(visit, undefined, { sent: true })).toStrictEqual({ replies: [], state: undefined });
  });

  test('does not come between, unless it is told to', async () => {
    const { state } = await hears(visit, 'hi');
    await expect(opens(visit, state)).rejects.toMatchObject({ why: 'busy' });
    const replaced = await opens(visit, state, { replaces: true });
    expect(replaced.replies).toStrictEqual(['Friday, after nothing?']);
    expect(await opens(visit, state, { sent: true })).toStrictEqual({ replies: [], state });
  });

  test('takes no other name, and no other data', async () => {
    await expect(opens(visit, undefined, { name: 'Visit' })).rejects.toMatchObject({
      why: 'unknown',
      message: 'there is no dialogue of that name to open',
    });
    await expect(opens(visit, undefined, { data: 'Friday' })).rejects.toMatchObject({ why: 'wrong data' });
  });

  test('may end at once: it has told something', async () => {
    const notice = dialogue(
      'notice',
      function* () {
        yield* say('We are open again.');
      },
      { data: () => null },
    );
    expect(await opens(notice, undefined, { name: 'notice' })).toStrictEqual({
      replies: ['We are open again.'],
      state: undefined,
    });
  });

  test('goes on from a change of its script also right after it was opened', async () => {
    const { state } = await opens(visit);
    const changed = dialogue(
      'visit',
      function* () {
        yield* ask('Which day?');
      },
      { data: readVisit },
    );
    expect((await hears(changed, 'yes', state, NOW)).replies).toStrictEqual([
      'Sorry, we have to start over.\nWhich day?',
    ]);
    // And it is opened as it is now.
    expect((await opens(changed, state)).replies).toStrictEqual(['Which day?']);
  });

  test('says that a cookie must not keep it, and cannot be opened without data', () => {
    expect(visit.needsServer).toMatch(/^the dialogue visit has the option data, and Twilio keeps no cookie/);
    const closed = dialogue('closed', function* () {
      yield* ask('?');
    });
    expect(closed).not.toHaveProperty('open');
    expect(closed).not.toHaveProperty('opens');
  });
});

describe('within keywords', () => {
  const rest = dialogue('rest', function* () {
    yield* ask('What is it about?');
    return 'Bye.';
  });
  const counter: Conversation<number> = {
    name: 'counter',
    version: 1,
    turn: (_, state = 0) => ({ replies: [`${state + 1}`], state: state + 1 }),
  };
  const menu = keywords({ visit, rest }, counter);

  test('the dialogue of that name is opened, hears the answer, and leaves the rest as it was', async () => {
    const before = await hears(menu, 'hi');
    const { replies, state } = await opens(menu, before.state);
    expect(replies).toStrictEqual(['Friday, after nothing?']);
    const sent = await opens(menu, state, { sent: true });
    const answered = await hears(menu, 'yes', sent.state);
    expect(answered.replies).toStrictEqual(['Noted.']);
    expect((await hears(menu, 'hi', answered.state)).replies).toStrictEqual(['2']);
    const again = await opens(menu, answered.state, {}, 'open 2');
    expect(again.replies).toStrictEqual(['Friday, after yes?']);
  });

  test('on every level, and also the one without a keyword', async () => {
    const outer = keywords({ menu: keywords({ rest }, visit) }, counter);
    expect(outer.opens).toStrictEqual(['visit']);
    const { replies, state } = await opens(outer);
    expect(replies).toStrictEqual(['Friday, after nothing?']);
    expect((await opens(outer, state)).replies).toStrictEqual(['Friday, after nothing?']);
    const sent = await opens(outer, state, { sent: true });
    expect((await hears(outer, 'yes', sent.state)).replies).toStrictEqual(['Noted.']);
  });

  test('what is going on elsewhere comes first, unless it is to be replaced', async () => {
    const inRest = (await hears(menu, 'rest')).state ?? {};
    await expect(opens(menu, inRest)).rejects.toMatchObject({
      why: 'busy',
      message: 'the sender is in the middle of a conversation',
    });
    const replaced = await opens(menu, inRest, { replaces: true });
    expect(replaced.state?.inside?.keyword).toBe('visit');
    const asking = keywords({ visit }, rest);
    const asked = (await hears(asking, 'hi')).state ?? {};
    await expect(opens(asking, asked)).rejects.toMatchObject({ why: 'busy' });
    const over = await opens(asking, asked, { replaces: true });
    expect(
      (await hears(asking, 'yes', (await opens(asking, over.state, { sent: true })).state)).replies,
    ).toStrictEqual(['Noted.\nWhat is it about?']);
    const outside = keywords({ rest }, visit);
    const within = (await hears(outside, 'rest')).state ?? {};
    await expect(opens(outside, within)).rejects.toMatchObject({ why: 'busy' });
    expect((await opens(outside, within, { replaces: true })).replies).toStrictEqual([
      'Friday, after nothing?',
    ]);
    // They have gone there after it was sent: it stays.
    expect(await opens(outside, within, { sent: true })).toStrictEqual({ replies: [], state: within });
    expect(await opens(menu, inRest, { sent: true })).toStrictEqual({ replies: [], state: inRest });
    expect(await opens(menu, undefined, { sent: true })).toStrictEqual({ replies: [], state: undefined });
  });

  test('what lasts of the others stays, also of the one that is replaced', async () => {
    const notes = dialogue<string>(
      'notes',
      function* ({ lasting }) {
        return keep('Kept.', yield* ask(`After ${lasting ?? 'nothing'}?`));
      },
      { lasting: String },
    );
    const shop = keywords({ visit, notes, drafts: notes }, counter);
    let state: MenuState | undefined;
    for (const text of ['notes', 'a', 'drafts', 'b', 'notes']) ({ state } = await hears(shop, text, state));
    ({ state } = await opens(shop, state, { replaces: true }));
    ({ state } = await opens(shop, state, { sent: true }));
    ({ state } = await hears(shop, 'yes', state));
    for (const [word, lasting] of Object.entries({ notes: 'a', drafts: 'b' })) {
      expect((await hears(shop, word, state)).replies).toStrictEqual([`After ${lasting}?`]);
    }
  });

  test('one that ends at once has told something, and what it keeps stays', async () => {
    const notice = dialogue(
      'notice',
      function* ({ data }) {
        yield* say('We are open again.');
        return data === undefined ? undefined : keep(undefined, data);
      },
      { data: (value: unknown) => value, lasting: (value: unknown) => value },
    );
    const shop = keywords({ notice, rest }, counter);
    const { state: counted } = await hears(shop, 'hi');
    const kept = await opens(shop, counted, { name: 'notice', data: 7 });
    expect(kept.replies).toStrictEqual(['We are open again.']);
    expect(kept.state?.over?.notice?.state).toStrictEqual({ lasting: 7 });
    const bare = await opens(shop, undefined, { name: 'notice', data: undefined });
    expect(bare).toStrictEqual({ replies: ['We are open again.'], state: undefined });
  });

  test('a person is not interrupted', async () => {
    const person = dialogue(
      'person',
      function* () {
        yield* handOver('https://example.com/flow', { until: 'RESUME' });
      },
      { handsOver: true },
    );
    const shop = keywords({ visit }, person);
    const { state } = await hears(shop, 'hi');
    await expect(opens(shop, state)).rejects.toMatchObject({ why: 'busy' });
  });

  test('takes no other name', async () => {
    await expect(opens(menu, undefined, { name: 'rest' })).rejects.toMatchObject({
      why: 'unknown',
      message: 'there is no dialogue of that name to open',
    });
    expect(keywords({ rest }, counter)).not.toHaveProperty('open');
  });
});
