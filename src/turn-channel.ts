import { channel } from 'node:diagnostics_channel';
import type { Conversation } from './conversation';

/**
 * Lets a phone beside the local server see what a Function does. It publishes {@link TurnBegins} and
 * {@link TurnFailed}. In the cloud nothing listens, and then nothing is done here.
 */
const turns = channel('sms-conversations:turn');

export interface TurnBegins {
  /** Whoever listens may put one in its place that tells of its turns. */
  conversation: Conversation<never>;
}

export interface TurnFailed {
  /** What was thrown, whatever the sender is told. */
  readonly error: unknown;
}

/** The same conversation, or what a listener has put in its place. */
export function watched<State>(conversation: Conversation<State>): Conversation<State> {
  if (!turns.hasSubscribers) return conversation;
  const begins = { conversation };
  turns.publish(begins);
  return begins.conversation;
}

export function tellFailure(error: unknown): void {
  turns.publish({ error } satisfies TurnFailed);
}
