import type { Language } from '../../languages/language';
import { wrong, type Wrong } from '../wrong';

/** More than these are not listed in a question. */
const MOST = 4;

/**
 * What an answer means: the only meaning, or what to say if there are several.
 *
 * @param meanings one or more days, times, or both: `2026-10-24`, `15:00`, `2026-10-24T15:00`
 * @param otherwise said if there are too many to name, or none
 * @param present `2026-10-24T15:00`: the year is said only if it is another one
 */
export function onlyOne(
  meanings: readonly string[],
  language: Language,
  otherwise: () => string,
  present: string,
): string | Wrong {
  const all = [...new Set(meanings)].sort();
  if (all.length > 1 && all.length <= MOST) {
    return wrong(language.says.either(all.map((meaning) => inWords(meaning, language, present))));
  }
  const [only, another] = all;
  return only !== undefined && another === undefined ? only : wrong(otherwise());
}

/** As the language writes it: `Fri, October 30 at 3:00 PM`. */
export function inWords(meaning: string, { locale, hears }: Language, present: string): string {
  const { clock } = hears.dates;
  const [hasDay, hasTime] = [meaning.includes('-'), meaning.includes(':')];
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    ...(hasDay && { weekday: 'short', day: 'numeric', month: 'long' }),
    ...(hasDay && meaning.slice(0, 4) !== present.slice(0, 4) && { year: 'numeric' }),
    ...(hasTime && {
      // With both clocks, only two digits tell that 08:30 is in the morning.
      hour: clock === '12/24' ? '2-digit' : 'numeric',
      minute: '2-digit',
      hourCycle: clock === 12 ? 'h12' : 'h23',
    }),
  });
  // A narrow space would make a message longer: it is not in the alphabet of SMS.
  return format
    .format(new Date(`${hasDay ? '' : '1970-01-01T'}${meaning}${hasTime ? 'Z' : ''}`))
    .normalize('NFKC');
}
