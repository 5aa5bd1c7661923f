import { withoutChannel, type Conversation, type NameOf } from '../src';

/** Thanks people for their first message, and later tells them how many they have sent. */
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
