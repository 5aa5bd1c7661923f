import { refuseCarrierKeyword } from '../twilio/opt-out-words';
import { fold } from '../word';
import type { OwnWord, Said } from './languages/language';

/** Single words and sentences in place of those of a language. */
export interface Words extends Said {
  /** Texted at any point, returns to the question before. `false` or `''` switches it off. */
  back: string | false;
  /** Texted at any point, begins anew. `false` or `''` switches it off. */
  restart: string | false;
}

/** The forms of a word that is heard at any point: those of the language, another one, or none. */
export function formsOf(word: OwnWord, instead: string | false | undefined): readonly string[] {
  const forms = instead === undefined ? word : [instead || ''].filter((form) => fold(form) !== '');
  for (const form of forms) refuseCarrierKeyword(form, 'a word of the dialogue');
  return forms;
}

/** Whether the text is one of these words, and nothing else. */
export function isWord(text: string, forms: readonly string[]): boolean {
  const said = fold(text);
  return forms.some((form) => fold(form) === said);
}
