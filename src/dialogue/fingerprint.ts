import type { Step } from './step';

/** base64url (RFC 4648, section 5): none of these is escaped in JSON. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Six characters by which a step is known again. Two different steps have the same first two
 * characters once in 4,096 times, and the same six once in four billion times.
 *
 * FNV-1a with 32 bits, over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/): a replay needs
 * one for each record, and SHA-256 takes ten times as long. State is sealed, so an outsider cannot
 * look for a step with the same fingerprint.
 */
export function fingerprint(step: Exclude<Step, { kind: 'say' }>, length: number): string {
  const identity = identityOf(step);
  let hash = 0x811c9dc5;
  for (let at = 0; at < identity.length; at++) {
    hash = Math.imul(hash ^ identity.charCodeAt(at), 0x01000193);
  }
  let print = '';
  // From the upper bits down, which are mixed best.
  for (let shift = 26; print.length < length; shift -= 6) {
    print += DIGITS.charAt((shift < 0 ? hash << -shift : hash >>> shift) & 63);
  }
  return print;
}

/** What identifies a step. If it changes, the step counts as another one. */
function identityOf(step: Exclude<Step, { kind: 'say' }>): string {
  if (step.kind === 'question') return step.identity;
  if (step.kind === 'firstText') return '';
  // The URL and the word of a hand-over may change. No effect has this name.
  return step.kind === 'handOver' ? '\0handOver' : step.name;
}
