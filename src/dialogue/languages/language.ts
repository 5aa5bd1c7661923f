/**
 * All that the library itself says or hears, in one language: `dialogue('lunch', script, { language: german })`.
 *
 * To change a sentence, spread it: `{ ...english, says: { ...english.says, changed: 'New questions!' } }`.
 */
export interface Language {
  /** Names numbers, days and times: a locale of `Intl`, and the parser of `chrono-node`. */
  readonly locale: 'en' | 'es' | 'de';
  readonly hears: Heard;
  readonly says: Said;
}

/** A word that we hear at any point. People are told the first form. The others are understood, too. */
export type OwnWord = readonly [word: string, ...others: string[]];

/** In small letters, apart from the own words, which are shown as they are written here. */
export interface Heard {
  /** Returns to the question before. */
  readonly back: OwnWord;
  /** Begins anew. */
  readonly restart: OwnWord;
  /** Leaves out a question that need not be answered. */
  readonly skip: OwnWord;
  /** Leaves the conversation that a keyword opened. */
  readonly exit: OwnWord;

  /** Words and phrases. Several of them in one answer mean the same: `yes, sure`. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Words and phrases that change nothing, wherever they stand in an answer: `please`. */
  readonly polite: readonly string[];
  /** Words that may stand before a choice: `option 2`, `the second`. */
  readonly choosing: readonly string[];
  /** Words that mean a place in a list: 1 is the first, -1 the last. */
  readonly ordinals: Readonly<Record<string, number>>;
  /** What makes an ordinal of digits: `nd` in `2nd`. */
  readonly ordinalEndings: readonly string[];
  /** Words between two choices: `Friday or Sunday`. */
  readonly joins: readonly string[];

  /** Number words, at least from 1 to 99. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Words that may stand before a number: `we are 5`. */
  readonly counting: readonly string[];
  /** Words behind a number that make another number of it, or none: `5 dozen`, `2 weeks`, `5 or so`. */
  readonly inexact: readonly string[];
  /** Each character that may separate the decimals: `.` in 3.0. */
  readonly decimal: string;
  /** Each character that may separate the thousands: `,` in 1,000. */
  readonly thousands: string;
}

/** Sentences for senders. Where one names a word to text, it is given that word. */
export interface Said {
  // Of the shell, whatever the conversation:
  /** The turn failed. What is remembered stays as it was. */
  readonly apology: string;
  /** What would have to be remembered no longer fits. Without `back`, BACK is switched off. */
  tooLong(back?: string): string;
  /** The last sentence before silence: too many messages within an hour. */
  readonly tooMany: string;
  /** Confirms STOP, START and HELP where Twilio does not. */
  readonly optedOut: string;
  readonly optedIn: string;
  readonly help: string;

  // Of a dialogue:
  /** The script was changed: the answers that still fit are kept, and the open question follows. */
  readonly changed: string;
  /** The script was changed behind something that was done, so the dialogue cannot go on. */
  stands(restart?: string): string;
  /** The script was changed, no answer fits any more, and the first question follows. */
  readonly startOver: string;
  /** BACK at the first question. */
  readonly firstQuestion: string;
  /** BACK where something was done since the question before. */
  readonly cannotTakeBack: string;
  /** Too many wrong answers in a row. */
  readonly gaveUp: string;
  /** EXIT. What follows is the open question of the outer conversation, if there is one. */
  readonly left: string;
  /** A hint for prompts. */
  correct(back: string): string;
  /** A hint behind what is wrong with an answer that may be left out. */
  skip(skip: string): string;

  // To answers that could not be read:
  /** A picture without words, where words were asked for. */
  readonly inWords: string;
  /** Words without a picture, where a picture was asked for. */
  readonly picture: string;
  /** An answer over this many characters. */
  tooManyCharacters(limit: number): string;
  readonly yesOrNo: string;
  /** A list with numbers from 1, or with letters from A, up to `last`. `undefined`: without either. */
  oneOf(last: string | undefined): string;
  /** An answer that means several things. Two or more, as the list shows them. */
  either(meanings: readonly string[]): string;
  /** `-Infinity` and `Infinity` are no bounds. */
  wholeNumber(min: number, max: number): string;
  /** An answer that a pattern does not match. */
  readonly doesNotMatch: string;
  readonly email: string;
  /** `example`: a number of that country in its national form. */
  phoneNumber(example: string | undefined): string;
  readonly dateTime: string;
  readonly date: string;
  readonly time: string;
  /** A day or a time that is over. */
  readonly past: string;
  /** A day, and no time. */
  readonly whatTime: string;
  /** A time that is left out when the clocks go forward. */
  readonly noSuchTime: string;
  /** A time outside of these hours, both as the language writes them. */
  hours(from: string, to: string): string;
}
