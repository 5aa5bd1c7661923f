import { chooseByVariable } from '../choose-by-variable';
import { cookieStore } from './cookie-store';
import { redisStore } from './redis-documents';
import type { OpenStore } from './store';
import { syncStore } from './sync-documents';

/** The store that `SESSION_STORE` names: `cookie`, also if it is empty, `sync` or `redis`. */
export const storeFor = chooseByVariable<OpenStore>(
  'SESSION_STORE',
  { cookie: cookieStore, sync: syncStore, redis: redisStore },
  'cookie',
);

/**
 * Opens the store that `SESSION_STORE` names.
 *
 * @throws {LoggableError} if it names none
 */
export const chosenStore: OpenStore = (variables, event) => storeFor(variables)(variables, event);
