import type { Exchange, Reply } from '../../local-twilio';

/** All that reached the phone: what Twilio said itself, and what the webhook said. */
export function receivedOf({ automatic, replies }: Exchange): readonly Reply[] {
  return automatic ? [automatic, ...replies] : replies;
}
