import fc from 'fast-check';
import type { Conversation, Message, Turn } from '../../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  once,
  picture,
  say,
  wholeNumber,
  wrong,
  type DialogueOptions,
  type Remembered,
  type Script,
  type Talk,
} from '../../../src/dialogue';
import { Wrong } from '../../../src/dialogue/readers';
import type { Question } from '../../../src/dialogue/step';
import { message } from '../../../tools/testing/messages';
import { talk } from '../../../tools/testing/talk';

let warned: jest.SpyInstance;

beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const twoQuestions: Script = function* () {
  const name = yield* ask('Who are you?');
  const age = yield* ask('How old?', wholeNumber({ min: 0, max: 150 }));
  return `${name} is ${age}.`;
};

/** Texts one dialogue after another, with the same state: a deploy between two texts. */
async function deploy(scripts: readonly [Script, string][], options?: DialogueOptions): Promise<unknown[]> {
  const replies: unknown[] = [];
  let state: Remembered | undefined;
  for (const [script, text] of scripts) {
    const turn = await dialogue('d', script, options).turn(message(text), state);
    replies.push(turn.replies);
    state = turn.state;
  }
  return replies;
}

async function turnOf<State>(
  conversation: Conversation<State>,
  rest: Partial<Message>,
  state?: State,
): Promise<Turn<State>> {
  return conversation.turn(message('', rest), state);
}

describe('a dialogue', () => {
  test('opens with the first message, asks, and ends', async () => {
    expect(await talk(dialogue('d', twoQuestions), ['hi', ' Rey ', '19', 'again'])).toEqual([
      ['Who are you?'],
      ['How old?'],
      ['Rey is 19.'],
      ['Who are you?'],
    ]);
  });

  test('is forgotten when it ends', async () => {
    const over = await turnOf(
      dialogue('d', function* () {
        yield* say('Hello');
      }),
      { body: 'hi' },
    );
    expect(over).toEqual({ replies: ['Hello'], state: undefined });
  });

  test('remembers answers, an id and a digest, and nothing else', async () => {
    const first = await turnOf(dialogue('d', twoQuestions), { body: 'hi' });
    const second = await turnOf(dialogue('d', twoQuestions), { body: 'Rey' }, first.state);
    expect(second.state).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/) as string,
      log: ['Rey'],
      digest: expect.stringMatching(/^[\w-]{6}$/) as string,
    });
    expect(second.state?.id).toBe(first.state?.id);
    expect(second.state?.digest).not.toBe(first.state?.digest);
  });

  test('is given who calls, and their name where it is known', async () => {
    const seen: unknown[] = [];
    const script: Script = function* (caller) {
      seen.push(caller);
      yield* ask('?');
    };
    await talk(dialogue('d', script), ['hi']);
    await talk(dialogue('d', script, { nameOf: () => 'Rey' }), ['hi']);
    const caller = { from: '+14158675308', to: '+14155550100' };
    expect(seen).toEqual([
      { ...caller, name: undefined },
      { ...caller, name: 'Rey' },
    ]);
  });

  test('has a version', () => {
    expect(dialogue('d', twoQuestions)).toMatchObject({ name: 'd', version: 1 });
    expect(dialogue('d', twoQuestions, { version: 7 }).version).toBe(7);
  });

  test('may be made of parts', async () => {
    function* address() {
      const street = yield* ask('Street?');
      yield* say('Nice street.');
      return `${street}, ${yield* ask('City?')}`;
    }
    const script: Script = function* () {
      return `From ${yield* address()} to ${yield* address()}.`;
    };
    expect(await talk(dialogue('d', script), ['hi', 'A', 'B', 'C', 'D'])).toEqual([
      ['Street?'],
      ['Nice street.', 'City?'],
      ['Street?'],
      ['Nice street.', 'City?'],
      ['From A, B to C, D.'],
    ]);
  });

  test('may go in a circle of questions', async () => {
    const script: Script = function* () {
      let sum = 0;
      for (;;) {
        const text = yield* ask(`${sum}`);
        if (text === 'enough') return;
        sum += Number(text);
      }
    };
    const texts = ['hi', ...Array.from({ length: 60 }, () => '1'), 'enough'];
    expect((await talk(dialogue('d', script), texts)).slice(-2)).toEqual([['60'], []]);
  });

  test.each([
    [
      'say',
      function* () {
        for (;;) yield* say('x');
      },
    ],
    [
      'once',
      function* () {
        for (;;) yield* once(() => 1);
      },
    ],
    [
      'say after a question',
      function* () {
        yield* ask('?');
        for (;;) yield* say('x');
      },
    ],
  ] as [string, Script][])('may not go in a circle without one: %s', async (_, script) => {
    await expect(talk(dialogue('d', script), ['hi', 'x'])).rejects.toThrow(
      '50 steps without a question: a loop of say() or once() needs one',
    );
  });

  test('goes on where it was after any number of questions, says and effects', async () => {
    const effect = jest.fn((n: number) => n * 2);
    const script: Script = function* () {
      const said: unknown[] = [];
      for (let n = 0; n < 40; n++) {
        said.push(yield* ask(`Question ${n}`));
        yield* say(`said ${n}`);
        said.push(yield* once(() => effect(n)));
      }
      return said.join();
    };
    const replies = await talk(dialogue('d', script), [
      'hi',
      ...Array.from({ length: 40 }, (_, n) => `a${n}`),
    ]);
    expect(effect).toHaveBeenCalledTimes(40);
    expect(replies.at(-2)).toEqual(['said 38', 'Question 39']);
    expect(replies.at(-1)).toEqual([
      'said 39',
      Array.from({ length: 40 }, (_, n) => `a${n},${n * 2}`).join(),
    ]);
  });
});

