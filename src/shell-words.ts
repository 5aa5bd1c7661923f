import type { ShellWords } from './conversation';
import * as english from './dialogue/languages/english';

/** What is said around a conversation that has no words of its own. */
export const ENGLISH: ShellWords = {
  apology: english.apology,
  tooLong: /* @__PURE__ */ english.tooLong(),
  tooMany: english.tooMany,
  optedOut: english.optedOut,
  optedIn: english.optedIn,
  help: english.help,
};
