import type { Conversation, Message, Reply, Turn } from '../conversation';
import { LoggableError, loggableSid } from '../log';
import { before } from '../time-limits';
import { checkBudget, spend, spentBy, told } from './budget';
import { tagOf, type Session } from './session';
import type { Heard } from './store';

/** What came of a turn. */
export interface Stepped {
  readonly replies: readonly Reply[];
  /** The very session that it began with, if there is nothing to keep. */
  readonly session: Session;
}

/** What a turn is given by its store. */
export interface TurnOptions extends Heard {
  /** Of the message: see `messageId`. */
  readonly id: string;
  /** When the turn has to be over, by `performance.now()`. */
  readonly turnEnd: number;
}

/**
 * Takes one turn of a session: the conversation's, unless the sender has opted out or has used up what
 * an hour allows.
 *
 * @throws what the conversation throws
 * @throws {LoggableError} if it takes too long. What it was waiting for may still come to pass.
 */
export async function takeTurn<State>(
  session: Session,
  message: Message,
  conversation: Conversation<State>,
  options: TurnOptions,
): Promise<Stepped> {
  if (session.out) return { replies: [], session };
  const { budget, now, words } = options;
  const spent = budget && spentBy(now, session.spent);
  if (budget && spent) {
    const found = checkBudget(budget, spent);
    if (found === 'told') return { replies: [], session };
    if (found === 'over') {
      console.warn(
        `${loggableSid(message.sid)}: the sender has used up the budget of an hour, and is told so`,
      );
      return { replies: [words.tooMany], session: { ...session, spent: told(budget, spent) } };
    }
  }
  const tag = tagOf(conversation);
  if (session.of !== undefined && session.of !== tag) {
    console.warn(
      `${loggableSid(message.sid)}: what is remembered is of ${session.of}, so ${tag} begins anew`,
    );
  }
  // What carries this conversation's tag was a State of this version when it was kept.
  const state = session.of === tag ? (session.state as State) : undefined;
  const turn = await inTime(message, state, conversation, options);
  return {
    replies: turn.replies,
    session: {
      ...(turn.state !== undefined && { of: tag, state: turn.state }),
      ...(spent && { spent: spend(spent, turn.replies) }),
    },
  };
}

async function inTime<State>(
  message: Message,
  state: State | undefined,
  conversation: Conversation<State>,
  { now, id, turnEnd }: TurnOptions,
): Promise<Turn<State>> {
  const limit = turnEnd - performance.now();
  const over = new AbortController();
  const turn = conversation.turn(message, state, { now, id, signal: over.signal });
  // Most conversations answer at once. They need no timer.
  if (!('then' in turn)) return turn;
  return before(limit, turn, () => {
    over.abort();
    return new LoggableError(`the conversation had no answer after ${(limit / 1000).toFixed(2)} s`);
  });
}
