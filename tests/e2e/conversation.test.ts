import { openState, sealState } from '../../src/session';
import { readKeys } from '../../src/secrets';
import { Pair } from './pair';
import { serve, type Server } from './server';

const SESSION_SECRET = 'the secret of the end-to-end tests is long enough';
const HOURS = 60 * 60 * 1000;
const APOLOGY = 'Sorry, something went wrong on our side. Please text that again.';

jest.setTimeout(30_000);

describe('the Function, served by twilio-run', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = await serve({ env: { SESSION_SECRET } });
    url = `http://127.0.0.1:${server.port}/sms`;
  });

  test('greets known and unknown numbers, and counts for each pair by itself', async () => {
    const rey = new Pair(url, '+14158675308');
    const finn = new Pair(url, '+12349013030');
    const chewy = new Pair(url, 'whatsapp:+12348134522', 'whatsapp:+14155550100');
    const stranger = new Pair(url, '+19995550123');
    const reyToAnother = new Pair(url, '+14158675308', '+14155550199');
    expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
    expect((await finn.text('hi')).says).toEqual(['Thanks for the new message, Finn.']);
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 2 times.']);
    expect((await chewy.text('hi')).says).toEqual(['Thanks for the new message, Chewy.']);
    expect((await reyToAnother.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
    expect((await finn.text('hi')).says).toEqual(['Finn has messaged +14155550100 2 times.']);
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 3 times.']);
    expect((await chewy.text('hi')).says).toEqual(['Chewy has messaged +14155550100 2 times.']);
    expect((await stranger.text('hi')).says).toEqual(['Thanks for the new message, Friend.']);
    expect((await reyToAnother.text('')).says).toEqual(['Rey has messaged +14155550199 2 times.']);
  });

  test('answers GET as it answers POST', async () => {
    const rey = new Pair(url, '+14158675308');
    expect((await rey.text('hi', 'GET')).says).toEqual(['Thanks for the new message, Rey.']);
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 2 times.']);
    expect((await rey.text('hi', 'GET')).says).toEqual(['Rey has messaged +14155550100 3 times.']);
  });

  test('a cookie of one pair is worth nothing to another', async () => {
    const rey = new Pair(url, '+14158675308');
    const finn = new Pair(url, '+12349013030');
    await rey.text('hi');
    finn.jar = rey.jar;
    expect((await finn.text('hi')).says).toEqual(['Thanks for the new message, Finn.']);
  });

  test('a lost cookie makes a new sender', async () => {
    const rey = new Pair(url, '+14158675308');
    await rey.text('hi');
    await rey.forget();
    expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
  });

  test('Twilio is told to keep the cookie for four hours', async () => {
    const rey = new Pair(url, '+14158675308');
    await rey.text('hi');
    expect(await rey.cookies(4 * HOURS - 60_000)).toHaveLength(1);
    expect(await rey.cookies(4 * HOURS + 60_000)).toEqual([]);
  });

  test('a cookie that outlived its four hours is not believed', async () => {
    const keys = readKeys(SESSION_SECRET);
    const place = ['greeter', '1', '+14158675308', '+14155550100'];
    const rey = new Pair(url, '+14158675308');
    await rey.jar.setCookie(`session=${sealState({ messages: 7 }, 60, place, keys)}`, url);
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 8 times.']);
    await rey.jar.setCookie(`session=${sealState({ messages: 7 }, -1, place, keys)}`, url);
    expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
    const [cookie = ''] = await rey.cookies();
    expect(openState(cookie.replace('session=', ''), place, keys)).toEqual({ messages: 1 });
  });

  test('goes on after a restart in mid-conversation', async () => {
    const rey = new Pair(url, '+14158675308');
    await rey.text('hi');
    const { port } = server;
    await server.stop();
    server = await serve({ env: { SESSION_SECRET }, port });
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 2 times.']);
  });

  test('an opt-out is forgotten without a word, HELP is left to Twilio', async () => {
    const rey = new Pair(url, '+14158675308');
    await rey.text('hi');
    expect((await rey.text('help')).body).toContain('<Response/>');
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 2 times.']);
    expect((await rey.text('Stop')).body).toContain('<Response/>');
    expect(await rey.cookies()).toEqual([]);
    expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
  });

  test.each(['From', 'To'])('refuses a request without %s, and says so', async (parameter) => {
    const refused = await new Pair(url, '+14158675308').text('hi', 'POST', { [parameter]: '' });
    expect(refused).toMatchObject({ status: 400, type: 'text/plain; charset=utf-8' });
    expect(refused.body).toContain(parameter);
    expect(server.output()).toContain(`The parameter ${parameter} is missing`);
  });

  test('a parameter named request does no harm', async () => {
    const rey = new Pair(url, '+14158675308');
    await rey.text('hi');
    expect(await rey.text('hi', 'POST', { request: 'x' })).toMatchObject({
      status: 200,
      says: ['Thanks for the new message, Rey.'],
    });
  });
});

