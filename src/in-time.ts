import type { Conversation } from './conversation';
import { LoggableError } from './log';

/**
 * The same conversation, whose turns are given up after `limit` milliseconds: the sender then hears
 * an apology from us, which beats the silence after Twilio has ended the Function.
 *
 * @throws {LoggableError} at a turn that took longer. What it was waiting for may still come to pass.
 */
export function inTime<State>(conversation: Conversation<State>, limit: number): Conversation<State> {
  const { name, version } = conversation;
  return {
    name,
    version,
    turn(message, state) {
      const turn = conversation.turn(message, state);
      return 'then' in turn ? before(limit, turn) : turn;
    },
  };
}

async function before<Result>(limit: number, result: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LoggableError(`the conversation had no answer after ${limit / 1000} s`));
    }, limit);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
