import { normalizeWord } from '../../word';
import type { Language } from '../languages/language';
import { vocabularyOf, type Vocabulary } from './vocabulary';
import { spellings, without, withoutAccents, wordsOf } from './words';
import { readYesNo } from './yes-no';

/**
 * The list of options that people read: `1. Friday`, a line each. If an option begins with a number
 * (`2 people`, `Three eggs`), a number would mean two things, so the list has letters: `A. 2 people`.
 * If letters would mean two things as well, or are used up, it has neither: `- 2 people`.
 */
export function renderOptions(labels: readonly string[], language: Language): string {
  return linesOf(labels, marksOf(labels, language)).join('\n');
}

/**
 * What an answer to {@link renderOptions} may mean, as places in `labels`: one if it is clear, none
 * if it is unknown, several if it could be each of them.
 *
 * Clear is a mark of the list (`2`, `b`), a whole label, and a whole line. Besides, people say a mark, an ordinal, a
 * number word or the beginning of a label, and something around it: `#1`, `option 2`, `the second one
 * please`, `1. Friday`. All of these are heard together, so that nothing means one of two silently.
 */
export function readChoice(text: string, labels: readonly string[], language: Language): readonly number[] {
  const answer = normalizeWord(text);
  const same = (label: string) => normalizeWord(label) === answer;
  const marks = marksOf(labels, language);
  for (const place of [
    labels.findIndex(same),
    placeOfMark(answer, marks),
    linesOf(labels, marks).findIndex(same),
  ]) {
    if (place >= 0) return [place];
  }
  const list = listOf(labels, marks, language);
  const found = inOrder(spellings(answer, language).flatMap((said) => readOne(wordsOf(said), list)));
  if (found.length > 0) return found;
  const several = readSeveral(text, list);
  return several.length > 0 ? several : readAsYesNo(text, labels, language);
}

/** What to say to an answer that means none or several of the options: `found` is what {@link readChoice} gave. */
export function explainChoice(
  found: readonly number[],
  labels: readonly string[],
  language: Language,
): string {
  const marks = marksOf(labels, language);
  // More than a few are easier to find in the list itself, which comes behind it.
  if (found.length < 2 || found.length > 4) return language.says.oneOf(marks.at(-1));
  const lines = linesOf(labels, marks);
  return language.says.either(lines.filter((_, place) => found.includes(place)));
}

