import { channelOf, isShortCode, isTollFree } from './address';
import type { Pair } from './pair';

export interface KeywordOutcome {
  /** Whether the sender is opted out from now on. */
  readonly optedOut: boolean;
  /** What Twilio answers by itself, if anything. */
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
 * What Twilio does with an incoming text before the webhook hears of it: on SMS, MMS and RCS alone. On a
 * short code that is in no Messaging Service it does nothing, so its owner has to:
 * https://help.twilio.com/articles/223181748
 */
export function heedKeyword(
  { from, to }: Pair,
  body: string,
  { optedOut, inService }: { readonly optedOut: boolean; readonly inService: boolean },
): KeywordOutcome {
  const isText = ['', 'rcs'].includes(channelOf(from));
  if (!isText || (isShortCode(to) && !inService)) return { optedOut, answer: undefined };
  const word = wordOf(body);
  const outcome = isTollFree(to) ? heedByNetwork(word, optedOut) : undefined;
  return outcome ?? heedByTwilio(word, optedOut);
}

/**
 * The pair that an opt-out is kept with. Since 16 March 2026 it counts across RCS, SMS and MMS:
 * https://help.twilio.com/articles/223134027
 */
export function optOutPair({ from, to }: Pair): Pair {
  return { from: from.replace(/^rcs:/i, ''), to: to.replace(/^rcs:/i, '') };
}

function heedByTwilio(word: string, optedOut: boolean): KeywordOutcome {
  // From somebody who has opted out YES is an opt-in; from everybody else it is an answer.
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
 * Toll-free numbers have a network in front of Twilio, which keeps a list of its own.
 * https://support.twilio.com/hc/en-us/articles/360058144374
 */
function heedByNetwork(word: string, optedOut: boolean): KeywordOutcome | undefined {
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
      // To somebody who has opted out, YES does not opt in, and HELP is not answered.
      return optedOut ? { optedOut, answer: undefined } : undefined;
    default:
      return undefined;
  }
}

/** In capitals, `''` where the text is more than one word of plain letters: `STOP please` is no keyword. */
function wordOf(body: string): string {
  // ASCII only: `ſtop` is STOP in capitals, too, but not to Twilio.
  return /^[a-z]+$/i.exec(body.trim())?.[0].toUpperCase() ?? '';
}
