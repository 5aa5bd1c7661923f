import { LoggableError } from '../../src';
import { quoted } from '../../src/log';
import type { Variables } from '../../src/choose-by-variable';
import { readTtl } from '../../src/session/document-store';
import { readRedisUrl } from '../../src/session/redis-documents';
import { storeFor } from '../../src/session/stores';
import { syncService } from '../../src/session/sync-documents';
import { LoadError, askConversations } from './conversations';

const CHECKS: readonly ((variables: Variables) => unknown)[] = [
  storeFor,
  ({ SESSION_TTL }) => readTtl(SESSION_TTL),
  syncService,
  (variables) => variables.SESSION_STORE === 'redis' && readRedisUrl(variables),
  checkLogTurns,
];

/** The Function takes every other value for no. */
function checkLogTurns({ LOG_TURNS }: Variables): void {
  if (['1', '0', '', undefined].includes(LOG_TURNS as string | undefined)) return;
  throw new LoggableError(`LOG_TURNS=${quoted(LOG_TURNS)} is neither 1 nor 0.`);
}

/** What there is to say of variables before the Function is texted. */
export interface CheckedVariables {
  /** A sentence for each that cannot be used. The Function would say it only when it is texted. */
  readonly unusable: readonly string[];
  /**
   * What else `CONVERSATION` may name than what it chooses, and the store can keep; `[]` where that
   * cannot be told.
   */
  readonly otherConversations: readonly string[];
  /** Why that cannot be told: what was thrown when the conversations were loaded, and where. */
  readonly failure: string | undefined;
}

/**
 * Checks the variables that choose something.
 *
 * @param project whose conversations they choose from
 * @throws {BundleError} where the conversations do not compile
 */
export async function checkVariables(project: string, variables: Variables): Promise<CheckedVariables> {
  const unusable = CHECKS.flatMap((check) => complaintOf(check, variables));
  try {
    const { names, chosen, unusable: unknown, needServer } = await askConversations(project, variables);
    const refused = variables.SESSION_STORE && variables.SESSION_STORE !== 'cookie' ? {} : needServer;
    const refusal = chosen === undefined ? undefined : refused[chosen];
    return {
      unusable: [...unusable, unknown, refusal].filter((each) => each !== undefined),
      otherConversations: names.filter((name) => name !== chosen && !Object.hasOwn(refused, name)),
      failure: undefined,
    };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return {
      unusable,
      otherConversations: [],
      failure: `The conversations cannot be loaded. ${error.message}`,
    };
  }
}

function complaintOf(check: (variables: Variables) => unknown, variables: Variables): string[] {
  try {
    check(variables);
    return [];
  } catch (error) {
    if (!(error instanceof LoggableError)) throw error;
    return [error.message];
  }
}