describe('a wrong answer', () => {
  test('is told what was wrong and asked again, three times', async () => {
    expect(await talk(dialogue('d', twoQuestions), ['hi', 'Rey', 'old', 'very old', '19'])).toEqual([
      ['Who are you?'],
      ['How old?'],
      ['Please answer with a whole number from 0 to 150.\nHow old?'],
      ['Please answer with a whole number from 0 to 150.\nHow old?'],
      ['Rey is 19.'],
    ]);
    expect((await talk(dialogue('d', twoQuestions), ['hi', 'Rey', 'a', 'b', 'c', 'hi'])).slice(-2)).toEqual([
      ['Let us leave it there. Text again any time.'],
      ['Who are you?'],
    ]);
  });

  test('is counted for each question by itself', async () => {
    const script: Script = function* () {
      yield* confirm('One?');
      yield* confirm('Two?');
    };
    const texts = ['hi', 'x', 'x', 'y', 'x', 'x', 'back', 'x', 'x', 'n'];
    expect((await talk(dialogue('d', script), texts)).at(-1)).toEqual(['Two?']);
  });

  test('patience and words can be changed', async () => {
    const options = { patience: 1, words: { givenUp: 'Enough.' } };
    expect(await talk(dialogue('d', twoQuestions, options), ['hi', 'Rey', 'x'])).toContainEqual(['Enough.']);
  });

  test('keeps the picture of its question', async () => {
    const media = ['https://example.com/a.png'];
    const script: Script = function* () {
      yield* confirm({ body: 'Like it?', media });
      yield* confirm({ media });
    };
    expect(await talk(dialogue('d', script), ['hi', 'x', 'y', 'x'])).toEqual([
      [{ body: 'Like it?', media }],
      [{ body: 'Please answer yes or no.\nLike it?', media }],
      [{ media }],
      [{ body: 'Please answer yes or no.', media }],
    ]);
  });
});

/** What a verb makes of an answer: the value, or what it says to it. */
async function answerTo(verb: () => Talk<unknown>, heard: string | Partial<Message>): Promise<unknown> {
  const values: unknown[] = [];
  const [, said] = await talk(
    dialogue('d', function* () {
      values.push(yield* verb());
    }),
    ['hi', heard],
  );
  return values.length > 0 ? values[0] : { said };
}

