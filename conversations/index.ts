import { saveTo } from './booking/bookings-service';
import type { FunctionContext } from '../src/answer';
import { callers } from '../src/twilio/callers';
import type { Conversation } from '../src/conversation';
import { booking } from './booking/booking';
import { greeter } from './greeter';

/**
 * The conversations that CONVERSATION may name. What one needs from Twilio's context (callers, a save
 * function) it is handed here; the rest of it knows nothing of Twilio.
 */
export const conversations: Readonly<Record<string, (context: FunctionContext) => Conversation<unknown>>> = {
  greeter: () => greeter(callers()),
  booking: ({ BOOKINGS_URL }) => booking({ nameOf: callers(), save: saveTo(BOOKINGS_URL) }),
};
