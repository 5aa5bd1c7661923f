import {
  Failed,
  ask,
  dialogue,
  failed,
  lookUp,
  once,
  understood,
  wrong,
  type Remembered,
  type Script,
} from '../../../src/dialogue';
import { TestPhone, given, message, talk } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

class Failure {
  constructor(readonly why: string) {}
}

describe('the result of an effect', () => {
  const books = (effect: () => unknown): Script =>
    function* () {
      const name = yield* ask('Name?');
      const reference = yield* once('book', effect);
      yield* ask(`Booked ${name} as ${JSON.stringify(reference)}. Anything else?`);
      return 'Done.';
    };

  test.each([
    ['text', 'R1', '"R1"'],
    ['nothing', undefined, 'null'],
    ['an object', { a: [1, undefined], b: undefined }, '{"a":[1,null]}'],
    ['an object of nothing', {}, '{}'],
    ['a list of nothing', [], '[]'],
    ['an instance of a class', new Failure('full'), '{"why":"full"}'],
    ['an object without a prototype', Object.create(null) as object, '{}'],
    ['a Date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a promise', Promise.resolve(7), '7'],
  ])('is what JSON holds of it, at once and at each replay: %s', async (_, result, json) => {
    const effect = jest.fn(() => result);
    expect(await talk(dialogue('d', books(effect)), ['hi', 'Rey', 'x'])).toStrictEqual([
      ['Name?'],
      [`Booked Rey as ${json}. Anything else?`],
      ['Done.'],
    ]);
    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('of a reading is held in the same way', async () => {
    const script: Script = function* () {
      yield* ask(
        JSON.stringify([yield* lookUp('nothing', () => undefined), yield* lookUp('day', () => new Date(0))]),
      );
    };
    expect(await turnOf(dialogue('d', script), 'hi')).toMatchObject({
      replies: ['[null,"1970-01-01T00:00:00.000Z"]'],
    });
  });

  const circle: Record<string, unknown> = {};
  circle.circle = circle;

  test.each<[string, unknown, string]>([
    ['a bigint', 1n, 'a bigint'],
    ['a symbol', Symbol('x'), 'a symbol'],
    ['a function', { a: () => 1 }, 'a function'],
    ['a circle', circle, 'it goes in a circle, or cannot be read'],
    ['a Map', new Map([[1, 2]]), 'a Map'],
    ['a Set', [new Set([1])], 'a Set'],
    ['an Error', new TypeError('my card is 4111'), 'a TypeError'],
    ['a promise in an object', { a: Promise.resolve(1) }, 'a Promise'],
    ['no number', 0 / 0, 'NaN'],
    ['a part that failed', { a: failed('x') }, 'failed(…) has to be all that an effect returns'],
  ])('is refused by name where JSON does not hold it: %s', async (_, result, what) => {
    const keys: string[] = [];
    const script: Script = function* () {
      yield* ask('?');
      yield* once('book', (key): unknown => {
        keys.push(key);
        return result;
      });
    };
    const phone = new TestPhone(dialogue('d', script));
    for (const text of ['hi', 'x', 'x']) await phone.text(text);
    expect(phone.failures.map(String)).toStrictEqual([
      `LoggableError: once('book') came to a value that JSON does not hold: ${what}`,
      `LoggableError: once('book') came to a value that JSON does not hold: ${what}`,
    ]);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('is a copy each time: what a script does to it is never remembered', async () => {
    const script: Script = function* () {
      const account = yield* once('open', () => ({ balance: 100 }));
      const slots = yield* lookUp('slots', () => ['9:00', '10:00', '11:00']);
      account.balance -= 30;
      for (;;) {
        const [next] = slots.splice(0, 1);
        if (next === undefined) return `${account.balance} left.`;
        account.balance -= 1;
        yield* ask(`${account.balance}, ${next}?`);
      }
    };
    expect((await talk(dialogue('d', script), ['hi', 'a', 'b', 'c'])).flat()).toStrictEqual([
      '69, 9:00?',
      '68, 10:00?',
      '67, 11:00?',
      '67 left.',
    ]);
  });
});

describe('an effect that throws', () => {
  test('is not recorded, and the next attempt has the same key if the answer is the same', async () => {
    const effect = jest.fn<string, [string]>(() => 'R1');
    effect.mockImplementationOnce(() => {
      throw new Error('down');
    });
    effect.mockImplementationOnce(() => Promise.reject(new Error('down')) as never);
    const phone = new TestPhone(
      dialogue('d', function* () {
        return `${yield* ask('Name?')} ${yield* once('book', effect)}`;
      }),
    );
    const apology = 'Sorry, something went wrong on our side. Please text that again.';
    expect(await phone.text('hi')).toStrictEqual(['Name?']);
    expect(await phone.text('Rey')).toStrictEqual([apology]);
    expect(await phone.text('Finn')).toStrictEqual([apology]);
    expect(await phone.text('Rey')).toStrictEqual(['Rey R1']);
    const [first, other, third] = effect.mock.calls.map(([key]) => key.split('.'));
    expect(first).toStrictEqual(third);
    expect(other?.[0]).toBe(first?.[0]);
    expect(other?.[1]).not.toBe(first?.[1]);
  });
});

describe('failed', () => {
  const reserve = jest.fn<unknown, [string]>();
  const script: Script = function* () {
    for (;;) {
      const slot = yield* ask('When?');
      const done = yield* once('reserve', (key) => reserve(`${key} ${slot}`) as string | Failed);
      if (!(done instanceof Failed)) {
        yield* ask(`Reserved ${slot}: ${done}. Anything else?`);
        return 'Bye.';
      }
      yield* ask(`${slot} is ${done.reason}. Shall we go on?`);
    }
  };

  beforeEach(() => {
    reserve.mockReset();
  });

  test('is what the script goes on with, at once and at each replay', async () => {
    reserve.mockReturnValueOnce(failed('taken')).mockReturnValueOnce('R1');
    expect((await talk(dialogue('d', script), ['hi', 'nine', 'y', 'ten', 'no'])).flat()).toStrictEqual([
      'When?',
      'nine is taken. Shall we go on?',
      'When?',
      'Reserved ten: R1. Anything else?',
      'Bye.',
    ]);
  });

  test('may be tried again at once, with the same key', async () => {
    reserve.mockReturnValueOnce(failed('busy')).mockReturnValueOnce('R1');
    const again: Script = function* () {
      for (;;) {
        const done = yield* once('reserve', (key) => reserve(key) as string | Failed);
        if (!(done instanceof Failed)) return done;
      }
    };
    expect(await talk(dialogue('d', again), ['hi'])).toStrictEqual([['R1']]);
    expect(reserve.mock.calls[0]).toStrictEqual(reserve.mock.calls[1]);
  });

  test('does not stop BACK, and does not count in the place of the key', async () => {
    reserve.mockReturnValueOnce(failed('taken')).mockReturnValueOnce(failed('taken')).mockReturnValue('R1');
    const texts = ['hi', 'nine', 'back', 'nine', 'back', 'ten', 'back'];
    expect((await talk(dialogue('d', script), texts)).flat()).toStrictEqual([
      'When?',
      'nine is taken. Shall we go on?',
      'When?',
      'nine is taken. Shall we go on?',
      'When?',
      'Reserved ten: R1. Anything else?',
      'That has been done and cannot be undone.\nReserved ten: R1. Anything else?',
    ]);
    const keys = reserve.mock.calls.map(([call]) => call.split(/[ .]/));
    expect(keys[0]).toStrictEqual(keys[1]);
    expect(keys[2]?.[0]).toBe(keys[0]?.[0]);
    expect(keys[2]?.[1]).not.toBe(keys[0]?.[1]);
  });
});

describe('the key of an effect', () => {
  const sid = `SM${'a'.repeat(32)}`;

  async function keysOf(
    script: (once: (name: string) => ReturnType<typeof verb>) => Script,
    texts: readonly string[],
    { name = 'd', id = 'given' } = {},
  ): Promise<string[]> {
    const keys: string[] = [];
    const verb_ = (what: string) => verb(what, keys);
    let state: Remembered | undefined;
    for (const text of texts) {
      ({ state } = await turnOf(dialogue(name, script(verb_)), { sid, body: text }, state, { id }));
    }
    return keys;
  }

  const verb = (name: string, keys: string[]) => once(name, (key) => keys.push(key));

  test('is of the dialogue, its beginning, the name, and how many of that name were done', async () => {
    const script = (effect: (name: string) => ReturnType<typeof verb>): Script =>
      function* () {
        yield* effect('a');
        yield* effect('a');
        yield* effect('b');
        yield* ask('?');
      };
    const keys = await keysOf(script, ['hi']);
    expect(keys).toStrictEqual(await keysOf(script, ['hi']));
    const others = [
      ...(await keysOf(script, ['hi'], { name: 'e' })),
      ...(await keysOf(script, ['hi'], { id: 'another' })),
    ];
    const places = [...keys, ...others].map((key) => key.split('.')[0]);
    expect(new Set(places).size).toBe(9);
    for (const key of keys) expect(key).toMatch(/^[\w-]{12}\.[\w-]{12}$/);
  });

  test('does not depend on what was looked up, nor on where in the script the effect stands', async () => {
    let looks = 0;
    const script =
      (more: boolean) =>
      (effect: (name: string) => ReturnType<typeof verb>): Script =>
        function* () {
          yield* ask('?');
          if (more) yield* lookUp('x', () => ++looks);
          yield* effect('a');
        };
    expect(await keysOf(script(true), ['hi', 'x'])).toStrictEqual(await keysOf(script(false), ['hi', 'x']));
    expect(await keysOf(script(true), ['hi', 'x'])).toStrictEqual(await keysOf(script(true), ['hi', 'x']));
    expect(await keysOf(script(true), ['hi', 'y'])).not.toStrictEqual(
      await keysOf(script(true), ['hi', 'x']),
    );
  });

  test('differs in two branches, so that a service does not take the second for the first', async () => {
    const calls: [string, string][] = [];
    let isLost = true;
    const script: Script = function* () {
      const way = yield* ask('By card or cash?');
      const effect = (name: string) =>
        once(name, (key) => {
          calls.push([name, key]);
          if (isLost) throw new Error('the answer was lost');
          return 'done';
        });
      if (way === 'card') yield* effect('charge');
      else yield* effect('bill');
      return 'Thanks.';
    };
    const phone = new TestPhone(dialogue('d', script));
    await phone.text('hi');
    await phone.text('card');
    isLost = false;
    expect(await phone.text('cash')).toStrictEqual(['Thanks.']);
    expect(calls.map(([name]) => name)).toStrictEqual(['charge', 'bill']);
    const [[, charge] = [], [, bill] = []] = calls;
    expect(charge?.split('.')[0]).not.toBe(bill?.split('.')[0]);
  });

  test('has the same place after RESTART, until an effect was done', async () => {
    const keys: string[] = [];
    let isLost = true;
    const script: Script = function* () {
      yield* ask('What?');
      yield* once('order', (key) => {
        keys.push(key);
        if (isLost) throw new Error('the answer was lost');
        return 'done';
      });
      yield* ask('Anything else?');
    };
    const phone = new TestPhone(dialogue('d', script));
    for (const body of ['hi', 'soup', 'restart', 'soup', 'restart', 'salad']) await phone.text(body);
    isLost = false;
    for (const body of ['soup', 'restart', 'soup']) await phone.text(body);
    const [lost, again, corrected, done, anew] = keys;
    expect(again).toBe(lost);
    expect(corrected?.split('.')[0]).toBe(lost?.split('.')[0]);
    expect(corrected).not.toBe(lost);
    // The order that was corrected is tried again with the next text, which is no answer to it.
    expect(done?.split('.')[0]).toBe(lost?.split('.')[0]);
    expect(anew?.split('.')[0]).not.toBe(lost?.split('.')[0]);
  });

  test('stays the same when a new secret gives the same message another id', async () => {
    const keys: string[] = [];
    const d = dialogue('d', function* () {
      yield* ask('?');
      yield* verb('a', keys);
    });
    const { state } = await turnOf(d, { sid }, undefined, { id: 'old secret' });
    await turnOf(d, { sid, body: 'x' }, state, { id: 'old secret' });
    await turnOf(d, { sid, body: 'x' }, state, { id: 'new secret' });
    expect(keys[0]).toBe(keys[1]);
    // And for ever: a service may have heard it before a deploy.
    expect(keys[0]).toBe('dpSDIAwP8y4H.QPEWndfJfyPK');
  });
});

/** It answers when the time is over, with an error. */
function answersLate(signal: AbortSignal): Promise<string> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

describe('the time of a turn', () => {
  test('is over: no further effect or reading is begun', async () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    const time = new AbortController();
    const begun: string[] = [];
    const script: Script = function* () {
      yield* once('first', (_, { signal }) => {
        begun.push(`first ${signal === time.signal}`);
        time.abort(new Error('late'));
      });
      yield* once('second', () => {
        begun.push('second');
      });
    };
    await expect(turnOf(dialogue('d', script), 'hi', undefined, { signal: time.signal })).rejects.toThrow(
      'late',
    );
    const reads: Script = function* () {
      yield* lookUp('x', () => begun.push('look'));
    };
    await expect(turnOf(dialogue('d', reads), 'hi', undefined, { signal: time.signal })).rejects.toThrow(
      'late',
    );
    expect(begun).toStrictEqual(['first true']);
    warn.mockRestore();
  });

  test.each<[string, Script]>([
    [
      "once('order')",
      function* () {
        yield* once('order', (_, { signal }) => answersLate(signal));
      },
    ],
    [
      "lookUp('slots')",
      function* () {
        yield* lookUp('slots', ({ signal }) => answersLate(signal));
      },
    ],
  ])('is over while %s has not answered: the log names it', async (name, script) => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    const time = new AbortController();
    const turn = turnOf(dialogue('d', script), 'hi', undefined, { signal: time.signal });
    expect(warn.mock.calls).toStrictEqual([]);
    time.abort(new Error('late'));
    await expect(turn).rejects.toThrow('late');
    expect(warn.mock.calls).toStrictEqual([[`${name} had not answered when the time of the turn was over`]]);
    warn.mockRestore();
  });

  test('is over after an effect has answered: the log does not name it', async () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    const time = new AbortController();
    const script: Script = function* () {
      yield* once('order', () => 'R1');
      return yield* ask('Another?');
    };
    await turnOf(dialogue('d', script), 'hi', undefined, { signal: time.signal });
    time.abort(new Error('late'));
    expect(warn.mock.calls).toStrictEqual([]);
    warn.mockRestore();
  });

  test('is given to what is looked up and understood, with the hour', async () => {
    const now = new Date('2026-10-23T10:00Z');
    const script: Script = function* () {
      const at = yield* lookUp('clock', (outside) => outside.now.toISOString());
      const heard = yield* ask(
        `${at}?`,
        understood(
          'echo',
          (text, outside) =>
            `${text} ${outside.now.getTime()} ${outside.signal.aborted} ${outside.language.locale}`,
        ),
      );
      return heard;
    };
    expect((await talk(dialogue('d', script), ['hi', 'x'], { now })).flat()).toStrictEqual([
      '2026-10-23T10:00:00.000Z?',
      `x ${now.getTime()} false en`,
    ]);
  });
});

describe('a turn that a store takes anew', () => {
  const calls: string[] = [];
  const d = dialogue(
    'd',
    function* () {
      const dish = yield* ask(
        'Dish?',
        understood('dish', (text) => {
          calls.push(`dish ${text}`);
          return text === '?' ? wrong('What?') : { text };
        }),
      );
      const price = yield* lookUp('price', () => calls.push('price'));
      yield* once('order', () => {
        calls.push('order');
      });
      const other = yield* once('other', () => {
        calls.push('other');
        return failed('no');
      });
      yield* ask(`${dish.text} at ${price}. ${other.reason}?`);
    },
    {
      aside: (text) => {
        calls.push(`aside ${text}`);
        return undefined;
      },
    },
  );

  beforeEach(() => {
    calls.length = 0;
  });

  test('runs nothing again in one delivery, and gives the same', async () => {
    const heard = message('soup');
    const { state } = await turnOf(d, 'hi');
    const delivery = given(heard);
    const first = await d.turn(heard, state, delivery);
    expect(await d.turn(heard, state, delivery)).toStrictEqual(first);
    expect(first.replies).toStrictEqual(['soup at 2. no?']);
    expect(calls).toStrictEqual(['dish soup', 'price', 'order', 'other']);
    await d.turn(heard, state, given(heard));
    expect(calls).toHaveLength(8);
  });

  test('runs it again if the state is another one: it is another place', async () => {
    const heard = message('?');
    const { state } = await turnOf(d, 'hi');
    const delivery = given(heard);
    const first = await d.turn(heard, state, delivery);
    expect(await d.turn(heard, state, delivery)).toStrictEqual(first);
    expect(calls).toStrictEqual(['dish ?', 'aside ?']);
    // The same, of a dialogue that began with another message.
    const other = await turnOf(d, 'hi', undefined, { id: 'other' });
    await d.turn(heard, other.state, delivery);
    expect(calls).toStrictEqual(['dish ?', 'aside ?', 'dish ?', 'aside ?']);
    const soup = await turnOf(d, 'soup', state);
    await d.turn(heard, soup.state, delivery);
    expect(calls.filter((call) => call === 'price')).toHaveLength(1);
  });
});

describe('understood', () => {
  let calls = 0;
  const find = (text: string) => {
    calls++;
    return text === 'x' ? wrong('We have no x.') : Promise.resolve({ dish: text, n: calls });
  };
  const script: Script = function* () {
    const found = yield* ask('What?', understood('dish', find));
    found.n += 100;
    return `${yield* ask(`${found.dish}?`)} ${JSON.stringify(found)}`;
  };

  beforeEach(() => {
    calls = 0;
  });

  test('is read once, and its value is recorded in place of the text', async () => {
    const phone = new TestPhone(dialogue('d', script));
    expect(await phone.text('hi')).toStrictEqual(['What?']);
    expect(await phone.text('x')).toStrictEqual(['We have no x.\nWhat?']);
    expect(await phone.text('soup')).toStrictEqual(['soup?']);
    expect(JSON.stringify(phone.state())).toContain('{"dish":"soup","n":2}');
    expect(await phone.text('yes')).toStrictEqual(['yes {"dish":"soup","n":102}']);
    expect(calls).toBe(2);
  });

  test('wants words, and is named where JSON does not hold what it gives', async () => {
    const phone = new TestPhone(
      dialogue('d', function* () {
        yield* ask(
          'What?',
          understood('dish', (): unknown => 1n),
        );
      }),
    );
    await phone.text('hi');
    expect(await phone.text('')).toStrictEqual(['Please answer in words.\nWhat?']);
    expect(await phone.text('x'.repeat(301))).toStrictEqual([
      'Please answer in at most 300 characters.\nWhat?',
    ]);
    await phone.text('x');
    expect(String(phone.failures)).toContain(
      "understood('dish') came to a value that JSON does not hold: a bigint",
    );
  });
});
