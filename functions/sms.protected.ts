import { booking } from '../conversations/booking';
import { greeter } from '../conversations/greeter';
import { saveTo } from '../services/bookings';
import { answer, type FunctionContext } from '../src/answer';
import { callers } from '../src/callers';
import type { Conversation } from '../src/conversation';
import { pick } from '../src/pick';

/** What CONVERSATION may name. What a conversation needs from Twilio's context, it is handed here. */
export const conversations: Record<string, (context: FunctionContext) => Conversation<unknown>> = {
  greeter: () => greeter(callers()),
  booking: ({ BOOKINGS_URL }) => booking({ nameOf: callers(), save: saveTo(BOOKINGS_URL) }),
};

/** Twilio calls this for every incoming message. */
export const handler = answer((context) => pick(conversations, context.CONVERSATION, 'greeter')(context));
