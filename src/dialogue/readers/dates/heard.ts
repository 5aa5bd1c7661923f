import type { Chrono, Component, ParsedComponents, ParsedResult } from 'chrono-node';
import { normalizeWord } from '../../../word';
import type { Language } from '../../languages/language';
import { vocabularyOf } from '../../understanding/vocabulary';
import { without, withoutAccents, wordsOf } from '../../understanding/words';
import { Wrong, wrong } from '../wrong';
import { parsersOf } from './parsers';
import { addDays, offsetOf, wallClock, type Day, type Time } from './zone';

/** Where and when an answer was given. */
export interface Moment {
  readonly now: Date;
  /** IANA: `Europe/Berlin` */
  readonly zone: string;
  readonly language: Language;
  /** Whether past days count as well, as for a day of birth. */
  readonly past?: boolean;
}

/** The days and times that an answer may mean. Either list is empty if the answer says nothing about it. */
export interface Heard {
  readonly days: readonly Day[];
  readonly times: readonly Time[];
  /** Counted from now: `in 2 hours`. The day and the time are one, and a time alone names a day, too. */
  readonly counted: boolean;
  /** `24/12` */
  readonly withoutYear: boolean;
  /** `Saturday 10` may be a day as well as a time. */
  readonly bareNumber: boolean;
}

/** The text for `chrono-node`, and what we have taken out of it. */
interface Said {
  readonly text: string;
  /** The text as it came. */
  readonly typed: string;
  /** Whether an hour is before noon, if the answer says so. */
  readonly half: 'am' | 'pm' | undefined;
}

/** An answer with a day and a time is shorter, in UTF-16 units. */
const LONGEST = 100;

/** The number of a day that not every month has, or none. */
const LATE_DAY = /(?<!\d[:.]?)(?:29|[3-9]\d)/;

/**
 * What an answer says of a day and a time, or `undefined` if it says something else as well, or neither. It is wrong
 * if no calendar has the day.
 */
export function hear(text: string, moment: Moment): Heard | Wrong | undefined {
  if (text.length > LONGEST) return undefined;
  const { dates } = moment.language.hears;
  const said = rewrite(text, moment.language);
  const half = dates.morning.test(said) ? 'am' : dates.afternoon.test(said) ? 'pm' : undefined;
  const rest = said.replace(dates.morning, '').replace(dates.afternoon, '').trim();
  // `tomorrow, 8 in the morning`
  const timed = half
    ? rest.replace(new RegExp(`(?<=^| )(?:${dates.at} )?(\\d{1,2})$`), `${dates.at} $1`)
    : rest;
  const heard = hearEither({ text: timed, typed: text, half }, moment);
  if (heard) return heard;
  // Tried last, as `the 24th of May` is no day of this month.
  const inFull = (all: string) => comingDay(Number(all.replace(/\D/g, '')), moment) ?? all;
  // `Friday 26 at 3`, `Friday 26`: a number behind the first words is a day if another number follows, or if no hour is
  // as late. The pattern is made here, because V8 takes 0.2 ms to make it, and every cold start would wait for that.
  const dayBehindWeekday =
    /(?<=^(?:\p{L}+ ){1,2})(\d{1,2})\.?(?= \D*\d)|(?<=^(?:\p{L}+ ){1,2})(2[5-9]|3[01])(?=,? |$)/u;
  const named = timed.replace(dates.dayOfMonth, inFull).replace(dayBehindWeekday, inFull);
  return hearEither({ text: named, typed: text, half }, moment) ?? wrongIfTooLate(text, moment);
}

/** Whether it is a 30th of February, which `chrono-node` leaves out. It is one if the answer would be understood with the 28th. */
function wrongIfTooLate(text: string, moment: Moment): Wrong | undefined {
  const earlier = text.replace(LATE_DAY, '28');
  const heard = earlier === text ? undefined : hear(earlier, moment);
  const namesDay = heard instanceof Wrong || (heard && heard.days.length > 0);
  return namesDay ? wrong(moment.language.says.noSuchDay) : undefined;
}

/** The same, written so that `chrono-node` understands more of it. */
function rewrite(text: string, language: Language): string {
  const { numbers } = vocabularyOf(language);
  const politeEnd = new RegExp(`(?:[ ,]+(?:${language.hears.polite}))+$`);
  const digits = (word: string) => String(numbers.get(withoutAccents(word)) ?? word);
  return language.hears.dates.rewrite.reduce(
    // TypeScript has an overload for a text and one for a function, and none for either.
    (said, [what, by]) => said.replace(what, by as string),
    normalizeWord(text)
      .replace(politeEnd, '')
      .replace(/\b([ap])\. ?m\b\.?/g, '$1m')
      .replace(/\p{L}+/gu, digits),
  );
}

