import { createClient } from 'redis';
import { Clock, type Mishap } from '../local-twilio';
import { startRedis, type ServedRedis } from './redis';
import { startRedisProxy, type RedisMishap } from './redis-proxy';
import { installRuntime } from './runtime';
import { ACCOUNT, installSync } from './sync';

export type Call = 'read' | 'write' | 'remove';

/** What may go wrong with a call, in words that suit every service. */
export type Trouble =
  /** Another write came first. */
  | 'conflict'
  /** Refused for a reason that passes. */
  | 'busy'
  /** Refused for good. */
  | 'forbidden'
  /** The service itself failed. */
  | 'fails'
  /** The connection broke before the call was handled, after it, or in the middle of the answer. */
  | 'reset'
  | 'answer lost'
  | 'answer cut'
  | { readonly milliseconds: number }
  /** Something else is done first. */
  | { readonly until: () => Promise<void> };

/** A document as the service has it. */
export interface Stored {
  readonly name: string;
  readonly text: string;
  /** In seconds from its last write; `Infinity` for no end. */
  readonly lives: number;
}

/** A service that keeps documents, and in which things go wrong on demand. */
export interface Service {
  readonly name: 'Sync' | 'Redis';
  /** Of the Function. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of a further instance, which has a connection of its own. */
  instance(n: number): Readonly<Record<string, string>>;
  /** Is called before each call is handled, and may make something go wrong with it. */
  trouble: (call: Call) => Trouble | undefined;
  /** What the log says of each trouble, in the words of this service. */
  readonly says: Readonly<Record<'conflict' | 'busy' | 'forbidden' | 'fails' | 'reset', RegExp>>;
  list(): Promise<Stored[]>;
  /** Writes a document, and replaces an older one. */
  put(name: string, text: string): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** The stand-in of Twilio Sync, whose clock can be moved. */
export interface SyncService extends Service {
  clock: Clock;
  readonly url: string;
}

export async function startSyncService(): Promise<SyncService> {
  installRuntime({}, ACCOUNT);
  const sync = await installSync({
    now: () => service.clock.now(),
    mishap: ({ what }) => {
      const call: Call = what === 'read' ? 'read' : what === 'delete' ? 'remove' : 'write';
      return mishapOf(service.trouble(call));
    },
  });
  const service: SyncService = {
    name: 'Sync',
    url: sync.url,
    clock: new Clock(Date.now),
    variables: { SESSION_STORE: 'sync' },
    instance: () => service.variables,
    trouble: () => undefined,
    says: {
      conflict: /HTTP 412 54103$/,
      busy: /HTTP 429 54009$/,
      forbidden: /HTTP 401 20003$/,
      fails: /HTTP 500 20500$/,
      reset: /no answer ECONNRESET$/,
    },
    list: () =>
      Promise.resolve(
        sync.documents.list().map(({ uniqueName = '', data, updated, expires = Infinity }) => ({
          name: uniqueName,
          text: String((data as { sealed?: string }).sealed),
          lives: (expires - updated) / 1000,
        })),
      ),
    put(name, text) {
      const written = { data: JSON.stringify({ sealed: text }), ttl: '14400' };
      const found = sync.documents.list().find(({ uniqueName }) => uniqueName === name);
      if (found) sync.documents.update(found.sid, written, undefined);
      else sync.documents.create(name, written);
      return Promise.resolve();
    },
    clear() {
      for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
      return Promise.resolve();
    },
    close: () => sync.close(),
  };
  return service;
}

/** Sync's error code of each trouble that is an error. */
const SYNC_ERRORS = { conflict: 54103, busy: 54009, forbidden: 20003, fails: 20500 } as const;

function mishapOf(trouble: Trouble | undefined): Mishap | undefined {
  return isRefusal(trouble) ? SYNC_ERRORS[trouble] : trouble;
}

/** Whether the service answers with an error. */
function isRefusal(trouble: Trouble | undefined): trouble is keyof typeof SYNC_ERRORS {
  return typeof trouble === 'string' && Object.hasOwn(SYNC_ERRORS, trouble);
}

/** A real Redis, and a proxy in front of it. */
export async function startRedisService(): Promise<Service & { readonly redis: ServedRedis }> {
  const redis = await startRedis();
  const client = createClient({ url: redis.url });
  client.on('error', () => undefined);
  await client.connect();
  const proxy = await startRedisProxy(redis.port, (command) => {
    const call = ({ GET: 'read', EVAL: 'write', DEL: 'remove' } as const)[command];
    return call && redisMishapOf(service.trouble(call));
  });
  const service: Service & { readonly redis: ServedRedis } = {
    name: 'Redis',
    redis,
    variables: { SESSION_STORE: 'redis', REDIS_URL: proxy.url },
    // The client takes no notice of what follows the question mark.
    instance: (n) => ({ ...service.variables, REDIS_URL: `${proxy.url}/0?instance=${n}` }),
    trouble: () => undefined,
    says: {
      conflict: /another write came first$/,
      busy: /BUSY$/,
      forbidden: /NOPERM$/,
      fails: /LOADING$/,
      reset: /no answer( ECONNRESET)?$/,
    },
    async list() {
      const names = await client.keys('*');
      return Promise.all(
        names.map(async (name) => {
          const [text, lives] = await Promise.all([client.get(name), client.ttl(name)]);
          return { name, text: text ?? '', lives: lives === -1 ? Infinity : lives };
        }),
      );
    },
    async put(name, text) {
      await client.set(name, text, { expiration: { type: 'EX', value: 14_400 } });
    },
    async clear() {
      await client.flushAll();
    },
    async close() {
      client.destroy();
      proxy.close();
      await redis.close();
    },
  };
  return service;
}

/** What Redis answers to each trouble that is an error. */
const REDIS_ERRORS = {
  conflict: { result: 0 },
  busy: { error: 'BUSY Redis is busy running a script.' },
  forbidden: { error: 'NOPERM this user has no permissions to access one of the keys' },
  fails: { error: 'LOADING Redis is loading the dataset in memory' },
} as const;

function redisMishapOf(trouble: Trouble | undefined): RedisMishap | undefined {
  return isRefusal(trouble) ? REDIS_ERRORS[trouble] : trouble;
}
