import type { Message, Turn } from '../../../src/conversation';
import type { Remembered } from '../../../src/dialogue';
import { questions } from '../questions';

/** A turn alone, without the cookie and the TwiML around it: built, as the whole message is. */
export function handler(
  message: Message,
  state: Remembered | undefined,
): Turn<Remembered> | Promise<Turn<Remembered>> {
  return questions.turn(message, state, GIVEN);
}

const GIVEN = { now: new Date(), id: 'the id of a message', signal: new AbortController().signal };
