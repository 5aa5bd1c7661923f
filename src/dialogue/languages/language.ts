/**
 * All that the library itself says or understands, in one language: `dialogue('lunch', script, { language: german })`.
 *
 * To change a sentence, spread it: `{ ...english, says: { ...english.says, changed: 'New questions!' } }`.
 */
export interface Language {
  /** Names numbers, days and times: a locale of `Intl`, and the parser of `chrono-node`. */
  readonly locale: 'en' | 'es' | 'de';
  readonly hears: HeardWords;
  readonly says: Said;
}

/** A word that we hear at any point. People are told the first form. The others are understood, too. */
export type OwnWord = readonly [word: string, ...others: string[]];

/**
 * Words and phrases, separated by `|`: `yes|yep|of course`. An accent may be missing in what people text.
 * It is one text and no list, because esbuild leaves out an unused language only if making it calls no function.
 */
export type Phrases = string;

/** The words that it understands. */
export interface HeardWords {
  /** Returns to the question before. */
  readonly back: OwnWord;
  /** Begins anew. */
  readonly restart: OwnWord;
  /** Leaves out a question that need not be answered. */
  readonly skip: OwnWord;
  /** Leaves the conversation that a keyword opened. */
  readonly exit: OwnWord;

  /** Several of them in one answer mean the same: `yes, sure`. The first is the usual one. */
  readonly yes: Phrases;
  readonly no: Phrases;
  /** They change nothing, wherever they stand in an answer: `please`. */
  readonly polite: Phrases;

  /** They may stand before a choice: `option 2`, `the second`, `I'd like soup`. */
  readonly choosing: Phrases;
  /** They may stand behind a choice: `Friday works`. */
  readonly chosen: Phrases;
  /** They stand between two choices: `Friday or Sunday`. */
  readonly between: Phrases;
  /** From the first on. A space separates several words for one. */
  readonly ordinals: Phrases;
  readonly last: Phrases;
  /** What makes an ordinal of digits: `nd` in `2nd`. */
  readonly ordinalEndings: Phrases;
  /** They may stand behind an ordinal: `the second one`. */
  readonly ones: Phrases;

  /** From zero on. A space separates several words for one. */
  readonly numbers: Phrases;
  /** Those that follow `numbers`, up to ninety: `twenty|thirty|…` behind `nineteen`. */
  readonly tens: Phrases;
  /** 21 to 99, from two words: `twenty one|twenty-one`. */
  readonly compound: (tens: string, ones: string) => Phrases;
  /** Numbers of several words that are counted in another way. No single words: these would be numbers in dates, too. */
  readonly dozens: Readonly<Record<string, number>>;
  /** They may stand before a number: `we are 5`, `I want 5`. */
  readonly counting: Phrases;
  /** Behind a number they make another of it, or none: `5 dozen`, `2 weeks`, `5 or so`. */
  readonly inexact: Phrases;
  /** Each character that may stand before decimals: `.` in 3.0. */
  readonly decimal: string;
  /** Each character that may stand between thousands: `,` in 1,000. */
  readonly thousands: string;

  readonly dates: HeardDates;

  /** How letters are written without their marks, other than by leaving them out: `{ ü: 'ue' }`. */
  readonly spelling?: Readonly<Record<string, string>>;
}

/**
 * How people text days and times, as far as `chrono-node` does not know it. It is given small letters, without
 * punctuation around them, and digits for number words.
 */
