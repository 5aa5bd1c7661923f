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
 * @param what its name, with all that its result may depend on
 * @param run gives JSON
 * @throws the reason of `given.signal`, if the time of the turn is over. Then nothing is begun.
 */
export async function outside(given: Given, what: string, run: () => Promise<string>): Promise<string> {
  const results = ran.get(given) ?? new Map<string, string>();
  ran.set(given, results);
  const known = results.get(what);
  if (known !== undefined) return known;
  given.signal.throwIfAborted();
  const result = await run();
  results.set(what, result);
  return result;
}
