import type { Message } from '../../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  picture,
  wrong,
  type Script,
  type Verb,
} from '../../../src/dialogue';
import { talk, turnOf } from '../../../tools/testing';

const MEDIA = [{ url: 'https://example.com/a.png', type: 'image/png' }];

/** What a verb makes of an answer: the value, now and at a replay, or what it says to it. */
async function answerTo(verb: Verb<unknown>, heard: string | Partial<Message>): Promise<unknown> {
  const values: unknown[] = [];
  const script: Script = function* () {
    values.push(yield* verb);
    yield* ask('Then?');
  };
  const [, said] = await talk(dialogue('d', script), ['hi', heard]);
  if (values.length === 0) return { said };
  expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(1);
  return values[0];
}

describe('ask', () => {
  test('gives the text, without the white space around it', async () => {
    expect(await answerTo(ask('?'), ' a b\n')).toBe('a b');
  });

  test('wants words', async () => {
    expect(await answerTo(ask('?'), { media: MEDIA })).toStrictEqual({
      said: ['Please answer in words.\n?'],
    });
  });

  test('takes a reader of your own, which is handed the language', async () => {
    const even = (text: string) =>
      /^\d*[02468]$/.test(text) ? Number(text) : wrong('An even number, please.');
    expect(await answerTo(ask('?', even), '4')).toBe(4);
    expect(await answerTo(ask('?', even), '5')).toStrictEqual({ said: ['An even number, please.\n?'] });
    expect(
      await answerTo(
        ask('?', (text, { locale }) => `${text} ${locale}`),
        'x',
      ),
    ).toBe('x en');
  });

  test('a reader may give what JSON cannot hold: it reads again at each replay', async () => {
    const date = (text: string) => new Date(text);
    const script: Script = function* () {
      const day = yield* ask('When?', date);
      yield* ask('Why?');
      return day.toISOString();
    };
    expect((await talk(dialogue('d', script), ['hi', '2026-01-02', 'so']))[2]).toStrictEqual([
      '2026-01-02T00:00:00.000Z',
    ]);
  });
});

describe('choose', () => {
  const days = choose('Which day?', ['Friday', 'Saturday', 'Sunday']);
  const list = 'Which day?\n1. Friday\n2. Saturday\n3. Sunday';

  test.each([
    ['1', 'Friday'],
    ['the second', 'Saturday'],
    ['SUNDAY!', 'Sunday'],
    ['fri', 'Friday'],
  ])('%j chooses %s', async (text, day) => {
    expect(await answerTo(days, text)).toBe(day);
  });

  test('asks again if an answer means none, or several', async () => {
    expect(await answerTo(days, 'Monday')).toStrictEqual({
      said: [`Please answer with a number from 1 to 3, or the word.\n${list}`],
    });
    expect(await answerTo(days, 's')).toStrictEqual({
      said: [`Which one do you mean: 2. Saturday or 3. Sunday?\n${list}`],
    });
  });

  test('gives the value and not its label', async () => {
    const slots = [
      { at: 'nine', id: 1 },
      { at: 'ten', id: 2 },
    ];
    expect(await answerTo(choose('When?', slots, { label: ({ at }) => at }), 'ten')).toStrictEqual(slots[1]);
    const sizes = choose('How many?', [2, 4], { label: (n) => `${n} people` });
    expect(await answerTo(sizes, 'b')).toBe(4);
    expect(await answerTo(sizes, '2')).toBe(2);
    expect(await answerTo(sizes, '7')).toStrictEqual({
      said: ['Please answer with a letter from A to B, or the word.\nHow many?\nA. 2 people\nB. 4 people'],
    });
  });

  test('has words that can be changed', async () => {
    expect(await answerTo(choose('?', ['a'], { wrong: 'Take a.' }), 'b')).toStrictEqual({
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
    const noBack = dialogue('d', script, { words: { back: false } });
    await expect(turnOf(noBack, 'hi')).rejects.toThrow('Restart as');
    const words = { back: false, restart: false } as const;
    expect(await talk(dialogue('d', script, { words }), ['hi', 'back'])).toHaveLength(2);
  });
});

describe('confirm', () => {
  test.each([
    ['yes', true],
    ['👍🏽', true],
    ['no, thanks', false],
  ])('%j is %j', async (text, value) => {
    expect(await answerTo(confirm('?'), text)).toBe(value);
  });

  test('asks again if it is neither', async () => {
    expect(await answerTo(confirm('?'), 'maybe')).toStrictEqual({ said: ['Please answer yes or no.\n?'] });
    expect(await answerTo(confirm('?', { wrong: 'Y or N.' }), '')).toStrictEqual({ said: ['Y or N.\n?'] });
  });
});

describe('picture', () => {
  test('gives the pictures, also after a replay', async () => {
    const script: Script = function* () {
      const [first] = yield* picture('A picture?');
      yield* ask('Of what?');
      return { media: [first.url] };
    };
    expect(await talk(dialogue('d', script), ['hi', { body: 'here', media: MEDIA }, 'a cat'])).toStrictEqual([
      ['A picture?'],
      ['Of what?'],
      [{ media: ['https://example.com/a.png'] }],
    ]);
  });

  test('wants one', async () => {
    expect(await answerTo(picture('?'), 'no')).toStrictEqual({ said: ['Please send a picture.\n?'] });
    expect(await answerTo(picture('?', { wrong: 'Send one.' }), 'no')).toStrictEqual({
      said: ['Send one.\n?'],
    });
  });
});

test('a record that another question has made, with the same fingerprint by chance, is no answer', () => {
  for (const verb of [ask('?', (text) => text), choose('?', ['a']), picture('?')]) {
    const { step } = verb;
    if (step.kind !== 'question') continue;
    for (const recorded of [undefined, { a: 1 }, '7']) {
      const value = step.read(recorded, {} as never);
      if (recorded === '7' && step.verb === 'ask') expect(value).toBe('7');
      else expect(value).toStrictEqual(wrong(''));
    }
  }
});
