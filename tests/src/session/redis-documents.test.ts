import { createClient } from 'redis';
import { DEFAULT_BUDGET } from '../../../src/session/budget';
import { redisStore } from '../../../src/session/redis-documents';
import { ENGLISH } from '../../../src/english-words';
import { TIME } from '../../../src/time-limits';
import { startRedisService } from '../../../tools/testing/document-services';
import { message } from '../../../tools/testing/messages';
import { describeWithRedis, startRedis, type ServedRedis } from '../../../tools/testing/redis';
import { startRedisProxy } from '../../../tools/testing/redis-proxy';
import { suite } from './document-store';

// A real redis-server.
describeWithRedis()('Redis', () => {
  suite(startRedisService);

  describe('itself', () => {
    let redis: ServedRedis;

    beforeAll(async () => {
      redis = await startRedis();
    });

    afterAll(() => redis.close());

    const count = (url = redis.url, limit: number = TIME.answer, onCall?: () => void) =>
      redisStore({ SESSION_SECRET: 's'.repeat(32), REDIS_URL: url }, {}).take(
        message('hi', { sid: undefined }),
        {
          name: 'counter',
          version: 1,
          turn: (_, n: number | undefined = 0) => ({ replies: [n + 1].map(String), state: n + 1 }),
        },
        { now: new Date(), end: performance.now() + limit, budget: DEFAULT_BUDGET, words: ENGLISH, onCall },
      );

    /** How many connections it has had, this one included. */
    async function connections(): Promise<number> {
      const client = createClient({ url: redis.url });
      await client.connect();
      const [, had] = /total_connections_received:(\d+)/.exec(await client.info('stats')) ?? [];
      client.destroy();
      return Number(had);
    }

    test('has one connection for all messages of an instance', async () => {
      await count();
      const before = await connections();
      await count();
      await Promise.all([count(), count()]);
      expect(await connections()).toBe(before + 1);
    });

    test('may be killed and restarted: what it acknowledged counts, and nothing twice', async () => {
      jest.restoreAllMocks(); // the pauses are as long as they are, since a restart takes a while
      const [counted] = (await count()).replies;
      await redis.kill();
      const next = count();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await redis.restart();
      expect((await next).replies).toStrictEqual([`${Number(counted) + 1}`]);
      expect((await count()).replies).toStrictEqual([`${Number(counted) + 2}`]);
    });

    test('may be restarted between two texts: the second one finds a new connection at once', async () => {
      await count();
      await redis.kill();
      await redis.restart();
      const onCall = jest.fn();
      await count(redis.url, TIME.answer, onCall);
      // Somebody new is read under two names, and written.
      expect(onCall).toHaveBeenCalledTimes(2);
    });

    test('is another one where REDIS_URL changes', async () => {
      const other = await startRedis();
      await count();
      expect((await count(other.url)).replies).toStrictEqual(['1']);
      expect((await count()).replies).not.toStrictEqual(['1']);
      await other.close();
    });

    test('says something that is no code: it is not logged', async () => {
      const proxy = await startRedisProxy(redis.port, (command) =>
        command === 'GET' ? { error: 'what +14158675308 said to RUTH' } : undefined,
      );
      await expect(count(proxy.url)).rejects.toThrow(/^Redis did not read the document: an error$/);
      proxy.close();
    });

    test('asks for a password: it is named by its code alone, at once', async () => {
      const client = createClient({ url: redis.url });
      await client.connect();
      await client.configSet('requirepass', 'the password');
      client.destroy();
      await expect(count(redis.url.replace('//', '//:wrong@'))).rejects.toThrow(
        /^Redis did not read the document: WRONGPASS$/,
      );
      await expect(count(`${redis.url}/0`)).rejects.toThrow(/^Redis did not read the document: NOAUTH$/);
      expect((await count(redis.url.replace('//', '//:the%20password@'))).replies).toHaveLength(1);
    });

    test('nothing listens', async () => {
      await expect(count('redis://127.0.0.1:1', 100)).rejects.toThrow(
        'Redis did not read the document: no answer ECONNREFUSED',
      );
    });
  });
});
