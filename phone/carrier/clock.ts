/** A clock that can be moved forward, so that four hours pass at once. Milliseconds since 1970. */
export class Clock {
  #ahead: number;

  /**
   * @param base what it runs on, e.g. `Date.now`
   * @param ahead how far it already is ahead of that, in milliseconds
   */
  constructor(
    private readonly base: () => number,
    ahead = 0,
  ) {
    this.#ahead = ahead;
  }

  now(): number {
    return this.base() + this.#ahead;
  }

  /** How far it has been moved, in milliseconds. */
  get ahead(): number {
    return this.#ahead;
  }

  /** @throws {RangeError} where `milliseconds` is negative or no number: what has happened has happened */
  forward(milliseconds: number): void {
    if (!(milliseconds >= 0) || !Number.isFinite(milliseconds)) {
      throw new RangeError(`The clock moves forward only, and by milliseconds; ${milliseconds} is neither.`);
    }
    this.#ahead += milliseconds;
  }
}
