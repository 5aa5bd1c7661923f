import { conversationFor } from '../../conversations';
import { LoggableError } from '../../src';
import type { Variables } from '../../src/choose-by-variable';
import { readTtl } from '../../src/session/document-store';
import { readRedisUrl } from '../../src/session/redis-documents';
import { storeFor } from '../../src/session/stores';

const CHECKS: readonly ((variables: Variables) => unknown)[] = [
  storeFor,
  ({ SESSION_TTL }) => readTtl(SESSION_TTL),
  (variables) => variables.SESSION_STORE === 'redis' && readRedisUrl(variables),
  conversationFor,
];

/**
 * What the Function would say of these variables only when it is texted, or only with another store.
 *
 * @returns a sentence for each variable that cannot be used; `[]` if all can
 */
export function unusableVariables(variables: Variables): string[] {
  return CHECKS.flatMap((check) => {
    try {
      check(variables);
      return [];
    } catch (error) {
      if (!(error instanceof LoggableError)) throw error;
      return [error.message];
    }
  });
}
