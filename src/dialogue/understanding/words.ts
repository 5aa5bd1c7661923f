import { normalizeWord } from '../../word';
import type { Language, Phrases } from '../languages/language';

/** Letters that Unicode does not take apart into a letter and its mark. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' };

/** The same without accents, as people text in a hurry: `cafe` for Café. Marks of other scripts stay: が is no か. */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/\P{ASCII}/gu, (letter) => PLAIN[letter] ?? letter);
}

/** How a word may be written without accents: `muller` and `mueller` for Müller in German. */
export function spellings(word: string, { hears: { spelling = {} } }: Language): string[] {
  const spelled = word.replace(/\P{ASCII}/gu, (letter) => spelling[letter] ?? letter);
  return [...new Set([withoutAccents(word), withoutAccents(spelled)])];
}

/** `:)`, `:-D`, `;p`, `<3`, in small letters. */
const SMILEY = /^(?:[:;=]'?-?[dpo3)(*/|]+|x[dp]+|<3+|\^_*\^)$/;

/** In UTF-16 units. Choices, numbers and words like BACK are shorter. */
const LONGEST = 300;

/**
 * The words of an answer in their order, without accents and without the punctuation around them. An emoji
 * is a word of its own, and a smiley is none. A text that is too long to be understood has none.
 */
export function wordsOf(text: string): string[] {
  if (text.length > LONGEST) return [];
  return withoutAccents(normalizeWord(text))
    .replace(/\p{Extended_Pictographic}/gu, ' $& ')
    .split(/[\s!?]|,(?!\d)/)
    .filter((word) => !SMILEY.test(word))
    .map(normalizeWord)
    .filter((word) => /[^-•]/.test(word));
}

/** Phrases of a language, to look up what people text without accents. */
export class PhraseSet {
  readonly #phrases: ReadonlySet<string>;
  /** In words, of the longest one. */
  readonly longest: number;

  constructor(phrases: Phrases | readonly string[], language: Language) {
    const list = typeof phrases === 'string' ? phrases.split('|') : phrases;
    const ways = list.flatMap((phrase) => spellings(normalizeWord(phrase), language));
    this.#phrases = new Set(ways.map((way) => wordsOf(way).join(' ')));
    this.longest = Math.max(...Array.from(this.#phrases, (phrase) => phrase.split(' ').length));
  }

  has(phrase: string): boolean {
    return this.#phrases.has(phrase);
  }

  /** How many words make the longest phrase that begins at `at`: 0 is none. */
  lengthAt(words: readonly string[], at: number): number {
    for (let length = Math.min(this.longest, words.length - at); length > 0; length--) {
      if (this.has(words.slice(at, at + length).join(' '))) return length;
    }
    return 0;
  }

  /** How many words make the longest phrase that ends before `end`: 0 is none. */
  lengthBefore(words: readonly string[], end: number): number {
    for (let length = Math.min(this.longest, end); length > 0; length--) {
      if (this.has(words.slice(end - length, end).join(' '))) return length;
    }
    return 0;
  }
}

/** The words without the phrases that stand around them. */
export function without(
  words: readonly string[],
  { before, behind }: { before: readonly PhraseSet[]; behind: readonly PhraseSet[] },
): string[] {
  let [start, end] = [0, words.length];
  for (let taken = 1; taken > 0; start += taken) {
    taken = Math.max(0, ...before.map((set) => set.lengthAt(words, start)));
  }
  for (let taken = 1; taken > 0; end -= taken) {
    taken = Math.max(0, ...behind.map((set) => set.lengthBefore(words, end)));
  }
  return words.slice(start, end); // none, if the two overlap
}