describe('when something goes wrong', () => {
  let server: Server;
  let rey: Pair;

  beforeAll(async () => {
    server = await serve({ functions: 'dist/tests/functions', env: { SESSION_SECRET } });
  });

  beforeEach(async () => {
    rey = new Pair(`http://127.0.0.1:${server.port}/trouble`, '+14158675308');
    expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
  });

  afterEach(() => {
    expect(server.output()).not.toMatch(/4158675308|4155550100|never answer|remember too|x{9}|end-to-end/);
  });

  test.each([
    ['throw', /SM[0-9a-f]{32}: RangeError .*\n {4}at /],
    ['never answer', /SM[0-9a-f]{32}: LoggableError: the conversation had no answer after 8 s/],
    [
      'remember too much',
      /SM[0-9a-f]{32}: StateTooLarge: the state takes 5\d{3} bytes once sealed, and 3011 fit/,
    ],
  ])('%j: an apology, what we remember unchanged, the reason in the log', async (text, logged) => {
    expect(await rey.text(text)).toMatchObject({ status: 200, says: [APOLOGY] });
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 2 times.']);
    expect(server.output()).toMatch(logged);
  });

  test('too much is said: as much as Twilio takes', async () => {
    const { says } = await rey.text('say too much');
    expect(says.map((text) => text.length)).toEqual([3, 1599, 400, 6, 6, 6, 6, 6, 6, 6]);
    expect(says[0]).toBe('a\ufffdb');
    expect(server.output()).toContain('the last 2 were cut');
    expect((await rey.text('hi')).says).toEqual(['Rey has messaged +14155550100 3 times.']);
  });

  test('a conversation that ends takes its cookie along', async () => {
    await rey.text('end');
    expect(await rey.cookies()).toEqual([]);
    expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Rey.']);
  });
});

test('without a secret it refuses, and the log says how to make one', async () => {
  const server = await serve({});
  const rey = new Pair(`http://127.0.0.1:${server.port}/sms`, '+14158675308');
  expect(await rey.text('hi')).toMatchObject({ status: 500, type: 'text/plain; charset=utf-8' });
  await server.stop();
  expect(server.output()).toMatch(/SESSION_SECRET is not set\. Make one with: node -p/);
});

test.each([
  ['malformed', 'tests/e2e/assets', /assets\/callers\.private\.json cannot be read as JSON/],
  ['missing', 'tests/e2e/functions', /assets\/callers\.private\.json is missing/],
])('with a %s callers file people are answered without their names', async (_, assets, logged) => {
  const server = await serve({ env: { SESSION_SECRET }, assets });
  const rey = new Pair(`http://127.0.0.1:${server.port}/sms`, '+14158675308');
  expect((await rey.text('hi')).says).toEqual(['Thanks for the new message, Friend.']);
  await server.stop();
  expect(server.output()).toMatch(logged);
});
