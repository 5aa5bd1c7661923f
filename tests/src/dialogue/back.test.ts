import {
  ask,
  dialogue,
  lookUp,
  once,
  picture,
  say,
  wholeNumber,
  type Remembered,
  type Script,
} from '../../../src/dialogue';
import { talk } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

describe('BACK', () => {
  const script: Script = function* () {
    const a = yield* ask('A?');
    yield* say('so');
    const b = yield* ask(`B after ${a}?`);
    yield* once('do', () => 1);
    const c = yield* ask(`C after ${b}?`);
    return `${a}${b}${c}${yield* ask('D?')}`;
  };

  test('returns to the question before', async () => {
    expect(await talk(dialogue('d', script), ['hi', '1', 'back', '2', ' Back ', 'BACK', '3'])).toStrictEqual([
      ['A?'],
      ['so\nB after 1?'],
      ['A?'],
      ['so\nB after 2?'],
      ['A?'],
      ['This is the first question.\nA?'],
      ['so\nB after 3?'],
    ]);
  });

  test('never crosses what was done, and says so', async () => {
    expect(await talk(dialogue('d', script), ['hi', '1', '2', 'back', '3', 'back', '4', '5'])).toStrictEqual([
      ['A?'],
      ['so\nB after 1?'],
      ['C after 2?'],
      ['That has been done and cannot be undone.\nC after 2?'],
      ['D?'],
      ['C after 2?'],
      ['D?'],
      ['1245'],
    ]);
  });

  test('does not cross what was done at the beginning', async () => {
    const d = dialogue('d', function* () {
      yield* once('do', () => 1);
      yield* ask('A?');
    });
    expect(await talk(d, ['hi', 'Back.'])).toStrictEqual([
      ['A?'],
      ['That has been done and cannot be undone.\nA?'],
    ]);
  });

  test('passes over what was looked up, which is looked up anew when the script gets there', async () => {
    let hour = 9;
    const looked: string[] = [];
    const slots = (name: string) =>
      lookUp(name, () => {
        looked.push(name);
        return hour;
      });
    const d = dialogue('d', function* () {
      const today = yield* slots('today');
      const a = yield* ask(`A at ${today}?`);
      const then = yield* slots('then');
      const b = yield* ask(`B at ${then}?`);
      const last = yield* slots('last');
      return `${a} ${b} ${today} ${then} ${last} ${yield* ask(`C at ${last}?`)}`;
    });
    const texts = ['hi', 'x', 'y', 'back', 'back', 'back', 'x', 'y', 'z'];
    const replies: unknown[] = [];
    let state: Remembered | undefined;
    for (const text of texts) {
      const turn = await turnOf(d, text, state);
      state = turn.state;
      replies.push(...turn.replies);
      hour++;
    }
    expect(replies).toStrictEqual([
      'A at 9?',
      'B at 10?',
      'C at 11?',
      'B at 10?',
      'A at 9?',
      'This is the first question.\nA at 9?',
      'B at 15?',
      'C at 16?',
      'x y 9 15 16 z',
    ]);
    expect(looked).toStrictEqual(['today', 'then', 'last', 'then', 'last']);
  });

  test.each<[string, Script]>([
    [
      'behind a reading',
      function* () {
        yield* ask('A?');
        yield* once('do', () => 1);
        yield* lookUp('x', () => 1);
        yield* ask('B?');
      },
    ],
    [
      'before a reading',
      function* () {
        yield* ask('A?');
        yield* lookUp('x', () => 1);
        yield* once('do', () => 1);
        yield* ask('B?');
      },
    ],
  ])('stops at an effect that is hidden %s', async (_, hidden) => {
    expect((await talk(dialogue('d', hidden), ['hi', 'x', 'back']))[2]).toStrictEqual([
      'That has been done and cannot be undone.\nB?',
    ]);
  });

  test('has words that can be changed', async () => {
    const words = {
      back: 'zurück',
      firstQuestion: 'Das ist die erste Frage.',
      cannotTakeBack: 'Schon geschehen.',
    };
    const texts = ['hi', 'Zurück', 'back', '2', 'ZURÜCK'];
    expect((await talk(dialogue('d', script, { words }), texts)).slice(1)).toStrictEqual([
      ['Das ist die erste Frage.\nA?'],
      ['so\nB after back?'],
      ['C after 2?'],
      ['Schon geschehen.\nC after 2?'],
    ]);
  });

  test('forgets the wrong answers to the question that it leaves, and keeps the id', async () => {
    const d = dialogue('d', function* () {
      yield* ask('A?', wholeNumber());
      yield* ask('B?', wholeNumber());
    });
    let turn = await turnOf(d, 'hi');
    const { id } = turn.state as { id: string };
    for (const body of ['1', 'x', 'x', 'back', 'x']) turn = await turnOf(d, body, turn.state);
    expect(turn.state).toMatchObject({ id, log: [], wrong: 1 });
  });

  test('can be switched off', async () => {
    const off = dialogue('d', script, { words: { back: false } });
    expect((await talk(off, ['hi', 'back']))[1]).toStrictEqual(['so\nB after back?']);
  });
});

describe('RESTART', () => {
  const twoQuestions: Script = function* () {
    return `${yield* ask('A?')} ${yield* ask('B?')}`;
  };

  test('begins anew, with another key', async () => {
    const keys: string[] = [];
    const script: Script = function* () {
      yield* ask('A?');
      yield* once('do', (key) => keys.push(key));
      yield* ask('B?');
    };
    expect(await talk(dialogue('d', script), ['restart', '1', 'Restart', '1'])).toStrictEqual([
      ['A?'],
      ['B?'],
      ['A?'],
      ['B?'],
    ]);
    expect(new Set(keys).size).toBe(2);
  });

  test('can be another word, or none', async () => {
    const anew = { words: { restart: 'anew' } };
    expect((await talk(dialogue('d', twoQuestions, anew), ['hi', 'Rey', 'ANEW']))[2]).toStrictEqual(['A?']);
    expect((await talk(dialogue('d', twoQuestions, anew), ['hi', 'restart']))[1]).toStrictEqual(['B?']);
    const off = { words: { restart: false as const } };
    expect((await talk(dialogue('d', twoQuestions, off), ['hi', 'restart']))[1]).toStrictEqual(['B?']);
  });
});

test.each([{ back: 'Quit' }, { restart: 'start' }, { back: 'end' }])(
  'a word that Twilio acts on is refused: %j',
  (words) => {
    const script: Script = function* () {
      yield* ask('?');
    };
    expect(() => dialogue('d', script, { words })).toThrow(/cannot be a word of the dialogue: Twilio itself/);
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
    expect(replies[2]).toStrictEqual(['C?']);
  },
);
