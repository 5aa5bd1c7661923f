import { channelOf, isShortCode, isTollFree } from './address';
import type { Pair } from './pair';

export interface KeywordOutcome {
  /** Whether the sender is opted out from now on. */
  readonly optedOut: boolean;
  /** Twilio's own answer, if any. */
  readonly answer: string | undefined;
}

type Keyword = 'STOP' | 'START' | 'HELP';

/** Twilio's default words: https://help.twilio.com/articles/223134027. Advanced Opt-Out can change them. */
const WORDS: ReadonlyMap<string, Keyword> = new Map([
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'CANCEL'].map(
    (word) => [word, 'STOP'] as const,
  ),
  ...['START', 'UNSTOP'].map((word) => [word, 'START'] as const),
  ...['HELP', 'INFO'].map((word) => [word, 'HELP'] as const),
]);

/** Twilio's default answers, word for word, from the same page. */
const ANSWERS = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
} as const;

/**
 * Handles opt-out keywords before the webhook is called, as Twilio does on SMS, MMS and RCS. Twilio does not do
 * so for a short code outside of a Messaging Service: its owner has to.
 * https://help.twilio.com/articles/223181748
 */
export function answerKeyword(
  { from, to }: Pair,
  body: string,
  { optedOut, inService }: { readonly optedOut: boolean; readonly inService: boolean },
): KeywordOutcome {
  const isText = ['', 'rcs'].includes(channelOf(from));
  if (!isText || (isShortCode(to) && !inService)) return { optedOut, answer: undefined };
  const word = wordOf(body);
  const outcome = isTollFree(to) ? answerByNetwork(word, optedOut) : undefined;
  return outcome ?? answerByTwilio(word, optedOut);
}

/**
 * The pair to which an opt-out belongs. Since 16 March 2026 an opt-out counts across RCS, SMS and MMS:
 * https://help.twilio.com/articles/223134027
 */
export function optOutPair({ from, to }: Pair): Pair {
  return { from: from.replace(/^rcs:/i, ''), to: to.replace(/^rcs:/i, '') };
}

function answerByTwilio(word: string, optedOut: boolean): KeywordOutcome {
  // YES opts in a person who has opted out. From everybody else it is an answer.
  const keyword = optedOut && word === 'YES' ? 'START' : WORDS.get(word);
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

/**
 * The network of toll-free numbers handles these keywords before Twilio, and keeps its own list.
 * https://support.twilio.com/hc/en-us/articles/360058144374
 */
function answerByNetwork(word: string, optedOut: boolean): KeywordOutcome | undefined {
  switch (word) {
    case 'STOP':
      return {
        optedOut: true,
        answer:
          'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.',
      };
    case 'START':
    case 'UNSTOP':
      return {
        optedOut: false,
        answer: `NETWORK MSG: You have replied "${word.toLowerCase()}" and will begin receiving messages again from this number.`,
      };
    case 'YES':
    case 'HELP':
    case 'INFO':
      // For a person who has opted out, YES does not opt in, and HELP gets no answer.
      return optedOut ? { optedOut, answer: undefined } : undefined;
    default:
      return undefined;
  }
}

/** The word in capitals; `''` if the text is not one word of ASCII letters. `STOP please` is no keyword. */
function wordOf(body: string): string {
  // JavaScript turns `ſtop` into STOP in capitals. Twilio does not.
  return /^[a-z]+$/i.exec(body.trim())?.[0].toUpperCase() ?? '';
}
