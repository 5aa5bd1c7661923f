import type { Given } from '../conversation';
import { LoggableError } from '../log';
import { timeLeft } from '../time-limits';

/**
 * The `given` of one delivery of a message. A store may take several turns for it, and each turn gets the same
 * object, so that a later turn can know what ran in an earlier one. Most conversations use none of it, so each
 * part is made when it is first read.
 */
export class Delivery implements Given {
  readonly #now: number;
  readonly #end: number;
  readonly #limit: number;
  readonly #makeId: () => string;
  #id: string | undefined;
  #over: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param now when the message reached us
   * @param end when its turns have to be over, by `performance.now()`
   * @param makeId gives the id of the message: see `messageId`
   */
  constructor(now: Date, end: number, makeId: () => string) {
    this.#now = now.getTime();
    this.#end = end;
    this.#limit = timeLeft(end);
    this.#makeId = makeId;
  }

  get now(): Date {
    return new Date(this.#now);
  }

  get id(): string {
    return (this.#id ??= this.#makeId());
  }

  get signal(): AbortSignal {
    if (this.#over === undefined) {
      const over = (this.#over = new AbortController());
      const seconds = (this.#limit / 1000).toFixed(2);
      this.#timer = setTimeout(
        () => over.abort(new LoggableError(`the conversation had no answer after ${seconds} s`)),
        timeLeft(this.#end),
      );
    }
    return this.#over.signal;
  }

  /** Ends the timer, if there is one. */
  close(): void {
    clearTimeout(this.#timer);
  }
}

/**
 * Gives the result, unless the signal aborts first.
 *
 * @throws the reason of the signal. The work behind the result goes on.
 */
export async function unlessAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp);
  });
  return Promise.race([result, aborted]);
}
