import {
  ask,
  choose,
  confirm,
  dialogue,
  failed,
  lookUp,
  once,
  picture,
  say,
  understood,
  wholeNumber,
  type DialogueOptions,
  type Remembered,
  type Script,
} from '../../../src/dialogue';
import { turnOf } from '../../../tools/testing/turns';

/*
 * Somebody is in the middle of a dialogue, and its script changes. What becomes of them is a table in
 * docs/dialogues.md.
 */

const CHANGED = 'Our questions have changed meanwhile. Let us go on from here.';
const STANDS = 'Our questions have changed meanwhile. What was done stands. Text RESTART to begin anew.';
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

function logOf(state: Remembered): readonly unknown[] {
  return 'log' in state ? state.log : [];
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
  ])(
    'it goes on from the first step that differs, and the text is dropped: %s',
    async (_, now, kept, said) => {
      const { state, turn } = await deployed(before, texts, now, 'yes');
      if (said) expect(turn.replies).toStrictEqual([said]);
      else expect(turn.replies).toStrictEqual([OVER, { body: 'Name?', media: [] }]);
      if (turn.state) expect(logOf(turn.state).slice(0, kept)).toStrictEqual(logOf(state).slice(0, kept));
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
