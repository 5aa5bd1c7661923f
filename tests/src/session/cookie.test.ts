import { COOKIE_MAX_AGE } from '../../../src/twilio/limits';
import { MAX_COOKIE_VALUE, cookieAttributes, cookieOf } from '../../../src/session/cookie';

describe('cookieOf', () => {
  test.each([
    ['parsed by the runtime', { cookies: { session: 'a' }, headers: { cookie: 'session=b' } }, 'a'],
    ['in the header', { cookies: {}, headers: { cookie: 'theme=dark; session=b' } }, 'b'],
    ['in one of several headers', { headers: { cookie: ['theme=dark', 'session=c; x=y'] } }, 'c'],
    ['parsed to something else', { cookies: { session: { j: 1 } }, headers: { cookie: 'session=d' } }, 'd'],
    ['among junk', { headers: { cookie: ';;=;session=e;%;=x' } }, 'e'],
    ['an empty one', { headers: { cookie: 'session=' } }, ''],
  ])('finds it: %s', (_, request, value) => {
    expect(cookieOf({ request })).toBe(value);
  });

  test.each([
    undefined,
    null,
    7,
    'session=a',
    [],
    {},
    { request: undefined },
    { request: null },
    { request: 'session=a' },
    { request: { cookies: null, headers: null } },
    { request: { cookies: 'session=a', headers: 'cookie: session=a' } },
    { request: { cookies: [], headers: { cookie: 7 } } },
    { request: { headers: { cookie: [null, 7, {}] } } },
    { request: { headers: { cookie: [new String('session=a')] } } },
    { request: { headers: { cookie: 'Session=a; sessions=b' } } },
    { request: { cookies: Object.create({ session: 'inherited' }) as object } },
  ])('%j holds none', (event) => {
    expect(cookieOf(event)).toBeUndefined();
  });
});

test('the budget leaves 1,024 bytes to Twilio, on both ways', () => {
  const value = 'x'.repeat(MAX_COOKIE_VALUE);
  const [attribute = ''] = cookieAttributes({ value, maxAge: COOKIE_MAX_AGE });
  const response = `Content-Type: text/xml\r\nSet-Cookie: session=${value};${attribute}\r\n`;
  expect(response.length + 1024).toBe(4095);
  expect(`Cookie: session=${value}\r\n`.length + 1024).toBeLessThan(4096);
});

test('the cookie lives as long as it is told to', () => {
  expect(COOKIE_MAX_AGE).toBe(14_400);
  expect(cookieAttributes({ value: 'x', maxAge: 3600 })).toStrictEqual(['Max-Age=3600']);
});
