/** The longest body of a message, in UTF-16 units (error 21617). */
const LONGEST = 1600;

/** What is not seen: zero-width characters, marks of direction, variation selectors. And the colour of a skin. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u{1f3fb}-\u{1f3ff}]/gu;

/** Around a word, punctuation changes nothing: `"Sunday?"`, `(yes)`, `*no*`. Signs like `#`, `+` and `%` may. */
const PUNCTUATION = new Set(' .,:;!?¡¿\'"“”„‟‚‹›«»()[]{}<>*_~。、「」');

/**
 * A word or phrase as people text it, so that two can be compared: without its case, the punctuation
 * around it, what nobody sees, the colour of an emoji's skin, or what a phone makes of it on its own
 * (’ for ', ① or 1️⃣ for 1). White space is one space.
 *
 * A text over {@link LONGEST} is no word, and is given back as it is. `normalize` sorts the marks on a
 * letter in quadratic time: 100,000 of them take 9 s.
 */
export function normalizeWord(text: string): string {
  if (text.length > LONGEST) return text;
  const canonical = text
    .replace(UNSEEN, '')
    .replace(/[‘’´`ʼ]/g, "'") // before NFKC makes a space and a mark of ´
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC') // a small letter may have a form with its mark where the capital has none
    .replace(/\u20e3/g, '') // the key around a 1️⃣
    .replace(/🔟/gu, '10')
    .replace(/[‐‑−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return withoutPunctuation(canonical);
}

/** Character by character: a pattern for an end (`/[.!]+$/`) begins anew at each dot, in quadratic time. */
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
