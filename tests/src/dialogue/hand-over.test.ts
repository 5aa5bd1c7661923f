import type { Conversation, Message } from '../../../src/conversation';
import {
  ask,
  choose,
  dialogue,
  handOver,
  keep,
  keywords,
  once,
  say,
  webhookUrl,
  type Going,
  type Remembered,
  type Script,
} from '../../../src/dialogue';
import { LoggableError } from '../../../src/log';
import { TestPhone, talk } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

const FLOW = 'https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1';
const PASSED_ON = [{ redirect: FLOW }];
const DECLARED = { handsOver: true };

const script: Script = function* () {
  const about = yield* ask('What is it about?');
  yield* say('A colleague will answer you here. Text RESUME when you are done.');
  yield* handOver(FLOW, { until: 'RESUME' });
  const rating = yield* ask(`Did that help with ${about}?`);
  return `Noted: ${rating}.`;
};

const support = dialogue('support', script, DECLARED);

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each([undefined, '', 7, 'example.com', 'http://example.com', 'https://', 'tel:+1'])(
  'a variable that holds %j is refused where it is read, and is not quoted',
  (SUPPORT_FLOW) => {
    expect(() => webhookUrl({ SUPPORT_FLOW }, 'SUPPORT_FLOW')).toThrow(
      new LoggableError(`SUPPORT_FLOW is ${SUPPORT_FLOW ? 'no absolute https URL' : 'not set'}`),
    );
  },
);

test.each([FLOW, 'http://localhost:4000/desk'])('a variable that holds %s is read', (SUPPORT_FLOW) => {
  expect(webhookUrl({ SUPPORT_FLOW }, 'SUPPORT_FLOW')).toBe(SUPPORT_FLOW);
});

describe('a dialogue that hands over', () => {
  test('passes on what it was told and each text after it, and goes on at the word with what it knew', async () => {
    const texts = ['hi', 'my bill', 'is anybody there?', { media: [] }, 'Resume, please', 'yes', 'hi'];
    expect(await talk(support, texts)).toStrictEqual([
      ['What is it about?'],
      ['A colleague will answer you here. Text RESUME when you are done.', ...PASSED_ON],
      PASSED_ON,
      PASSED_ON,
      ['Did that help with my bill?'],
      ['Noted: yes.'],
      ['What is it about?'],
    ]);
  });

  test('hears no word of its own meanwhile', async () => {
    const texts = ['hi', 'my bill', 'back', 'RESTART', 'resume the order', 'resume'];
    expect((await talk(support, texts)).slice(2)).toStrictEqual([
      PASSED_ON,
      PASSED_ON,
      PASSED_ON,
      ['Did that help with my bill?'],
    ]);
  });

  test.each(['back', 'restart'])('ends at the word also if that is %s', async (until) => {
    const d = dialogue(
      'd',
      function* () {
        yield* handOver(FLOW, { until });
        yield* ask('Anything else?');
      },
      DECLARED,
    );
    expect(await talk(d, ['hi', 'hello?', until])).toStrictEqual([PASSED_ON, PASSED_ON, ['Anything else?']]);
  });

  test('is not taken back by BACK', async () => {
    const texts = ['hi', 'my bill', 'resume', 'back', 'yes'];
    expect((await talk(support, texts)).slice(3)).toStrictEqual([
      ['That has been done and cannot be undone.\nDid that help with my bill?'],
      ['Noted: yes.'],
    ]);
  });

  test('may do so as its last word, and remembers what it kept before', async () => {
    const d = dialogue(
      'd',
      function* ({ lasting = 0 }) {
        yield* ask(`Call ${lasting}?`);
        if (lasting > 0) return yield* handOver(FLOW, { until: 'DONE' });
        return keep('Bye.', lasting + 1);
      },
      { ...DECLARED, lasting: Number },
    );
    expect(await talk(d, ['hi', 'x', 'hi', 'x', 'hello?', 'done', 'hi'])).toStrictEqual([
      ['Call 0?'],
      ['Bye.'],
      ['Call 1?'],
      PASSED_ON,
      PASSED_ON,
      [],
      ['Call 1?'],
    ]);
  });

  test('may do so several times, and in a loop', async () => {
    const d = dialogue(
      'd',
      function* () {
        for (;;) {
          const whom = yield* choose('Whom?', ['Sales', 'Billing']);
          yield* handOver(`https://example.com/${whom}`, { until: 'RESUME' });
        }
      },
      DECLARED,
    );
    const texts = ['hi', 'sales', 'resume', 'billing', 'x', 'resume'];
    expect((await talk(d, texts)).slice(1)).toStrictEqual([
      [{ redirect: 'https://example.com/Sales' }],
      ['Whom?\n1. Sales\n2. Billing'],
      [{ redirect: 'https://example.com/Billing' }],
      [{ redirect: 'https://example.com/Billing' }],
      ['Whom?\n1. Sales\n2. Billing'],
    ]);
  });

  test('runs no effect again, and gives those after it a key of their own', async () => {
    const keys: string[] = [];
    const d = dialogue(
      'd',
      function* () {
        yield* once('do', (key) => keys.push(key));
        yield* handOver(FLOW, { until: 'RESUME' });
        yield* once('do', (key) => keys.push(key));
        yield* ask('?');
      },
      DECLARED,
    );
    await talk(d, ['hi', 'x', 'resume', 'x']);
    expect(new Set(keys).size).toBe(2);
    expect(keys).toHaveLength(2);
  });

  test('has to say so in its options', async () => {
    const phone = new TestPhone(dialogue('shy', script));
    await phone.text('hi');
    await phone.text('my bill');
    expect(phone.failures.map(String)).toStrictEqual([
      'LoggableError: the dialogue shy uses handOver(), and does not say so in its options: { handsOver: true }',
    ]);
    expect(await phone.text('back')).toStrictEqual(['This is the first question.\nWhat is it about?']);
  });

  test('says that a cookie must not keep it', () => {
    expect(support.needsServer).toMatch(
      /^the dialogue support hands over to a person, and a cookie .*Set SESSION_STORE to sync or redis\.$/,
    );
    expect(dialogue('d', script)).not.toHaveProperty('needsServer');
  });

  test('is noticed if it was made and never begun', async () => {
    const d = dialogue(
      'd',
      function* () {
        yield* ask('?');
        // eslint-disable-next-line dialogue/forgotten-verb -- the mistake that is to be noticed
        handOver(FLOW, { until: 'RESUME' });
      },
      DECLARED,
    );
    await expect(talk(d, ['hi', 'x'])).rejects.toThrow('handOver(): made and never begun.');
  });

  test('can be recorded in its middle', async () => {
    const phone = new TestPhone(support);
    for (const text of ['hi', 'my bill']) await phone.text(text);
    expect(phone.recording()[0]?.steps).toStrictEqual([
      { what: 'ask("What is it about?")', wording: 'What is it about?' },
      { what: 'handOver()' },
    ]);
  });
});

