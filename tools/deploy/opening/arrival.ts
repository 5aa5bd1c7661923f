import { setTimeout as sleep } from 'node:timers/promises';
import type { Twilio } from 'twilio';
import type { OurMessage } from '../../../src';

/** How often, and how many milliseconds apart, Twilio is asked what became of a message. */
const LOOKS = 5;
const BETWEEN = 500;

/**
 * Why the latest message between two numbers did not arrive: a code of Twilio's error dictionary. `undefined` if it has
 * arrived, or that is not known within two seconds. WhatsApp refuses a message only after Twilio has taken it.
 *
 * https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
 */
export async function whyNotArrived(
  client: Pick<Twilio, 'messages'>,
  { from, to }: Pick<OurMessage, 'from' | 'to'>,
): Promise<number | undefined> {
  for (let look = 1; look <= LOOKS; look++) {
    // The message is sent. If Twilio does not answer now, that changes nothing.
    const [latest] = await client.messages.list({ from, to, limit: 1 }).catch(() => []);
    switch (latest?.status) {
      case 'failed':
      case 'undelivered':
        return latest.errorCode;
      case 'delivered':
      case 'read':
        return undefined;
      default:
        if (look < LOOKS) await sleep(BETWEEN);
    }
  }
  return undefined;
}
