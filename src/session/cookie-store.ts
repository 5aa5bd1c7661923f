import type { Conversation, Given, Message } from '../conversation';
import { COOKIE_MAX_AGE } from '../twilio/limits';
import { MAX_COOKIE_VALUE, cookieOf } from './cookie';
import { readKeys } from './secrets';
import { openState, placeOf, sealState } from './sealed-state';
import type { OpenStore, Taken } from './store';

/**
 * Keeps a session in the cookie that Twilio stores for each pair of numbers: no server, no
 * database. It is sealed, so the sender can neither read nor change it; whatever is wrong with the
 * one that comes back, the sender is simply new.
 *
 * What it costs: a state of some 2 KB at most, four hours, and of two texts that arrive together
 * the one whose response comes last is remembered.
 */
export const cookieStore: OpenStore = ({ SESSION_SECRET }, event) => {
  const incoming = cookieOf(event);
  /** Drops the cookie, where there is one. */
  const drop = incoming === undefined ? undefined : '';

  return {
    async take<State>(message: Message, conversation: Conversation<State>, given: Given): Promise<Taken> {
      const keys = readKeys(SESSION_SECRET);
      const place = placeOf(message, conversation);
      // What opens in this place was a State of this version when it was sealed.
      const state =
        incoming === undefined ? undefined : (openState(incoming, place, keys) as State | undefined);
      const turn = await conversation.turn(message, state, given);
      const cookie =
        turn.state === undefined
          ? drop
          : sealState(turn.state, COOKIE_MAX_AGE, place, keys, MAX_COOKIE_VALUE);
      return { replies: turn.replies, cookie };
    },

    forget: () => Promise.resolve(drop),
  };
};
