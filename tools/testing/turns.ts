import type { Conversation, Given, Message, Turn } from '../../src/conversation';
import { given } from './given';
import { message } from './messages';

/** One turn of a conversation, for a test that hands its state on by itself. */
export async function turnOf<State>(
  conversation: Conversation<State>,
  text: string | Partial<Message>,
  state?: State,
  came: Partial<Given> = {},
): Promise<Turn<State>> {
  const heard = message('', typeof text === 'string' ? { body: text } : text);
  return conversation.turn(heard, state, { ...given(heard), ...came });
}
