import { channel } from 'node:diagnostics_channel';

/**
 * Asks for the real time, because with `npm start` the clock of this process follows the phone's. It publishes
 * {@link TimeAsked}, and `npm start` corrects it. In the cloud nothing listens.
 */
// It is marked as pure, so that the build keeps it only in a Function that opens conversations.
const times = /* @__PURE__ */ channel('sms-conversations:real-time');

export interface TimeAsked {
  /** In milliseconds since 1970. A listener may put it right. */
  now: number;
}

/** The real time, in milliseconds since 1970: that of other programs, which do not go by the phone's clock. */
export function realTime(): number {
  const asked: TimeAsked = { now: Date.now() };
  times.publish(asked);
  return asked.now;
}
