/** Made when the first long text comes: it takes longer to make than all the rest of a cold start. */
let characters: Intl.Segmenter | undefined;

/**
 * Splits a text into pieces of at most `limit` UTF-16 units: at white space (which goes) where
 * there is any, and never within what a reader takes for one character (👩‍👩‍👧 has eight units).
 * White space alone gives no piece. Each is found when it is asked for, so that nobody pays for the rest.
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
  // A character's end depends on what follows it, so we look a little past the limit.
  for (const { segment, index } of characters.segment(text.slice(0, limit + 100))) {
    if (index > limit) break;
    if (segment.trim() === '') space = index;
    character = index;
  }
  return space || character || withinCharacter(text, limit);
}

/** One character longer than the limit (marks can be piled up without end): at least its code points stay whole. */
function withinCharacter(text: string, limit: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}
