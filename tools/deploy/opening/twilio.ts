import type { Twilio } from 'twilio';
import { UserError } from '../../cli/user-error';
import { phoneAt } from '../../phone/phone-at';
import { connect } from '../account/account';
import { reachTwilio } from '../account/reach';
import { refuseAnother } from './conversation';

/** What an opening is sent with. */
export interface Reached {
  readonly client: Twilio;
  /** What the Function has beside `.env`: the account, and what chooses the conversation. */
  readonly variables: Readonly<Record<string, string>>;
  /** The URL of the phone that is texted; `undefined` for a real one. */
  readonly phone: string | undefined;
  /** What tells the time there, in milliseconds since 1970: the clock of a phone can be moved. */
  readonly now: () => number;
}

/**
 * The account, or without one the phone of `npm start`.
 *
 * @throws {UserError} if there is neither, or if the shell names another conversation than the Function beside the
 *   phone has
 */
export async function reach(env: Readonly<Record<string, string>>): Promise<Reached> {
  const { access, standIns } = reachTwilio(env);
  const { accountSid, authToken } = access;
  const variables = { ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken };
  const client = connect(access);
  if (standIns === undefined) return { client, variables, phone: undefined, now: Date.now };
  const phone = `http://localhost:${standIns}`;
  const everything = await phoneAt(phone);
  if (everything === undefined) {
    throw new UserError(
      `There is no account, and no phone at ${phone} that could be texted. Start one: npm start. Or say where it is: PHONE_PORT=… For a real message put ACCOUNT_SID and AUTH_TOKEN into .env.`,
    );
  }
  const { chosenBy, clock } = everything;
  if (chosenBy !== null) await refuseAnother(process.env.CONVERSATION, chosenBy, phone);
  return {
    client,
    // npm start may have been told of a conversation in its own shell, and before .env was changed.
    variables: { ...variables, ...(chosenBy && { CONVERSATION: '', ...chosenBy }) },
    phone,
    now: () => Date.now() + clock.ahead,
  };
}
