import { conversations } from '../conversations';
import { answer } from '../src/answer';
import { pick } from '../src/pick';

/** Twilio calls this for every incoming message. */
export const handler = answer((context) => pick(conversations, context.CONVERSATION, 'greeter')(context));
