import '../../local-twilio/sync/reroute.cjs';
import { OFFLINE_ACCOUNT } from '../../local-twilio';
import { readPort } from '../../start/ports';
import { standInsAt } from '../../start/stand-ins';
import { requireCredentials, type Access } from './account';
import { readCredentials, type Credentials } from './credentials';
import { completePlace } from './region';

/** How a command reaches Twilio, or what plays it. */
export interface Reach {
  readonly access: Access;
  /** The port of the phone whose stand-ins are reached; `undefined` for an account. */
  readonly standIns: number | undefined;
}

/**
 * The account of the variables. Without one the `twilio` package of this process is led to the stand-ins
 * that the phone of `npm start` serves.
 *
 * @throws {UserError} if a variable cannot be used
 */
export function reachTwilio(env: Readonly<Record<string, string>>): Reach {
  const credentials = readCredentials(env, process.env);
  // Whoever has put a key there means their account, and not the stand-ins.
  if (credentials.isKeyInFile && credentials.accountSid) requireCredentials(credentials);
  if (credentials.apiKey !== undefined || (credentials.accountSid && credentials.authToken)) {
    const { TWILIO_REGION: region, TWILIO_EDGE: edge } = process.env;
    return { access: { ...credentials, ...completePlace({ region, edge }) }, standIns: undefined };
  }
  const standIns = readPort('PHONE_PORT', process.env.PHONE_PORT ?? '3001');
  Object.assign(process.env, standInsAt(standIns));
  return { access: { ...OFFLINE, ...completePlace({}) }, standIns };
}

const OFFLINE: Credentials = {
  accountSid: OFFLINE_ACCOUNT.ACCOUNT_SID,
  authToken: OFFLINE_ACCOUNT.AUTH_TOKEN,
  apiKey: undefined,
};
