import type { Outgoing } from '../conversation';
import type { Due } from '../silence';
import type { Spent } from './budget';

/**
 * What every store remembers about a pair of numbers. It is written as JSON. The names are short, because a cookie
 * holds little.
 */
export interface Session {
  /** The conversation of `state`, in the form of `tagOf`. Missing if no conversation is going on. */
  readonly of?: string;
  /** What that conversation remembers. */
  readonly state?: unknown;
  /** What the sender has used up of the budget. It outlives the end of a conversation. */
  readonly spent?: Spent;
  /** The sender has opted out, and Twilio does not keep the opt-out. We reply nothing until they opt in. */
  readonly out?: true;
  /** What is to be sent to the sender, or canceled. A cookie has none. */
  readonly due?: Due | undefined;
  /** The last deliveries, the newest last. A cookie has none. */
  readonly ring?: readonly Delivered[];
}

/** A session that remembers deliveries. */
export type WithRing = Session & Required<Pick<Session, 'ring'>>;

/** A message that counted: its id, and its replies if there was room for them. */
export type Delivered = readonly [id: string, replies?: readonly Outgoing[]];
