import type { Variables } from '../choose-by-variable';
import type { Conversation } from '../conversation';
import { LoggableError } from '../log';
import type { Loaded } from '../session/pair-document';
import type { Reached } from '../session/reached';
import type { Session, WithRing } from '../session/session';
import type { Due, Plan, Planned, Reach, Remind, Reminding } from '../silence';
import { TIME } from '../time-limits';
import { MAX_SYNC_TTL, SCHEDULE_EARLIEST } from '../twilio/limits';
import { cancelAll, isUnknown } from './cancel-all';
import { readRemind } from './read';
import { NotScheduled, Scheduling } from './scheduling';
import { settle } from './settle';
import { warn } from './warn';

/**
 * Lets a dialogue remind people who fall silent, with Twilio's Message Scheduling:
 *
 *     dialogue('visit', script, { reminds: reminding() });
 *
 * It needs a store on a server, and `MESSAGING_SERVICE_SID`. The turn's write stores which reminders are to be sent.
 * After that write, the earlier reminders are canceled, the new ones are scheduled, and their sids are stored. If a step
 * fails, the next text finds in the document what may be pending, and cancels it.
 *
 * @param usual the reminder of each question that has no `remind` of its own
 * @throws {LoggableError} if `usual` cannot be used
 */
export function reminding(usual?: Remind): Reminding {
  const usually = usual === undefined ? [] : readRemind(usual);
  return {
    read(remind) {
      if (remind === false) return [];
      return remind === undefined ? usually : readRemind(remind);
    },

    check(variables) {
      serviceOf(variables);
    },

    plan<State>(
      conversation: Conversation<State>,
      { due: before = NOTHING }: Session,
      { state }: Session,
      reached: Reached,
    ): Plan {
      serviceOf(reached.variables);
      const now = reached.now.getTime();
      // The turn has just made the state.
      const wanted = state === undefined ? [] : (conversation.silence?.(state as State) ?? []);
      const later = wanted.filter(({ at }) => at - now > SCHEDULE_EARLIEST);
      const isPending = ({ at }: Planned) => at > now;
      const latest = before.later.filter(isPending);
      const older = before.was.filter(isPending);
      // If nothing is scheduled now, there is no second write. So the next text cancels these once more, to be safe.
      const was = before.later.length + later.length > 0 ? [...older, ...latest].slice(-MAX_PENDING) : [];
      const wait = Math.ceil((Math.max(now, ...later.map(({ at }) => at)) - now) / 1000);
      const ttl = Math.min(MAX_SYNC_TTL, reached.ttl + wait);
      return {
        session: { due: later.length + was.length > 0 ? { later, was } : undefined },
        ttl,
        async carryOut(written: Loaded) {
          if (later.length + latest.length + older.length === 0) return;
          await withScheduling(reached, async (scheduling) => {
            const left = await cancelAll(scheduling, { latest, older }, reached);
            if (later.length === 0) return;
            await scheduleAll(scheduling, { later, was: left }, written, { ...reached, ttl });
          });
        },
      };
    },

    async resume(found: Loaded, delivered, reached: Reached) {
      // A message was delivered, so there is a ring.
      const { due = NOTHING, ring } = found.session as WithRing;
      const { later, was } = due;
      const isLatest = delivered === ring.at(-1);
      const isCutOff = isLatest && later.some(isUnknown);
      // The first delivery may have scheduled a reminder after a later turn listed them.
      const older = isCutOff || (isLatest && later.length === 0) ? was : was.filter(isUnknown);
      const again = isCutOff ? later.filter(isUnknown) : [];
      if (older.length + again.length === 0) return;
      await withScheduling(reached, async (scheduling) => {
        const kept = later.filter((planned) => !again.includes(planned));
        const left = await cancelAll(scheduling, { older: [...older, ...again], kept }, reached);
        if (!isCutOff) return;
        const stays = left.filter((planned) => !again.includes(planned));
        await scheduleAll(scheduling, { later, was: stays }, found, reached);
      });
    },

    async cancel({ later, was }, reach) {
      await withScheduling(reach, async (scheduling) => {
        await cancelAll(scheduling, { latest: later, older: was }, reach);
      });
    },
  };
}

/** How many reminders are remembered that could not be canceled. There are more only while Twilio does not answer. */
const MAX_PENDING = 8;

const NOTHING: Due = { later: [], was: [] };

async function withScheduling(reach: Reach, use: (scheduling: Scheduling) => Promise<void>): Promise<void> {
  const { variables, message, end } = reach;
  try {
    // Twilio's context of a Function.
    const context = variables as { getTwilioClient?(): ConstructorParameters<typeof Scheduling>[0] };
    const client = context.getTwilioClient?.();
    if (client === undefined) throw new LoggableError('there is no client of Twilio');
    // Keep the time for one write.
    await use(new Scheduling(client, message, serviceOf(variables), end - TIME.call));
  } catch (error) {
    warn(reach, 'it is not known what is pending', error);
  }
}

async function scheduleAll(
  scheduling: Scheduling,
  { later, was }: Due,
  written: Loaded,
  reached: Reached,
): Promise<void> {
  const scheduled: Planned[] = [];
  for (const planned of later) {
    try {
      const sid = planned.sid ?? (await scheduling.schedule(planned));
      scheduled.push({ at: planned.at, sid });
    } catch (error) {
      // It is never tried again: that could send it twice. The next text looks for it.
      if (error instanceof NotScheduled && !error.isSure) scheduled.push(planned);
      warn(reached, 'a reminder was not scheduled', error);
    }
  }
  const due = { later: scheduled, was: was.slice(0, MAX_PENDING) };
  const isNewer = await settle(due, written, reached);
  if (!isNewer) return;
  const own = scheduled.filter((planned) => !isUnknown(planned));
  // The newer turn may have found and canceled it.
  await cancelAll(scheduling, { older: own }, reached);
}

/** @throws {LoggableError} */
function serviceOf({ MESSAGING_SERVICE_SID: sid }: Variables): string {
  if (typeof sid === 'string' && /^MG[0-9a-f]{32}$/i.test(sid)) return sid;
  throw new LoggableError(
    'Twilio schedules reminders only with a Messaging Service. Set MESSAGING_SERVICE_SID to the SID of the one that your number is in: MG and 32 of 0-9, a-f. On this machine any such SID will do.',
  );
}
