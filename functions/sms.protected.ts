import { conversations } from '../conversations';
import { answer } from '../src/answer';
import { pick } from '../src/pick';
import { sessionStore } from '../src/session-store';

/** Twilio calls this for every incoming message. */
export const handler = answer((context) => pick(context, 'CONVERSATION', conversations, 'greeter')(context), {
  store: sessionStore,
});
