import type { Message } from '../../../src/conversation';
import {
  GaveUp,
  ask,
  choose,
  confirm,
  date,
  dateTime,
  dialogue,
  failed,
  handOver,
  lookUp,
  once,
  firstText,
  optional,
  picture,
  say,
  time,
  understood,
  wholeNumber,
  type DialogueOptions,
  type Remembered,
  type Script,
  type Verb,
} from '../../../src/dialogue';
import { turnOf } from '../../../tools/testing/turns';

/*
 * Somebody is in the middle of a dialogue, and its script changes. What becomes of them is a table in
 * docs/dialogues.md.
 */

const CHANGED = 'Our questions have changed. Let us go on from here.';
const STANDS = 'Our questions have changed. What was done before still counts. Text RESTART to begin anew.';
const OVER = 'Sorry, we have to start over.';

let warned: jest.SpyInstance;

beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** The state after the script has heard these texts. */
async function after(script: Script, texts: readonly string[]): Promise<Remembered> {
  let state: Remembered | undefined;
  for (const text of texts) ({ state } = await turnOf(dialogue('d', script), text, state));
  if (state === undefined) throw new Error('The dialogue is over.');
  return state;
}

function logOf(state: Remembered | undefined): readonly unknown[] {
  return state && 'log' in state ? state.log : [];
}

function openOf(state: Remembered | undefined): string | undefined {
  return state && 'open' in state ? state.open : undefined;
}

async function deployed(
  before: Script,
  texts: readonly string[],
  now: Script,
  text: string,
  options?: DialogueOptions,
) {
  const state = await after(before, texts);
  return { state, turn: await turnOf(dialogue('d', now, options), text, state) };
}

/*
 * What is kept of each verb: the fingerprint of its step while it is open, and then its record. Whoever changes one
 * makes everybody start over who is in the middle. So it changes by a version that opens beside the older one.
 */
describe('is kept in the same way for ever:', () => {
  const zone = 'Europe/Berlin';
  const media = [{ url: 'https://example.com/a.png', type: 'image/png' }];
  const days = ['Friday', 'Sunday'] as const;
  const dish = understood('dish', (text) => ({ text }));
  const flow = 'https://example.com/flow';

  test.each<[string, () => Verb<unknown>, string | Partial<Message>, string, unknown]>([
    ['a text', () => ask('Name?'), 'Rey', '-YXfAg', 'a-YRey'],
    ['a text, by a name', () => ask('Your name?', { as: 'Name?' }), 'Rey', '-YXfAg', 'a-YRey'],
    ['a text, asked with a picture', () => ask({ body: 'Name?', media: [flow] }), 'Rey', '9yJ11w', 'a9yRey'],
    ['what a reader reads', () => ask('How many?', wholeNumber()), 'four', 'jbbbTA', 'ajbfour'],
    ['that the sender gave up', () => ask('How many?', wholeNumber()), 'many', 'jbbbTA', ['gjb']],
    ['what is understood', () => ask('What?', dish), 'soup', 'QjNNNQ', ['aQj', { text: 'soup' }]],
    [
      'what is understood, by a name',
      () => ask('Which?', dish, { as: 'What?' }),
      'soup',
      'QjNNNQ',
      ['aQj', { text: 'soup' }],
    ],
    ['a date', () => ask('When?', date({ zone })), '24 Dec', 'aMoH6w', 'aaM2026-12-24'],
    ['a time', () => ask('When?', time({ zone })), '3pm', 'w_Ogig', 'aw_15:00'],
    [
      'a date and a time',
      () => ask('When?', dateTime({ zone })),
      '24 Dec 3pm',
      'XajBfg',
      'aXa2026-12-24T15:00',
    ],
    ['a date that is left out', () => ask('When?', optional(date({ zone }))), 'skip', 'aMoH6w', ['aaM']],
    ['an option', () => choose('Which day?', days), 'sunday', '9BvJ9Q', 'a9B1'],
    [
      'an option, by a name',
      () => choose('On which?', days, { as: 'Which day?' }),
      'friday',
      '9BvJ9Q',
      'a9B0',
    ],
    ['yes', () => confirm('Sure?'), 'yes', 'd51t3w', 'ad5y'],
    ['no, by a name', () => confirm('Really?', { as: 'Sure?' }), 'no', 'd51t3w', 'ad5n'],
    ['a picture', () => picture('Of what?'), { media }, 'Ku0mgw', ['aKu', media]],
    [
      'a picture, by a name',
      () => picture('Which?', { as: 'Of what?' }),
      { media },
      'Ku0mgw',
      ['aKu', media],
    ],
    ['a hand-over', () => handOver(flow, { until: 'RESUME' }), 'resume', 'qekizA', ['eqe']],
    ['what is looked up', () => lookUp('price', () => 7), '', 'mwgwBg', ['rC0', 7]],
    ['what is done', () => once('charge', () => ({ n: 1 })), '', 'mwgwBg', ['ewM', { n: 1 }]],
    ['what has failed', () => once('charge', () => failed('no')), '', 'mwgwBg', 'fwMno'],
    ['the text that began it', () => firstText(), '', 'mwgwBg', 'ogRhi'],
  ])('%s', async (_, verb, answer, open, record) => {
    const script: Script = function* () {
      try {
        yield* verb();
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error;
      }
      yield* ask('Then?');
    };
    const d = dialogue('d', script, { handsOver: true, patience: 1 });
    const now = new Date('2026-12-01T10:00Z');
    const { state: first } = await turnOf(d, 'hi');
    const isPassed = logOf(first).length > 0;
    const { state } = isPassed ? { state: first } : await turnOf(d, answer, first, { now });
    expect([openOf(first), logOf(state)]).toStrictEqual([open, [record]]);
  });
});

