import { before } from '../time-limit';
import { LoggableError, codeOf } from '../log';

/** How long Sync has for one call, in milliseconds: it usually takes a tenth of a second. */
const CALL_LIMIT = 1500;

/** Sync did not do what it was asked. Its message holds codes, and neither a number nor a name. */
export class SyncError extends LoggableError {
  /** Whether Sync may have done it all the same. */
  readonly isUnsure: boolean;

  /** @param status of Sync's answer; 0 where none came */
  constructor(
    what: string,
    readonly status: number,
    code: string,
  ) {
    super(`Sync did not ${what} the document: ${status ? `HTTP ${status}` : 'no answer'}${code}`);
    this.isUnsure = status === 0 || status >= 500;
  }
}

/**
 * Waits for what Sync answers, for a while.
 *
 * @param what it was asked to do: `read`
 * @param end when there has to be an answer from whomever, by `performance.now()`
 * @throws {SyncError}
 */
export async function call<Result>(what: string, answer: Promise<Result>, end: number): Promise<Result> {
  try {
    return await before(Math.min(CALL_LIMIT, end - performance.now()), answer, '');
  } catch (error) {
    const { status = 0 } = error as { status?: number };
    throw new SyncError(what, status, codeOf(error as Error));
  }
}