describe('ask', () => {
  test('gives the text, without the white space around it', async () => {
    expect(await answerTo(() => ask('?'), ' a b\n')).toBe('a b');
  });

  test('wants words', async () => {
    const media = [{ url: 'https://example.com/a.png', type: 'image/png' }];
    expect(await answerTo(() => ask('?'), { media })).toEqual({ said: ['Please answer in words.\n?'] });
  });

  test('takes a reader of your own', async () => {
    const even = (text: string) =>
      /^\d*[02468]$/.test(text) ? Number(text) : wrong('An even number, please.');
    expect(await answerTo(() => ask('?', even), '4')).toBe(4);
    expect(await answerTo(() => ask('?', even), '5')).toEqual({ said: ['An even number, please.\n?'] });
  });

  test('a reader may give what JSON cannot hold: it reads again at each replay', async () => {
    const date = (text: string) => new Date(text);
    const script: Script = function* () {
      const day = yield* ask('When?', date);
      yield* ask('Why?');
      return day.toISOString();
    };
    expect((await talk(dialogue('d', script), ['hi', '2026-01-02', 'so']))[2]).toEqual([
      '2026-01-02T00:00:00.000Z',
    ]);
  });
});

describe('choose', () => {
  const days = () => choose('Which day?', ['Friday', 'Saturday', 'Sunday']);
  const list = 'Which day?\n1. Friday\n2. Saturday\n3. Sunday';

  test.each([
    ['1', 'Friday'],
    ['3.', 'Sunday'],
    ['saturday', 'Saturday'],
    ['SUNDAY!', 'Sunday'],
    ['fri', 'Friday'],
    ['sa', 'Saturday'],
    ['2)', 'Saturday'],
    ['3️⃣', 'Sunday'],
  ])('%j chooses %s', async (text, day) => {
    expect(await answerTo(days, text)).toBe(day);
  });

  test.each([
    's',
    '0',
    '4',
    '-1',
    '1.5',
    'Monday',
    'fridays',
    '',
    '.',
    'length',
    '1e0',
    '99999999999999999999',
  ])('%j chooses none', async (text) => {
    expect(await answerTo(days, text)).toEqual({
      said: [`Please answer with a number from 1 to 3, or the word.\n${list}`],
    });
  });

  test('a word goes before a number, and a whole one before a beginning', async () => {
    const options = () => choose('?', ['2', '1', 'Pi', 'Pie']);
    expect(await answerTo(options, '2')).toBe('2');
    expect(await answerTo(options, '3')).toBe('Pi');
    expect(await answerTo(options, 'pi')).toBe('Pi');
  });

  test.each([
    ['I don’t know', "I don't know"],
    ['Café'.normalize('NFD').toUpperCase(), 'Café'],
    ['❤', '❤️'],
    ['Yes', 'yes!'],
  ])('%j chooses %j, however a phone writes it', async (text, option) => {
    expect(await answerTo(() => choose('?', ['none', option]), text)).toBe(option);
  });

  test('nothing chooses nothing, even where there is only one option', async () => {
    expect(await answerTo(() => choose('?', ['a']), '')).toMatchObject({ said: [expect.anything()] });
  });

  test('has words that can be changed', async () => {
    expect(await answerTo(() => choose('?', ['a'], 'Take a.'), 'b')).toEqual({ said: ['Take a.\n?\n1. a'] });
  });

  test('refuses no options, options that are alike or empty, and words that Twilio acts on', () => {
    for (const options of [[], ['a', 'A'], ['a', 'a!'], [''], [' ']]) {
      expect(() => choose('?', options)).toThrow('choose() takes one or more options that differ');
    }
    for (const [word, why] of [
      ['Stop', 'unsubscribes'],
      ['cancel', 'unsubscribes'],
      ['START', 'subscribes'],
      ['Help', 'answers'],
      ['Stop.', 'unsubscribes'],
    ]) {
      expect(() => choose('?', ['Go on', word as 'x'])).toThrow(
        `${word} cannot be an option: Twilio itself ${why}`,
      );
    }
  });

  test('refuses an option that is a word of the dialogue', async () => {
    const script: Script = function* () {
      yield* choose('Where to?', ['Back!', 'Forth', 'Restart']);
    };
    await expect(talk(dialogue('d', script), ['hi'])).rejects.toThrow('its own word Back! as');
    await expect(talk(dialogue('d', script, { words: { back: false } }), ['hi'])).rejects.toThrow(
      'Restart as',
    );
    const words = { back: false, restart: false } as const;
    expect(await talk(dialogue('d', script, { words }), ['hi', 'back'])).toHaveLength(2);
  });
});

