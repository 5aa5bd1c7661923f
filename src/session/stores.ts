import { cookieStore } from './cookie-store';
import { pick } from '../pick';
import type { OpenStore } from './sealed-state';
import { syncStore } from './sync-store';

/** What `SESSION_STORE` may name. */
export const stores: Readonly<Record<string, OpenStore>> = { cookie: cookieStore, sync: syncStore };

/**
 * Where what is remembered is kept: `SESSION_STORE`, or the cookie.
 *
 * @throws {LoggableError} where it names none of them
 */
export const sessionStore: OpenStore = (variables, event) =>
  pick(variables, 'SESSION_STORE', stores, 'cookie')(variables, event);
