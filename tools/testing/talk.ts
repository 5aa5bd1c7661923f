import type { Conversation, Message, Outgoing } from '../../src/conversation';
import { TestPhone, type Heard } from './test-phone';

/** A message, and the time that passes before it: `1d`. */
export type Later = Heard & { readonly after?: string };

export interface TalkOptions extends Partial<Pick<Message, 'from' | 'to'>> {
  /** When the first text comes. */
  readonly now?: Date;
}

/**
 * Texts a conversation, from its beginning, and gives what it replies to each text.
 *
 *     expect(await talk(lunch, ['hi', 'soup'])).toStrictEqual([['What would you like?'], ['Soup it is.']]);
 *
 * A text that is passed on has a `{ redirect: url }` among its replies. A turn that fails gives the apology, and the next text goes on. What is remembered can be seen with a
 * {@link TestPhone}.
 *
 * @param texts a text, or a message with more to it: `{ media: [{ url, type }] }`,
 *   `{ from: '+1999…', body: 'hi' }` from somebody else, `{ after: '1d', body: 'hi' }` a day later
 * @throws {ScriptError} see {@link TestPhone.text}
 */
export async function talk<State>(
  conversation: Conversation<State>,
  texts: readonly (string | Later)[],
  { now, ...pair }: TalkOptions = {},
): Promise<Outgoing[][]> {
  const phone = new TestPhone(conversation, now && { now });
  const replies: Outgoing[][] = [];
  for (const text of texts) {
    const { after, ...heard } = typeof text === 'string' ? { body: text } : text;
    if (after !== undefined) phone.forward(after);
    replies.push([...(await phone.text({ ...pair, ...heard }))]);
  }
  return replies;
}
