import {
  readDate,
  readDateTime,
  readTime,
  refuseUnknownZone,
  refuseUnusableHours,
  type DateOptions,
  type DateTimeOptions,
  type TimeOptions,
} from './readers/dates';
import { understood, type Understood } from './understood';

/*
 * `tomorrow` is another day each day. So what was understood is recorded, and never read again.
 */

/**
 * Reads a day and a time: `tomorrow 3pm`, `24/12 noon`, `in 2 hours`.
 *
 *     const when = yield* ask('When?', dateTime({ zone: 'Europe/Berlin' })); // '2026-10-24T15:00'
 *
 * @throws {LoggableError} if there is no such zone, or `hours` are malformed
 */
export function dateTime(options: DateTimeOptions): Understood<string> {
  refuseUnknownZone(options.zone);
  refuseUnusableHours(options);
  return understood('dateTime', (text, { now, language }) =>
    readDateTime(text, { ...options, now, language }),
  );
}

/** Reads a day: `friday`, `24 december`. It gives `'2026-10-24'`. @throws {LoggableError} if there is no such zone */
export function date(options: DateOptions): Understood<string> {
  refuseUnknownZone(options.zone);
  return understood('date', (text, { now, language }) => readDate(text, { ...options, now, language }));
}

/**
 * Reads a time: `3pm`, `noon`. It gives `'15:00'`.
 *
 * @throws {LoggableError} if there is no such zone, or `hours` are malformed
 */
export function time(options: TimeOptions): Understood<string> {
  refuseUnknownZone(options.zone);
  refuseUnusableHours(options);
  return understood('time', (text, { now, language }) => readTime(text, { ...options, now, language }));
}
