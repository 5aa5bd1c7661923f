import { chooseByVariable } from '../choose-by-variable';
import { cookieStore } from './cookie-store';
import type { OpenStore } from './store';
import { syncStore } from './sync-store';

/** The store that `SESSION_STORE` names: `cookie`, also if it is empty, or `sync`. */
export const storeFor = chooseByVariable<OpenStore>(
  'SESSION_STORE',
  { cookie: cookieStore, sync: syncStore },
  'cookie',
);

/**
 * Opens the store that `SESSION_STORE` names.
 *
 * @throws {LoggableError} if it names none
 */
export const chosenStore: OpenStore = (variables, event) => storeFor(variables)(variables, event);
