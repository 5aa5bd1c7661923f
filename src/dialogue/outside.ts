import type { Given } from '../conversation';
import type { Language } from './languages/language';

/** What an effect, a reading and an `understood` are given. A script itself must not use it. */
export interface Outside {
  /** When the message came that is being answered. */
  readonly now: Date;
  /** Aborts when the time of the turn is over. Hand it on to `fetch`. */
  readonly signal: AbortSignal;
}

/** What an `understood` is given. */
export interface Hearing extends Outside {
  /** The language of the dialogue. */
  readonly language: Language;
}

/** What ran in each delivery of a message, by its name. The results are JSON. */
const ran = new WeakMap<Given, Map<string, string>>();

/**
 * Runs something outside the script, once for each delivery. If a store takes the turn again from a newer state, the
 * first result is used again.
 *
 * @param name is logged if the time of the turn is over before it has come to its end: `once('order')`
 * @param what all that its result may depend on
 * @param run gives JSON
 * @throws the reason of `given.signal`, if the time of the turn is over. Then nothing is begun.
 */
export async function outside(
  given: Given,
  name: string,
  what: readonly unknown[],
  run: () => Promise<string>,
): Promise<string> {
  const results = ran.get(given) ?? new Map<string, string>();
  ran.set(given, results);
  const key = JSON.stringify([name, ...what]);
  const known = results.get(key);
  if (known !== undefined) return known;
  const { signal } = given;
  signal.throwIfAborted();
  const tell = () => console.warn(`${name} had not answered when the time of the turn was over`);
  signal.addEventListener('abort', tell);
  try {
    const result = await run();
    results.set(key, result);
    return result;
  } finally {
    signal.removeEventListener('abort', tell);
  }
}
