/** Ends a sentence with a full stop, unless its last word has one: `8 p. m.` */
export function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
