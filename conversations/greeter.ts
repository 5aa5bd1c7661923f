import { withoutChannel } from '../src/twilio/address';
import type { NameOf } from '../src/twilio/callers';
import type { Conversation } from '../src/conversation';

/** Thanks whoever is new, and tells everybody else how many messages we have had from them. */
export function greeter(nameOf: NameOf): Conversation<{ messages: number }> {
  return {
    name: 'greeter',
    version: 1,
    turn({ from, to }, state) {
      const name = nameOf(from) ?? 'Friend';
      const messages = (state?.messages ?? 0) + 1;
      const reply =
        messages === 1
          ? `Thanks for the new message, ${name}.`
          : `${name} has messaged ${withoutChannel(to)} ${messages} times.`;
      return { replies: [reply], state: { messages } };
    },
  };
}
