import { tagOf } from '../conversation';
import { COOKIE_MAX_AGE } from '../twilio/limits';
import { LoggableError, warnOnce } from '../log';
import { BUDGET_PERIOD } from './budget';
import { MAX_COOKIE_VALUE, cookieOf } from './cookie';
import { Delivery } from './delivery';
import { messageId } from './ids';
import { earlierBinding, openSession, pairOf, sealSession } from './sealed-state';
import { readKeys, type Keys } from './secrets';
import type { Session } from './session';
import type { OpenStore, SetCookie } from './store';
import { takeTurn } from './turn';

/**
 * Keeps a session in the cookie that Twilio stores for each pair of numbers. It needs no server and no database.
 * The cookie is sealed, so that it can be neither read nor changed. If it is expired or altered, the sender counts
 * as new, and the log says why.
 *
 * What it costs: the state has some 2 KB at most and lives for four hours. Of two texts that arrive together, only
 * the one whose response comes last is remembered. A message that is delivered again counts again.
 */
export const cookieStore: OpenStore = (variables, event) => {
  const incoming = cookieOf(event);
  /** Drops the cookie, if there is one. */
  const drop: SetCookie | undefined = incoming === undefined ? undefined : { value: '', maxAge: 0 };

  return {
    async take(message, conversation, options) {
      if (conversation.needsServer) throw new LoggableError(conversation.needsServer);
      const keys = readKeys(variables.SESSION_SECRET);
      const pair = pairOf(message);
      const opened = !incoming
        ? {}
        : openSession(
            incoming,
            pair,
            keys,
            {
              binding: () => earlierBinding(message, conversation),
              read: (state) => ({ of: tagOf(conversation), state }),
            },
            options.now,
          );
      if (typeof opened === 'string') {
        warnOnce(message, `the cookie was refused: ${opened}`);
      }
      const session = typeof opened === 'string' ? {} : opened;
      const delivery = new Delivery(options.now, options.end, () => messageId(message, variables));
      try {
        const turn = await takeTurn(session, message, conversation, options, delivery);
        if (turn.session === session) return { replies: turn.replies };
        return { replies: turn.replies, cookie: cookieFor(turn.session, options.now, pair, keys) ?? drop };
      } finally {
        delivery.close();
      }
    },

    forget(message, { now, optsOut = false }) {
      const cookie = optsOut
        ? cookieFor({ out: true }, now, pairOf(message), readKeys(variables.SESSION_SECRET))
        : drop;
      return Promise.resolve({ replies: [], cookie });
    },
  };
};

/** `undefined` if there is nothing to remember. */
function cookieFor(session: Session, now: Date, pair: string, keys: Keys): SetCookie | undefined {
  if (Object.keys(session).length === 0) return undefined;
  // After a conversation has ended, only the budget is left. It counts for an hour.
  const maxAge = session.of === undefined && !session.out ? BUDGET_PERIOD : COOKIE_MAX_AGE;
  return { value: sealSession(session, { now, seconds: maxAge }, pair, keys, MAX_COOKIE_VALUE), maxAge };
}
