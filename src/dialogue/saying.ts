import type { Reply } from '../conversation';
import { Verb } from './verb';

export interface SayOptions {
  /** Sends it as a message of its own. */
  readonly apart?: boolean;
}

/**
 * Says something, a text or pictures, and goes on. A text is joined with what is said or asked next,
 * because two messages are billed twice, and may arrive in the other order.
 */
export function say(reply: Reply, { apart = false }: SayOptions = {}): Verb<void> {
  return new Verb({ kind: 'say', reply, apart });
}

/**
 * The text that began the dialogue, up to 300 characters of it. It comes before the first question.
 * `''` for a picture without words, and if a deploy has added it while somebody was in the middle.
 */
export function firstText(): Verb<string> {
  return new Verb({ kind: 'firstText' });
}
