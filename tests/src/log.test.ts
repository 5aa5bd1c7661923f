import { compileFunction } from 'node:vm';
import { LoggableError, describe as describeError, isA, loggableSid, quoted } from '../../src/log';

const formatter = (): unknown => Reflect.get(Error, 'prepareStackTrace');
const secret = '+14158675308 said "my card is 4111"';

describe('what the log hears of an error', () => {
  test('its class and where it was thrown, not what it says', () => {
    const logged = describeError(new RangeError(secret));
    expect(logged).toMatch(/^RangeError \(its message may quote people, and is not logged\)\n {4}at /);
    expect(logged).toContain('log.test.ts:');
    expect(logged).not.toMatch(/4158675308|card/);
  });

  test('places in functions without a name, and in files of Windows', () => {
    const file = 'C:\\Users\\rey\\sms\\greeter.js';
    const thrower = compileFunction("return [7].map(() => new Failure('x'))", ['Failure'], {
      filename: file,
    });
    const [error] = (thrower as (failure: typeof Error) => Error[])(Error);
    expect(describeError(error).split('\n').slice(1, 3)).toStrictEqual([
      `    at ${file}:1:22`,
      `    at ${file}:1:12`,
    ]);
  });

  test('nothing of a message that looks like a place in the code', () => {
    const text = `no\n    at ${secret.replaceAll(':', '')} (/var/card.js:1:1)\n    at card (/x.js:1:1)`;
    expect(describeError(new Error(text))).not.toMatch(/card/);
  });

  test('nothing that a message imitated, also if it was changed since, or the stack was read', () => {
    for (const change of ['no more', '', 'hi', undefined]) {
      for (const read of [true, false]) {
        const changed = new Error('hi\n    at card (/my/4111.js:12:1)');
        if (read) expect(changed.stack).toContain('card');
        if (change !== undefined) changed.message = change;
        const logged = describeError(changed);
        expect(logged).not.toMatch(/card|4111/);
        // V8 gives the places once.
        if (read) expect(logged).not.toContain('\n');
        else expect(logged).toContain('log.test.ts:');
      }
    }
  });

  test('and leaves the stack to be read by others', () => {
    const before = formatter();
    const error = new Error('mine');
    describeError(error);
    expect(error.stack).toMatch(/mine\n {4}at /);
    expect(formatter()).toBe(before);
  });

  test('nothing of a name, a code or a stack that somebody wrote into it', () => {
    const stack = `${secret}\n    at ${secret}`;
    const error = Object.assign(new TypeError(''), { name: secret, code: secret, stack });
    expect(describeError(error)).toBe('TypeError (its message may quote people, and is not logged)');
    for (const code of [4111, 4158675308, 1.5, 'EAT', 'hello', 'E-MAIL', `E${'X'.repeat(50)}`]) {
      expect(describeError(Object.assign(new Error(), { code, stack: undefined }))).toMatch(
        code === 'EAT' ? /^Error EAT \(/ : /^Error \(/,
      );
    }
  });

  test('no place of another error, whose stack is read meanwhile', () => {
    const error = new Error();
    Object.defineProperty(error, 'stack', { get: () => new RangeError('another').stack });
    expect(describeError(error)).toBe('Error (its message may quote people, and is not logged)');
  });

  test('that it cannot be read, if it cannot', () => {
    const unreadable = [
      Object.assign(new Error(secret), { constructor: null }),
      Object.defineProperty(new Error(), 'code', {
        get: () => {
          throw new Error(secret);
        },
      }),
      new Proxy(new Error(), {
        getPrototypeOf: () => {
          throw new Error(secret);
        },
      }),
    ];
    for (const error of unreadable)
      expect(describeError(error)).toBe('an error was thrown that cannot be read');
  });

  test('the code of a system call and of Twilio', () => {
    expect(describeError(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toMatch(
      /^Error ECONNREFUSED \(/,
    );
    expect(describeError(Object.assign(new Error(), { code: 54011 }))).toMatch(/^Error 54011 \(/);
  });

  test('the code of its cause, as fetch throws it', () => {
    const cause = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    expect(describeError(new TypeError('fetch failed', { cause }))).toMatch(/^TypeError ECONNREFUSED \(/);
    expect(describeError(new Error('', { cause: null }))).toMatch(/^Error \(/);
    expect(describeError(new Error('', { cause: 'EAT' }))).toMatch(/^Error \(/);
  });

  test.each([
    ['E'.padEnd(3, 'A'), true],
    ['E'.padEnd(41, 'A'), true],
    ['E'.padEnd(42, 'A'), false],
    ['my EAT', false],
    [['EAT'], false],
    [9_999, false],
    [10_000, true],
    [99_999, true],
    [100_000, false],
    ['54011', false],
  ])('a code only if it has the form of one: %j', (code, logged) => {
    const written = describeError(Object.assign(new Error(), { code }));
    expect(written.startsWith(`Error ${String(code)} (`)).toBe(logged);
    expect(written.startsWith('Error (')).toBe(!logged);
  });

  test('eight places at most', () => {
    function deep(n: number): Error {
      return n === 0 ? new Error('x') : deep(n - 1);
    }
    Error.stackTraceLimit = 50;
    expect(describeError(deep(20)).split('\n')).toHaveLength(9);
    Error.stackTraceLimit = 10;
  });

  test('an error whose message was written for the log', () => {
    expect(describeError(new LoggableError('the booking service answered 503'))).toBe(
      'LoggableError: the booking service answered 503',
    );
  });

  test.each([secret, undefined, null, { message: secret }])('%j was thrown', (thrown) => {
    expect(describeError(thrown)).toMatch(
      /^something that is not an Error was thrown \((string|undefined|object)\)$/,
    );
  });
});

test('a MessageSid is logged if it is one', () => {
  const sid = `SM${'0123456789abcdef'.repeat(2)}`;
  expect(loggableSid(sid)).toBe(sid);
  expect(loggableSid('+14158675308')).toBe('without a MessageSid');
  expect(loggableSid('SM my card')).toBe('without a MessageSid');
  expect(loggableSid(`${sid}0`)).toBe('without a MessageSid');
  expect(loggableSid(`my card is 4111 ${sid}`)).toBe('without a MessageSid');
  expect(loggableSid(undefined)).toBe('without a MessageSid');
});

test.each([
  ['nobody has', undefined, /^Error: mine\n {4}at .*log\.test\.ts:/],
  ['somebody has', () => 'their own', /^their own$/],
])('the places are those of V8 where %s replaced how it writes them', (_, replacement, written) => {
  const usual = formatter();
  Reflect.set(Error, 'prepareStackTrace', replacement);
  try {
    const error = new Error('mine');
    expect(describeError(error)).toMatch(/\n {4}at .*log\.test\.ts:\d+:\d+/);
    expect(error.stack).toMatch(written);
    expect(formatter()).toBe(replacement);
  } finally {
    Reflect.set(Error, 'prepareStackTrace', usual);
  }
});

describe('isA', () => {
  test('is instanceof, and false if that throws', () => {
    expect([isA(new LoggableError(''), Error), isA({}, Error), isA(undefined, Error)]).toStrictEqual([
      true,
      false,
      false,
    ]);
    const hostile = new Proxy(new Error(), {
      getPrototypeOf() {
        throw new Error(secret);
      },
    });
    expect(isA(hostile, Error)).toBe(false);
  });
});

test('the value of a variable is quoted and cut', () => {
  expect(quoted('poet')).toBe('"poet"');
  expect(quoted('a\n"b')).toBe('"a\\n\\"b"');
  expect(quoted('x'.repeat(20))).toBe(`"${'x'.repeat(20)}"`);
  expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(20)}…"`);
});
