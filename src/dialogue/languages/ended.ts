/** A sentence whose last word may be anybody's. Behind `8 p. m.` there is no second full stop. */
export function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
