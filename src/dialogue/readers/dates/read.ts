import { LoggableError } from '../../../log';
import { normalizeWord } from '../../../word';
import type { Language } from '../../languages/language';
import { Wrong, wrong } from '../wrong';
import { hear } from './heard';
import { inWords, onlyOne } from './meanings';
import { addDays, exists, wallClock, type Day, type Time } from './zone';

export interface DateOptions {
  /** The time zone (IANA, `'Europe/Berlin'`). It says what today is. */
  readonly zone: string;
  /** Whether past days count as well, as for a day of birth. By default, a day is always a coming one. */
  readonly past?: boolean;
}

export interface TimeOptions {
  readonly zone: string;
  /** Only these hours count, both ends included: `{ from: '08:00', to: '20:00' }`. So `at 3` is in the afternoon. */
  readonly hours?: { readonly from: Time; readonly to: Time };
}

export type DateTimeOptions = DateOptions & TimeOptions;

/** What comes with an answer. */
export interface DateGiven {
  readonly now: Date;
  readonly language: Language;
}

/**
 * A day and a time, as people text them: `tomorrow 3pm`, `fri at 15:00`, `24/12 noon`, `in 2 hours`.
 *
 * @returns local in the zone: `2026-10-24T15:00`. What may mean several (5/6, `at 3`, `next Friday`) is asked again
 *   with each of them. A time that is left out when the clocks go forward is wrong.
 * @throws {LoggableError} if there is no such zone
 */
export function readDateTime(text: string, options: DateTimeOptions & DateGiven): string | Wrong {
  const { now, zone, past = false, language } = options;
  const { says } = language;
  const heard = hear(text, options);
  const notUnderstood = () => says.dateTime(exampleTime(options));
  if (!heard) return wrong(notUnderstood());
  if (heard instanceof Wrong) return heard;
  const { days, times, withoutYear } = heard;
  if (past && withoutYear) return wrong(says.whatYear);
  if (times.length === 0) return wrong(says.whatTime(exampleTime(options)));
  const present = wallClock(now, zone);
  const today = present.slice(0, 10);
  const coming = (time: Time) => at(at(today, time) < present ? addDays(today, 1) : today, time);
  const meant =
    days.length > 0 ? days.flatMap((day) => times.map((time) => at(day, time))) : times.map(coming);
  const isAhead = (each: string) => past || each >= present;
  if (!meant.some(isAhead)) return wrong(says.past);
  // `hours` decides first: then `today at 9` can only be in the morning, and may be over.
  const open = withinHours(meant, options);
  if (open instanceof Wrong) return open;
  const ahead = open.filter(isAhead);
  if (ahead.length === 0) return wrong(says.past);
  const real = ahead.filter((each) => exists(each, zone));
  return onlyOne(real, language, real.length === 0 ? () => says.noSuchTime : notUnderstood, present);
}

/**
 * A day, as people text it: `tomorrow`, `friday`, `24 december`, `the 24th`, `5/6`.
 *
 * @returns `2026-10-24`
 * @throws {LoggableError} if there is no such zone
 */
export function readDate(text: string, options: DateOptions & DateGiven): string | Wrong {
  const { now, zone, past = false, language } = options;
  const { says } = language;
  const heard = hear(text, options);
  if (heard instanceof Wrong) return heard;
  if (!heard || heard.days.length === 0) return wrong(says.date);
  if (heard.bareNumber) return wrong(says.noSuchDay);
  if (past && heard.withoutYear) return wrong(says.whatYear);
  const present = wallClock(now, zone);
  const ahead = heard.days.filter((day) => past || day >= present.slice(0, 10));
  return onlyOne(ahead, language, () => says.past, present);
}

/**
 * A time, as people text it: `3pm`, `15:00`, `noon`, `half past 3`, `in 2 hours`.
 *
 * @returns `15:00`
 * @throws {LoggableError} if there is no such zone
 */
export function readTime(text: string, options: TimeOptions & DateGiven): string | Wrong {
  const { hears, says } = options.language;
  const notUnderstood = () => says.time(exampleTime(options));
  const said = normalizeWord(text)
    .replace(/^\d{1,2}$/, `${hears.dates.at} $&`)
    .replace(/^([01]\d|2[0-3])([0-5]\d)$/, '$1:$2');
  const heard = hear(said, options);
  if (
    !heard ||
    heard instanceof Wrong ||
    heard.times.length === 0 ||
    (heard.days.length > 0 && !heard.counted)
  )
    return wrong(notUnderstood());
  const open = withinHours(heard.times, options);
  return open instanceof Wrong ? open : onlyOne(open, options.language, notUnderstood, '');
}

/** 24:00 is the end of a day, and the beginning of the next one. */
function at(day: Day, time: Time): string {
  return time === '24:00' ? `${addDays(day, 1)}T00:00` : `${day}T${time}`;
}

/** @throws {LoggableError} if the hours are malformed, or end before they begin */
export function refuseUnusableHours({ hours }: TimeOptions): void {
  if (!hours) return;
  const { from, to } = hours;
  const isTime = (bound: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(bound);
  if (isTime(from) && isTime(to) && from <= to) return;
  throw new LoggableError(
    `hours are of the form { from: '08:00', to: '20:00' } of one day, and not ${JSON.stringify(hours)}`,
  );
}

/** A time to name in an example, within the hours that count. */
function exampleTime({ hours, language }: TimeOptions & DateGiven): string {
  const usual = '15:00';
  const counts = !hours || (hours.from <= usual && usual <= hours.to);
  return inWords(counts ? usual : hours.from, language, '');
}

/** The meanings whose hour counts, or what to say if none does. */
function withinHours(
  meant: readonly string[],
  { hours, language }: TimeOptions & DateGiven,
): readonly string[] | Wrong {
  if (!hours) return meant;
  const open = meant.filter((each) => each.slice(-5) >= hours.from && each.slice(-5) <= hours.to);
  if (open.length > 0) return open;
  return wrong(language.says.hours(inWords(hours.from, language, ''), inWords(hours.to, language, '')));
}
