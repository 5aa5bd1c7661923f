import { channelOf, isShortCode } from './address';
import type { Message } from '../conversation';
import { LoggableError } from '../log';
import { normalizeWord } from '../word';

/**
 * What Twilio does by itself when a long code receives one of these, before the webhook hears of
 * it. `yes` also opts a number back in, but only one that had opted out: from everybody else it is
 * an answer, so it is not among them.
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

/** A keyword that was texted, and which never reaches a conversation. */
export interface HeardKeyword {
  readonly keyword: CarrierKeyword;
  /**
   * Who answers it: `twilio` has done so already. Anything that we would add is unwelcome, and fails
   * with error 21610 after an opt-out. `us`: Twilio does not. `us with a list`: nor does it keep track
   * of who has opted out.
   */
  readonly answers: 'twilio' | 'us' | 'us with a list';
}

/**
 * The keyword that this message is, if it is one:
 *
 * - With Advanced Opt-Out, Twilio says so itself (`OptOutType`), on every channel.
 * - On SMS, MMS and RCS it acts on its default words, as it counts an opt-out across all of them
 *   (https://help.twilio.com/articles/223134027).
 * - On a short code of its own, outside of a Messaging Service, it does neither
 *   (https://help.twilio.com/articles/223181748).
 * - On WhatsApp it acts on no word. We hear STOP alone there, as the others may be answers.
 */
export function heardKeyword({ from, to, body, params }: Message): HeardKeyword | undefined {
  const said = params.OptOutType;
  if (said === 'STOP' || said === 'START' || said === 'HELP') return { keyword: said, answers: 'twilio' };
  const keyword = defaultKeyword(body);
  if (keyword === undefined) return undefined;
  const channel = channelOf(from);
  if (channel === 'whatsapp') {
    return /^\s*stop\s*$/i.test(body) ? { keyword: 'STOP', answers: 'us' } : undefined;
  }
  if (channel !== 'sms' && channel !== 'rcs') return undefined;
  const alone = isShortCode(to) && !params.MessagingServiceSid;
  return { keyword, answers: alone ? 'us with a list' : 'twilio' };
}

/** The same for a text alone, whatever its case: what Twilio would do if somebody sent it. */
export function defaultKeyword(text: string): CarrierKeyword | undefined {
  // Only ASCII: `ſtop` is STOP in capitals, too, but not to Twilio.
  const word = /^[a-z]+$/i.exec(text.trim())?.[0].toUpperCase() ?? '';
  return Object.hasOwn(DEFAULT_KEYWORDS, word) ? DEFAULT_KEYWORDS[word as DefaultKeyword] : undefined;
}

/** A word that Twilio would act on (`STOP`, `Cancel`, `help`, …) does not compile, and the error says why. */
export type Allowed<Word extends string> = Word extends string
  ? Uppercase<Word> extends DefaultKeyword
    ? { readonly 'Twilio itself acts on this word': Word }
    : Word
  : never;

/**
 * Refuses a word that people would be told to text, where Twilio acts on it before we hear of it.
 *
 * @param role what the word was to be: `an option`
 * @throws {LoggableError}
 */
export function refuseCarrierKeyword(word: string, role: string): void {
  const keyword = defaultKeyword(normalizeWord(word)); // who is to text `Stop!` texts `stop`
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