describe('a deploy while somebody is handed over', () => {
  async function stateAfter(conversation: Conversation<Remembered>, texts: readonly string[]) {
    const phone = new TestPhone(conversation);
    for (const text of texts) await phone.text(text);
    return phone.state() as Going;
  }

  const changedTo = (changed: Script) => dialogue('support', changed, DECLARED);

  test('does not come between the two, whatever it changes, and be it that the script throws', async () => {
    const state = await stateAfter(support, ['hi', 'my bill']);
    const broken = changedTo(() => {
      throw new Error('lost');
    });
    expect(await turnOf(broken, 'hello?', state)).toStrictEqual({ replies: PASSED_ON, state });
  });

  test('may change the URL and the word, which count from the next hand-over on', async () => {
    const state = await stateAfter(support, ['hi', 'my bill']);
    const moved = changedTo(function* () {
      yield* ask('What is it about?');
      yield* handOver('https://example.com/flow', { until: 'DONE' });
      yield* ask('Did that help?');
    });
    expect((await turnOf(moved, 'done', state)).replies).toStrictEqual(PASSED_ON);
    expect((await turnOf(moved, 'resume', state)).replies).toStrictEqual(['Did that help?']);
  });

  test('that drops the hand-over goes on from there at the word, and says so', async () => {
    const state = await stateAfter(support, ['hi', 'my bill']);
    const without = changedTo(function* () {
      const about = yield* ask('What is it about?');
      yield* ask(`When may we call about ${about}?`);
    });
    const turn = await turnOf(without, 'resume', state);
    expect(turn.replies).toStrictEqual([
      'Our questions have changed. Let us go on from here.\nWhen may we call about my bill?',
    ]);
    expect(turn.state).not.toHaveProperty('away');
  });

  test('that takes an effect away from before it lets RESTART be heard after the word', async () => {
    const before = changedTo(function* () {
      yield* once('open a case', () => 7);
      yield* handOver(FLOW, { until: 'RESUME' });
    });
    const state = await stateAfter(before, ['hi']);
    const after = changedTo(function* () {
      yield* ask('What is it about?');
    });
    const stuck = await turnOf(after, 'resume', state);
    expect(stuck.replies).toStrictEqual([expect.stringContaining('RESTART')]);
    expect((await turnOf(after, 'restart', stuck.state)).replies).toStrictEqual(['What is it about?']);
    // A rollback takes any text for the word.
    expect(await turnOf(before, 'hi', stuck.state)).toStrictEqual({ replies: [], state: undefined });
  });

  test('keeps what was said after it, and never does it again', async () => {
    const state = await stateAfter(support, ['hi', 'my bill', 'resume']);
    const changed = changedTo(function* () {
      yield* ask('What is it about?');
      yield* handOver(FLOW, { until: 'RESUME' });
      yield* ask('How was it?');
    });
    expect((await turnOf(changed, 'fine', state)).replies).toStrictEqual([
      'Our questions have changed. Let us go on from here.\nHow was it?',
    ]);
    const without = changedTo(function* () {
      yield* ask('What is it about?');
      yield* ask('How was it?');
    });
    expect((await turnOf(without, 'fine', state)).replies).toStrictEqual([
      expect.stringContaining('RESTART'),
    ]);
  });
});

