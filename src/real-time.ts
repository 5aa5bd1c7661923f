import { channel } from 'node:diagnostics_channel';

/**
 * Asks the clock of `npm start`, which follows the phone's, for the time of everybody else. It publishes
 * {@link TimeAsked}. In the cloud nothing listens.
 */
// It is marked as pure, so that the build keeps it only in a Function that opens conversations.
const times = /* @__PURE__ */ channel('sms-conversations:real-time');

export interface TimeAsked {
  /** In milliseconds since 1970. A listener may put it right. */
  now: number;
}

/** The time by which other programs write: `Date.now()`, unless that goes by the clock of a phone. */
export function realTime(): number {
  const asked: TimeAsked = { now: Date.now() };
  times.publish(asked);
  return asked.now;
}
