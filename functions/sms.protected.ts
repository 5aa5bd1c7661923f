import { chosenConversation } from '../conversations';
import { answer } from '../src';

/** Twilio calls this for every incoming message. */
export const handler = answer(chosenConversation);
