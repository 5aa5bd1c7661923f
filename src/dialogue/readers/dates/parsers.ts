import type { Chrono } from 'chrono-node';
import type { Language } from '../../languages/language';

/**
 * What reads days and times in a language. Each locale is loaded when the first answer comes: some 15 ms, where
 * all of `chrono-node` takes 60 to 85.
 *
 * @returns two, if a text with numbers may have the month before the day or behind it
 */
export function parsersOf({ locale, hears }: Language, text: string): Chrono[] {
  switch (locale) {
    case 'en': {
      const { casual, GB } = require('chrono-node/en') as typeof import('chrono-node/en');
      const { dayFirst = /\d[./-]\d/.test(text) ? undefined : false } = hears.dates;
      return dayFirst === undefined ? [casual, GB] : [dayFirst ? GB : casual];
    }
    case 'es':
      return [(require('chrono-node/es') as typeof import('chrono-node/es')).casual];
    case 'de':
      return [(require('chrono-node/de') as typeof import('chrono-node/de')).casual];
  }
}
