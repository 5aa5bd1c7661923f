import type { Language, OwnWord } from '../languages/language';
import { vocabularyOf } from './vocabulary';
import { PhraseSet, without, wordsOf } from './words';

const phrases = new WeakMap<OwnWord, PhraseSet>();

/**
 * Whether a text is one of our own words, as people text it: `BACK`, `back?`, `go back`, `back please`.
 *
 * @param word of the language, `language.hears.back`, or of the author: `['ZURUECK']`
 */
export function isOwnWord(text: string, word: OwnWord, language: Language): boolean {
  let known = phrases.get(word);
  if (!known) phrases.set(word, (known = new PhraseSet(word, language)));
  const { polite } = vocabularyOf(language);
  const words = wordsOf(text);
  return (
    known.has(words.join(' ')) || known.has(without(words, { before: [polite], behind: [polite] }).join(' '))
  );
}
