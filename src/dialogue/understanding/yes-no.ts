import type { Language } from '../languages/language';
import { vocabularyOf } from './vocabulary';
import { wordsOf } from './words';

/**
 * Whether an answer is a yes (`true`) or a no: `yes :)`, `yesss`, `no, thanks`, `👍👍`.
 *
 * @returns `undefined` if it is neither, or both: `yes, no, wait`
 */
export function readYesNo(text: string, language: Language): boolean | undefined {
  const { yes, no, polite } = vocabularyOf(language);
  const words = wordsOf(text).flatMap((word) => word.split(/[./"]+/));
  // A word that is polite may also be a yes, if it is all that there is: `please`.
  const whole = meaning(words.join(' '));
  if (whole !== undefined) return whole;
  const meanings = new Set<boolean>();
  for (let at = 0; at < words.length;) {
    const length = Math.max(yes.lengthAt(words, at), no.lengthAt(words, at), polite.lengthAt(words, at));
    const phrase = words.slice(at, at + Math.max(length, 1)).join(' ');
    const means = length > 0 ? (polite.has(phrase) ? undefined : meaning(phrase)) : drawnOut(phrase);
    if (means !== undefined) meanings.add(means);
    else if (length === 0 && !isMood(phrase)) return undefined;
    at += Math.max(length, 1);
  }
  return meanings.size === 1 ? meanings.has(true) : undefined;

  function meaning(phrase: string): boolean | undefined {
    return yes.has(phrase) || (no.has(phrase) ? false : undefined);
  }

  /** `yesss`, `nooo`, `yeees` */
  function drawnOut(word: string): boolean | undefined {
    const candidates = [word.replace(/(.)\1+/gu, '$1'), word.replace(/(.)\1+/gu, '$1$1')];
    return candidates.map(meaning).find((means) => means !== undefined);
  }
}

/** An emoji that is neither yes nor no says how it is meant, and not what. */
function isMood(word: string): boolean {
  return /\p{Extended_Pictographic}/u.test(word);
}
