import { refuseCarrierKeyword } from '../twilio/opt-out-words';
import { normalizeWord } from '../word';
import type { OwnWord, Said } from './languages/language';

/** Single words and sentences that replace those of a language. */
export interface Words extends Said {
  /** The word that returns to the question before. `false` or `''` switches it off. */
  back: string | false;
  /** The word that begins anew. `false` or `''` switches it off. */
  restart: string | false;
}

/**
 * A word that is heard at any point: by default that of the language, or another one, or none.
 *
 * @throws {LoggableError} if Twilio itself acts on it
 */
export function ownWord(ofLanguage: OwnWord, instead: string | false | undefined): OwnWord | undefined {
  if (instead === undefined) return ofLanguage;
  if (instead === false || normalizeWord(instead) === '') return undefined;
  refuseCarrierKeyword(instead, 'a word of the dialogue');
  return [instead];
}
