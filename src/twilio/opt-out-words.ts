import { channelOf, isShortCode } from './address';
import type { Message } from '../conversation';
import { LoggableError } from '../log';
import { normalizeWord } from '../word';

/**
 * The words that Twilio itself handles when a long code receives them, before it calls the webhook. YES is not
 * among them: it opts a number back in that has opted out, but from everybody else it is an answer.
 *
 * https://help.twilio.com/articles/223134027
 */
const DEFAULT_KEYWORDS = {
  STOP: 'STOP',
  STOPALL: 'STOP',
  UNSUBSCRIBE: 'STOP',
  END: 'STOP',
  QUIT: 'STOP',
  REVOKE: 'STOP',
  OPTOUT: 'STOP',
  CANCEL: 'STOP',
  START: 'START',
  UNSTOP: 'START',
  HELP: 'HELP',
  INFO: 'HELP',
} as const;

export type DefaultKeyword = keyof typeof DEFAULT_KEYWORDS;

export type CarrierKeyword = 'STOP' | 'START' | 'HELP';

/** A keyword that was texted. It never reaches a conversation. */
export interface HeardKeyword {
  readonly keyword: CarrierKeyword;
  /**
   * Whether Twilio has answered it, and remembers an opt-out. A reply of ours would fail with error 21610 then. If
   * Twilio has not, both are for us to do.
   */
  readonly byTwilio: boolean;
}

/**
 * The keyword in a message, if the whole message is one:
 *
 * - With Advanced Opt-Out, Twilio names the keyword itself (`OptOutType`), on every channel.
 * - On SMS, MMS and RCS, Twilio handles its default words. An opt-out counts across all three
 *   (https://help.twilio.com/articles/223134027).
 * - For a short code outside of a Messaging Service, Twilio does neither
 *   (https://help.twilio.com/articles/223181748).
 * - On WhatsApp, Twilio handles no word. There we treat only STOP as a keyword, because the others may be answers.
 *   After a STOP, START is one, too: see `takeTurn`.
 */
export function heardKeyword({ from, to, body, params }: Message): HeardKeyword | undefined {
  const said = params.OptOutType;
  if (said === 'STOP' || said === 'START' || said === 'HELP') return { keyword: said, byTwilio: true };
  const keyword = defaultKeyword(body);
  if (keyword === undefined) return undefined;
  const channel = channelOf(from);
  if (channel === 'whatsapp') {
    return body.trim().toUpperCase() === 'STOP' ? { keyword, byTwilio: false } : undefined;
  }
  if (channel !== 'sms' && channel !== 'rcs') return undefined;
  return { keyword, byTwilio: !isShortCode(to) || Boolean(params.MessagingServiceSid) };
}

/** The keyword that Twilio would see in a text, in upper or lower case. */
export function defaultKeyword(text: string): CarrierKeyword | undefined {
  // JavaScript turns `ſtop` into STOP in capitals. Twilio does not.
  const word = /^[a-z]+$/i.exec(text.trim())?.[0].toUpperCase() ?? '';
  return Object.hasOwn(DEFAULT_KEYWORDS, word) ? DEFAULT_KEYWORDS[word as DefaultKeyword] : undefined;
}

/** Refuses at compile time a word that Twilio handles (`STOP`, `Cancel`, `help`, …). The type error says why. */
export type Allowed<Word extends string> = Word extends string
  ? Uppercase<Word> extends DefaultKeyword
    ? { readonly 'Twilio itself acts on this word': Word }
    : Word
  : never;

/**
 * Refuses a word that people would be told to text if Twilio handles that word itself.
 *
 * @param role the use of the word in a message: `an option`
 * @throws {LoggableError}
 */
export function refuseCarrierKeyword(word: string, role: string): void {
  const keyword = defaultKeyword(normalizeWord(word)); // people may text `Stop!` as `stop`
  if (keyword === undefined) return;
  const acts = {
    STOP: 'unsubscribes whoever texts it',
    START: 'subscribes whoever texts it',
    HELP: 'answers it',
  };
  throw new LoggableError(
    `${word} cannot be ${role}: Twilio itself ${acts[keyword]}, before we hear of it. Choose another word.`,
  );
}
