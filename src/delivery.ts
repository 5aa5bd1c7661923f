import type { Given, Message } from './conversation';
import { LoggableError } from './log';
import { messageId } from './session/message-id';

/**
 * What comes with each turn of one delivery of a message, however many turns a store takes. Most
 * conversations use none of it, so each part is made when it is first asked for.
 */
export class Delivery implements Given {
  readonly #message: Message;
  readonly #secrets: unknown;
  readonly #timeLimit: number;
  readonly #start = performance.now();
  readonly #startedAt = Date.now();
  #id: string | undefined;
  #abort: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param secrets `SESSION_SECRET`
   * @param timeLimit how long all its turns may take, in milliseconds from now
   */
  constructor(message: Message, secrets: unknown, timeLimit: number) {
    this.#message = message;
    this.#secrets = secrets;
    this.#timeLimit = timeLimit;
  }

  get now(): Date {
    return new Date(this.#startedAt);
  }

  /** @throws {UnusableSecret} */
  get id(): string {
    return (this.#id ??= messageId(this.#message, this.#secrets));
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const abort = (this.#abort = new AbortController());
      const late = new LoggableError(`the conversation had no answer after ${this.#timeLimit / 1000} s`);
      this.#timer = setTimeout(
        () => {
          abort.abort(late);
        },
        this.#start + this.#timeLimit - performance.now(),
      );
    }
    return this.#abort.signal;
  }

  /** Has to be called once there is an answer, or a timer stays behind. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
