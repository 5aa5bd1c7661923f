/** Made for the first long text, because making it takes longer than the rest of a cold start. */
let characters: Intl.Segmenter | undefined;

/**
 * Splits a text into pieces of at most `limit` UTF-16 units. It splits at white space if there is any, and removes
 * that. It never splits what a reader sees as one character (👩‍👩‍👧 has eight units). White space alone gives no
 * piece. Each piece is made when it is read.
 *
 * @param limit 2 or more, as a character outside the BMP takes two units
 */
export function* splitText(text: string, limit: number): Generator<string, void> {
  let rest = text;
  while (rest.length > limit) {
    const at = placeToSplit(rest, limit);
    const piece = rest.slice(0, at);
    if (piece.trim() !== '') yield piece.trimEnd();
    rest = rest.slice(at).trimStart();
  }
  if (rest.trim() !== '') yield rest;
}

function placeToSplit(text: string, limit: number): number {
  characters ??= new Intl.Segmenter();
  let space = 0;
  let character = 0;
  // The end of a character depends on what follows, so we look a little past the limit.
  for (const { segment, index } of characters.segment(text.slice(0, limit + 100))) {
    if (index > limit) break;
    if (segment.trim() === '') space = index;
    character = index;
  }
  return space || character || withinCharacter(text, limit);
}

/** Splits a single character that is longer than the limit (it may have any number of marks), between code points. */
function withinCharacter(text: string, limit: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}
