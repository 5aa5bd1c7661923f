import {
  OFFLINE_ACCOUNT_SID,
  OFFLINE_AUTH_TOKEN,
  PortTaken,
  startSync,
  type ServedSync,
} from '../local-twilio';
import { UserError } from '../cli/user-error';

/** Whether Sync is the store, but there is no account whose Sync could be used. */
export function needsStandIn({ SESSION_STORE, ACCOUNT_SID, AUTH_TOKEN }: NodeJS.Dict<string>): boolean {
  return SESSION_STORE === 'sync' && !(ACCOUNT_SID && AUTH_TOKEN);
}

/**
 * @param now the phone's clock. If it is moved forward, documents expire
 * @throws {UserError} if the port is taken
 */
export async function startStandIn(port: number, now: () => number): Promise<ServedSync> {
  try {
    return await startSync({ port, now });
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error;
    throw new UserError(
      `${error.message} Choose another for the stand-in of Sync: SYNC_PORT=${port + 1} npm start`,
    );
  }
}

/** The variables with which a Function uses the stand-in. */
export function variablesFor({ url }: ServedSync): Record<string, string> {
  return { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN, SYNC_URL: url };
}

export function whereRemembered(standIn: ServedSync | undefined): string {
  return standIn
    ? `SESSION_STORE=sync, and .env has no ACCOUNT_SID and AUTH_TOKEN: a stand-in of Twilio Sync at
${standIn.url} keeps what is remembered, as long as it runs.
`
    : "SESSION_STORE=sync: the account's own Twilio Sync keeps what is remembered.\n";
}
