/** What we log in to Twilio's API with. */
export interface Credentials {
  /** `''` if it is not set. */
  readonly accountSid: string;
  /** Logs in to the API, and Twilio signs its own requests with it. `''` if it is not set. */
  readonly authToken: string;
  /** Logs in instead of the token. Twilio signs nothing with it. */
  readonly apiKey: { readonly sid: string; readonly secret: string } | undefined;
  /** Whether `.env` holds an API key, which is ignored. */
  readonly isKeyInFile?: boolean;
}

/**
 * Reads the credentials from variables.
 *
 * @param fromEnvFile what `.env` holds. An API key in it is ignored, because `.env` is uploaded.
 * @param shell overrides `.env`
 */
export function readCredentials(fromEnvFile: NodeJS.Dict<string>, shell: NodeJS.Dict<string>): Credentials {
  const { TWILIO_API_KEY: sid = '', TWILIO_API_SECRET: secret = '' } = shell;
  return {
    accountSid: firstOf(shell.ACCOUNT_SID, fromEnvFile.ACCOUNT_SID),
    authToken: firstOf(shell.AUTH_TOKEN, fromEnvFile.AUTH_TOKEN),
    apiKey: sid || secret ? { sid, secret } : undefined,
    isKeyInFile: Boolean(firstOf(fromEnvFile.TWILIO_API_KEY, fromEnvFile.TWILIO_API_SECRET)),
  };
}

/** The first that is set and not empty. */
function firstOf(...values: readonly (string | undefined)[]): string {
  return values.find(Boolean) ?? '';
}

/** The user name and password of HTTP Basic authentication. */
export function loginOf({ accountSid, authToken, apiKey }: Credentials): {
  readonly username: string;
  readonly password: string;
} {
  return apiKey
    ? { username: apiKey.sid, password: apiKey.secret }
    : { username: accountSid, password: authToken };
}
