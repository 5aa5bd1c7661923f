import twilio, { RestException, type RequestClient, type Twilio } from 'twilio';
import { UserError } from '../../cli/user-error';
import { loginOf, type Credentials } from './credentials';
import type { Place } from './region';

const ACCOUNT = `ACCOUNT_SID is in Twilio's Console, https://console.twilio.com: Account Dashboard, Account Info. Put it into .env, or set
it in the environment.`;

const SET_KEY = `Set it in the environment only, because .env is uploaded.
    TWILIO_API_KEY=SK…
    TWILIO_API_SECRET=…`;

const TOKEN_OR_KEY = `ACCOUNT_SID and AUTH_TOKEN are in Twilio's Console, https://console.twilio.com: Account Dashboard, Account Info. Either
  put them into .env, which is not committed and whose ACCOUNT_SID and AUTH_TOKEN are not uploaded:
    ACCOUNT_SID=AC…
    AUTH_TOKEN=…
  or set them in the environment, as the secrets of a CI do.
Instead of the token you can use an API key. Make one in the Console, API keys & tokens, which shows its secret once.
${SET_KEY}`;

const WHOLE_KEY = `An API key takes both TWILIO_API_KEY and TWILIO_API_SECRET. Make one in Twilio's Console, https://console.twilio.com:
API keys & tokens, which shows its secret once. ${SET_KEY}
To use AUTH_TOKEN instead, unset both.`;

const KEY_IN_FILE = `.env holds an API key, and none is read from there. Remove it from .env. ${SET_KEY}`;

/** The credentials and the region of a client of Twilio's API. */
export type Access = Credentials & Place;

/** @throws {UserError} if credentials are missing or malformed */
export function requireCredentials(credentials: Credentials): void {
  const { accountSid, authToken, apiKey } = credentials;
  const login = apiKey
    ? { TWILIO_API_KEY: apiKey.sid, TWILIO_API_SECRET: apiKey.secret }
    : { AUTH_TOKEN: authToken };
  const missing = Object.entries({ ACCOUNT_SID: accountSid, ...login }).flatMap(([name, value]) =>
    value === '' ? [name] : [],
  );
  if (missing.length > 0) {
    const advice = Object.values(login).includes('') ? howToLogIn(credentials) : '';
    const account = accountSid === '' && advice !== TOKEN_OR_KEY ? ACCOUNT : '';
    const lines = [`There is no ${missing.join(' and no ')}. Nothing has been done.`, advice, account];
    throw new UserError(lines.filter((line) => line !== '').join('\n'));
  }
  if (!isSid('AC', accountSid)) throw malformedSid('ACCOUNT_SID', 'AC', ACCOUNT);
  if (apiKey && !isSid('SK', apiKey.sid)) throw malformedSid('TWILIO_API_KEY', 'SK', WHOLE_KEY);
}

function howToLogIn({ apiKey, isKeyInFile = false }: Credentials): string {
  if (apiKey) return WHOLE_KEY;
  return isKeyInFile ? KEY_IN_FILE : TOKEN_OR_KEY;
}

function isSid(prefix: string, text: string): boolean {
  return text.toUpperCase().startsWith(prefix) && /^..[0-9a-f]{32}$/i.test(text);
}

function malformedSid(variable: string, prefix: string, where: string): UserError {
  return new UserError(
    `${variable} is malformed: it is ${prefix} and 32 digits or letters from a to f.\n${where}`,
  );
}

/**
 * Makes a client of Twilio's API for an account.
 *
 * @param httpClient sends the requests instead of the package's own client
 * @throws {UserError} if credentials are missing or malformed
 */
export function connect(access: Access, httpClient?: Pick<RequestClient, 'request'>): Twilio {
  requireCredentials(access);
  const { accountSid, region, edge } = access;
  const { username, password } = loginOf(access);
  return twilio(username, password, {
    accountSid,
    ...(region !== undefined && { region }),
    ...(edge !== undefined && { edge }),
    // The package calls no other method of it.
    ...(httpClient && { httpClient: httpClient as RequestClient }),
  });
}

/**
 * Awaits an answer of Twilio's.
 *
 * @param doing what the error says could not be done: `read the phone numbers`
 * @throws {UserError} if Twilio refuses, fails or cannot be reached
 */
export async function ask<Result>(doing: string, answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    throw failure(doing, error);
  }
}

/** @param error what an answer of Twilio's was rejected with */
export function failure(doing: string, error: unknown): UserError {
  return new UserError(`Could not ${doing}: ${reasonOf(error)}`);
}

/** Whether Twilio answered 404. */
export function isNotFound(error: unknown): boolean {
  return error instanceof RestException && error.status === 404;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RestException)) {
    const { code, message } = error as NodeJS.ErrnoException;
    return `Twilio could not be reached (${code ?? message}). Check that you are online, and try again.`;
  }
  const said = `HTTP ${error.status}${error.code ? `, error ${error.code}` : ''}`;
  switch (error.status) {
    case 401:
      return `Twilio refuses the credentials (${said}). Check that they are current, and belong to the account ACCOUNT_SID and its region.`;
    case 403:
      return `these credentials may not do that (${said}). Use the account's auth token, or a standard API key.`;
    case 404:
      return `Twilio finds it neither in this account nor in this region (${said}).`;
    case 429:
      return `Twilio has had too many requests (${said}). Wait a minute, and try again.`;
    default:
      return error.status >= 500
        ? `Twilio has a problem of its own (${said}). See https://status.twilio.com, and try again later.`
        : `Twilio says: ${error.message} (${said}).`;
  }
}
