import { channel } from 'node:diagnostics_channel';
import type { Conversation, Message, Turn } from './conversation';

/**
 * Says what each turn made of what was remembered, and what was thrown: for a phone beside the local
 * server. In the cloud nothing listens, and then nothing is done here.
 *
 * It publishes {@link TurnTaken} and {@link TurnFailed}.
 */
const turns = channel('sms-conversations:turn');

export interface TurnTaken {
  /** The conversation's name. */
  readonly conversation: string;
  readonly version: number;
  /**
   * What was remembered before the turn, and what is after it, as people read it. `undefined` is nothing.
   * A turn that failed changes nothing.
   */
  readonly before: unknown;
  readonly after: unknown;
}

export interface TurnFailed {
  readonly error: unknown;
}

/** The same conversation, each of whose turns is published. */
export function watched<State>(conversation: Conversation<State>): Conversation<State> {
  if (!turns.hasSubscribers) return conversation;
  const { name, version } = conversation;
  return {
    ...conversation,
    turn(message, state, given) {
      const shown = (remembered: State | undefined) => shownBy(conversation, message, remembered);
      const before = shown(state);
      const tell = (after: unknown) => {
        turns.publish({ conversation: name, version, before, after } satisfies TurnTaken);
      };
      const taken = (turn: Turn<State>) => {
        tell(shown(turn.state));
        return turn;
      };
      const failed = (error: unknown) => {
        tell(before);
        throw error;
      };
      try {
        const turn = conversation.turn(message, state, given);
        return 'then' in turn ? turn.then(taken, failed) : taken(turn);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** A copy, as people read it. What cannot be shown so is shown as it is. */
function shownBy<State>(
  conversation: Conversation<State>,
  message: Message,
  state: State | undefined,
): unknown {
  if (state === undefined) return undefined;
  const copy = structuredClone(state);
  try {
    return conversation.shown?.(message, copy) ?? copy;
  } catch {
    return copy;
  }
}

/** Publishes what was thrown, whatever the sender is told. */
export function tellFailure(error: unknown): void {
  turns.publish({ error } satisfies TurnFailed);
}
