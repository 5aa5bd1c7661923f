import { isSms } from './address';

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

/** What a US long code does with an incoming text before the webhook hears of it. */
export function heedKeyword(from: string, body: string, optedOut: boolean): KeywordOutcome {
  if (!isSms(from)) return { optedOut, answer: undefined };
  const word = wordOf(body);
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

/** In capitals, `''` where the text is more than one word of plain letters: `STOP please` is no keyword. */
function wordOf(body: string): string {
  // ASCII only: `ſtop` is STOP in capitals, too, but not to Twilio.
  return /^[a-z]+$/i.exec(body.trim())?.[0].toUpperCase() ?? '';
}