describe('within keywords', () => {
  const rest: Conversation<number> = {
    name: 'rest',
    version: 1,
    turn: (_, state = 0) => ({ replies: [`rest ${state + 1}`], state: state + 1 }),
  };
  const hours = dialogue('hours', function* () {
    yield* ask('Which day?');
  });

  test('a hand-over is of the pair: no keyword and no EXIT is heard', async () => {
    const menu = keywords({ support, hours }, rest);
    const texts = ['hi', 'support', 'my bill', 'hours', 'exit', 'support', 'resume', 'exit', 'hi'];
    expect(await talk(menu, texts)).toStrictEqual([
      ['rest 1'],
      ['What is it about?'],
      ['A colleague will answer you here. Text RESUME when you are done.', ...PASSED_ON],
      PASSED_ON,
      PASSED_ON,
      PASSED_ON,
      ['Did that help with my bill?'],
      ['OK, we leave it there.'],
      ['rest 2'],
    ]);
  });

  test('also if the other conversation hands over, and on every level', async () => {
    const inner = keywords({ hours }, support);
    expect((await talk(inner, ['hi', 'my bill', 'hours', 'resume', 'hours'])).slice(2)).toStrictEqual([
      PASSED_ON,
      ['Did that help with my bill?'],
      ['Which day?'],
    ]);
    const outer = keywords({ inner, hours }, rest, { exit: 'basta' });
    const texts = ['inner', 'my bill', 'hours', 'exit', 'basta', 'resume', 'basta'];
    expect((await talk(outer, texts)).slice(2)).toStrictEqual([
      PASSED_ON,
      PASSED_ON,
      PASSED_ON,
      ['Did that help with my bill?'],
      ['OK, we leave it there.'],
    ]);
  });

  test('ends with the version of the conversation', async () => {
    const phone = new TestPhone(keywords({ hours }, support));
    for (const text of ['hi', 'my bill']) await phone.text(text);
    const newer = keywords({ hours }, { ...support, version: 2 });
    expect((await turnOf(newer, 'hours', phone.state())).replies).toStrictEqual(['Which day?']);
  });

  test('needs a server if one of them does', () => {
    expect(keywords({ support }, rest).needsServer).toBe(support.needsServer);
    expect(keywords({ hours }, support).needsServer).toBe(support.needsServer);
    expect(keywords({ hours }, rest)).not.toHaveProperty('needsServer');
  });

  test('a conversation of one function may pass on a single message', async () => {
    const once: Conversation<number> = {
      name: 'once',
      version: 1,
      turn: ({ body }: Message, state = 0) => ({
        replies: body === 'go' ? PASSED_ON : [`once ${state}`],
        state: state + 1,
      }),
    };
    expect(await talk(keywords({ once }, rest), ['once', 'go', 'exit', 'exit'])).toStrictEqual([
      ['once 0'],
      PASSED_ON,
      ['once 2'],
      ['OK, we leave it there.'],
    ]);
  });
});

describe('handOver()', () => {
  test.each([
    '',
    'example.com',
    '/flow',
    'http://example.com/',
    'ftp://localhost/',
    'http://localhost.example.com/',
    'http://notlocalhost/',
  ])('takes no other URL than one of https: %j', (url) => {
    expect(() => handOver(url, { until: 'RESUME' })).toThrow('handOver() takes an absolute https URL');
  });

  test.each(['http://localhost:4000/flow', 'http://127.0.0.1:4000/flow', 'https://example.com/flow#rc=2'])(
    'takes %s',
    (url) => {
      expect(handOver(url, { until: 'RESUME' }).step).toMatchObject({ url });
    },
  );

  test('takes no word that Twilio acts on, and no empty one', () => {
    for (const word of ['Stop', 'end', 'HELP']) {
      // @ts-expect-error -- such a word does not compile
      const hand = () => handOver(FLOW, { until: word as 'STOP' });
      expect(hand).toThrow(`${word} cannot be the word that ends a hand-over: Twilio itself`);
    }
    expect(() => handOver(FLOW, { until: ' .' })).toThrow('handOver() takes a word that ends it');
  });
});
