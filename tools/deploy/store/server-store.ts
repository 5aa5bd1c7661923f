import { openRedis } from './redis';
import { openSync } from './sync';

/** A store on a server, as its owner sees it: sealed texts under names. Its errors say what to do. */
export interface ServerStore {
  /** As a sentence names it: `the Redis at 127.0.0.1:6379`. It holds no password. */
  readonly where: string;
  /** The names of all documents that are ours. */
  list(): Promise<string[]>;
  /** The sealed text; `undefined` if there is none. */
  read(name: string): Promise<string | undefined>;
  /** @returns whether there was one */
  remove(name: string): Promise<boolean>;
  close(): void;
}

/**
 * Opens the store on a server that the variables name: a Redis, or else Sync.
 *
 * @throws {LoggableError} if a variable cannot be used
 * @throws {UserError} if it cannot be reached
 * @throws {UserError}
 */
export async function openServerStore(env: Readonly<Record<string, string>>): Promise<ServerStore> {
  return env.SESSION_STORE === 'redis' ? openRedis(env) : openSync(env);
}
