import type { Conversation, Message, Reply } from '../../src/conversation';
import { given } from './given';
import { message } from './messages';

let sent = 0;

/**
 * Texts a conversation, from its beginning, and gives what it replies to each text. What it
 * remembers goes through JSON between two texts, as it does in a cookie.
 *
 *     expect(await talk(lunch, ['hi', 'soup'])).toEqual([['What would you like?'], ['Soup it is.']]);
 *
 * @param texts a text, or whatever else there is to a message: `{ media: [{ url, type }] }`
 */
export async function talk<State>(
  conversation: Conversation<State>,
  texts: readonly (string | Partial<Message>)[],
): Promise<Reply[][]> {
  const replies: Reply[][] = [];
  let state: State | undefined;
  for (const text of texts) {
    const rest = typeof text === 'string' ? { body: text } : text;
    const sid = `SM${(++sent).toString(16).padStart(32, '0')}`;
    const heard = message('', { sid, ...rest });
    const turn = await conversation.turn(heard, state, given(heard));
    replies.push([...turn.replies]);
    state = turn.state === undefined ? undefined : (JSON.parse(JSON.stringify(turn.state)) as State);
  }
  return replies;
}
