import { LoggableError } from '../log';

/**
 * A service that keeps texts under names: all that a store on a server has to know of it. A service is
 * one file, whose comment says what it costs. What is the same for all is in `document-store.ts`.
 *
 * Each call is given up after `within` milliseconds.
 */
export interface Documents {
  /** How long a text may be, in characters of base64url. */
  readonly limit: number;
  /** @throws {NotDone} */
  read(name: string, within: number): Promise<Found | undefined>;
  /**
   * Writes the text if the document still has the revision that was read, and not otherwise.
   *
   * @param on `undefined` if there was none: it is created
   * @param seconds how long it lives from now if it is not written again; `Infinity` for no end
   * @throws {NotDone}
   */
  write(name: string, text: string, seconds: number, on: Found | undefined, within: number): Promise<void>;
  /** Removes it, if there is one. @throws {NotDone} */
  remove(name: string, within: number): Promise<void>;
}

/** A document as it was read. */
export interface Found {
  /** `''` if it holds no text of ours. */
  readonly text: string;
  /** Another one after every write, also if the document was removed meanwhile. */
  readonly revision: string;
}

/**
 * What became of a call that was not done:
 *
 * - `unsure`: nobody knows. What was to be written may have been written.
 * - `later`: it was refused for a reason that passes (another write came first, too many at once).
 * - `never`: it was refused, and would be again.
 */
export type Outcome = 'unsure' | 'later' | 'never';

/** A service did not do what it was asked. The message holds codes, and neither a number nor a name. */
export class NotDone extends LoggableError {
  /** @param reason codes alone: `HTTP 429 54009` */
  constructor(
    service: string,
    what: 'read' | 'write' | 'remove',
    reason: string,
    readonly outcome: Outcome,
  ) {
    super(`${service} did not ${what} the document: ${reason}`);
  }
}
