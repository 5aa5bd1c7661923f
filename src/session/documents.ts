import { LoggableError } from '../log';

/**
 * A service that keeps texts under names. Each service has one file, whose comment says what it costs. The code
 * that all services share is in `document-store.ts`.
 *
 * Each call gives up after `within` milliseconds.
 */
export interface Documents {
  /** How long a text may be, in characters of base64url. */
  readonly limit: number;
  /** @throws {NotDone} */
  read(name: string, within: number): Promise<Found | undefined>;
  /**
   * Writes the text only if the document still has the revision that was read.
   *
   * @param on `undefined` if there was none: it is created
   * @param seconds how long it lives from now if it is not written again; `Infinity` for no end
   * @returns its new revision
   * @throws {NotDone}
   */
  write(name: string, text: string, seconds: number, on: Found | undefined, within: number): Promise<string>;
  /** Removes it, if there is one. @throws {NotDone} */
  remove(name: string, within: number): Promise<void>;
}

/** A document as it was read. */
export interface Found {
  /** `''` if it holds no text of ours. */
  readonly text: string;
  /** Every write changes it, also if the document was removed in between. */
  readonly revision: string;
}

/**
 * How a call failed:
 *
 * - `unsure`: no answer came. The write may have succeeded or not.
 * - `later`: it was refused for a reason that passes (another write came first, or there were too many at once).
 * - `never`: it was refused, and would be refused again.
 */
export type FailureKind = 'unsure' | 'later' | 'never';

/** A call to a service failed. The message holds codes, but no number and no name. */
export class NotDone extends LoggableError {
  /** @param reason codes alone: `HTTP 429 54009` */
  constructor(
    service: string,
    what: 'read' | 'write' | 'remove',
    reason: string,
    readonly outcome: FailureKind,
  ) {
    super(`${service} did not ${what} the document: ${reason}`);
  }
}
