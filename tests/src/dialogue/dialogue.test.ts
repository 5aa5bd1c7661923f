import type { Message } from '../../../src/conversation';
import {
  GaveUp,
  Wrong,
  ask,
  confirm,
  dialogue,
  keep,
  once,
  firstText,
  picture,
  say,
  wholeNumber,
  wrong,
  type DialogueOptions,
  type Script,
} from '../../../src/dialogue';
import { TestPhone, talk } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const twoQuestions: Script = function* () {
  const name = yield* ask('Who are you?');
  const age = yield* ask('How old?', wholeNumber({ min: 0, max: 150 }));
  return `${name} is ${age}.`;
};

const PICTURE = { url: 'https://example.com/a.png', type: 'image/png' };

describe('a dialogue', () => {
  test('opens with the first message, asks, and ends', async () => {
    expect(await talk(dialogue('d', twoQuestions), ['hi', ' Rey ', '19', 'again'])).toStrictEqual([
      ['Who are you?'],
      ['How old?'],
      ['Rey is 19.'],
      ['Who are you?'],
    ]);
  });

  test('is forgotten when it ends', async () => {
    const script: Script = function* () {
      yield* say('Hello');
    };
    expect(await turnOf(dialogue('d', script), 'hi')).toStrictEqual({ replies: ['Hello'], state: undefined });
  });

  test('remembers answers, an id and what is open, and nothing else', async () => {
    const d = dialogue('d', twoQuestions);
    const first = await turnOf(d, 'hi');
    const second = await turnOf(d, 'Rey', first.state);
    expect(first.state).toStrictEqual({
      id: expect.anything() as string,
      log: [],
      open: expect.anything() as string,
    });
    expect(second.state).toStrictEqual({
      id: expect.stringMatching(/^[\w-]{16}$/) as string,
      log: [expect.stringMatching(/^a[\w-]{2}Rey$/)],
      open: expect.stringMatching(/^[\w-]{6}$/) as string,
    });
    expect(second.state).toMatchObject({ id: (first.state as { id: string }).id });
    expect((second.state as { open: string }).open).not.toBe((first.state as { open: string }).open);
  });

  test('is given who calls', async () => {
    const seen: unknown[] = [];
    const script: Script = function* (caller) {
      seen.push(caller);
      yield* ask('?');
    };
    await turnOf(dialogue('d', script), 'hi');
    expect(seen).toStrictEqual([
      { from: '+14158675308', to: '+14155550100', name: undefined, lasting: undefined, data: undefined },
    ]);
  });

  test('records their name when it begins, so that a new file of names shifts no answer', async () => {
    const script: Script = function* ({ name: known }) {
      const name = known ?? (yield* ask('Name?'));
      const age = yield* ask('Age?', wholeNumber());
      return `${name} is ${age}${yield* ask('Anything else?')}`;
    };
    const known = dialogue('d', script, { nameOf: () => 'Rey' });
    const unknown = dialogue('d', script);
    let { state } = await turnOf(known, 'hi');
    ({ state } = await turnOf(unknown, '19', state));
    expect((await turnOf(unknown, '!', state)).replies).toStrictEqual(['Rey is 19!']);
    ({ state } = await turnOf(unknown, 'hi'));
    ({ state } = await turnOf(known, 'Finn', state));
    ({ state } = await turnOf(known, '20', state));
    expect((await turnOf(known, '?', state)).replies).toStrictEqual(['Finn is 20?']);
  });

  test('has a version, and words for the shell', () => {
    expect(dialogue('d', twoQuestions)).toMatchObject({ name: 'd', version: 1 });
    expect(dialogue('d', twoQuestions, { version: 7 }).version).toBe(7);
    expect(dialogue('d', twoQuestions).words?.tooLong).toMatch(/, or text BACK\.$/);
    expect(dialogue('d', twoQuestions, { words: { back: false } }).words?.tooLong).not.toContain('BACK');
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
    expect(await talk(dialogue('d', script), ['hi', 'A', 'B', 'C', 'D'])).toStrictEqual([
      ['Street?'],
      ['Nice street.\nCity?'],
      ['Street?'],
      ['Nice street.\nCity?'],
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
    expect((await talk(dialogue('d', script), texts)).slice(-2)).toStrictEqual([['60'], []]);
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
        for (;;) yield* once('n', () => 1);
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
    const phone = new TestPhone(dialogue('d', script));
    await phone.text('hi');
    await phone.text('x');
    expect(String(phone.failures[0])).toContain(
      '50 steps without a question: a loop of say() or once() needs one',
    );
  });

  test('may take fifty steps from one question to the next', async () => {
    const script = (steps: number): Script =>
      function* () {
        for (let n = 0; n < steps; n++) yield* once('n', () => n);
        yield* ask('?');
      };
    expect(await talk(dialogue('d', script(50)), ['hi'])).toStrictEqual([['?']]);
    const phone = new TestPhone(dialogue('d', script(51)));
    await phone.text('hi');
    expect(phone.failures).toHaveLength(1);
  });

  test('goes on where it was after any number of questions, says and effects', async () => {
    const effect = jest.fn((n: number) => n * 2);
    const script: Script = function* () {
      const said: unknown[] = [];
      for (let n = 0; n < 40; n++) {
        said.push(yield* ask(`Question ${n}`));
        yield* say(`said ${n}`);
        said.push(yield* once('double', () => effect(n)));
      }
      return said.join();
    };
    const answers = Array.from({ length: 40 }, (_, n) => `a${n}`);
    const replies = await talk(dialogue('d', script), ['hi', ...answers]);
    expect(effect).toHaveBeenCalledTimes(40);
    expect(replies.at(-2)).toStrictEqual(['said 38\nQuestion 39']);
    expect(replies.at(-1)).toStrictEqual([`said 39\n${answers.map((a, n) => `${a},${n * 2}`).join()}`]);
  });

  test('costs at most 24 bytes of a cookie for an answer of ten characters', async () => {
    const script: Script = function* () {
      for (let n = 1; ; n++) yield* ask(`What is your answer to question ${n}?`);
    };
    const phone = new TestPhone(dialogue('d', script));
    await phone.text('hi');
    const size = () => JSON.stringify(phone.state()).length;
    const before = size();
    for (let n = 0; n < 30; n++) await phone.text('ten chars!');
    // base64url takes four characters for three bytes.
    expect(((size() - before) / 30) * (4 / 3)).toBeLessThanOrEqual(24);
  });
});

describe('what is said', () => {
  test('is joined with the question after it: one message for a turn', async () => {
    const script: Script = function* () {
      yield* say('Hello.');
      yield* say('');
      yield* say('Welcome.');
      yield* ask('Name?');
      yield* say('Thanks.');
      return 'Bye.';
    };
    expect(await talk(dialogue('d', script), ['hi', 'Rey'])).toStrictEqual([
      ['Hello.\nWelcome.\nName?'],
      ['Thanks.\nBye.'],
    ]);
  });

  test('stays apart if it is a picture, or its author says so', async () => {
    const media = ['https://example.com/a.png'];
    const script: Script = function* () {
      yield* say('Look:');
      yield* say({ body: 'a cat', media });
      yield* say('Nice.');
      yield* say('https://example.com/', { apart: true });
      yield* say('And');
      yield* ask('so?');
    };
    expect(await talk(dialogue('d', script), ['hi'])).toStrictEqual([
      ['Look:', { body: 'a cat', media }, 'Nice.', 'https://example.com/', 'And\nso?'],
    ]);
  });
});

describe('firstText', () => {
  const script: Script = function* () {
    const first = yield* firstText();
    const a = yield* ask(`A after ${first}?`);
    return `${first} ${a} ${yield* ask('B?')}`;
  };

  test('is the text that began it, also after BACK and RESTART', async () => {
    const texts = ['book for 4 ', 'x', 'back', 'y', 'back', 'back', 'restart', 'z', '!'];
    expect((await talk(dialogue('d', script), texts)).flat()).toStrictEqual([
      'A after book for 4?',
      'B?',
      'A after book for 4?',
      'B?',
      'A after book for 4?',
      'This is the first question.\nA after book for 4?',
      'A after book for 4?',
      'B?',
      'book for 4 z !',
    ]);
  });

  test('is cut at 300 characters, and never within one of two units', async () => {
    const d = dialogue('d', script);
    expect((await turnOf(d, 'x'.repeat(1600))).replies).toStrictEqual([`A after ${'x'.repeat(300)}?`]);
    const [reply] = (await turnOf(d, `${'x'.repeat(299)}😀`)).replies as string[];
    expect(reply?.isWellFormed()).toBe(true);
  });

  test('is empty for a picture without words', async () => {
    expect((await turnOf(dialogue('d', script), { media: [PICTURE] })).replies).toStrictEqual(['A after ?']);
  });

  test('comes before the first question', async () => {
    const late: Script = function* () {
      yield* ask('A?');
      yield* firstText();
    };
    const phone = new TestPhone(dialogue('d', late));
    await phone.text('hi');
    await phone.text('x');
    expect(String(phone.failures)).toContain('firstText() has to come before the first question');
  });
});

describe('a wrong answer', () => {
  test('is told what was wrong and asked again, three times', async () => {
    expect(await talk(dialogue('d', twoQuestions), ['hi', 'Rey', 'old', 'very old', '19'])).toStrictEqual([
      ['Who are you?'],
      ['How old?'],
      ['Please answer with a whole number from 0 to 150.\nHow old?'],
      ['Please answer with a whole number from 0 to 150.\nHow old?'],
      ['Rey is 19.'],
    ]);
    const texts = ['hi', 'Rey', 'a', 'b', 'c', 'hi'];
    expect((await talk(dialogue('d', twoQuestions), texts)).slice(-2)).toStrictEqual([
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
    expect((await talk(dialogue('d', script), texts)).at(-1)).toStrictEqual(['Two?']);
  });

  test('patience and words can be changed', async () => {
    const options: DialogueOptions = { patience: 1, words: { gaveUp: 'Enough.' } };
    const replies = await talk(dialogue('d', twoQuestions, options), ['hi', 'Rey', 'x']);
    expect(replies.at(-1)).toStrictEqual(['Enough.']);
  });

  test('keeps the picture of its question', async () => {
    const media = ['https://example.com/a.png'];
    const script: Script = function* () {
      yield* confirm({ body: 'Like it?', media });
      yield* confirm({ media });
    };
    expect(await talk(dialogue('d', script), ['hi', 'x', 'y', 'x'])).toStrictEqual([
      [{ body: 'Like it?', media }],
      [{ body: 'Please answer yes or no.\nLike it?', media }],
      [{ media }],
      [{ media, body: 'Please answer yes or no.' }],
    ]);
  });

  test('is one of more than 300 characters, unless the question takes more', async () => {
    const script: Script = function* () {
      yield* ask('A?');
      yield* ask('B?', { maxLength: 3 });
      yield* ask('C?', (text) => text, { maxLength: 1000 });
    };
    const texts = ['hi', 'x'.repeat(301), 'x'.repeat(300), 'xxxx', 'xxx', 'x'.repeat(1001), 'x'.repeat(1000)];
    expect((await talk(dialogue('d', script), texts)).flat()).toStrictEqual([
      'A?',
      'Please answer in at most 300 characters.\nA?',
      'B?',
      'Please answer in at most 3 characters.\nB?',
      'C?',
      'Please answer in at most 1000 characters.\nC?',
    ]);
  });
});

describe('GaveUp', () => {
  const saved = jest.fn((key: string) => key);
  const script: Script = function* () {
    const name = yield* ask('Name?');
    try {
      const age = yield* ask('Age?', wholeNumber());
      return `${name} is ${age}.`;
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
      yield* once('save', saved);
      const number = yield* ask(`Where can we call you, ${name}?`);
      return `We will call ${number}, ${name}. ${yield* ask('When?')}`;
    }
  };

  test('may be caught: the script goes on with what it knows', async () => {
    const texts = ['hi', 'Rey', 'a', 'b', 'c', '1', 'now'];
    expect((await talk(dialogue('d', script), texts)).slice(-3)).toStrictEqual([
      ['Where can we call you, Rey?'],
      ['When?'],
      ['We will call 1, Rey. now'],
    ]);
    expect(saved).toHaveBeenCalledTimes(1);
    expect(new GaveUp().message).toBe('the sender has given too many wrong answers');
  });

  test('counts as an answer for BACK', async () => {
    const patient: Script = function* () {
      let age: number | undefined;
      try {
        age = yield* ask('Age?', wholeNumber());
      } catch {
        age = undefined;
      }
      return `${age} ${yield* ask('Name?')}`;
    };
    const texts = ['hi', 'a', 'b', 'c', 'back', '7', 'Rey'];
    expect((await talk(dialogue('d', patient), texts)).slice(3)).toStrictEqual([
      ['Name?'],
      ['Age?'],
      ['Name?'],
      ['7 Rey'],
    ]);
  });

  test('ends the script if it is not caught, after what `finally` still says', async () => {
    const tidy: Script = function* () {
      try {
        yield* ask('Age?', wholeNumber());
      } finally {
        yield* say('Hm.');
      }
    };
    expect((await talk(dialogue('d', tidy), ['hi', 'a', 'b', 'c'])).at(-1)).toStrictEqual([
      'Hm.\nLet us leave it there. Text again any time.',
    ]);
  });
});

describe('an aside', () => {
  const script: Script = function* () {
    return `${yield* ask('How many?', wholeNumber())} coming up.`;
  };

  test('answers what the question cannot read, and does not count it', async () => {
    const aside = jest.fn((text: string) => (text.includes('much') ? 'Five each.' : undefined));
    const texts = ['hi', 'how much?', 'so much', 'much', 'x', 'much?', '3'];
    expect((await talk(dialogue('d', script, { aside }), texts)).flat()).toStrictEqual([
      'How many?',
      'Five each.\nHow many?',
      'Five each.\nHow many?',
      'Five each.\nHow many?',
      'Please answer with a whole number.\nHow many?',
      'Five each.\nHow many?',
      '3 coming up.',
    ]);
    expect(aside).toHaveBeenCalledTimes(5);
  });

  test('may wait, and is given the time and a signal', async () => {
    const now = new Date('2026-10-23T10:00Z');
    const aside: DialogueOptions['aside'] = (_, outside) =>
      Promise.resolve(`It is ${outside.now.toISOString()} ${outside.signal.aborted}`);
    const replies = await talk(dialogue('d', script, { aside }), ['hi', 'x'], { now });
    expect(replies[1]).toStrictEqual(['It is 2026-10-23T10:00:00.000Z false\nHow many?']);
  });

  test('hears the words alone, and is named where it gives none', async () => {
    const aside = jest.fn((text: string) => (text === 'much' ? (7n as never) : undefined));
    const phone = new TestPhone(dialogue('d', script, { aside }));
    for (const text of ['hi', ' so much ', '  ', 'much']) await phone.text(text);
    expect(aside.mock.calls.map(([text]) => text)).toStrictEqual(['so much', 'much']);
    expect(String(phone.failures)).toContain('aside() came to a value that JSON does not hold: a bigint');
  });

  test('hears no picture', async () => {
    const aside = jest.fn(() => 'x');
    const d = dialogue(
      'd',
      function* () {
        yield* picture('?');
        yield* ask('Of?');
      },
      { aside },
    );
    const texts: Partial<Message>[] = [{ body: 'hi' }, { media: [PICTURE] }, { media: [PICTURE] }];
    expect((await talk(d, texts)).flat()).toStrictEqual(['?', 'Of?', 'Please answer in words.\nOf?']);
    expect(aside).not.toHaveBeenCalled();
  });
});

describe('keep', () => {
  interface Appointment {
    slot: string;
  }
  const lasting = (value: unknown) =>
    typeof value === 'object' ? (value as Appointment) : wrong('no appointment');
  const clinic = dialogue(
    'clinic',
    function* ({ lasting: before }) {
      if (before) {
        const { slot } = before;
        before.slot = 'changed by the script';
        if (yield* confirm(`You come at ${slot}. Cancel it?`)) return keep('It is gone.', undefined);
        return 'See you.';
      }
      return keep('Booked.', { slot: yield* ask('When?') });
    },
    { lasting },
  );

  test('is given to the script when it begins again, and stays if it ends without', async () => {
    const texts = ['hi', 'nine', 'hi', 'no', 'hi', 'x', 'restart', 'back', 'yes', 'hi'];
    expect((await talk(clinic, texts)).flat()).toStrictEqual([
      'When?',
      'Booked.',
      'You come at nine. Cancel it?',
      'See you.',
      'You come at nine. Cancel it?',
      'Please answer yes or no.\nYou come at nine. Cancel it?',
      'You come at nine. Cancel it?',
      'This is the first question.\nYou come at nine. Cancel it?',
      'It is gone.',
      'When?',
    ]);
  });

  test('is remembered by a dialogue that says that it is over', async () => {
    const { state } = await turnOf(clinic, 'hi');
    const turn = await turnOf(clinic, 'nine', state);
    expect(turn).toStrictEqual({ replies: ['Booked.'], state: { lasting: { slot: 'nine' } }, over: true });
    expect(clinic.again?.({} as Message, turn.state as never)).toStrictEqual([]);
  });

  test('stays if the sender gives up, or leaves', async () => {
    const phone = new TestPhone(clinic);
    for (const text of ['hi', 'nine', 'hi', 'x', 'w']) await phone.text(text);
    expect(clinic.left?.(phone.state() as never)).toStrictEqual({ lasting: { slot: 'nine' } });
    await phone.text('z');
    expect(phone.state()).toStrictEqual({ lasting: { slot: 'nine' } });
    const { state } = await turnOf(clinic, 'hi');
    expect(clinic.left?.(state as never)).toBeUndefined();
  });

  test('is forgotten if the reader finds it wrong, or is gone', async () => {
    const strict = dialogue(
      'clinic',
      function* ({ lasting: before }) {
        return keep(`${before}`, yield* ask('?'));
      },
      { lasting: (value: unknown): string | Wrong => (value === 'good' ? value : wrong('bad')) },
    );
    expect(
      (await turnOf(strict, 'x', (await turnOf(strict, 'hi', { lasting: 'bad' })).state)).replies,
    ).toStrictEqual(['undefined']);
    expect(
      (await turnOf(strict, 'x', (await turnOf(strict, 'hi', { lasting: 'good' })).state)).replies,
    ).toStrictEqual(['good']);
    const without = dialogue('clinic', function* ({ lasting: before }) {
      yield* ask(`After ${String(before)}?`);
    });
    expect((await turnOf(without, 'hi', { lasting: 'good' })).replies).toStrictEqual(['After undefined?']);
  });

  test('needs the option that reads it, and something that JSON holds', async () => {
    const keeping = (value: unknown) =>
      // eslint-disable-next-line require-yield -- it ends at once
      function* () {
        return keep('x', value);
      } as unknown as Script;
    await expect(turnOf(dialogue('d', keeping(1)), 'hi')).rejects.toThrow(
      'the dialogue d keeps a value, and has no option lasting',
    );
    await expect(
      turnOf(dialogue('d', keeping(new Map()), { lasting: (value) => value as never }), 'hi'),
    ).rejects.toThrow('keep() came to a value that JSON does not hold: a Map');
  });
});
