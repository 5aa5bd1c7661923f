import { greeter } from '../../conversations/greeter';
import type { Conversation } from '../../src/conversation';
import { callers } from '../../src/twilio/callers';

/** Counts messages as the greeter does, and goes wrong in the way that a text names. */
export const trouble: Conversation<{ messages: number; padding?: string }> = {
  ...greeter(callers()),
  turn(message, state, given) {
    const turn = greeter(callers()).turn(message, state, given);
    switch (message.body) {
      case 'throw':
        throw new RangeError(
          `${message.from} wrote ${message.body} to ${message.to} after ${JSON.stringify(state)}`,
        );
      case 'never answer':
        return new Promise(() => undefined);
      case 'remember too much':
        return { replies: ['Remembered.'], state: { messages: 0, padding: 'x'.repeat(80_000) } };
      case 'say too much':
        return Promise.resolve(turn).then(({ state }) => ({
          state,
          replies: ['a\u0000b', '', 'word '.repeat(400), ...Array.from({ length: 9 }, (_, n) => `text ${n}`)],
        }));
      case 'bye':
        return { replies: ['Bye.'], state: undefined };
      default:
        return turn;
    }
  },
};
