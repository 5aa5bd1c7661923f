import { LoggableError } from './log';

/** A conversation cannot be opened: another one is going on, none has that name, or it is handed what it does not take. */
export class CannotOpen extends LoggableError {
  constructor(
    readonly why: 'busy' | 'unknown' | 'wrong data',
    message: string,
    /** What a reader has said of the data. It may quote it, so it is not for a log. */
    readonly reason?: string,
  ) {
    super(message);
  }
}
