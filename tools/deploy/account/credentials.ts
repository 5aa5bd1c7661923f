/** Who asks Twilio. */
export interface Credentials {
  /** `''` where there is none. */
  readonly accountSid: string;
  /** Asks, and signs: Twilio's own requests are signed with it. `''` where there is none. */
  readonly authToken: string;
  /** Asks in the token's place. It signs nothing. */
  readonly apiKey: { readonly sid: string; readonly secret: string } | undefined;
}

/**
 * The credentials among some variables.
 *
 * @param fromEnvFile what `.env` holds. An API key in it is not taken: it would be uploaded.
 * @param shell goes before it
 */
export function readCredentials(fromEnvFile: NodeJS.Dict<string>, shell: NodeJS.Dict<string>): Credentials {
  const { TWILIO_API_KEY: sid = '', TWILIO_API_SECRET: secret = '' } = shell;
  return {
    accountSid: firstOf(shell.ACCOUNT_SID, fromEnvFile.ACCOUNT_SID),
    authToken: firstOf(shell.AUTH_TOKEN, fromEnvFile.AUTH_TOKEN),
    apiKey: sid || secret ? { sid, secret } : undefined,
  };
}

/** The first that is set and not empty. */
function firstOf(...values: readonly (string | undefined)[]): string {
  return values.find(Boolean) ?? '';
}

/** By what name and with what secret they ask. */
export function loginOf({ accountSid, authToken, apiKey }: Credentials): {
  readonly username: string;
  readonly password: string;
} {
  return apiKey
    ? { username: apiKey.sid, password: apiKey.secret }
    : { username: accountSid, password: authToken };
}