/** With each parser that the language has: 5/6 may be two days. */
function hearEither(said: Said, moment: Moment): Heard | Wrong | undefined {
  const all = parsersOf(moment.language, said.text).map((parser) => hearWith(parser, said, moment));
  const heard = all.flatMap((each) => (each === undefined || each instanceof Wrong ? [] : [each]));
  const [first] = heard;
  return first
    ? { ...first, days: [...new Set(heard.flatMap(({ days }) => days))] }
    : all.find((each) => each instanceof Wrong);
}

function hearWith(parser: Chrono, said: Said, moment: Moment): Heard | Wrong | undefined {
  const { now, zone, language } = moment;
  const results = parser.parse(said.text, { instant: now, timezone: offsetOf(now, zone) });
  const [result] = results;
  if (!result || !isClear(results, said.text, language)) return undefined;
  if (isCounted(result)) {
    const shown = wallClock(result.start.date(), zone);
    return {
      days: [shown.slice(0, 10)],
      times: [shown.slice(11)],
      counted: true,
      withoutYear: false,
      bareNumber: false,
    };
  }
  const days = daysOf(results, said, moment);
  const times = timesOf(results, said, language);
  if (!days || !times) return undefined;
  if (days instanceof Wrong) return days;
  const withoutYear = results.some(({ start }) => start.isCertain('month') && !start.isCertain('year'));
  const heard = { days, times, counted: false, withoutYear, bareNumber: false };
  // With a day, as in `3pm May 5` and `May 5, 10`, it is clear what each number is.
  const weekday = results.find(({ start }) => start.isCertain('weekday') && !start.isCertain('day'));
  const number = weekday && bareNumberOf(weekday.text, language);
  if (number === undefined) return heard;
  // `Friday 23` is the 23rd, if that is a Friday. Otherwise it has to be a time.
  const named = comingDay(number, moment);
  return named !== undefined && weekday?.start.get('weekday') === weekdayOf(named)
    ? { ...heard, days: [...days, named], times: [] }
    : { ...heard, bareNumber: true };
}

/** A number at the end that may be a day or a time. */
function bareNumberOf(text: string, { hears: { dates } }: Language): number | undefined {
  const number = /[\p{L}.,] (\d{1,2})$/u.exec(text)?.[1];
  return number === undefined || ` ${text}`.endsWith(` ${dates.at} ${number}`) ? undefined : Number(number);
}

/** Whether it is one day and one time at most, and nothing is said besides. */
function isClear(results: readonly ParsedResult[], text: string, language: Language): boolean {
  const { around, polite } = vocabularyOf(language);
  const rest = results.reduceRight(
    (rest, { index, text }) => `${rest.slice(0, index)} ${rest.slice(index + text.length)}`,
    text,
  );
  return (
    without(wordsOf(rest), { before: [around, polite], behind: [] }).length === 0 &&
    results.every((result) => !result.end && !language.hears.dates.vague.test(result.text)) &&
    // Another time zone than that of the place is rarely meant: many call New York's summer time EST, too.
    results.every((result) => isCounted(result) || !result.start.isCertain('timezoneOffset')) &&
    results.filter((result) => hasDay(result)).length <= 1 &&
    results.filter(({ start }) => hasTime(start)).length <= 1
  );
}

/** Whether it is counted from now, in hours or minutes: `in 2 hours`, `now`. */
function isCounted({ start }: ParsedResult): boolean {
  return start.tags().has('result/relativeDateAndTime') || start.tags().has('casualReference/now');
}

function hasDay({ start, text }: ParsedResult): boolean {
  // In Spanish, `medianoche` comes with a day that nobody has named.
  if (isMidnight(start) && !text.includes(' ')) return false;
  return (['day', 'weekday', 'month', 'year'] as const).some((part) => start.isCertain(part));
}

function hasTime(start: ParsedComponents): boolean {
  return start.isCertain('hour') || isNoon(start) || isMidnight(start);
}

function isNoon(start: ParsedComponents): boolean {
  return start.tags().has('casualReference/noon');
}

function isMidnight(start: ParsedComponents): boolean {
  return start.tags().has('casualReference/midnight');
}

