import { withTurn, type Conversation } from './conversation';
import { LoggableError } from './log';

/**
 * The same conversation, whose turns are given up when `given.signal` aborts. The sender then hears an
 * apology from us, which is better than the silence after Twilio has ended the Function.
 *
 * @throws the reason of the signal, at a turn that took longer. What the turn was waiting for may
 *   still come to pass.
 */
export function inTime<State>(conversation: Conversation<State>): Conversation<State> {
  return withTurn(conversation, (turn, given) => ('then' in turn ? untilAborted(turn, given.signal) : turn));
}

function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  return Promise.race([result, aborted]);
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
