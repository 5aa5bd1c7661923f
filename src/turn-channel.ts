import { channel } from 'node:diagnostics_channel';
import type { Conversation, Turn } from './conversation';

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
  /** What was remembered before the turn, and what the turn would remember. `undefined` is nothing. */
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
      const before: unknown = structuredClone(state);
      const tell = (turn: Turn<State>) => {
        turns.publish({ conversation: name, version, before, after: turn.state } satisfies TurnTaken);
        return turn;
      };
      const turn = conversation.turn(message, state, given);
      return 'then' in turn ? turn.then(tell) : tell(turn);
    },
  };
}

/** Publishes what was thrown, whatever the sender is told. */
export function tellFailure(error: unknown): void {
  turns.publish({ error } satisfies TurnFailed);
}
