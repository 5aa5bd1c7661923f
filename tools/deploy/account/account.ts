import twilio, { RestException, type RequestClient, type Twilio } from 'twilio';
import type { Plan } from '../twilio-run/twilio-run';

/** Twilio cannot be asked, or will not answer. Its message says what to do. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

const WHERE = `Find both in Twilio's Console, https://console.twilio.com: Account Dashboard, Account Info. Then either
  put them into .env, which is not committed and whose ACCOUNT_SID and AUTH_TOKEN are not uploaded:
    ACCOUNT_SID=AC…
    AUTH_TOKEN=…
  or give them in the environment:
    ACCOUNT_SID=AC… AUTH_TOKEN=… npm run …
An API key does as well: --username=SK… --password=…, with ACCOUNT_SID besides.`;

/** What it takes to ask Twilio. */
export type Access = Pick<Plan, 'username' | 'password' | 'accountSid' | 'region' | 'edge'>;

/** @throws {AccountError} where there are no credentials, or none that can be right */
export function requireCredentials({ username, password, accountSid }: Access): void {
  const missing = [...(username ? [] : ['ACCOUNT_SID']), ...(password ? [] : ['AUTH_TOKEN'])];
  if (missing.length > 0) {
    throw new AccountError(`There is no ${missing.join(' and no ')}. Nothing has been done.\n${WHERE}`);
  }
  if (!/^(AC|SK)[0-9a-f]{32}$/i.test(username)) {
    throw new AccountError(
      `What is given as the account's SID is none: it is AC and 32 digits or letters from a to f.\n${WHERE}`,
    );
  }
  if (accountSid === undefined) {
    throw new AccountError(`With an API key, ACCOUNT_SID is needed, too: whose key it is.\n${WHERE}`);
  }
}

/**
 * Twilio's API for an account.
 *
 * @param httpClient another way to Twilio
 * @throws {AccountError} where credentials are missing
 */
export function connect(access: Access, httpClient?: Pick<RequestClient, 'request'>): Twilio {
  requireCredentials(access);
  const { username, password, accountSid, region, edge } = access;
  return twilio(username, password, {
    ...(accountSid !== undefined && { accountSid }),
    ...(region !== undefined && { region }),
    ...(edge !== undefined && { edge }),
    // The package asks nothing else of it.
    ...(httpClient && { httpClient: httpClient as RequestClient }),
  });
}

/**
 * Awaits an answer of Twilio's.
 *
 * @param doing as in `read the phone numbers`, for the person who waits
 * @throws {AccountError} where Twilio refuses, fails or cannot be reached
 */
export async function ask<Result>(doing: string, answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    throw failure(doing, error);
  }
}

/** @param error what an answer of Twilio's was rejected with */
export function failure(doing: string, error: unknown): AccountError {
  return new AccountError(`Could not ${doing}: ${reasonOf(error)}`);
}

/** Whether Twilio answered that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof RestException && error.status === 404;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RestException)) {
    const { code, message } = error as NodeJS.ErrnoException;
    return `Twilio could not be reached (${code ?? message}). See that you are online, and try again.`;
  }
  const said = `HTTP ${error.status}${error.code ? `, error ${error.code}` : ''}`;
  switch (error.status) {
    case 401:
      return `Twilio refuses the credentials (${said}). See that ACCOUNT_SID and AUTH_TOKEN belong together and are the current ones.`;
    case 403:
      return `these credentials may not do that (${said}). Use the account's auth token, or a key with more rights.`;
    case 404:
      return `Twilio knows no such thing in this account (${said}).`;
    case 429:
      return `Twilio has had too many requests (${said}). Wait a minute, and try again.`;
    default:
      return error.status >= 500
        ? `Twilio has a problem of its own (${said}). See https://status.twilio.com, and try again later.`
        : `Twilio says: ${error.message} (${said}).`;
  }
}