describe('before anything was done', () => {
  const before: Script = function* () {
    const name = yield* ask('Name?');
    const day = yield* choose('Which day?', ['Friday', 'Sunday']);
    const party = yield* ask('How many?', wholeNumber());
    return `${name} ${day} ${party} ${yield* confirm('Shall I book it?')}`;
  };
  const texts = ['hi', 'Rey', 'friday', '4'];

  test.each<[string, Script, string]>([
    [
      'another end, and other words in between',
      function* () {
        yield* say('Welcome!');
        const name = yield* ask('Name?');
        const day = yield* choose('Which day?', ['Friday', 'Sunday'], { wrong: 'Which?' });
        const party = yield* ask('How many?', wholeNumber({ max: 9 }));
        yield* say('Nearly there.');
        return `${name}, ${day}, ${party}, ${yield* confirm('Shall I book it?')}!`;
      },
      'Rey, Friday, 4, true!',
    ],
    [
      'a typo that is mended, with the old wording as its name',
      function* () {
        const name = yield* ask('Your name?', { as: 'Name?' });
        const day = yield* choose('Which day is it?', ['Friday', 'Sunday'], { as: 'Which day?' });
        const party = yield* ask('How many people?', wholeNumber(), { as: 'How many?' });
        return `${name} ${day} ${party} ${yield* confirm('Book it?', { as: 'Shall I book it?' })}`;
      },
      'Rey Friday 4 true',
    ],
    [
      'a script in parts',
      function* () {
        function* first() {
          return [yield* ask('Name?'), yield* choose('Which day?', ['Friday', 'Sunday'])];
        }
        return `${String(yield* first())} ${yield* ask('How many?', wholeNumber())} ${yield* confirm('Shall I book it?')}`;
      },
      'Rey,Friday 4 true',
    ],
  ])('nothing is lost: %s', async (_, now, last) => {
    const { turn } = await deployed(before, texts, now, 'yes');
    expect(turn).toStrictEqual({ replies: [last], state: undefined });
    expect(warned).not.toHaveBeenCalled();
  });

  test.each<[string, Script, number, string]>([
    [
      'another wording of the second question',
      function* () {
        yield* ask('Name?');
        yield* choose('On which day?', ['Friday', 'Sunday']);
      },
      1,
      `${CHANGED}\nOn which day?\n1. Friday\n2. Sunday`,
    ],
    [
      'other options',
      function* () {
        yield* ask('Name?');
        yield* choose('Which day?', ['Friday', 'Saturday', 'Sunday']);
      },
      1,
      `${CHANGED}\nWhich day?\n1. Friday\n2. Saturday\n3. Sunday`,
    ],
    [
      'a reader that no longer accepts the answer',
      function* () {
        yield* ask('Name?');
        yield* choose('Which day?', ['Friday', 'Sunday']);
        yield* ask('How many?', wholeNumber({ max: 3 }));
      },
      2,
      `${CHANGED}\nHow many?`,
    ],
    [
      'another kind of question with the same words',
      function* () {
        yield* ask('Name?');
        yield* ask('Which day?');
      },
      1,
      `${CHANGED}\nWhich day?`,
    ],
    [
      'another open question',
      function* () {
        yield* ask('Name?');
        yield* choose('Which day?', ['Friday', 'Sunday']);
        yield* ask('How many?', wholeNumber());
        yield* confirm('Shall we?');
      },
      3,
      `${CHANGED}\nShall we?`,
    ],
    [
      'one question more before the open one',
      function* () {
        yield* ask('Name?');
        yield* choose('Which day?', ['Friday', 'Sunday']);
        yield* ask('How many?', wholeNumber());
        yield* ask('At what time?');
        yield* confirm('Shall I book it?');
      },
      3,
      `${CHANGED}\nAt what time?`,
    ],
    [
      'one question less',
      function* () {
        yield* ask('Name?');
        yield* ask('How many?', wholeNumber());
        yield* confirm('Shall I book it?');
      },
      1,
      `${CHANGED}\nHow many?`,
    ],
    [
      'something to look up before the open one',
      function* () {
        yield* ask('Name?');
        yield* choose('Which day?', ['Friday', 'Sunday']);
        yield* ask('How many?', wholeNumber());
        yield* confirm(`Shall I book it for ${yield* lookUp('price', () => 7)}?`);
      },
      3,
      `${CHANGED}\nShall I book it for 7?`,
    ],
    [
      'an effect more, which is done',
      function* () {
        yield* ask('Name?');
        const n = yield* once('count', () => 1);
        yield* ask(`You are number ${n}. How many?`, wholeNumber());
      },
      1,
      `${CHANGED}\nYou are number 1. How many?`,
    ],
    [
      'an earlier end',
      function* () {
        yield* ask('Name?');
        return 'We are closed.';
      },
      1,
      `${CHANGED}\nWe are closed.`,
    ],
    [
      'another first question: no answer is kept',
      function* () {
        yield* ask('Your name?');
      },
      0,
      `${OVER}\nYour name?`,
    ],
    [
      'a picture in place of words',
      function* () {
        yield* picture('Name?');
      },
      0,
      `${OVER}\nName?`,
    ],
    [
      'a picture in a prompt',
      function* () {
        yield* ask({ body: 'Name?', media: [] });
      },
      0,
      '',
    ],
    [
      'a question that is understood now',
      function* () {
        yield* ask(
          'Name?',
          understood('name', (text) => text),
        );
      },
      0,
      `${OVER}\nName?`,
    ],
    [
      'the text that began it, which nobody has kept',
      function* () {
        const began = yield* firstText();
        yield* ask(`Began with "${began}"?`);
      },
      0,
      `${OVER}\nBegan with ""?`,
    ],
  ])(
    'it goes on from the first step that differs, and the text is dropped: %s',
    async (_, now, kept, said) => {
      const { state, turn } = await deployed(before, texts, now, 'yes');
      if (said) expect(turn.replies).toStrictEqual([said]);
      else expect(turn.replies).toStrictEqual([OVER, { body: 'Name?', media: [] }]);
      if (turn.state) {
        expect(logOf(turn.state).slice(0, kept)).toStrictEqual(logOf(state).slice(0, kept));
        // What no longer fitted is gone: the next text meets no change.
        await turnOf(dialogue('d', now), 'x', turn.state);
      }
      expect(warned.mock.calls).toStrictEqual([
        [`SM${'0'.repeat(32)}: the dialogue d was changed: ${kept} of 3 records still fit`],
      ]);
    },
  );

  test('BACK and a picture meet the same', async () => {
    const now: Script = function* () {
      yield* ask('Name?');
      yield* ask('Why?');
    };
    expect((await deployed(before, texts, now, 'back')).turn.replies).toStrictEqual([`${CHANGED}\nWhy?`]);
  });

  test('a script that throws while it is replayed fails the turn', async () => {
    const now: Script = function* () {
      yield* ask('Name?');
      throw new Error('not ready');
    };
    await expect(deployed(before, texts, now, 'yes')).rejects.toThrow('not ready');
  });

  test('a picture that becomes words is not taken for an answer', async () => {
    const pictured: Script = function* () {
      yield* picture('?', { as: 'x' });
      yield* ask('Then?');
    };
    const { state } = await turnOf(dialogue('d', pictured), 'hi');
    const media = [{ url: 'https://example.com/a.png', type: 'image/png' }];
    const next = await turnOf(dialogue('d', pictured), { media }, state);
    const worded: Script = function* () {
      yield* ask('?', { as: 'x' });
    };
    expect((await turnOf(dialogue('d', worded), 'x', next.state)).replies).toStrictEqual([`${OVER}\n?`]);
  });

  test('a picture that is asked for, and becomes words: the next text is no answer', async () => {
    const pictured: Script = function* () {
      yield* picture('Which one?');
    };
    const worded: Script = function* () {
      yield* ask('Which one?');
    };
    expect((await deployed(pictured, ['hi'], worded, 'red')).turn.replies).toStrictEqual([
      `${OVER}\nWhich one?`,
    ]);
  });

  test('what was looked up under the name of an effect does not stand for it', async () => {
    const looks: Script = function* () {
      yield* ask('A?');
      yield* lookUp('table', () => 7);
      yield* ask('B?');
    };
    const done = jest.fn(() => 8);
    const does: Script = function* () {
      yield* ask('A?');
      const table = yield* once('table', done);
      yield* ask(`${table}?`);
    };
    expect((await deployed(looks, ['hi', 'a'], does, 'b')).turn.replies).toStrictEqual([`${CHANGED}\n8?`]);
    expect(done).toHaveBeenCalledTimes(1);
  });

  test('an effect that has failed before counts for nothing', async () => {
    const fails: Script = function* () {
      yield* ask('A?');
      yield* once('save', () => failed('no'));
      yield* ask('B?');
    };
    const now: Script = function* () {
      yield* ask('A?');
      yield* ask('C?');
    };
    expect((await deployed(fails, ['hi', 'a'], now, 'b')).turn.replies).toStrictEqual([`${CHANGED}\nC?`]);
  });
});

