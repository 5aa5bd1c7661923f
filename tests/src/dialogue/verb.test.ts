import { ask, dialogue, keep, lookUp, once, firstText, say, type Script } from '../../../src/dialogue';
import { ScriptError, TestPhone, talk } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('a verb is a value: it is kept and used any number of times, by anybody', async () => {
  const name = ask('Name?');
  const thanks = say('Thanks.');
  const script: Script = function* () {
    const first = yield* name;
    yield* thanks;
    const second = yield* name;
    yield* thanks;
    return `${first} and ${second}`;
  };
  const phone = new TestPhone(dialogue('d', script));
  const finn = { from: '+12349013030' };
  for (const pair of [{}, finn]) await phone.text({ ...pair, body: 'hi' });
  expect(await phone.text('Rey')).toStrictEqual(['Thanks.\nName?']);
  expect(await phone.text({ ...finn, body: 'Finn' })).toStrictEqual(['Thanks.\nName?']);
  expect(await phone.text('Leia')).toStrictEqual(['Thanks.\nRey and Leia']);
  expect(await phone.text({ ...finn, body: 'Poe' })).toStrictEqual(['Thanks.\nFinn and Poe']);
});

describe('a verb that is used in place of its value', () => {
  function* part() {
    yield* ask('?');
  }
  const untyped = (verb: unknown) => verb as string;

  test.each<[string, Script, string]>([
    [
      'yielded without a star',
      function* () {
        yield untyped(once('save', () => 1)) as never;
      },
      "once('save') was used without its star: write yield* in front of it",
    ],
    [
      'returned',
      // eslint-disable-next-line require-yield -- that is what is wrong with it
      function* () {
        return untyped(ask('Your card?'));
      },
      'ask() was used without its star: write yield* in front of it',
    ],
    [
      'put into a text',
      function* () {
        yield* say(`Hello ${untyped(lookUp('name', () => 'Rey'))}`);
      },
      "lookUp('name') was used without its star: write yield* in front of it",
    ],
    [
      'yielded without a star, and named in no other way',
      function* () {
        yield untyped(firstText()) as never;
      },
      'firstText() was used without its star',
    ],
    [
      'compared',
      function* () {
        if (untyped(ask('?')) > '') yield* say('x');
      },
      'ask() was used without its star',
    ],
    [
      'written as JSON',
      function* () {
        yield* say(JSON.stringify({ a: say('x') }));
      },
      'say() was used without its star',
    ],
    [
      'a part of a script, returned',
      // eslint-disable-next-line require-yield -- that is what is wrong with it
      function* () {
        return untyped(part());
      },
      'a part of a script was used without its star: write yield* in front of it',
    ],
  ])('fails the turn by name: %s', async (_, script, what) => {
    await expect(turnOf(dialogue('d', script), 'hi')).rejects.toThrow(what);
  });

  test('keep is no verb, and is returned', async () => {
    // eslint-disable-next-line require-yield -- it ends at once
    const script: Script<number> = function* () {
      return keep('x', 1);
    };
    expect(await talk(dialogue('d', script, { lasting: Number }), ['hi'])).toStrictEqual([['x']]);
  });
});

describe('a verb that is made and never begun', () => {
  const forgetful: Script = function* () {
    const name = yield* ask('Name?');
    // As where the star was forgotten, in a way that lint does not see.
    Object.is(
      once('save', () => name),
      say('Saved!'),
    );
    const used = say('Bye.');
    yield* used;
  };

  test('fails in a test', async () => {
    const phone = new TestPhone(dialogue('d', forgetful));
    jest.spyOn(console, 'warn').mockImplementation();
    await phone.text('hi');
    const failure = phone.text('Rey');
    await expect(failure).rejects.toThrow(ScriptError);
    await expect(failure).rejects.toThrow(
      "once('save'), say(): made and never begun. Write yield* in front of it.",
    );
  });

  test('is one warning elsewhere', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation();
    const d = dialogue('d', forgetful);
    const { state } = await turnOf(d, 'hi');
    expect(warned).not.toHaveBeenCalled();
    expect((await turnOf(d, 'Rey', state)).replies).toStrictEqual(['Bye.']);
    expect(warned.mock.calls).toStrictEqual([
      [
        `SM${'0'.repeat(32)}: the dialogue d made once('save'), say() without beginning it: write yield* in front of it`,
      ],
    ]);
  });

  test('is none if it is a question, which may be made in case it is needed', async () => {
    const script: Script = function* () {
      const spare = ask('Spare?');
      if ((yield* ask('?')) === 'more') yield* spare;
    };
    expect(await talk(dialogue('d', script), ['hi', 'x'])).toStrictEqual([['?'], []]);
  });

  test('is none if it was made outside of the script', async () => {
    const kept = say('Never said.');
    const script: Script = function* () {
      yield* ask('?');
      yield* once('make one', () => {
        Object.is(say('Never said either.'), kept);
      });
      return JSON.stringify(Object.keys(kept));
    };
    expect((await talk(dialogue('d', script), ['hi', 'x']))[1]).toStrictEqual(['["step"]']);
  });
});