describe('confirm', () => {
  test.each([
    ...[
      'y',
      'Yes',
      'YEP!',
      'sure',
      ' ok ',
      '👍',
      '👍🏽',
      '✅',
      '✔️',
      '👍👍',
      'Yes 👍',
      'yes, yes',
      'Of course!',
    ],
    ...['Yes please', 'Yes, please.', 'please', 'Ok, thank you'],
  ])('%j is yes', async (text) => {
    expect(await answerTo(() => confirm('?'), text)).toBe(true);
  });

  test.each([
    ...['n', 'No', 'nope.', 'Nah', '👎🏿', 'No way!', 'not now', 'no no no'],
    ...['no thanks', 'No, thank you', 'no please'],
  ])('%j is no', async (text) => {
    expect(await answerTo(() => confirm('?'), text)).toBe(false);
  });

  test.each(['maybe', '', 'yesno', 'yes no', '👍👎', 'thank you', 'now', '7'])(
    '%j is neither',
    async (text) => {
      expect(await answerTo(() => confirm('?'), text)).toEqual({ said: ['Please answer yes or no.\n?'] });
      expect(await answerTo(() => confirm('?', 'Y or N.'), text)).toEqual({ said: ['Y or N.\n?'] });
    },
  );
});

describe('picture', () => {
  const media = [{ url: 'https://example.com/a.png', type: 'image/png' }];

  test('gives the pictures, also after a replay', async () => {
    const script: Script = function* () {
      const [first] = yield* picture('A picture?');
      yield* ask('Of what?');
      return { media: [first.url] };
    };
    expect(await talk(dialogue('d', script), ['hi', { body: 'here', media }, 'a cat'])).toEqual([
      ['A picture?'],
      ['Of what?'],
      [{ media: ['https://example.com/a.png'] }],
    ]);
  });

  test('wants one', async () => {
    expect(await answerTo(() => picture('?'), 'no')).toEqual({ said: ['Please send a picture.\n?'] });
    expect(await answerTo(() => picture('?', 'Send one.'), 'no')).toEqual({ said: ['Send one.\n?'] });
  });
});

