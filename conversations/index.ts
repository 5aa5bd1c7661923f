import { callers, chooseByVariable, type Conversation, type FunctionContext } from '../src';
import { booking, saveTo } from './booking';
import { greeter } from './greeter';

/** Makes a conversation, with what it needs from Twilio's context: variables, callers, a save function. */
type Make = (context: FunctionContext) => Conversation<unknown>;

/** The conversations that `CONVERSATION` may name. Add yours here. */
export const conversations: Readonly<Record<string, Make>> = {
  greeter: () => greeter(callers()),
  booking: ({ BOOKINGS_URL }) => booking({ nameOf: callers(), save: saveTo(BOOKINGS_URL) }),
};

/** The maker of the conversation that `CONVERSATION` names, or of the greeter if it is empty. */
export const conversationFor = chooseByVariable('CONVERSATION', conversations, 'greeter');

/** The conversation that answers. */
export function chosenConversation(context: FunctionContext): Conversation<unknown> {
  return conversationFor(context)(context);
}
