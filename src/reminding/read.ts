import { LoggableError, quoted } from '../log';
import type { Later, Remind } from '../silence';
import { MAX_TEXT, SCHEDULE_EARLIEST, SCHEDULE_LATEST } from '../twilio/limits';

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

/** Reads what an author wrote. @throws {LoggableError} */
export function readRemind({ letGo, ...reminder }: Remind): readonly Later[] {
  const first = readLater(reminder);
  if (letGo === undefined) return [first];
  const last = readLater(letGo);
  if (last.after <= first.after) throw new LoggableError('letGo comes after the reminder');
  return [first, { ...last, over: true }];
}

function readLater({ after, say }: Omit<Remind, 'letGo'>): Later {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(after) ?? [];
  const milliseconds = Number(count) * MINUTES[unit as keyof typeof MINUTES] * 60_000;
  if (!(milliseconds > SCHEDULE_EARLIEST && milliseconds <= SCHEDULE_LATEST)) {
    throw new LoggableError(
      `a reminder comes after more than 5 minutes and at most 35 days, such as 2h: after ${quoted(after)}`,
    );
  }
  if (say.trim() === '' || say.length > MAX_TEXT) {
    throw new LoggableError(`a reminder says a text of 1 to ${MAX_TEXT} characters`);
  }
  return { after: milliseconds, say };
}
