import { tagOf, type Conversation, type Given, type Message, type Outgoing } from '../conversation';
import { warnOnce } from '../log';
import { defaultKeyword } from '../twilio/opt-out-words';
import { checkBudget, spend, spentBy, told } from './budget';
import { unlessAborted } from './delivery';
import type { Session } from './session';
import type { TakeOptions } from './store';

/** The outcome of a turn. */
export interface Stepped {
  readonly replies: readonly Outgoing[];
  /** The same object as before the turn, if nothing has changed. */
  readonly session: Session;
}

/**
 * Takes one turn of the conversation, unless the sender has opted out or has used up the budget of an hour. Somebody
 * who has opted out hears nothing until START.
 *
 * @param given the same object for each turn of a delivery
 * @throws what the conversation throws
 * @throws {LoggableError} if the conversation takes too long. What it was waiting for goes on.
 */
export async function takeTurn<State>(
  session: Session,
  message: Message,
  conversation: Conversation<State>,
  { budget, now, words }: TakeOptions,
  given: Given,
): Promise<Stepped> {
  if (session.out) {
    const optsIn = defaultKeyword(message.body) === 'START';
    return optsIn ? { replies: [words.optedIn], session: {} } : { replies: [], session };
  }
  const spent = budget && spentBy(now, session.spent);
  if (budget && spent) {
    const found = checkBudget(budget, spent);
    if (found === 'told') return { replies: [], session };
    if (found === 'over') {
      warnOnce(message, 'the sender has used up the budget of an hour, and is told so');
      return { replies: [words.tooMany], session: { ...session, spent: told(budget, spent) } };
    }
  }
  const tag = tagOf(conversation);
  if (session.of !== undefined && session.of !== tag) {
    warnOnce(message, `what is remembered is of ${session.of}, so ${tag} begins anew`);
  }
  // A state with this tag was written by this version of the conversation, so it is a State.
  const state = session.of === tag ? (session.state as State) : undefined;
  const begun = conversation.turn(message, state, given);
  // Most conversations answer at once. They need no timer.
  const turn = 'then' in begun ? await unlessAborted(begun, given.signal) : begun;
  return {
    replies: turn.replies,
    session: {
      ...(turn.state !== undefined && { of: tag, state: turn.state }),
      ...(spent && { spent: spend(spent, turn.replies) }),
    },
  };
}
