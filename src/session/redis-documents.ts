import type { Variables } from '../choose-by-variable';
import { LoggableError, codeOf } from '../log';
import { TIME, withTimeout } from '../time-limits';
import { documentStore } from './document-store';
import { NotDone, type Documents } from './documents';

/** Redis allows far more. But a larger text would slow down every message. */
const MAX_SEALED = 100_000;

/** Redis is starting, saving or failing over. */
const LATER = /^(LOADING|BUSY|TRYAGAIN|MASTERDOWN|CLUSTERDOWN|READONLY)$/;

/**
 * Writes KEYS[1] if it still is ARGV[1] (`''`: if there is none). Redis runs a script as one step. Each
 * text is sealed with random bytes, so a text is its own revision.
 */
const COMPARE_AND_SET = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2]) else redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
return 1`;

/**
 * Keeps a session in a Redis of yours: a key for each pair of numbers.
 *
 * What it costs: a server, which the cloud has to reach over TLS; a read and a write for each message, a few
 * milliseconds each; a connection for each warm instance. With `appendonly yes` and `appendfsync always`, what
 * Redis acknowledged survives a crash. With its default settings, a minute may be lost.
 */
export function redisDocuments({ REDIS_URL }: Variables): Documents {
  const url = readRedisUrl({ REDIS_URL });
  return {
    limit: MAX_SEALED,

    async read(name, within) {
      const text = await asked('read', url, within, (client) => client.get(name));
      return text === null ? undefined : { text, revision: text };
    },

    async write(name, text, seconds, on, within) {
      const lifetime = seconds === Infinity ? '' : String(seconds);
      const written = await asked('write', url, within, (client) =>
        client.eval(COMPARE_AND_SET, { keys: [name], arguments: [on?.revision ?? '', text, lifetime] }),
      );
      if (written !== 1) throw new NotDone('Redis', 'write', 'another write came first', 'later');
      return text;
    },

    async remove(name, within) {
      await asked('remove', url, within, (client) => client.del(name));
    },
  };
}

/** Keeps a session there. */
export const redisStore = documentStore(redisDocuments);

/**
 * `REDIS_URL`, if it can be used. It may hold a password, so it is never quoted.
 *
 * @throws {LoggableError}
 */
export function readRedisUrl({ REDIS_URL }: Variables): string {
  const url = typeof REDIS_URL === 'string' ? REDIS_URL : '';
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol) && new URL(url).hostname) return url;
  throw new LoggableError(
    `${url ? 'REDIS_URL is no redis:// or rediss:// URL' : 'SESSION_STORE=redis, and REDIS_URL is not set'}. ` +
      'On this machine: redis-server --port 6379, with REDIS_URL=redis://127.0.0.1:6379. ' +
      'For the cloud take a Redis with TLS: REDIS_URL=rediss://:password@host:port',
  );
}

type Client = ReturnType<typeof newClient>;

interface Connection {
  readonly client: Client;
  readonly ready: Promise<unknown>;
}

/**
 * The connection to each URL, kept from one call to the next. It belongs to the process: after a save the
 * local server loads this file again, and an older one's connection would stay open.
 */
const KEPT = Symbol.for('sms-conversations: connections to Redis');
const shared = globalThis as { [KEPT]?: Map<string, Connection> | undefined };
const connections = (shared[KEPT] ??= new Map<string, Connection>());

async function asked<Result>(
  what: 'read' | 'write' | 'remove',
  url: string,
  within: number,
  ask: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { client, ready } = connect(url);
  try {
    return await withTimeout(
      within,
      ready.then(() => ask(client)),
    );
  } catch (error) {
    if (error instanceof redis().ErrorReply) {
      const code = /^[A-Z]{2,20}\b/.exec(error.message)?.[0] ?? 'an error';
      throw new NotDone('Redis', what, code, LATER.test(code) ? 'later' : 'never');
    }
    // On this connection, the next call would wait for the answer that does not come.
    disconnect(url, client);
    throw new NotDone('Redis', what, `no answer${codeOf(error as Error)}`, 'unsure');
  }
}

function connect(url: string): Connection {
  const known = connections.get(url);
  if (known) return known;
  const client = newClient(url);
  // The waiting call gets the error as well. Without a listener, Node would end the process.
  client.on('error', () => disconnect(url, client));
  // It keeps no process alive by itself. Before it is connected, unref has no effect.
  const ready = client.connect().then(() => client.unref());
  ready.catch(() => disconnect(url, client));
  const made = { client, ready };
  connections.set(url, made);
  return made;
}

function newClient(url: string) {
  return redis().createClient({
    url,
    // We do not reconnect, because the store tries again on a new connection.
    socket: { connectTimeout: TIME.call, reconnectStrategy: false },
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
  });
}

function disconnect(url: string, client: Client): void {
  if (connections.get(url)?.client === client) connections.delete(url);
  client.destroy();
}

/** Loads the package when it is needed, because that takes a quarter of a second, and most Functions use no Redis. */
function redis(): typeof import('redis') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
  return require('redis') as typeof import('redis');
}
