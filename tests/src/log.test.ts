import { LoggableError, describe as describeError, loggableSid } from '../../src/log';

const secret = '+14158675308 said "my card is 4111"';

describe('what the log hears of an error', () => {
  test('its class and where it was thrown, not what it says', () => {
    const logged = describeError(new RangeError(secret));
    expect(logged).toMatch(/^RangeError \(its message may quote people, and is not logged\)\n {4}at /);
    expect(logged).toContain('log.test.ts:');
    expect(logged).not.toMatch(/4158675308|card/);
  });

  test('nothing of a message that looks like a place in the code', () => {
    const text = `no\n    at ${secret.replaceAll(':', '')} (/var/card.js:1:1)\n    at card (/x.js:1:1)`;
    expect(describeError(new Error(text))).not.toMatch(/card/);
    const changed = new Error('hi\n    at my card is 4111 exp 12:1:1');
    expect(changed.stack).toContain('card');
    changed.message = 'no more';
    expect(describeError(changed)).not.toContain('\n');
    changed.message = '';
    expect(describeError(changed)).not.toContain('card');
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

  test('that it cannot be read, where it cannot', () => {
    const unreadable = [
      Object.assign(new Error(secret), { constructor: null }),
      Object.assign(new Error(secret), { stack: Object.create(null) as string }),
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
      /^something that is no Error was thrown \((string|undefined|object)\)$/,
    );
  });
});

test('a MessageSid is logged where it is one', () => {
  const sid = `SM${'0123456789abcdef'.repeat(2)}`;
  expect(loggableSid(sid)).toBe(sid);
  expect(loggableSid('+14158675308')).toBe('without a MessageSid');
  expect(loggableSid('SM my card')).toBe('without a MessageSid');
  expect(loggableSid(`${sid}0`)).toBe('without a MessageSid');
  expect(loggableSid(undefined)).toBe('without a MessageSid');
});
