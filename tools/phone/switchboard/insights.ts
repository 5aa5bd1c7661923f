import type { Insight, Report } from './insight';

/** How long a report may come after the response that it is about, in milliseconds. */
const PATIENCE = 1000;
/** Of how many deliveries reports are kept. */
const MAX_DELIVERIES = 500;
/** How many lines of a log are kept. */
const MAX_LINES = 200;

interface Told {
  readonly insight: Insight;
  /** The Function has answered. */
  readonly whole: boolean;
}

/** What Functions told of the deliveries of late, by the tokens of these. */
export class Insights {
  readonly #told = new Map<string, Told>();
  readonly #waiting = new Map<string, () => void>();
  /** Whether anything was ever told, as the Functions of `npm start` do. */
  #isAnythingTold = false;

  hear({ token, turn, failure, log, answered }: Report): void {
    this.#isAnythingTold = true;
    const { insight, whole } = this.#told.get(token) ?? { insight: { log: [] }, whole: false };
    this.#told.set(token, {
      insight: {
        turn: turn ?? insight.turn,
        failure: failure ?? insight.failure,
        log: log === undefined ? insight.log : [...insight.log, log].slice(-MAX_LINES),
      },
      whole: whole || answered === true,
    });
    if (answered) this.#waiting.get(token)?.();
    const [oldest] = this.#told.keys();
    if (this.#told.size > MAX_DELIVERIES && oldest !== undefined) this.#told.delete(oldest);
  }

  /** All that was told of it so far; `undefined` if that is nothing. */
  about(token: string): Insight | undefined {
    return this.#told.get(token)?.insight;
  }

  /** Waits until the Function has told all, but not for long, and not for one that tells nothing. */
  async whole(token: string): Promise<Insight | undefined> {
    if (this.#isAnythingTold && this.#told.get(token)?.whole !== true) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE);
        this.#waiting.set(token, () => {
          clearTimeout(timer);
          resolve();
        });
      });
      this.#waiting.delete(token);
    }
    return this.about(token);
  }
}
