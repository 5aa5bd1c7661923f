import type { Message } from '../../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  matching,
  picture,
  wholeNumber,
  wrong,
  type Script,
  type Verb,
} from '../../../src/dialogue';
import { talk, turnOf } from '../../../tools/testing';

/** What a verb makes of an answer: the value, or what it says to it. */
async function answerTo(verb: () => Verb<unknown>, heard: string | Partial<Message>): Promise<unknown> {
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

describe('wholeNumber', () => {
  test.each([
    ['7', 7],
    ['+7', 7],
    ['-7', -7],
    ['007', 7],
    ['4.', 4],
    ['4!', 4],
  ])('reads %j', (text, number) => {
    expect(wholeNumber()(text)).toBe(number);
  });

  test.each(['', '7.5', '1e3', '0x10', 'seven', '7 people', '١', '9'.repeat(16), '--7'])(
    'does not read %j',
    (text) => {
      expect(wholeNumber()(text)).toEqual(wrong('Please answer with a whole number.'));
    },
  );

  test('has bounds, and words for them', () => {
    expect(wholeNumber({ min: 1, max: 12 })('1')).toBe(1);
    expect(wholeNumber({ min: 1, max: 12 })('12')).toBe(12);
    expect(wholeNumber({ min: 1, max: 12 })('0')).toEqual(
      wrong('Please answer with a whole number from 1 to 12.'),
    );
    expect(wholeNumber({ min: 1, max: 12 })('13')).toEqual(
      wrong('Please answer with a whole number from 1 to 12.'),
    );
    expect(wholeNumber({ min: 1 })('0')).toEqual(wrong('Please answer with a whole number, 1 or more.'));
    expect(wholeNumber({ max: 1 })('2')).toEqual(wrong('Please answer with a whole number, 1 or less.'));
    expect(wholeNumber({ wrong: 'Digits!' })('x')).toEqual(wrong('Digits!'));
  });
});

describe('matching', () => {
  test('gives the text that matches', () => {
    expect(matching(/^\d{5}$/)('12345')).toBe('12345');
    expect(matching(/^\d{5}$/)('1234')).toEqual(wrong('Sorry, that does not look right.'));
    expect(matching(/^\d{5}$/, 'Five digits.')('1234')).toEqual(wrong('Five digits.'));
  });

  test('gives the same each time, even where the pattern would not', () => {
    const reader = matching(/a/gy);
    expect([reader('a'), reader('a'), reader('a')]).toEqual(['a', 'a', 'a']);
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
    expect(await answerTo(() => choose('?', ['a'], { wrong: 'Take a.' }), 'b')).toEqual({
      said: ['Take a.\n?\n1. a'],
    });
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
    await expect(turnOf(dialogue('d', script), 'hi')).rejects.toThrow('its own word Back! as');
    await expect(turnOf(dialogue('d', script, { words: { back: false } }), 'hi')).rejects.toThrow(
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
      expect(await answerTo(() => confirm('?', { wrong: 'Y or N.' }), text)).toEqual({
        said: ['Y or N.\n?'],
      });
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
    expect(await answerTo(() => picture('?', { wrong: 'Send one.' }), 'no')).toEqual({
      said: ['Send one.\n?'],
    });
  });
});
