import type { Outgoing } from '../conversation';
import type { Delivered, Session } from './session';

/**
 * How many deliveries are remembered. Twilio delivers a message at most six times, within minutes
 * (`rc=5`): https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const LENGTH = 8;

/** Enough of an id to tell eight messages apart: 72 bits. */
const ID_LENGTH = 12;

/** The earlier delivery with this id, if it is remembered. */
export function deliveredBefore({ ring = [] }: Session, id: string): Delivered | undefined {
  const short = id.slice(0, ID_LENGTH);
  return ring.find(([known]) => known === short);
}

/** The ring after one more delivery. */
export function withDelivery({ ring = [] }: Session, id: string, replies?: readonly Outgoing[]): Delivered[] {
  const short = id.slice(0, ID_LENGTH);
  const latest: Delivered = replies === undefined ? [short] : [short, replies];
  return [...ring.filter(([known]) => known !== short), latest].slice(-LENGTH);
}

/** The ring without the replies of its oldest deliveries. @param count how many of them */
export function withoutReplies(ring: readonly Delivered[], count: number): Delivered[] {
  return ring.map((delivered, at) => (at < count ? [delivered[0]] : delivered));
}

/**
 * Whether the ring would still show a delivery if it had been written. Only then a missing one was surely not written.
 * If many deliveries came since, it may have been written and have left the ring.
 *
 * @param before the session that it was to be written on
 */
export function wouldShow(before: Session, { ring = [] }: Session): boolean {
  const latest = before.ring?.at(-1);
  if (latest === undefined) return ring.length > 0 && ring.length < LENGTH;
  return ring.some(([id]) => id === latest[0]);
}
