import type { Message } from '../../src/conversation';
import { readTwiml } from '../local-twilio';

/** A text as a conversation gets it. */
export function message(body: string, rest: Partial<Message> = {}): Message {
  return {
    sid: `SM${'0'.repeat(32)}`,
    from: '+14158675308',
    to: '+14155550100',
    body,
    media: [],
    params: {},
    ...rest,
  };
}

/**
 * The messages in a TwiML document.
 *
 * @throws if it is no valid TwiML
 */
export function messagesIn(twiml: string): { body: string; media: readonly string[] }[] {
  const { messages, problems } = readTwiml(twiml);
  if (problems[0]) throw new Error(problems[0].meaning);
  return messages.map(({ body, media }) => ({ body, media }));
}
