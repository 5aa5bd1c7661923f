import type { Language } from './languages/language';

/** What is wrong with an answer, in words for the sender. */
export class Wrong {
  constructor(readonly reason: string) {}
}

/**
 * Turns the text of an answer (white space around it is gone) into a value, or says what is
 * {@link wrong} with it. It runs again at every replay, so it gives the same for the same text.
 *
 *     const even = (text: string) => (/^\d*[02468]$/.test(text) ? Number(text) : wrong('An even number, please.'));
 */
export type Reader<T> = (text: string, language: Language) => T | Wrong;

export function wrong(reason: string): Wrong {
  return new Wrong(reason);
}

export interface Bounds {
  min?: number;
  max?: number;
  /** What is said to anything else. */
  wrong?: string;
}

/** A whole number in digits, from `min` to `max`. */
export function wholeNumber({ min = -Infinity, max = Infinity, wrong: reason }: Bounds = {}): Reader<number> {
  return (text) => {
    const number = Number(/^([+-]?\d{1,15})[.!]*$/.exec(text)?.[1]);
    const fits = number >= min && number <= max;
    return fits ? number : wrong(reason ?? `Please answer with a whole number${boundsInWords(min, max)}.`);
  };
}

/** The text, where the pattern matches it: `matching(/^\d{5}$/, 'A ZIP code has five digits.')`. */
export function matching(pattern: RegExp, reason = 'Sorry, that does not look right.'): Reader<string> {
  // A `g` or `y` would make a pattern remember where it was, and so give another result each time.
  const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return (text) => (stateless.test(text) ? text : wrong(reason));
}

function boundsInWords(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return '';
  if (max === Infinity) return `, ${min} or more`;
  if (min === -Infinity) return `, ${max} or less`;
  return ` from ${min} to ${max}`;
}
