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

/** Checks that it is 1 or 0. The Function treats any other value as 0. */
function checkLogTurns({ LOG_TURNS }: Variables): void {
  if (['1', '0', '', undefined].includes(LOG_TURNS as string | undefined)) return;
  throw new LoggableError(`LOG_TURNS=${quoted(LOG_TURNS)} is neither 1 nor 0.`);
}

/** What we can tell about the variables before the Function is texted. */
export interface CheckedVariables {
  /** A sentence for each variable that cannot be used. The Function would say it only when it is texted. */
  readonly unusable: readonly string[];
  /**
   * The conversations that `CONVERSATION` does not choose, that these variables are enough for, and that the store
   * can keep; `[]` if the conversations cannot be loaded.
   */
  readonly otherConversations: readonly string[];
  /** The names of what the chosen conversation can open, with these variables. */
  readonly opens: readonly string[];
  /** Why the conversations cannot be loaded: what was thrown, and at which line. */
  readonly failure: string | undefined;
}

/**
 * Checks the variables that choose something.
 *
 * @param project the folder whose conversations they choose from
 * @throws {BundleError} if the conversations do not compile
 */
export async function checkVariables(project: string, variables: Variables): Promise<CheckedVariables> {
  const unusable = CHECKS.flatMap((check) => complaintOf(check, variables));
  try {
    const found = await askConversations(project, variables);
    const { names, chosen, unusable: unknown, opens, needServer, unmade, cannotRemind } = found;
    const isServer = variables.SESSION_STORE && variables.SESSION_STORE !== 'cookie';
    const refused = { ...cannotRemind, ...(!isServer && needServer) };
    const refusal = chosen === undefined ? undefined : refused[chosen];
    return {
      unusable: [...unusable, unknown, refusal].filter((each) => each !== undefined),
      otherConversations: names.filter(
        (name) => name !== chosen && !unmade.includes(name) && !Object.hasOwn(refused, name),
      ),
      opens: refusal === undefined ? opens : [],
      failure: undefined,
    };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return {
      unusable,
      otherConversations: [],
      opens: [],
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
