import type { ShellWords } from '../conversation';
import type { Said } from './languages/language';

/** What a language says around a conversation. @param back the word that returns to the question before */
export function shellWords(says: Said, back?: string): ShellWords {
  const { apology, tooMany, optedOut, optedIn, help } = says;
  return { apology, tooLong: says.tooLong(back), tooMany, optedOut, optedIn, help };
}
