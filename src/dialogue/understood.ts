import type { Hearing } from './outside';
import type { Wrong } from './readers';

/** A reader that may wait, and that may give something else for the same text another time. */
export class Understood<out T> {
  constructor(
    readonly name: string,
    readonly read: (text: string, outside: Hearing) => T | Wrong | Promise<T | Wrong>,
  ) {}
}

/**
 * Makes a reader of what may wait, and may differ from time to time: a language model, a search, a
 * clock. Its value is recorded as JSON, in place of the text, and is never read again.
 *
 *     const dish = yield* ask('What would you like?', understood('dish', async (text, { signal }) => menu.find(text, signal)));
 *
 * @param name one for each purpose. The question is known by it after a deploy.
 * @param read may answer `wrong('…')`. If it throws, the turn ends and nothing is recorded.
 */
export function understood<T>(name: string, read: Understood<T>['read']): Understood<T> {
  return new Understood(name, read);
}
