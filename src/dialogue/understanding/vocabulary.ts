import type { Language, Phrases } from '../languages/language';
import { PhraseSet, spellings } from './words';

/** The words that a language understands, prepared for a look-up. */
export interface Vocabulary {
  readonly yes: PhraseSet;
  readonly no: PhraseSet;
  readonly polite: PhraseSet;
  readonly choosing: PhraseSet;
  readonly chosen: PhraseSet;
  readonly between: PhraseSet;
  readonly ones: PhraseSet;
  readonly counting: PhraseSet;
  readonly inexact: PhraseSet;
  /** Around a day or a time. */
  readonly around: PhraseSet;
  /** 1 is the first, -1 the last. */
  readonly ordinals: ReadonlyMap<string, number>;
  readonly ordinalEndings: readonly string[];
  /** From 0 to 99. */
  readonly numbers: ReadonlyMap<string, number>;
  /** A whole number in digits, perhaps with thousands that are separated, and decimals that are zero. */
  readonly digits: RegExp;
}

const vocabularies = new WeakMap<Language, Vocabulary>();

export function vocabularyOf(language: Language): Vocabulary {
  const known = vocabularies.get(language);
  if (known) return known;
  const { hears } = language;
  const set = (phrases: Phrases) => new PhraseSet(phrases, language);
  const vocabulary: Vocabulary = {
    yes: set(hears.yes),
    no: set(hears.no),
    polite: set(hears.polite),
    choosing: set(hears.choosing),
    chosen: set(hears.chosen),
    between: set(hears.between),
    ones: set(hears.ones),
    counting: set(hears.counting),
    inexact: set(hears.inexact),
    around: set(hears.dates.around),
    ordinals: new Map([
      ...placesOf(hears.ordinals, 1, language),
      ...placesOf(hears.last.replaceAll('|', ' '), -1, language),
    ]),
    ordinalEndings: hears.ordinalEndings.split('|'),
    numbers: numbersOf(language),
    digits: new RegExp(
      `^[+-]?(?:\\d+|\\d{1,3}([${hears.thousands}])\\d{3}(?:\\1\\d{3})*)(?:[${hears.decimal}]0{1,2})?$`,
    ),
  };
  vocabularies.set(language, vocabulary);
  return vocabulary;
}

function placesOf(phrases: Phrases, first: number, language: Language): [string, number][] {
  return phrases.split('|').flatMap((words, place) =>
    words
      .split(' ')
      .flatMap((word) => spellings(word, language))
      .map((word): [string, number] => [word, first + place]),
  );
}

function numbersOf(language: Language): ReadonlyMap<string, number> {
  const { numbers, tens, compound, dozens } = language.hears;
  const small = placesOf(numbers, 0, language);
  const words = new Map(small);
  const allTens = tens.split('|');
  for (const [place, ten] of allTens.entries()) {
    const number = 100 - 10 * (allTens.length - place);
    for (const word of spellings(ten, language)) words.set(word, number);
    for (const [ones, more] of small.filter(([, more]) => more > 0 && more < 10)) {
      for (const word of compound(ten, ones)
        .split('|')
        .flatMap((word) => spellings(word, language))) {
        words.set(word, number + more);
      }
    }
  }
  for (const [phrase, number] of Object.entries(dozens)) {
    for (const way of spellings(phrase, language)) words.set(way, number);
  }
  return words;
}
