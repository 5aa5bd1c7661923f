import type { ShellWords } from './conversation';
import * as english from './dialogue/languages/english';
import type { Said } from './dialogue/languages/language';

/** What is said around a conversation that has no words of its own. */
export const ENGLISH: ShellWords = {
  apology: english.apology,
  tooLong: /* @__PURE__ */ english.tooLong(),
  tooMany: english.tooMany,
  optedOut: english.optedOut,
  optedIn: english.optedIn,
  help: english.help,
};

/** What a language says around a conversation. @param back the word that returns to the question before */
export function shellWords(says: Said, back?: string): ShellWords {
  const { apology, tooMany, optedOut, optedIn, help } = says;
  return { apology, tooLong: says.tooLong(back), tooMany, optedOut, optedIn, help };
}
