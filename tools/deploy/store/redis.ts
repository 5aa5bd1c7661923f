import { createClient } from 'redis';
import { NAME_PREFIX } from '../../../src/session/ids';
import { readRedisUrl } from '../../../src/session/redis-documents';
import type { ServerStore } from './server-store';
import { UserError } from '../../cli/user-error';

/** In milliseconds. */
const CONNECT_LIMIT = 5000;

/**
 * The Redis that `REDIS_URL` names.
 *
 * @throws {LoggableError} if that is no URL of a Redis
 * @throws {UserError}
 */
export async function openRedis(env: Readonly<Record<string, string>>): Promise<ServerStore> {
  const url = readRedisUrl(env);
  const { hostname, port } = new URL(url);
  const where = `the Redis at ${hostname}:${port || '6379'}`;
  const client = createClient({
    url,
    socket: { connectTimeout: CONNECT_LIMIT, reconnectStrategy: false },
    disableOfflineQueue: true,
  });
  // The call that waits hears of it, too. Without a listener Node would end the process.
  client.on('error', () => undefined);
  await asked(client.connect());
  return {
    where,
    async list() {
      const names: string[] = [];
      const pages = client.scanIterator({ MATCH: `${NAME_PREFIX}*`, COUNT: 1000 });
      await asked(
        (async () => {
          for await (const page of pages) names.push(...page);
        })(),
      );
      // SCAN may give a name twice: https://redis.io/docs/latest/commands/scan/#scan-guarantees
      return [...new Set(names)];
    },
    async read(name) {
      return (await asked(client.get(name))) ?? undefined;
    },
    async remove(name) {
      return (await asked(client.del(name))) === 1;
    },
    close() {
      client.destroy();
    },
  };

  async function asked<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer;
    } catch (error) {
      throw new UserError(`Could not use ${where}: ${(error as Error).message}`);
    }
  }
}