export interface HeardDates {
  /** In English: whether 5/6 is the fifth of June. Without it 5/6 may be either, so the sender is asked. */
  readonly dayFirst?: boolean;
  /**
   * With 24, `8:30` and `10` are in the morning. With 12 they may be in the evening. A bare `8` may be with both.
   * `12/24` says the hours of 12, and writes those of 24: `8:30` may be in the evening, and `08:30` and `10:30` may not.
   */
  readonly clock: 12 | 24 | '12/24';
  /** What is put in the place of what `chrono-node` does not know. */
  readonly rewrite: readonly (readonly [
    what: RegExp,
    replacement: string | ((all: string, hour: string) => string),
  ])[];
  /** A day of a month that is not named: `the 24th`. It is tried if nothing else is understood. */
  readonly dayOfMonth: RegExp;
  /** Before a weekday, it may mean the coming one, or the one after it: `next Friday`. */
  readonly next: RegExp;
  /** Together with a weekday it names a week: `Friday next week`. */
  readonly week: RegExp;
  /** `last Friday` */
  readonly past: RegExp;
  /** No day, though `chrono-node` finds one: `next week`, `this weekend`. The whole of what it finds. */
  readonly vague: RegExp;
  /** What tells that an hour is before noon, or behind it: `in the morning`. */
  readonly morning: RegExp;
  readonly afternoon: RegExp;
  /** What may stand around a day or a time. */
  readonly around: Phrases;
  /** What makes a time of a number: `at`. */
  readonly at: string;
}

/** Sentences for senders. A sentence that names a word to text is given that word. */
export interface Said {
  // Of the shell, in every conversation:
  /** The turn failed. What is remembered stays as it was. */
  readonly apology: string;
  /** What would have to be remembered no longer fits. Without `back`, BACK is switched off. */
  readonly tooLong: (back?: string) => string;
  /** The last sentence before silence: too many messages within an hour. */
  readonly tooMany: string;
  /** Confirms STOP, START and HELP if Twilio does not. */
  readonly optedOut: string;
  readonly optedIn: string;
  readonly help: string;

  // Of a dialogue:
  /** The script was changed: the answers that still fit are kept, and the open question follows. */
  readonly changed: string;
  /** The script was changed behind something that was done, so the dialogue cannot go on. */
  readonly stands: (restart?: string) => string;
  /** The script was changed, no answer fits any more, and the first question follows. */
  readonly startOver: string;
  /** BACK at the first question. */
  readonly firstQuestion: string;
  /** The answer to BACK if an effect was done since the question before. */
  readonly cannotTakeBack: string;
  /** Too many wrong answers in a row. */
  readonly gaveUp: string;
  /** EXIT. What follows is the open question of the outer conversation, if there is one. */
  readonly left: string;
  /** A hint for prompts. */
  readonly correct: (back: string) => string;
  /** A hint behind what is wrong with an answer that may be left out. */
  readonly skip: (skip: string) => string;

  // To answers that could not be read:
  /** The answer to a picture without words, if words were asked for. */
  readonly inWords: string;
  /** The answer to words without a picture, if a picture was asked for. */
  readonly picture: string;
  /** An answer over this many characters. */
  readonly tooManyCharacters: (limit: number) => string;
  readonly yesOrNo: string;
  /** A list with numbers from 1, or with letters from A, up to `last`. `undefined`: without either. */
  readonly oneOf: (last: string | undefined) => string;
  /** An answer that means several things. Two or more, as the list shows them. */
  readonly either: (meanings: readonly string[]) => string;
  /** `-Infinity` and `Infinity` are no bounds. */
  readonly wholeNumber: (min: number, max: number) => string;
  /** An answer that a pattern does not match. */
  readonly doesNotMatch: string;
  readonly email: string;
  /** `example`: a number of that country in its national form. */
  readonly phoneNumber: (example: string | undefined) => string;
  /** `time`: one that may be answered, as the language writes it. */
  readonly dateTime: (time: string) => string;
  readonly date: string;
  readonly time: (time: string) => string;
  /** A day or a time that is over. */
  readonly past: string;
  /** The 30th of February, or a weekday that its date is not on. */
  readonly noSuchDay: string;
  /** If past days count as well: a day and a month, and no year. */
  readonly whatYear: string;
  /** A day, and no time. */
  readonly whatTime: (time: string) => string;
  /** A time that is left out when the clocks go forward. */
  readonly noSuchTime: string;
  /** A time outside of these hours, both as the language writes them. */
  readonly hours: (from: string, to: string) => string;
}
