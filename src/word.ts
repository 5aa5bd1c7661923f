/** The longest body of a message, in UTF-16 units (error 21617). */
const LONGEST = 1600;

/** Invisible characters (zero-width ones, marks of direction, variation selectors), and the colours of a skin. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u{1f3fb}-\u{1f3ff}]/gu;

/** Punctuation around a word is ignored: `"Sunday?"`, `(yes)`, `*no*`. Signs like `#`, `+` and `%` are not. */
const PUNCTUATION = new Set(' .,:;!?¡¿\'"“”„‟‚‹›«»()[]{}<>*_~。、「」');

/**
 * Normalizes a word or phrase, so that two can be compared. It ignores case, punctuation around the word,
 * invisible characters and the colour of an emoji's skin. It undoes what phones change on their own (’ for ',
 * ① or 1️⃣ for 1). White space becomes one space.
 *
 * A text longer than {@link LONGEST} is no word, and stays as it is. `normalize` sorts the marks on a letter in
 * quadratic time: 100,000 of them take 9 s.
 */
export function normalizeWord(text: string): string {
  if (text.length > LONGEST) return text;
  const canonical = text
    .replace(UNSEEN, '')
    .replace(/[‘’´`ʼ]/g, "'") // before NFKC makes a space and a mark of ´
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC') // a small letter may have a form with its mark, and the capital none
    .replace(/\u20e3/g, '') // the key around a 1️⃣
    .replace(/🔟/gu, '10')
    .replace(/[‐‑−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return withoutPunctuation(canonical);
}

/** Goes character by character. A pattern such as `/[.!]+$/` starts again at each dot, in quadratic time. */
function withoutPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && isPunctuation(text, end - 1)) end--;
  let start = 0;
  while (start < end && PUNCTUATION.has(text.charAt(start))) start++;
  return text.slice(start, end);
}

/** A hyphen belongs to its word, unless it is a dash or the nose of a smiley. */
function isPunctuation(text: string, at: number): boolean {
  const character = text.charAt(at);
  return PUNCTUATION.has(character) || (character === '-' && /[ :;=]/.test(text.charAt(at - 1)));
}