function linesOf(labels: readonly string[], marks: readonly string[]): string[] {
  return labels.map((label, place) =>
    marks[place] === undefined ? `- ${label}` : `${marks[place]}. ${label}`,
  );
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The numbers or letters before the options, or nothing. */
function marksOf(labels: readonly string[], language: Language): string[] {
  const vocabulary = vocabularyOf(language);
  if (!labels.some((label) => beginsWithNumber(label, vocabulary))) {
    return labels.map((_, place) => `${place + 1}`);
  }
  const clear = labels.every((label, place) => {
    const word = normalizeWord(label).toUpperCase();
    return word.length > 1 || !LETTERS.includes(word) || word === LETTERS[place];
  });
  return clear && labels.length <= LETTERS.length ? LETTERS.slice(0, labels.length).split('') : [];
}

function beginsWithNumber(label: string, { numbers, choosing }: Vocabulary): boolean {
  if (/^[^\p{L}]*\p{N}/u.test(label)) return true;
  const [first = ''] = wordsOf(label);
  // `Un café` begins with a number only in a dictionary.
  return (numbers.get(first) ?? 0) > 0 && !choosing.has(first);
}

/** Options, as they may be said. */
interface List {
  readonly language: Language;
  readonly marks: readonly string[];
  readonly options: readonly {
    /** The whole label, without accents. */
    readonly whole: readonly string[];
    /** Also without what may stand around it, with digits for number words, and shortened. */
    readonly ways: readonly string[];
  }[];
  /** Whether `the second` is a place in the list. Not if a label begins with an ordinal: `Second floor`. */
  readonly ordinals: boolean;
}

function listOf(labels: readonly string[], marks: readonly string[], language: Language): List {
  return {
    language,
    marks,
    options: labels.map((label) => {
      const whole = spellings(normalizeWord(label), language);
      const ways = whole.flatMap((way) => waysToSay(wordsOf(way), language));
      return { whole, ways: alsoShortened(alsoInDigits(ways, language)) };
    }),
    ordinals: !labels.some((label) => ordinalOf(wordsOf(label)[0] ?? '', language) !== undefined),
  };
}

/** The words as they stand, without what may stand around a choice, and without its emojis. */
function waysToSay(words: readonly string[], language: Language, marks: readonly string[] = []): string[] {
  const core = coreOf(words, language, marks);
  const ways = [words, core, core.filter((word) => !/\p{Extended_Pictographic}/u.test(word))];
  return unique(ways.map((way) => way.join(' '))).filter((way) => way !== '');
}

/** Also with digits for number words: `two people` and `2 people`. */
function alsoInDigits(ways: readonly string[], language: Language): string[] {
  const { numbers } = vocabularyOf(language);
  const digits = (way: string) => way.replace(/[^ ]+/g, (word) => String(numbers.get(word) ?? word));
  return unique([...ways, ...ways.map(digits)]);
}

/** Also with times and counts as people shorten them: `9` for `9.00`, `4pm` for `4 p.m.`, `2people`. */
function alsoShortened(ways: readonly string[]): string[] {
  const short = (way: string) =>
    way
      .replace(/\b(\d{1,2})\.(?=\d\d\b)/g, '$1:')
      .replace(/(?<=\d):00\b/g, '')
      .replace(/\b([ap])\. ?m\b\.?/g, '$1m')
      .replace(/(?<=\d) (?=\p{L})/gu, '');
  return unique([...ways, ...ways.map(short)]);
}

/** The words without those around a choice: `I'll take the soup please` is `soup`. */
function coreOf(words: readonly string[], language: Language, marks: readonly string[]): string[] {
  const { polite, choosing, chosen } = vocabularyOf(language);
  // `a` is an article, and may be the mark of an option.
  const marked = placeOfMark(words[0] ?? '', marks) >= 0;
  return without(words, { before: marked ? [] : [polite, choosing], behind: [polite, chosen] });
}

/** The places that the words of one choice may mean. */
function readOne(words: readonly string[], list: List): number[] {
  const said = waysToSay(words, list.language, list.marks);
  const whole = placesOf(list, ({ whole }) => said.some((way) => whole.includes(way)));
  if (whole.length > 0) return whole;
  const ways = alsoInDigits(said, list.language);
  return inOrder([
    ...alsoShortened(ways).flatMap((way) => begunWith(way, list)),
    ...ways.flatMap((way) => [
      ...quotedIn(way, list),
      ...(list.ordinals ? [placeOfOrdinal(way, list)] : []),
      placeOfMark(way, list.marks),
    ]),
  ]).filter((place) => place in list.options);
}

function inOrder(places: readonly number[]): number[] {
  return unique(places).sort((one, other) => one - other);
}

/** The places that several choices mean together, if each of them is known: `Friday or Sunday`. */
function readSeveral(text: string, list: List): number[] {
  const { between } = vocabularyOf(list.language);
  const parts: string[][] = [];
  for (const words of text.split(/[,;/&+\n]/).map((part) => wordsOf(part))) {
    parts.push([]);
    for (const word of words) {
      if (between.has(word)) parts.push([]);
      else parts.at(-1)?.push(word);
    }
  }
  const read = parts
    .filter((part) => coreOf(part, list.language, list.marks).length > 0)
    .map((part) => readOne(part, list));
  return read.every((places) => places.length > 0) ? inOrder(read.flat()) : [];
}

/** `yep` of `Yes, please` and `No`: the places that begin with the usual word for it. */
function readAsYesNo(text: string, labels: readonly string[], language: Language): number[] {
  const isYes = readYesNo(text, language);
  if (isYes === undefined) return [];
  const [word] = (isYes ? language.hears.yes : language.hears.no).split('|');
  return labels.flatMap((label, place) => {
    const begin = label.replace(/[,.;:(–—-].*/su, '');
    return withoutAccents(normalizeWord(begin)) === word ? [place] : [];
  });
}

/** `2`, `#2`, `02`, `b`, `#b`. -1 if it is none. */
function placeOfMark(word: string, marks: readonly string[]): number {
  return marks.indexOf(word.replace(/^#?(?:0+(?=\d))?/, '').toUpperCase());
}

/** `second`, `2nd`, `second one`. -1 if it is none. */
function placeOfOrdinal(way: string, { language, options }: List): number {
  const word = way.replace(/ .*/, '');
  const rest = way.slice(word.length + 1);
  if (rest !== '' && !vocabularyOf(language).ones.has(rest)) return -1;
  const ordinal = ordinalOf(word, language) ?? 0;
  return ordinal < 0 ? options.length + ordinal : ordinal - 1;
}

function ordinalOf(word: string, language: Language): number | undefined {
  const { ordinals, ordinalEndings } = vocabularyOf(language);
  const [, digits, ending = ''] = /^(\d+)(\D+)$/.exec(word) ?? [];
  return digits !== undefined && ordinalEndings.includes(ending) ? Number(digits) : ordinals.get(word);
}

/** A line of the list, or its beginning: `1. Friday`, `1) fri`. If mark and label are of two lines, it means both. */
function quotedIn(way: string, list: List): number[] {
  const [, mark = '', label = ''] = /^#?(\d+|[a-z])[ .:)\]-]+(.+)/.exec(way) ?? [];
  const place = placeOfMark(mark, list.marks);
  const labeled = place < 0 ? [] : begunWith(label, list);
  if (labeled.length === 0) return [];
  return labeled.includes(place) ? [place] : [place, ...labeled];
}

function begunWith(way: string, list: List): number[] {
  return placesOf(list, ({ ways }) => ways.some((label) => begins(label, way, list.language)));
}

/** Whether a label begins with what was said, up to the end of a word or a number: `no` does not choose `Noodles`. */
function begins(label: string, way: string, language: Language): boolean {
  if (!label.startsWith(way)) return false;
  const rest = label.slice(way.length);
  if (/\d$/.test(way) && /^[.,:/-]?\d/.test(rest)) return false;
  const { yes, no } = vocabularyOf(language);
  return rest === '' || rest.startsWith(' ') || !(yes.has(way) || no.has(way));
}

function placesOf({ options }: List, fits: (option: List['options'][number]) => boolean): number[] {
  return options.flatMap((option, place) => (fits(option) ? [place] : []));
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
