import { isSms } from '../../../src/twilio/address';
import { defaultKeyword } from '../../../src/twilio/opt-out-words';

export interface KeywordOutcome {
  /** Whether the sender is opted out from now on. */
  readonly optedOut: boolean;
  /** What Twilio answers by itself, if anything. */
  readonly answer: string | undefined;
}

/**
 * Twilio's default texts, word for word: https://help.twilio.com/articles/223134027. Advanced
 * Opt-Out can change them.
 */
const ANSWERS = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
} as const;

/** What a US long code does with an incoming text before the webhook hears of it. */
export function heedKeyword(from: string, body: string, optedOut: boolean): KeywordOutcome {
  if (!isSms(from)) return { optedOut, answer: undefined };
  const keyword = optedOut && isYes(body) ? 'START' : defaultKeyword(body);
  switch (keyword) {
    case 'STOP':
      return { optedOut: true, answer: ANSWERS.STOP };
    case 'START':
      return { optedOut: false, answer: ANSWERS.START };
    case 'HELP':
      return { optedOut, answer: ANSWERS.HELP };
    case undefined:
      return { optedOut, answer: undefined };
  }
}

/** From somebody who has opted out it is an opt-in; from everybody else it is an answer. */
function isYes(body: string): boolean {
  return body.trim().toUpperCase() === 'YES';
}
