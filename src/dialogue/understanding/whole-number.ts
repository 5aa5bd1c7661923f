import type { Language } from '../languages/language';
import { vocabularyOf } from './vocabulary';
import { PhraseSet, without, wordsOf } from './words';

/** `.5`, `~5`, `<5`: what a word may lose as punctuation makes another number. */
const SIGN_BEFORE = /(?<!\d)[.~≈<>≤≥]\s*\d/;

/** With more digits, a number has neighbours that JavaScript cannot tell from it. */
const MOST_DIGITS = 15;

/** `5 years old` */
const MOST_WORDS_BEHIND = 3;

/**
 * The whole number that an answer gives, in digits or in words: `5`, `-5`, `5 people`, `we are two`, `1,000`
 * and `3.0` as the language writes them.
 *
 * @param units what may stand behind it: `['years', 'years old']`. Without it, these are up to three words, and
 *   none that makes another number of it: who asks for days must not take `2 weeks` for 2.
 * @returns `undefined` if it is no whole number, or two of them (`2-3`), or only near one (`about 5`, `5+`)
 */
export function readWholeNumber(
  text: string,
  language: Language,
  units?: readonly string[],
): number | undefined {
  if (SIGN_BEFORE.test(text)) return undefined;
  const { polite, counting, choosing, inexact, numbers, digits } = vocabularyOf(language);
  const words = without(wordsOf(text), { before: [polite, counting], behind: [polite] });
  for (let length = words.length; length > 0; length--) {
    const number = valueOf(words.slice(0, length).join(' '));
    if (number === undefined) continue;
    return mayStandBehind(words.slice(length), words.slice(0, length)) ? number : undefined;
  }
  return undefined;

  function valueOf(number: string): number | undefined {
    if (!digits.test(number)) return numbers.get(number);
    const integer = number.replace(/[^\d+-]0{1,2}$/, '');
    const plain = integer.replace(/[^\d-]/g, '');
    return plain.length > MOST_DIGITS ? undefined : Number(plain) + 0; // -0 + 0 is 0
  }

  function mayStandBehind(rest: readonly string[], number: readonly string[]): boolean {
    if (rest.length === 0) return true;
    if (units) return new PhraseSet(units, language).has(rest.join(' '));
    // An article is a number only by itself: `einen Moment` is none.
    return (
      !choosing.has(number.join(' ')) &&
      rest.length <= MOST_WORDS_BEHIND &&
      rest.every((word) => /^\p{L}[\p{L}'-]*$/u.test(word) && !inexact.has(word) && !numbers.has(word))
    );
  }
}
