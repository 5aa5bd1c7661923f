import type { Variables } from '../choose-by-variable';
import type { Message } from '../conversation';
import { warnOnce } from '../log';
import { TIME, timeLeft } from '../time-limits';
import type { Documents, Found } from './documents';
import { documentNames } from './ids';
import { withoutReplies } from './ring';
import { StateTooLarge, openSession, pairOf, sealSession, type EarlierFormat } from './sealed-state';
import { readKeys, type Keys } from './secrets';
import type { Session, WithRing } from './session';
import type { TakeOptions } from './store';

/** The largest document that keeps earlier replies. Sync allows more writes to a small document. */
const SMALL = 8_000;

/** A document as it was found, and the session in it. */
export interface Loaded {
  readonly session: Session;
  /** `undefined` if there is none. */
  readonly found?: Found;
  readonly name?: string;
}

/** The document of one pair of numbers, for as long as one message is answered. */
export class PairDocument {
  readonly #names: readonly [string, ...string[]];
  readonly #keys: Keys;
  readonly #pair: string;

  /**
   * @param options `now` is when the message reached us; `end` is when the last call has to be over, by
   *   `performance.now()`; `onCall` hears of each
   * @throws {UnusableSecret}
   */
  constructor(
    private readonly documents: Documents,
    private readonly message: Message,
    variables: Variables,
    private readonly options: Pick<TakeOptions, 'now' | 'end' | 'onCall'>,
  ) {
    this.#names = documentNames(message, variables);
    this.#keys = readKeys(variables.SESSION_SECRET);
    this.#pair = pairOf(message);
  }

  /**
   * @param earlier what version 0.1.0 wrote, if that can be known
   * @throws {NotDone}
   */
  async load(earlier?: EarlierFormat): Promise<Loaded> {
    for (const name of this.#names) {
      const found = await this.documents.read(name, this.#within());
      if (found) return { name, found, session: this.#open(found, earlier) };
    }
    return { session: {} };
  }

  /**
   * Writes the session if it is unchanged since it was loaded.
   *
   * @returns the document as it is now
   * @throws {NotDone}
   * @throws {LoggableError} if the state cannot be written as JSON
   * @throws {StateTooLarge}
   */
  async save(session: WithRing, seconds: number, { name, found }: Loaded): Promise<Loaded> {
    const [current] = this.#names;
    const text = this.#seal(session, seconds);
    const on = name === current ? found : undefined;
    const revision = await this.documents.write(current, text, seconds, on, this.#within());
    // The document has a new name. If the old one cannot be removed, it is never read again, and expires.
    if (name !== undefined && name !== current) await this.#remove(name).catch(() => undefined);
    return { name: current, found: { text, revision }, session };
  }

  /** Removes the documents under older names. @throws {NotDone} */
  async removeOlder(): Promise<void> {
    const [, ...older] = this.#names;
    await Promise.all(older.map((name) => this.#remove(name)));
  }

  #remove(name: string): Promise<void> {
    return this.documents.remove(name, this.#within());
  }

  #open({ text }: Found, earlier: EarlierFormat | undefined): Session {
    const opened = openSession(text, this.#pair, this.#keys, earlier, this.options.now);
    if (typeof opened !== 'string') return opened;
    warnOnce(this.message, `the document was refused: ${opened}`);
    return {};
  }

  /** Leaves out earlier replies, the oldest first, until the session fits. */
  #seal(session: WithRing, seconds: number): string {
    const { ring } = session;
    for (let bare = 0; ; bare++) {
      const isLast = bare === ring.length;
      const limit = bare < ring.length - 1 ? Math.min(SMALL, this.documents.limit) : this.documents.limit;
      try {
        const fitting = { ...session, ring: withoutReplies(ring, bare) };
        return sealSession(fitting, { now: this.options.now, seconds }, this.#pair, this.#keys, limit);
      } catch (error) {
        if (isLast || !(error instanceof StateTooLarge)) throw error;
      }
    }
  }

  /** How long the next call may take. */
  #within(): number {
    this.options.onCall?.();
    return Math.min(TIME.call, timeLeft(this.options.end));
  }
}
