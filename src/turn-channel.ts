import { channel } from 'node:diagnostics_channel';
import type { Conversation } from './conversation';

/**
 * Shows the phone of `npm start` what a Function does. It publishes {@link TurnBegins} and {@link TurnFailed}. In
 * the cloud nothing listens, and these functions do nothing.
 */
const turns = channel('sms-conversations:turn');

export interface TurnBegins {
  /** A listener may replace it with a conversation that reports its turns. */
  conversation: Conversation<never>;
}

export interface TurnFailed {
  /** What was thrown. The sender gets an apology. */
  readonly error: unknown;
}

/** The conversation, or the one that a listener has replaced it with. */
export function watched<State>(conversation: Conversation<State>): Conversation<State> {
  if (!turns.hasSubscribers) return conversation;
  const begins = { conversation };
  turns.publish(begins);
  return begins.conversation;
}

export function tellFailure(error: unknown): void {
  turns.publish({ error } satisfies TurnFailed);
}
