import { LoggableError, describe as describeError, loggableSid } from '../../src/log';

const secret = '+14158675308 said "my card is 4111"';

describe('what the log hears of an error', () => {
  test('its class and where it was thrown, not what it says', () => {
    const logged = describeError(new RangeError(secret));
    expect(logged).toMatch(
      /^RangeError \(its message is not logged: it may quote what people wrote\)\n {4}at /,
    );
    expect(logged).toContain('log.test.ts:');
    expect(logged).not.toMatch(/4158675308|card/);
  });

  test('nothing of a message that looks like a place in the code', () => {
    const error = new Error(
      `no\n    at ${secret.replaceAll(':', '')} (/var/card.js:1:1)\n    at card (/x.js:1:1)`,
    );
    expect(describeError(error)).not.toMatch(/card/);
  });

  test('nothing of a name, a code or a stack that somebody wrote into it', () => {
    const error = Object.assign(new TypeError(''), {
      name: secret,
      code: secret,
      stack: `${secret}\n    at ${secret}`,
    });
    expect(describeError(error)).toBe(
      'TypeError (its message is not logged: it may quote what people wrote)',
    );
    expect(describeError(Object.assign(new Error(), { code: 4111, stack: undefined }))).toMatch(/^Error \(/);
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
  expect(loggableSid(undefined)).toBe('without a MessageSid');
});
