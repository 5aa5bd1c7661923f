import twilio, { RestException, type RequestClient, type Twilio } from 'twilio';
import { loginOf, type Credentials } from './credentials';
import type { Place } from './region';

/** Twilio cannot be asked, or will not answer. Its message says what to do. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

const WHERE = `Find both in Twilio's Console, https://console.twilio.com: Account Dashboard, Account Info. Then either
  put them into .env, which is not committed and whose ACCOUNT_SID and AUTH_TOKEN are not uploaded:
    ACCOUNT_SID=AC…
    AUTH_TOKEN=…
  or set them in the environment, as the secrets of a CI do.
In the token's place an API key does as well, in the environment only: .env would be uploaded.
    TWILIO_API_KEY=SK…
    TWILIO_API_SECRET=…`;

/** What it takes to ask Twilio. */
export type Access = Credentials & Place;

/** @throws {AccountError} where there are no credentials, or none that can be right */
export function requireCredentials({ accountSid, authToken, apiKey }: Credentials): void {
  const needed = {
    ACCOUNT_SID: accountSid,
    ...(apiKey
      ? { TWILIO_API_KEY: apiKey.sid, TWILIO_API_SECRET: apiKey.secret }
      : { AUTH_TOKEN: authToken }),
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === '' ? [name] : []));
  if (missing.length > 0) {
    throw new AccountError(`There is no ${missing.join(' and no ')}. Nothing has been done.\n${WHERE}`);
  }
  if (!isSid('AC', accountSid)) throw noSid('ACCOUNT_SID', 'AC');
  if (apiKey && !isSid('SK', apiKey.sid)) throw noSid('TWILIO_API_KEY', 'SK');
}

function isSid(prefix: string, text: string): boolean {
  return text.toUpperCase().startsWith(prefix) && /^..[0-9a-f]{32}$/i.test(text);
}

function noSid(variable: string, prefix: string): AccountError {
  return new AccountError(
    `What is given as ${variable} is none: it is ${prefix} and 32 digits or letters from a to f.\n${WHERE}`,
  );
}

/**
 * Twilio's API for an account.
 *
 * @param httpClient another way to Twilio
 * @throws {AccountError} where credentials are missing
 */
export function connect(access: Access, httpClient?: Pick<RequestClient, 'request'>): Twilio {
  requireCredentials(access);
  const { accountSid, region, edge } = access;
  const { username, password } = loginOf(access);
  return twilio(username, password, {
    accountSid,
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
      return `Twilio refuses the credentials (${said}). See that they belong to the account ACCOUNT_SID and its region, and are the current ones.`;
    case 403:
      return `these credentials may not do that (${said}). Use the account's auth token, or a standard API key.`;
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
