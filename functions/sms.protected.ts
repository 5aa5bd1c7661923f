import { greeter } from '../conversations/greeter';
import { answer } from '../src/answer';
import { callers } from '../src/callers';

/** Twilio calls this for every incoming message. Put a conversation of your own in the place of `greeter`. */
export const handler = answer(() => greeter(callers()));
