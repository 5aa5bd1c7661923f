import { withTurn, type Conversation } from './conversation';
import { LoggableError } from './log';

/**
 * The same conversation, whose turns are given up `limit` milliseconds from now, however many a store
 * takes: the sender then hears an apology from us, which beats the silence after Twilio has ended the
 * Function.
 *
 * @throws {LoggableError} at a turn that took longer. What it was waiting for may still come to pass.
 */
export function inTime<State>(conversation: Conversation<State>, limit: number): Conversation<State> {
  const end = performance.now() + limit;
  return withTurn(conversation, (turn) =>
    'then' in turn
      ? before(end - performance.now(), turn, `the conversation had no answer after ${limit / 1000} s`)
      : turn,
  );
}

/**
 * The result, if it comes within so many milliseconds.
 *
 * @throws {LoggableError} which says what is given, where it does not
 */
export async function before<Result>(
  milliseconds: number,
  result: Promise<Result>,
  otherwise: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LoggableError(otherwise));
    }, milliseconds);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