describe('once', () => {
  const books = (effect: (key: string) => unknown): Script =>
    function* () {
      const name = yield* ask('Name?');
      const reference = yield* once(effect);
      yield* ask(`Booked ${name} as ${JSON.stringify(reference)}. Anything else?`);
      return 'Done.';
    };

  test.each([
    ['text', 'R1', '"R1"'],
    ['nothing', undefined, 'null'],
    ['an object', { a: [1, undefined], b: undefined }, '{"a":[1,null]}'],
    ['a Date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a promise', Promise.resolve(7), '7'],
  ])('gives its result as JSON holds it, at once and at each replay: %s', async (_, result, json) => {
    const effect = jest.fn(() => result);
    const replies = await talk(dialogue('d', books(effect)), ['hi', 'Rey', 'x']);
    expect(replies).toEqual([['Name?'], [`Booked Rey as ${json}. Anything else?`], ['Done.']]);
    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('gives the same value at once as at each replay', async () => {
    const kinds: string[] = [];
    const script: Script = function* () {
      const at = yield* once(() => new Date(0));
      kinds.push(typeof at);
      yield* ask('?');
      yield* ask('?');
    };
    await talk(dialogue('d', script), ['hi', 'a']);
    expect(kinds).toEqual(['string', 'string']);
  });

  test('where it fails nothing is recorded, and the next attempt has the same key', async () => {
    const effect = jest.fn<string, [string]>(() => 'R1');
    effect.mockImplementationOnce(() => {
      throw new Error('down');
    });
    effect.mockImplementationOnce(() => Promise.reject(new Error('down')) as never);
    const d = dialogue('d', books(effect));
    const { state } = await turnOf(d, { body: 'hi' });
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(turnOf(d, { body: 'Rey' }, state)).rejects.toThrow('down');
    expect((await turnOf(d, { body: 'rey!' }, state)).replies).toEqual([
      'Booked rey! as "R1". Anything else?',
    ]);
    const keys = effect.mock.calls.map(([key]) => key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toBe(`${state?.id}-1`);
  });

  test('two answers to one question at once have the same key', async () => {
    const effect = jest.fn<string, [string]>(() => 'R1');
    const d = dialogue('d', books(effect));
    const { state } = await turnOf(d, { body: 'hi' });
    await Promise.all([
      turnOf(d, { sid: 'SM1', body: 'Rey' }, state),
      turnOf(d, { sid: 'SM2', body: 'Finn' }, state),
    ]);
    expect(effect.mock.calls[0]).toEqual(effect.mock.calls[1]);
  });

  test('an opening that is delivered again has the same key; another effect, dialogue or opening has another', async () => {
    const keys: string[] = [];
    const script: Script = function* () {
      yield* once((key) => keys.push(key));
      yield* once((key) => keys.push(key));
      yield* ask('?');
    };
    const sid = `SM${'a'.repeat(32)}`;
    await turnOf(dialogue('d', script), { sid });
    await turnOf(dialogue('d', script), { sid });
    expect(keys.slice(0, 2)).toEqual(keys.slice(2));
    await turnOf(dialogue('e', script), { sid });
    await turnOf(dialogue('d', script), { sid: `SM${'b'.repeat(32)}` });
    await turnOf(dialogue('d', script), { sid: undefined });
    await turnOf(dialogue('d', script), { sid: undefined });
    expect(new Set(keys).size).toBe(10);
  });
});

describe('BACK', () => {
  const script: Script = function* () {
    const a = yield* ask('A?');
    yield* say('so');
    const b = yield* ask(`B after ${a}?`);
    yield* once(() => 1);
    const c = yield* ask(`C after ${b}?`);
    return `${a}${b}${c}${yield* ask('D?')}`;
  };

  test('returns to the question before', async () => {
    expect(await talk(dialogue('d', script), ['hi', '1', 'back', '2', ' Back ', 'BACK', '3'])).toEqual([
      ['A?'],
      ['so', 'B after 1?'],
      ['A?'],
      ['so', 'B after 2?'],
      ['A?'],
      ['This is the first question.\nA?'],
      ['so', 'B after 3?'],
    ]);
  });

  test('never crosses what was done, and says so', async () => {
    expect(await talk(dialogue('d', script), ['hi', '1', '2', 'back', '3', 'back', '4', '5'])).toEqual([
      ['A?'],
      ['so', 'B after 1?'],
      ['C after 2?'],
      ['That is done and cannot be taken back.\nC after 2?'],
      ['D?'],
      ['C after 2?'],
      ['D?'],
      ['1245'],
    ]);
  });

  test('has words that can be changed', async () => {
    const words = { back: 'zurück', first: 'Das ist die erste Frage.', done: 'Schon geschehen.' };
    const replies = await talk(dialogue('d', script, { words }), ['hi', 'Zurück', 'back', '2', 'ZURÜCK']);
    expect(replies.slice(1)).toEqual([
      ['Das ist die erste Frage.\nA?'],
      ['so', 'B after back?'],
      ['C after 2?'],
      ['Schon geschehen.\nC after 2?'],
    ]);
  });

  test('forgets the wrong answers to the question that it leaves, and keeps the id', async () => {
    const d = dialogue('d', function* () {
      yield* ask('A?', wholeNumber());
      yield* ask('B?', wholeNumber());
    });
    let turn = await turnOf(d, { body: 'hi' });
    const id = turn.state?.id;
    for (const body of ['1', 'x', 'x', 'back', 'x']) turn = await turnOf(d, { body }, turn.state);
    expect(turn.state).toMatchObject({ id, log: [], wrong: 1 });
  });

  test('does not cross what was done at the beginning', async () => {
    const d = dialogue('d', function* () {
      yield* once(() => 1);
      yield* ask('A?');
    });
    expect(await talk(d, ['hi', 'Back.'])).toEqual([['A?'], ['That is done and cannot be taken back.\nA?']]);
  });

  test('can be switched off', async () => {
    expect((await talk(dialogue('d', script, { words: { back: false } }), ['hi', 'back']))[1]).toEqual([
      'so',
      'B after back?',
    ]);
  });
});

describe('RESTART', () => {
  test('begins anew, with another key', async () => {
    const keys: string[] = [];
    const script: Script = function* () {
      yield* ask('A?');
      yield* once((key) => keys.push(key));
      yield* ask('B?');
    };
    expect(await talk(dialogue('d', script), ['restart', '1', 'Restart', '2'])).toEqual([
      ['A?'],
      ['B?'],
      ['A?'],
      ['B?'],
    ]);
    expect(new Set(keys).size).toBe(2);
  });

  test('can be another word, or none', async () => {
    const anew = { words: { restart: 'anew' } };
    expect((await talk(dialogue('d', twoQuestions, anew), ['hi', 'Rey', 'ANEW']))[2]).toEqual([
      'Who are you?',
    ]);
    expect((await talk(dialogue('d', twoQuestions, anew), ['hi', 'restart']))[1]).toEqual(['How old?']);
    const off = { words: { restart: false as const } };
    expect((await talk(dialogue('d', twoQuestions, off), ['hi', 'restart']))[1]).toEqual(['How old?']);
  });
});

test.each([{ back: 'Quit' }, { restart: 'start' }, { back: 'end' }])(
  'a word that Twilio acts on is refused: %j',
  (words) => {
    expect(() => dialogue('d', twoQuestions, { words })).toThrow(
      /cannot be a word of the dialogue: Twilio itself/,
    );
  },
);

test.each([{ back: '' }, { restart: ' .' }])(
  'an empty word is none, or a picture alone would be one: %j',
  async (words) => {
    const media = [{ url: 'https://example.com/a.png', type: 'image/png' }];
    const script: Script = function* () {
      yield* ask('A?');
      yield* picture('B?');
      yield* ask('C?');
    };
    const replies = await talk(dialogue('d', script, { words }), ['hi', 'a', { media }]);
    expect(replies[2]).toEqual(['C?']);
  },
);

describe('a script that was changed', () => {
  const original: Script = function* () {
    yield* ask('A?');
    yield* once(() => 1);
    yield* choose('B?', ['x', 'y']);
    yield* ask('C?');
  };
  const asked = [
    [original, 'hi'],
    [original, 'a'],
    [original, 'x'],
  ] as const;

  test.each<[string, Script]>([
    [
      'another first question',
      function* () {
        yield* ask('A!');
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask('C?');
      },
    ],
    [
      'one question more',
      function* () {
        yield* ask('A?');
        yield* ask('A2?');
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask('C?');
      },
    ],
    [
      'one question less',
      function* () {
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask('C?');
      },
    ],
    [
      'no effect',
      function* () {
        yield* ask('A?');
        yield* choose('B?', ['x', 'y']);
        yield* ask('C?');
      },
    ],
    [
      'an effect more',
      function* () {
        yield* ask('A?');
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* once(() => 1);
        yield* ask('C?');
      },
    ],
    [
      'other options',
      function* () {
        yield* ask('A?');
        yield* once(() => 1);
        yield* choose('B?', ['y', 'z']);
        yield* ask('C?');
      },
    ],
    [
      'another reader',
      function* () {
        yield* ask('A?', wholeNumber());
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask('C?');
      },
    ],
    [
      'another open question',
      function* () {
        yield* ask('A?');
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask('C!');
      },
    ],
    [
      'a picture instead of words',
      function* () {
        yield* picture('A?');
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask('C?');
      },
    ],
    [
      'a picture in what is asked',
      function* () {
        yield* ask('A?');
        yield* once(() => 1);
        yield* choose('B?', ['x', 'y']);
        yield* ask({ body: 'C?', media: ['https://example.com/c.png'] });
      },
    ],
    [
      'a circle before what was asked',
      function* () {
        yield* ask('A?');
        for (;;) yield* say('and so on');
      },
    ],
    [
      'an earlier end',
      function* () {
        yield* ask('A?');
        yield* once(() => 1);
        return 'Over.';
      },
    ],
    [
      'an error',
      function* () {
        yield* ask('A?');
        throw new Error('my card is 4111');
      },
    ],
  ])('starts over with one sentence, and the log says so: %s', async (_, changed) => {
    const [, , , fourth] = await deploy([...asked, [changed, 'c']] as [Script, string][]);
    const [[opening] = []] = (await talk(dialogue('d', changed), ['hi'])) as string[][];
    expect(fourth).toEqual(['Sorry, we have to start over.', opening]);
    expect(warned.mock.calls).toEqual([[expect.stringMatching(/^SM0+: the dialogue d starts over: /)]]);
    expect(String(warned.mock.calls)).not.toContain('4111');
  });

  test('goes on where only what it says was changed, or what comes later', async () => {
    const changed: Script = function* () {
      yield* say('Now with a greeting!');
      yield* ask('A?');
      yield* once(() => 2);
      yield* choose('B?', ['x', 'y']);
      yield* say('And more words.');
      yield* ask('C?');
      return 'Another end.';
    };
    expect((await deploy([...asked, [changed, 'c']] as [Script, string][]))[3]).toEqual(['Another end.']);
    expect(warned).not.toHaveBeenCalled();
  });

  test('has words that can be changed', async () => {
    const changed: Script = function* () {
      yield* ask('New?');
    };
    const options = { words: { changed: 'Noch einmal von vorn:' } };
    expect((await deploy([...asked, [changed, 'c']] as [Script, string][], options))[3]).toEqual([
      'Noch einmal von vorn:',
      'New?',
    ]);
  });
});

describe('any script of questions and any texts', () => {
  type Plan = readonly ('ask' | 'number' | 'choose' | 'confirm' | 'say' | 'once')[];

  const plans: fc.Arbitrary<Plan> = fc.array(
    fc.constantFrom<Plan[number]>('ask', 'number', 'choose', 'confirm', 'say', 'once'),
    { maxLength: 12 },
  );

  /** A script that does what is planned, and says at each question what it has heard so far. */
  function scriptOf(plan: Plan): Script {
    return function* () {
      const heard: unknown[] = [];
      for (const [n, verb] of plan.entries()) {
        const prompt = `${n} ${heard.join()}`;
        if (verb === 'ask') heard.push(yield* ask(prompt));
        else if (verb === 'number') heard.push(yield* ask(prompt, wholeNumber()));
        else if (verb === 'choose') heard.push(yield* choose(prompt, ['one', 'two']));
        else if (verb === 'confirm') heard.push(yield* confirm(prompt));
        else if (verb === 'say') yield* say(prompt);
        else heard.push(yield* once(() => ({ n })));
      }
      return JSON.stringify(heard);
    };
  }

  /** What the script says when its generator lives on between the texts, and nothing is ever replayed. */
  async function inOneGo(script: Script, texts: readonly string[]): Promise<unknown[][]> {
    const said: unknown[][] = [];
    let live: { running: ReturnType<Script>; open: Question; wrongs: number } | undefined;
    for (const text of texts) {
      const replies: unknown[] = [];
      said.push(replies);
      const value = live?.open.read(text.trim());
      if (live && value instanceof Wrong) {
        if (++live.wrongs < 3) {
          replies.push(`${value.reason}\n${live.open.prompt as string}`);
        } else {
          replies.push('Let us leave it there. Text again any time.');
          live = undefined;
        }
        continue;
      }
      const running = live?.running ?? script({ from: '', to: '', name: undefined });
      let next = running.next(value);
      let open: Question | undefined;
      while (!next.done && !open) {
        const step = next.value;
        if (step.kind === 'question') open = step;
        else if (step.kind === 'once') next = running.next(await step.run(''));
        else {
          replies.push(step.reply);
          next = running.next();
        }
      }
      replies.push(open ? open.prompt : next.value);
      live = open && { running, open, wrongs: 0 };
    }
    return said;
  }

  test('replayed from what is remembered it says what it says when it runs in one go', async () => {
    const texts = fc.array(fc.constantFrom('', '1', '2', 'one', 'yes', 'no', ' x ', '3', 'Two'), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(plans, texts, async (plan, answers) => {
        const script = scriptOf(plan);
        expect(await talk(dialogue('d', script), ['opening', ...answers])).toEqual(
          await inOneGo(script, ['opening', ...answers]),
        );
      }),
    );
  });
});
