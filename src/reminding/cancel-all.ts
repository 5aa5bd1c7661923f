import type { Planned, Reach } from '../silence';
import { NotScheduled, type Scheduled, type Scheduling } from './scheduling';
import { warn } from './warn';

/** Twilio: it is not scheduled any more (https://www.twilio.com/docs/api/errors/30409), or there is none. */
const GONE: readonly unknown[] = [30409, 20404];

export interface ToCancel {
  /** The reminders of the last turn. */
  readonly latest?: readonly Planned[];
  /** The reminders of earlier turns. Most of them are canceled already. */
  readonly older: readonly Planned[];
  /** The reminders that are not to be canceled. */
  readonly kept?: readonly Planned[];
}

/**
 * Cancels what may be pending.
 *
 * @returns the reminders that may still be pending
 */
export async function cancelAll(
  scheduling: Scheduling,
  { latest = [], older, kept = [] }: ToCancel,
  reach: Reach,
): Promise<Planned[]> {
  const all = [...latest, ...older];
  const known = [...all, ...kept].map(({ sid }) => sid);
  const found = all.some(isUnknown)
    ? (await listed(scheduling, reach)).filter(({ sid }) => !known.includes(sid))
    : [];
  // Two turns may say the same. The newest message belongs to the turn that is kept.
  for (const planned of kept.filter(isUnknown)) take(found, planned);
  const left: Planned[] = [];
  for (const planned of all) {
    const sid = planned.sid ?? take(found, planned);
    if (sid === undefined) {
      // The call that schedules it may still be under way.
      left.push(planned);
      continue;
    }
    try {
      await scheduling.cancel(sid);
    } catch (error) {
      const isGone = error instanceof NotScheduled && GONE.includes(error.code);
      if (!isGone) left.push({ at: planned.at, sid });
      if (!isGone || latest.includes(planned)) warn(reach, 'a reminder was not canceled', error);
    }
  }
  return left;
}

async function listed(scheduling: Scheduling, reach: Reach): Promise<Scheduled[]> {
  try {
    return await scheduling.list();
  } catch (error) {
    warn(reach, 'the scheduled reminders could not be listed', error);
    return [];
  }
}

export function isUnknown({ sid }: Planned): boolean {
  return sid === undefined;
}

/** Takes a message that says this out of the list, and gives its sid. */
function take(found: Scheduled[], { say }: Planned): string | undefined {
  const at = found.findIndex((each) => each.say === say);
  return at < 0 ? undefined : found.splice(at, 1)[0]?.sid;
}
