/** The latest time that a `Date` can hold (ECMA-262, 21.4.1.1). */
export const LATEST = 8.64e15;

/** The clock cannot be moved like this. The message is for the person who tried. */
export class InvalidMove extends RangeError {
  override readonly name = 'InvalidMove';
}

/** A clock that can be moved forward, so that four hours pass at once. Milliseconds since 1970. */
export class Clock {
  #ahead: number;

  /**
   * @param base the clock that it runs on, such as `Date.now`
   * @param ahead how far it is ahead of `base` already, in milliseconds
   */
  constructor(
    private readonly base: () => number,
    ahead = 0,
  ) {
    this.#ahead = ahead;
  }

  now(): number {
    // A clock that was moved to the latest time would go past it a moment later.
    return Math.min(this.base() + this.#ahead, LATEST);
  }

  /** How far it has been moved, in milliseconds. */
  get ahead(): number {
    return this.#ahead;
  }

  /** @throws {InvalidMove} if `milliseconds` is negative or no number, or leads past {@link LATEST} */
  forward(milliseconds: number): void {
    if (!(milliseconds >= 0) || this.now() + milliseconds > LATEST) {
      throw new InvalidMove('The clock moves forward only, and no further than to the year 275760.');
    }
    this.#ahead += milliseconds;
  }

  /** Sets it back to the clock that it runs on. */
  reset(): void {
    this.#ahead = 0;
  }
}