/** The days that are named. `undefined` if a month or a week is named, and no day. */
function daysOf(results: readonly ParsedResult[], said: Said, moment: Moment): Day[] | Wrong | undefined {
  const result = results.find((each) => hasDay(each));
  if (!result)
    return results.every(({ start }) => isMidnight(start) || dayOf(start) === todayOf(moment))
      ? []
      : undefined;
  const { start } = result;
  if (!start.isCertain('day')) return start.isCertain('weekday') ? weekdays(start, said, moment) : undefined;
  const today = todayOf(moment);
  const named = dayOf(start);
  const fits = start.isCertain('year') || named >= today || moment.past;
  const day = fits ? named : dayOf(start, 1);
  const weekday = start.isCertain('weekday') ? start.get('weekday') : null;
  if (!isDay(day) || (weekday !== null && weekday !== weekdayOf(day)))
    return wrong(moment.language.says.noSuchDay);
  return [day];
}

/** Each day that a weekday may mean. */
function weekdays(start: ParsedComponents, { text }: Said, moment: Moment): Day[] {
  const { week, past, next } = moment.language.hears.dates;
  if (week.test(text)) return [dayOf(start)];
  const today = todayOf(moment);
  const ahead = (partOf(start, 'weekday') - weekdayOf(today) + 7) % 7;
  // In Spanish, `chrono-node` gives the coming one.
  if (past.test(text)) return [addDays(today, ahead - 7)];
  const isNext = next.test(text);
  // On a Friday, `next Friday` is in a week, and `Friday` may be that one or today.
  const coming = [ahead, ahead + 7].filter((days) => (isNext ? days > 0 : days === ahead || ahead === 0));
  return [...(moment.past ? [ahead - 7] : []), ...coming].map((days) => addDays(today, days));
}

/** `undefined`: it names a time that we do not know. */
function timesOf(
  results: readonly ParsedResult[],
  { typed, half }: Said,
  language: Language,
): Time[] | undefined {
  const { clock } = language.hears.dates;
  const result = results.find(({ start }) => hasTime(start));
  if (!result) return [];
  const { start } = result;
  if (isMidnight(start)) return results.some((each) => hasDay(each)) ? ['00:00', '24:00'] : ['00:00'];
  if (!start.isCertain('hour')) return ['12:00'];
  const [hour, minute] = [partOf(start, 'hour'), partOf(start, 'minute')];
  if (half) return [timeOf((hour % 12) + (half === 'pm' ? 12 : 0), minute)];
  // Not any digits around a dot: 24.12. is no time.
  const [written = ''] = new RegExp(`(?<!\\d)0?${hour}[:.]${twoDigits(minute)}`).exec(typed) ?? [];
  const clear =
    start.isCertain('meridiem') ||
    (clock === 24 && hour >= 9) ||
    hour === 0 ||
    hour >= 12 ||
    written.startsWith('0') ||
    (clock === 24 && written !== '') ||
    (clock === '12/24' && written.length === '10:30'.length);
  return clear ? [timeOf(hour, minute)] : [timeOf(hour, minute), timeOf(hour + 12, minute)];
}

/** The next day that is the 24th, and `undefined` for the 32nd. */
function comingDay(day: number, moment: Moment): Day | undefined {
  const today = todayOf(moment);
  // Of two months in a row, one has 31 days.
  const months = [0, 1, 2].map((later) => {
    const date = new Date(`${today.slice(0, 7)}-01`);
    date.setUTCMonth(date.getUTCMonth() + later);
    return date.toISOString().slice(0, 7);
  });
  return months.map((month) => `${month}-${twoDigits(day)}`).find((named) => named >= today && isDay(named));
}

function todayOf({ now, zone }: Moment): Day {
  return wallClock(now, zone).slice(0, 10);
}

function dayOf(start: ParsedComponents, yearsLater = 0): Day {
  const year = String(partOf(start, 'year') + yearsLater).padStart(4, '0');
  return `${year}-${twoDigits(partOf(start, 'month'))}-${twoDigits(partOf(start, 'day'))}`;
}

/** A part of the date. `chrono-node` fills in those that the answer does not name, except for the weekday. */
function partOf(start: ParsedComponents, part: Component): number {
  return Number(start.get(part));
}

/** Whether there is such a day in the calendar. */
function isDay(day: Day): boolean {
  return !Number.isNaN(Date.parse(day)) && addDays(day, 0) === day;
}

function weekdayOf(day: Day): number {
  return new Date(day).getUTCDay();
}

function timeOf(hour: number, minute: number): Time {
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
