import { setTimeout } from 'node:timers/promises';
import { Carrier, type Problem } from '../../local-twilio';

/** Of nobody: Twilio keeps them for tests. https://www.twilio.com/docs/iam/test-credentials */
const NOBODY = { from: '+15005550006', to: '+15005550001' };

/** How often it is tried, and how long it waits in between, in milliseconds: a new domain takes its time. */
const ATTEMPTS = 5;
const PAUSE = 3000;

export interface SmokeOptions {
  /** The deployed webhook. */
  readonly url: string;
  readonly accountSid: string;
  /** Signs the request. */
  readonly authToken: string;
  readonly pause?: number;
}

/**
 * Texts HELP to a deployed Function, signed as Twilio signs it. Twilio itself answers HELP, so the Function
 * says nothing: it opens no store and no conversation, and nothing happens but that it runs.
 *
 * @returns what Twilio would log; `[]` where all is well
 */
export async function smoke({ url, accountSid, authToken, pause = PAUSE }: SmokeOptions): Promise<Problem[]> {
  const phone = new Carrier({ url, accountSid, authToken }).pair(NOBODY);
  for (let attempt = 1; ; attempt++) {
    const { problems } = await phone.send('HELP', { params: { OptOutType: 'HELP' } });
    if (problems.length === 0 || attempt === ATTEMPTS) return [...problems];
    await setTimeout(pause);
  }
}