describe('after something was done', () => {
  const before: Script = function* () {
    yield* ask('Name?');
    yield* once('charge', () => 1);
    yield* once('bill', () => 2);
    yield* ask('Anything else?');
    return 'Bye.';
  };
  const texts = ['hi', 'Rey'];
  const done = jest.fn<number, []>();

  beforeEach(() => {
    done.mockReset();
  });

  test.each<[string, Script]>([
    [
      'two effects change places',
      function* () {
        yield* ask('Name?');
        yield* once('bill', done);
        yield* once('charge', done);
        yield* ask('Anything else?');
      },
    ],
    [
      'an effect moves past a question',
      function* () {
        yield* once('charge', done);
        yield* ask('Name?');
        yield* once('bill', done);
        yield* ask('Anything else?');
      },
    ],
    [
      'the question before it has another wording',
      function* () {
        yield* ask('Your name?');
        yield* once('charge', done);
        yield* once('bill', done);
        yield* ask('Anything else?');
      },
    ],
    [
      'the effect is gone, and it is a reading now',
      function* () {
        yield* ask('Name?');
        yield* lookUp('charge', done);
      },
    ],
    [
      'the script ends before it',
      function* () {
        yield* ask('Name?');
      },
    ],
  ])('nothing runs, nothing is dropped, and RESTART begins anew: %s', async (_, now) => {
    const { state, turn } = await deployed(before, texts, now, 'no');
    expect(turn).toStrictEqual({ replies: [STANDS], state });
    expect(done).not.toHaveBeenCalled();
    expect((await turnOf(dialogue('d', now), 'back', turn.state)).replies).toStrictEqual([STANDS]);
    expect((await turnOf(dialogue('d', before), 'no', turn.state)).replies).toStrictEqual(['Bye.']);
    const [anew] = (await turnOf(dialogue('d', now), 'restart', turn.state)).replies;
    expect(anew).toMatch(/ame\?$/);
  });

  test('the sentence names no word that is switched off', async () => {
    const now: Script = function* () {
      yield* ask('Why?');
    };
    const { turn } = await deployed(before, texts, now, 'no', { words: { restart: false } });
    expect(turn.replies).toStrictEqual([STANDS.replace(' Text RESTART to begin anew.', '')]);
  });

  test('what comes behind it may change', async () => {
    const now: Script = function* () {
      yield* ask('Name?');
      const a = yield* once('charge', done);
      const b = yield* once('bill', done);
      yield* ask(`Is that ${a}, ${b}?`);
    };
    expect((await deployed(before, texts, now, 'no')).turn.replies).toStrictEqual([
      `${CHANGED}\nIs that 1, 2?`,
    ]);
    expect(done).not.toHaveBeenCalled();
  });
});

describe('to a script that gives up no longer', () => {
  test('the replay ends where the script ends', async () => {
    const before: Script = function* () {
      try {
        yield* ask('Age?', wholeNumber());
      } catch {
        yield* ask('Name?');
      }
    };
    const now: Script = function* () {
      yield* ask('Age?', wholeNumber());
    };
    const { turn } = await deployed(before, ['hi', 'a', 'b', 'c'], now, 'Rey');
    expect(turn.replies).toStrictEqual([`${CHANGED}\nLet us leave it there. Text again any time.`]);
  });
});

test('the words can be changed', async () => {
  const before: Script = function* () {
    yield* ask('A?');
    yield* ask('B?');
  };
  const now: Script = function* () {
    yield* ask('A?');
    yield* ask('C?');
  };
  const words = { changed: 'Neue Fragen!', startOver: 'Von vorn!' };
  expect((await deployed(before, ['hi', 'a'], now, 'b', { words })).turn.replies).toStrictEqual([
    'Neue Fragen!\nC?',
  ]);
  const other: Script = function* () {
    yield* ask('D?');
  };
  expect((await deployed(before, ['hi', 'a'], other, 'b', { words })).turn.replies).toStrictEqual([
    'Von vorn!\nD?',
  ]);
});
