import type { Conversation } from '../../../src/conversation';
import { readTtl } from '../../../src/session/document-store';
import { chosenStore } from '../../../src/session/stores';
import { ENGLISH } from '../../../src/english-words';
import { TIME } from '../../../src/time-limits';
import { message } from '../../../tools/testing/messages';
import { installRuntime } from '../../../tools/testing/runtime';
import { ACCOUNT } from '../../../tools/testing/sync';

const SECRET = 's'.repeat(32);

const counter: Conversation<number> = {
  name: 'counter',
  version: 1,
  turn: (_, state = 0) => ({ replies: [`${state + 1}`], state: state + 1 }),
};

beforeAll(() => {
  installRuntime({}, ACCOUNT);
});

describe('the variables', () => {
  const open = (variables: object) =>
    chosenStore({ SESSION_SECRET: SECRET, ...variables }, {}).take(message('hi'), counter, {
      now: new Date(),
      end: performance.now() + TIME.answer,
      budget: false,
      words: ENGLISH,
    });

  test.each([
    [undefined, 14_400],
    ['', 14_400],
    ['1', 1],
    ['31536000', 31_536_000],
  ])('SESSION_TTL=%s is %d seconds', (ttl, seconds) => {
    expect(readTtl(ttl)).toBe(seconds);
  });

  test.each(['0', '-1', '1.5', 'a day', '31536001', ' '])(
    'SESSION_TTL=%s is refused',
    async (SESSION_TTL) => {
      await expect(open({ SESSION_STORE: 'sync', SESSION_TTL })).rejects.toThrow(
        `SESSION_TTL="${SESSION_TTL}" is no whole number of seconds from 1 to 31536000.`,
      );
    },
  );

  test('a SYNC_SERVICE_SID that is none is quoted, and cut, as somebody may have put a secret there', async () => {
    const refused = open({ SESSION_STORE: 'sync', SYNC_SERVICE_SID: `IS1 ${'x'.repeat(60)}` });
    await expect(refused).rejects.toThrow(/^SYNC_SERVICE_SID="IS1 x{16}…" is no SID of a Sync service/);
  });

  test.each([
    undefined,
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis:6379',
    'xredis://localhost',
  ])('REDIS_URL=%s is refused, and not quoted', async (REDIS_URL) => {
    const refused = open({ SESSION_STORE: 'redis', REDIS_URL });
    await expect(refused).rejects.toThrow(
      REDIS_URL ? /^REDIS_URL is no redis:\/\/ / : /^SESSION_STORE=redis, and REDIS_URL is not set\. On this/,
    );
    await expect(refused).rejects.toThrow(
      / For the cloud take a Redis with TLS: REDIS_URL=rediss:\/\/:password@host:port$/,
    );
  });

  test('SESSION_STORE is the cookie without a word, and refused if it is unknown', async () => {
    expect((await open({})).cookie).toBeDefined();
    expect((await open({ SESSION_STORE: 'cookie' })).cookie).toBeDefined();
    expect(() => open({ SESSION_STORE: 'postgres' })).toThrow(
      'SESSION_STORE="postgres" is not known. Choose one of: cookie, sync, redis',
    );
  });
});
