import { isSms } from './address';
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

/**
 * The keyword that Twilio has answered already, if this message is one: it says so itself
 * (`OptOutType`) where Advanced Opt-Out is on, and acts on its default words on SMS otherwise.
 * Anything we would add is unwelcome, and after an opt-out it fails with error 21610.
 */
export function carrierKeyword(message: Message): CarrierKeyword | undefined {
  const said = message.params.OptOutType;
  if (said === 'STOP' || said === 'START' || said === 'HELP') return said;
  return isSms(message.from) ? defaultKeyword(message.body) : undefined;
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
