/**
 * A word as people text it, so that two can be compared: without its case, the punctuation behind it,
 * the colour of an emoji's skin, or what a phone makes of it on its own (’ for ', ① or 1️⃣ for 1).
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\p{Emoji_Modifier}|\ufe0f|\u20e3/gu, '')
    .replace(/[\s.,!)]+$/, '')
    .trim();
}
