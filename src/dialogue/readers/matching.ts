import type { Reader } from './reader';
import { wrong } from './wrong';

/** The text, if the pattern matches it: `matching(/^\d{5}$/, 'A ZIP code has five digits.')`. */
export function matching(pattern: RegExp, reason?: string): Reader<string> {
  // With a `g` or `y`, a pattern keeps its last position, and gives another result each time.
  const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return (text, { says }) => (stateless.test(text) ? text : wrong(reason ?? says.doesNotMatch));
}
