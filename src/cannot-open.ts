import { LoggableError } from './log';

const MESSAGES = {
  busy: 'the sender is in the middle of a conversation',
  unknown: 'there is no dialogue of that name to open',
  'wrong data': 'the dialogue does not take what it is handed',
};

/** A conversation cannot be opened. */
export class CannotOpen extends LoggableError {
  constructor(
    readonly why: keyof typeof MESSAGES,
    /** What a reader says of wrong data. It may quote the data, so it is not for a log. */
    readonly reason?: string,
  ) {
    super(MESSAGES[why]);
  }
}
