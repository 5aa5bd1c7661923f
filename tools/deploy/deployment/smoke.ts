import { setTimeout } from 'node:timers/promises';
import { Carrier, type CarrierOptions, type Problem } from '../../local-twilio';

/** Twilio reserves these numbers for tests: https://www.twilio.com/docs/iam/test-credentials */
const TEST_PAIR = { from: '+15005550006', to: '+15005550001' };

/** A new domain may not answer at once. So we try several times, and pause in between (milliseconds). */
const ATTEMPTS = 5;
const PAUSE = 3000;

export interface SmokeOptions extends Pick<CarrierOptions, 'url' | 'accountSid' | 'authToken' | 'connect'> {
  readonly pause?: number;
}

/**
 * Texts HELP to a deployed Function, signed as Twilio signs it. Twilio itself answers HELP. The Function
 * therefore replies nothing, and opens neither a store nor a conversation: it only has to run.
 *
 * @returns what Twilio would log; `[]` if all is well
 */
export async function smoke({ pause = PAUSE, ...options }: SmokeOptions): Promise<Problem[]> {
  const phone = new Carrier(options).pair(TEST_PAIR);
  for (let attempt = 1; ; attempt++) {
    const { problems } = await phone.send('HELP', { params: { OptOutType: 'HELP' } });
    if (problems.length === 0 || attempt === ATTEMPTS) return [...problems];
    await setTimeout(pause);
  }
}
