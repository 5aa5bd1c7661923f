import type { Outgoing } from '../conversation';
import type { Spent } from './budget';

/**
 * What is remembered of one pair of numbers, whichever store keeps it. It is written as JSON, and a
 * cookie holds little: hence the short names.
 */
export interface Session {
  /** Which conversation `state` is of, as {@link tagOf} writes it. Missing where nothing is going on. */
  readonly of?: string;
  /** What that conversation remembers. */
  readonly state?: unknown;
  /** What the sender has used up of the budget. It outlives the end of a conversation. */
  readonly spent?: Spent;
  /** The sender has opted out, and Twilio keeps no list of it: we say nothing until they opt in. */
  readonly out?: true;
  /** The last deliveries, the newest last. A cookie has none. */
  readonly ring?: readonly Delivered[];
}

/** A session that remembers deliveries. */
export type WithRing = Session & Required<Pick<Session, 'ring'>>;

/** A message that counted: its id, and what was said to it where that fits. */
export type Delivered = readonly [id: string, replies?: readonly Outgoing[]];

/** What one conversation remembers never reaches one of another name or version. */
export function tagOf({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name} ${version}`;
}
