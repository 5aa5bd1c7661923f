import { createHash } from 'node:crypto';
import { isAnswer, isDone, isOf, valueOf, type Log } from './record';
import type { Effect } from './step';

/** The id of a dialogue that begins with a message. It is kept, so that a new secret cannot change it. */
export function dialogueId(name: string, givenId: string): string {
  return hash([name, givenId], 16);
}

/**
 * The idempotency key of an effect: `place.answers`.
 *
 * The place is of the dialogue, the effect's name, and how many effects of that name were done before
 * it. The answers are all that was recorded at questions; what was looked up is no part of them.
 */
export function effectKey(id: string, log: Log, effect: Effect): string {
  const done = log.filter((record) => isDone(record) && isOf(record, effect)).length;
  const place = hash([id, effect.name, done], 12);
  const answers = log.filter(isAnswer).map(valueOf);
  return `${place}.${hash([place, answers], 12)}`;
}

function hash(what: unknown, length: number): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, length);
}
