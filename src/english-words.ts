import type { ShellWords } from './conversation';
import * as english from './dialogue/languages/english';

/** The sentences around a conversation that has none of its own. */
export const ENGLISH: ShellWords = {
  apology: english.apology,
  tooLong: /* @__PURE__ */ english.tooLong(),
  tooMany: english.tooMany,
  optedOut: english.optedOut,
  optedIn: english.optedIn,
  help: english.help,
};
