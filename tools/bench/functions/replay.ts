import type { Conversation } from '../../../src/conversation';
import type { Remembered } from '../../../src/dialogue';
import { questions } from '../questions';

/** A turn alone, without the cookie and the TwiML around it: built, as the whole message is. */
export const handler: Conversation<Remembered>['turn'] = (...heard) => questions.turn(...heard);
