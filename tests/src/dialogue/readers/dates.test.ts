import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fc } from '../../../fuzz';
import { english } from '../../../../src/dialogue/languages/english';
import { german } from '../../../../src/dialogue/languages/german';
import type { Language } from '../../../../src/dialogue/languages/language';
import { spanish } from '../../../../src/dialogue/languages/spanish';
import { Wrong } from '../../../../src/dialogue/readers';
import {
  readDate,
  readDateTime,
  readTime,
  refuseUnknownZone,
  type DateOptions,
  type DateTimeOptions,
  type TimeOptions,
} from '../../../../src/dialogue/readers/dates';
import { inWords } from '../../../../src/dialogue/readers/dates/meanings';
import { exists, wallClock } from '../../../../src/dialogue/readers/dates/zone';

/** A Wednesday, ten o'clock in Berlin. */
const NOW = new Date('2026-10-21T08:00:00Z');

interface Asked {
  now?: Date;
  language?: Language;
}

/** The value, or what is said instead. */
const result = (read: string | Wrong) => (read instanceof Wrong ? { said: read.reason } : read);
const dateTime = (
  text: string,
  { now = NOW, language = english, ...options }: Partial<DateTimeOptions> & Asked = {},
) => result(readDateTime(text, { zone: 'Europe/Berlin', now, language, ...options }));
const date = (
  text: string,
  { now = NOW, language = english, ...options }: Partial<DateOptions> & Asked = {},
) => result(readDate(text, { zone: 'Europe/Berlin', now, language, ...options }));
const time = (
  text: string,
  { now = NOW, language = english, ...options }: Partial<TimeOptions> & Asked = {},
) => result(readTime(text, { zone: 'Europe/Berlin', now, language, ...options }));

/** What is asked back where an answer means several. */
const either = (...meanings: string[]) => ({ said: `Which one do you mean: ${meanings.join(' or ')}?` });

describe('in English', () => {
  test.each([
    ['tomorrow 3pm', '2026-10-22T15:00'],
    ['3 pm tomorrow please', '2026-10-22T15:00'],
    ['tmrw 5pm', '2026-10-22T17:00'],
    ['fri 3pm', '2026-10-23T15:00'],
    ['FRI 3 P.M.!!', '2026-10-23T15:00'],
    ["let's say friday at 3pm", '2026-10-23T15:00'],
    ['friday next week 2pm', '2026-10-30T14:00'],
    ['24/12 noon', '2026-12-24T12:00'],
    ['10/24 3pm', '2026-10-24T15:00'],
    ['dec 24 at 15:00', '2026-12-24T15:00'],
    ['may 5, 9am', '2027-05-05T09:00'],
    ['2026-12-24 15:00', '2026-12-24T15:00'],
    ['on the 24th at 3pm', '2026-10-24T15:00'],
    ['the 20th at 3pm', '2026-11-20T15:00'],
    ['the day after tomorrow at 4pm', '2026-10-23T16:00'],
    ['in 3 days at 5pm', '2026-10-24T17:00'],
    ['in 2 hours', '2026-10-21T12:00'],
    ['in half an hour', '2026-10-21T10:30'],
    ['now', '2026-10-21T10:00'],
    ['3pm', '2026-10-21T15:00'],
    ['9am', '2026-10-22T09:00'],
    ['midnight', '2026-10-22T00:00'],
    ['tonight at 8', '2026-10-21T20:00'],
    ['today at 9', '2026-10-21T21:00'],
    ['tomorrow morning at 8', '2026-10-22T08:00'],
    ['tomorrow, 8 in the evening', '2026-10-22T20:00'],
    ['tomorrow at three in the afternoon', '2026-10-22T15:00'],
    ['quarter to 4 pm', '2026-10-21T15:45'],
    ['tomorrow, quarter to 1 pm', '2026-10-22T12:45'],
    ['next wednesday 3pm', '2026-10-28T15:00'],
    ['tomorrow 12:30', '2026-10-22T12:30'],
    ['wed 9am', '2026-10-28T09:00'],
    ['15h', '2026-10-21T15:00'],
    ['fri @ 3pm', '2026-10-23T15:00'],
    ['12 noon tomorrow', '2026-10-22T12:00'],
    ['sun 25 3pm', '2026-10-25T15:00'],
    ['tomorrow at 03:00', '2026-10-22T03:00'],
    ['tomorrow 3pm'.padEnd(100), '2026-10-22T15:00'],
  ])('%j is %s', (text, local) => {
    expect(dateTime(text)).toBe(local);
  });

  test.each([
    ['tomorrow at 3', either('Thu, October 22 at 3:00 AM', 'Thu, October 22 at 3:00 PM')],
    ['at 3', either('Wed, October 21 at 3:00 PM', 'Thu, October 22 at 3:00 AM')],
    ['next friday 3pm', either('Fri, October 23 at 3:00 PM', 'Fri, October 30 at 3:00 PM')],
    ['wed 3pm', either('Wed, October 21 at 3:00 PM', 'Wed, October 28 at 3:00 PM')],
    ['5/6 3pm', either('Thu, May 6, 2027 at 3:00 PM', 'Sat, June 5, 2027 at 3:00 PM')],
    ['friday midnight', either('Fri, October 23 at 12:00 AM', 'Sat, October 24 at 12:00 AM')],
    ['sat 10', either('Sat, October 24 at 10:00 AM', 'Sat, October 24 at 10:00 PM')],
    [
      'next friday at half past 3',
      {
        said:
          'Which one do you mean: Fri, October 23 at 3:30 AM, Fri, October 23 at 3:30 PM, ' +
          'Fri, October 30 at 3:30 AM or Fri, October 30 at 3:30 PM?',
      },
    ],
    ['fri 23', { said: english.says.whatTime('3:00 PM') }],
    ['tomorrow', { said: english.says.whatTime('3:00 PM') }],
    ['tomorrow morning', { said: english.says.whatTime('3:00 PM') }],
    ['24/12', { said: english.says.whatTime('3:00 PM') }],
    ['today at 9am', { said: english.says.past }],
    ['5 minutes ago', { said: english.says.past }],
    ['25 dec 1980 3pm', { said: english.says.past }],
  ])('%j is asked again', (text, said) => {
    expect(dateTime(text)).toStrictEqual(said);
  });

  test.each([
    ...[
      '',
      'x',
      '3',
      'friday 3',
      'next week',
      'this weekend',
      'this week friday 3pm',
      'may',
      'not friday 3pm',
      'fri 3pm or sat 4pm',
      '3-5pm',
      '3pm 30',
      'tomorrow 3pm friday',
      'wednesday 3pm this week',
      'in 2 hours friday',
      'maybe tomorrow 3pm',
    ],
    ...[
      'tomorrow 3pm EST',
      '3pm EST, in 2 weeks',
      '2026-12-24T15:00Z',
      'in 1000000 years',
      'christmas 3pm',
      `tomorrow 3pm ${'please '.repeat(20)}`,
    ],
  ])('%j is not understood', (text) => {
    expect(dateTime(text)).toStrictEqual({ said: english.says.dateTime('3:00 PM') });
  });

  test('a day', () => {
    expect(date('tomorrow')).toBe('2026-10-22');
    expect(date('fri 3pm')).toBe('2026-10-23');
    expect(date('friday at 3')).toBe('2026-10-23');
    expect(date('friday the 13th')).toBe('2026-11-13');
    expect(date('fri 23')).toBe('2026-10-23');
    expect(date('fri 30')).toBe('2026-10-30');
    expect(date('mon 26')).toBe('2026-10-26');
    expect(date('mon 26 please')).toBe('2026-10-26');
    expect(date('mon 26, please')).toBe('2026-10-26');
    expect(date('on sunday 25')).toBe('2026-10-25');
    expect(date('fri 13')).toStrictEqual(either('Fri, October 23', 'Fri, November 13'));
    expect(date('fri 23 oct')).toBe('2026-10-23');
    expect(date('24th of may')).toBe('2027-05-24');
    expect(date('3pm may 5')).toBe('2027-05-05');
    expect(date('tomorrow 10')).toBe('2026-10-22');
    expect(date('the 21st')).toBe('2026-10-21');
    expect(date('in two weeks')).toBe('2026-11-04');
    expect(date('in 2 hours')).toBe('2026-10-21');
    expect(date('today')).toBe('2026-10-21');
    expect(date('the 31st', { now: new Date('2026-11-05T08:00:00Z') })).toBe('2026-12-31');
    expect(date('24/12')).toBe('2026-12-24');
    expect(date('5/6')).toStrictEqual(either('Thu, May 6, 2027', 'Sat, June 5, 2027'));
    expect(
      date('5/6', {
        language: {
          ...english,
          hears: { ...english.hears, dates: { ...english.hears.dates, dayFirst: true } },
        },
      }),
    ).toBe('2027-06-05');
    expect(
      date('5/6', {
        language: {
          ...english,
          hears: { ...english.hears, dates: { ...english.hears.dates, dayFirst: false } },
        },
      }),
    ).toBe('2027-05-06');
    expect(date('wednesday')).toStrictEqual(either('Wed, October 21', 'Wed, October 28'));
    expect(date('yesterday')).toStrictEqual({ said: english.says.past });
    expect(date('last friday')).toStrictEqual({ said: english.says.past });
    for (const text of ['3pm', 'next month', 'soon', '24'])
      expect(date(text)).toStrictEqual({ said: english.says.date });
  });

  test('a time', () => {
    expect(time('3pm')).toBe('15:00');
    expect(time('15:00')).toBe('15:00');
    expect(time('1530')).toBe('15:30');
    expect(time('15')).toBe('15:00');
    expect(time('2030')).toBe('20:30');
    expect(time('noon')).toBe('12:00');
    expect(time('midnight')).toBe('00:00');
    expect(time('8 in the morning')).toBe('08:00');
    expect(time('in 2 hours')).toBe('12:00');
    expect(time('3')).toStrictEqual(either('3:00 AM', '3:00 PM'));
    expect(time('10:00')).toStrictEqual(either('10:00 AM', '10:00 PM'));
    expect(time('half past 3')).toStrictEqual(either('3:30 AM', '3:30 PM'));
    for (const text of ['tomorrow 3pm', 'friday', 'sat 10', '25', '2500', '2103:00', '15:0023', 'later', ''])
      expect(time(text)).toStrictEqual({ said: english.says.time('3:00 PM') });
  });
});

describe('in German', () => {
  const language = german;

  test.each([
    ['morgen um 15 Uhr', '2026-10-22T15:00'],
    ['morgen früh um 8', '2026-10-22T08:00'],
    ['morgen halb vier nachmittags', '2026-10-22T15:30'],
    ['Fr. 15 Uhr', '2026-10-23T15:00'],
    ['kommenden Freitag 15 Uhr, bitte', '2026-10-23T15:00'],
    ['24.12. um 15.30 Uhr', '2026-12-24T15:30'],
    ['24.12. 15 Uhr', '2026-12-24T15:00'],
    ['24.12.26 15 Uhr 30', '2026-12-24T15:30'],
    ['am 24. um 15 Uhr', '2026-10-24T15:00'],
    ['24 Dez 18:00', '2026-12-24T18:00'],
    ['übermorgen mittag', '2026-10-23T12:00'],
    ['Mittag 24.12.', '2026-12-24T12:00'],
    ['mittags am freitag', '2026-10-23T12:00'],
    ['mittag um 12', '2026-10-21T12:00'],
    ['heute abend um 8', '2026-10-21T20:00'],
    ['in zwei Stunden', '2026-10-21T12:00'],
    ['in einer halben Stunde', '2026-10-21T10:30'],
    ['Di 10 Uhr', '2026-10-27T10:00'],
    ['morgen 8:30', '2026-10-22T08:30'],
    ['abends um 8', '2026-10-21T20:00'],
    ['1. November 9 Uhr', '2026-11-01T09:00'],
    ['24.12. um 3.30 Uhr', '2026-12-24T03:30'],
    ['05.06. um 05:00', '2027-06-05T05:00'],
    ['Freitag 23. um 10 Uhr', '2026-10-23T10:00'],
    ['um 10 Uhr', '2026-10-21T10:00'],
    ['morgen um 0 Uhr', '2026-10-22T00:00'],
  ])('%j is %s', (text, local) => {
    expect(dateTime(text, { language })).toBe(local);
  });

  test('what may be two is asked again', () => {
    expect(dateTime('morgen um 3', { language })).toStrictEqual({
      said: 'Was davon ist gemeint: Do., 22. Oktober um 3:00 oder Do., 22. Oktober um 15:00?',
    });
    expect(dateTime('morgen viertel vor vier', { language })).toStrictEqual({
      said: 'Was davon ist gemeint: Do., 22. Oktober um 3:45 oder Do., 22. Oktober um 15:45?',
    });
    for (const text of ['24.12. um 3', '24.12.2026 um 3', '24/12 um 3', '24.12. um drei']) {
      expect(dateTime(text, { language })).toStrictEqual({
        said: 'Was davon ist gemeint: Do., 24. Dezember um 3:00 oder Do., 24. Dezember um 15:00?',
      });
    }
    expect(dateTime('24.12. um 4 Uhr 12', { language })).toStrictEqual({
      said: 'Was davon ist gemeint: Do., 24. Dezember um 4:12 oder Do., 24. Dezember um 16:12?',
    });
    expect(date('nächsten Freitag', { language })).toStrictEqual({
      said: 'Was davon ist gemeint: Fr., 23. Oktober oder Fr., 30. Oktober?',
    });
  });

  test('days and times', () => {
    expect(date('5.6.', { language })).toBe('2027-06-05');
    expect(date('24.12.', { language })).toBe('2026-12-24');
    expect(date('heute in einer Woche', { language })).toBe('2026-10-28');
    expect(date('Freitag, den 23.', { language })).toBe('2026-10-23');
    expect(date('nächste Woche', { language })).toStrictEqual({ said: german.says.date });
    expect(date('gestern', { language })).toStrictEqual({ said: german.says.past });
    expect(time('15 Uhr', { language })).toBe('15:00');
    expect(time('mitternacht', { language })).toBe('00:00');
    expect(time('viertel nach 10', { language })).toBe('10:15');
    expect(time('morgens mittag', { language })).toBe('12:00');
    expect(dateTime('15 Uhr 75', { language })).toStrictEqual({ said: german.says.dateTime('15:00') });
  });
});

describe('in Spanish', () => {
  const language = spanish;

  test.each([
    ['mañana a las 15:00', '2026-10-22T15:00'],
    ['manana 15h', '2026-10-22T15:00'],
    ['mañana a las tres de la tarde', '2026-10-22T15:00'],
    ['mañana por la mañana a las 8', '2026-10-22T08:00'],
    ['pasado mañana a las 4 p. m.', '2026-10-23T16:00'],
    ['vie 15h30', '2026-10-23T15:30'],
    ['24/12 al mediodía', '2026-12-24T12:00'],
    ['mediodía 24/12', '2026-12-24T12:00'],
    ['mediodía mañana', '2026-10-22T12:00'],
    ['mediodía el viernes', '2026-10-23T12:00'],
    ['el día 24 a las 17:00', '2026-10-24T17:00'],
    ['a la una de la tarde', '2026-10-21T13:00'],
    ['a las 4 menos cuarto de la tarde', '2026-10-21T15:45'],
    ['esta noche a las 8', '2026-10-21T20:00'],
    ['en media hora', '2026-10-21T10:30'],
    ['el lunes 26 15:00', '2026-10-26T15:00'],
    ['1 de noviembre 9 am', '2026-11-01T09:00'],
    ['mar 3 pm', '2026-10-27T15:00'],
    ['dentro de 2 horas', '2026-10-21T12:00'],
  ])('%j is %s', (text, local) => {
    expect(dateTime(text, { language })).toBe(local);
  });

  test('what may be two is asked again', () => {
    expect(dateTime('mañana a las 3', { language })).toStrictEqual({
      said: '¿Se refiere a jue, 22 de octubre, 03:00 o jue, 22 de octubre, 15:00?',
    });
    expect(time('a las 8:30', { language })).toStrictEqual({ said: '¿Se refiere a 08:30 o 20:30?' });
    expect(time('a las 10', { language })).toStrictEqual({ said: '¿Se refiere a 10:00 o 22:00?' });
    expect(date('el próximo viernes', { language })).toStrictEqual({
      said: '¿Se refiere a vie, 23 de octubre o vie, 30 de octubre?',
    });
  });

  test('days and times', () => {
    expect(date('5/6', { language })).toBe('2027-06-05');
    expect(date('el viernes 23', { language })).toBe('2026-10-23');
    expect(date('el lunes 26, por favor', { language })).toBe('2026-10-26');
    expect(date('primero de mayo', { language })).toBe('2027-05-01');
    expect(date('la próxima semana', { language })).toStrictEqual({ said: spanish.says.date });
    expect(time('15h', { language })).toBe('15:00');
    expect(time('10:30', { language })).toBe('10:30');
    expect(time('08:30', { language })).toBe('08:30');
    expect(time('3 y media de la tarde', { language })).toBe('15:30');
  });
});

describe('hours', () => {
  const hours = { from: '08:00', to: '20:00' };

  test('choose between two meanings', () => {
    expect(dateTime('tomorrow at 3', { hours })).toBe('2026-10-22T15:00');
    expect(time('half past 7', { hours: { from: '09:00', to: '20:00' } })).toBe('19:30');
    expect(time('at 8', { hours })).toStrictEqual(either('8:00 AM', '8:00 PM'));
  });

  test('are said to those who choose another one', () => {
    const said = 'Please answer with a time from 8:00 AM to 8:00 PM.';
    expect(dateTime('tomorrow 9pm', { hours })).toStrictEqual({ said });
    expect(time('midnight', { hours })).toStrictEqual({ said });
    expect(time('nachts', { hours, language: german })).toStrictEqual({ said: german.says.time('15:00') });
    expect(time('nacht', { hours, language: german })).toStrictEqual({ said: german.says.time('15:00') });
    expect(time('22 Uhr', { hours, language: german })).toStrictEqual({
      said: 'Bitte eine Zeit von 8:00 bis 20:00 Uhr nennen.',
    });
    expect(dateTime('mañana a las 21:00', { hours, language: spanish })).toStrictEqual({
      said: 'Por favor, elija una hora de 08:00 a 20:00.',
    });
  });

  test('of a day that is today have passed, if they have', () => {
    expect(dateTime('october 21 at 9', { hours })).toStrictEqual({ said: english.says.past });
    expect(dateTime('today at 9', { hours: { from: '08:00', to: '22:00' } })).toBe('2026-10-21T21:00');
    expect(dateTime('today at 7', { hours: { from: '08:00', to: '18:00' } })).toStrictEqual({
      said: 'Please answer with a time from 8:00 AM to 6:00 PM.',
    });
    expect(dateTime('yesterday 9pm', { hours })).toStrictEqual({ said: english.says.past });
    expect(dateTime('21 de octubre a las 9', { hours, language: spanish })).toStrictEqual({
      said: spanish.says.past,
    });
    expect(dateTime('heute um 8', { hours: { from: '08:00', to: '18:00' }, language: german })).toStrictEqual(
      { said: german.says.past },
    );
  });

  test('hold the time that an example names', () => {
    const morning = { hours: { from: '08:00', to: '14:00' } };
    const evening = { hours: { from: '17:30', to: '22:00' }, language: spanish };
    expect(dateTime('soon', morning)).toStrictEqual({ said: english.says.dateTime('8:00 AM') });
    expect(dateTime('tomorrow', morning)).toStrictEqual({ said: english.says.whatTime('8:00 AM') });
    expect(time('pronto', evening)).toStrictEqual({ said: spanish.says.time('17:30') });
    for (const bounds of [
      { from: '15:00', to: '20:00' },
      { from: '08:00', to: '15:00' },
    ]) {
      expect(time('soon', { hours: bounds })).toStrictEqual({ said: english.says.time('3:00 PM') });
    }
  });
});

describe('days that are over', () => {
  test('count where they are asked for, with their year', () => {
    expect(date('25 dec 1980', { past: true })).toBe('1980-12-25');
    expect(date('24/12/80', { past: true })).toBe('1980-12-24');
    expect(date('yesterday', { past: true })).toBe('2026-10-20');
    expect(date('last friday', { past: true })).toBe('2026-10-16');
    expect(date('friday', { past: true })).toStrictEqual(either('Fri, October 16', 'Fri, October 23'));
    expect(date('may 5', { past: true })).toStrictEqual({ said: english.says.whatYear });
    expect(dateTime('yesterday 3pm', { past: true })).toBe('2026-10-20T15:00');
    expect(dateTime('may 5 3pm', { past: true })).toStrictEqual({ said: english.says.whatYear });
    expect(dateTime('mediodía el 24/12', { past: true, language: spanish })).toStrictEqual({
      said: spanish.says.whatYear,
    });
    expect(date('25 december 800 AD', { past: true })).toBe('0800-12-25');
    expect(dateTime('in 2 hours', { past: true })).toBe('2026-10-21T12:00');
  });

  test('are not named if they are too many', () => {
    expect(dateTime('wednesday at 3', { past: true })).toStrictEqual({
      said: english.says.dateTime('3:00 PM'),
    });
  });
});

describe('a day that no calendar has', () => {
  const noSuchDay = (language: Language) => ({ said: language.says.noSuchDay });

  test.each([
    ...['30 feb', 'feb 30th', '31/2', 'the 32nd', '31 november', 'thu 30 feb', 'feb 29', 'feb 29 2027'],
    ...['thu 23 oct', 'thursday the 23rd', 'thursday, october 23 2026', 'mon 12/8'],
  ])('is told so: %j', (text) => {
    expect(dateTime(`${text} at 3pm`)).toStrictEqual(noSuchDay(english));
    expect(date(text)).toStrictEqual(noSuchDay(english));
  });

  test('is told so where a number can only be a day', () => {
    expect(date('sat 10')).toStrictEqual(noSuchDay(english));
    expect(date('lunes 23', { language: spanish })).toStrictEqual(noSuchDay(spanish));
  });

  test('is told so in each language', () => {
    for (const text of [
      '31. Februar',
      '31.2.',
      'am 32.',
      'Montag, den 23.',
      'Montag 23.',
      'Montag, 23. Oktober',
    ]) {
      expect(dateTime(`${text} um 10 Uhr`, { language: german })).toStrictEqual(noSuchDay(german));
    }
    for (const text of ['31 de febrero', '31/2', 'el día 32', 'el lunes 23', 'lunes 23 de octubre']) {
      expect(dateTime(`${text} a las 10`, { language: spanish })).toStrictEqual(noSuchDay(spanish));
    }
  });

  test('is none that another reading of the numbers has', () => {
    expect(dateTime('fri 10/23 3pm')).toBe('2026-10-23T15:00');
    expect(date('feb 29', { now: new Date('2028-01-05T08:00:00Z') })).toBe('2028-02-29');
  });

  test('is none where something else is wrong', () => {
    for (const text of ['tomorrow 10:75', 'tomorrow 3pm 45', '45', 'not feb 30 3pm', '24/13/30 3pm']) {
      expect(dateTime(text)).toStrictEqual({ said: english.says.dateTime('3:00 PM') });
    }
    expect(time('feb 30')).toStrictEqual({ said: english.says.time('3:00 PM') });
  });
});

describe('midnight', () => {
  const tonight = '2026-10-22T00:00';

  test.each([
    [english, ['midnight', 'today at midnight', 'midnight today', 'tonight at midnight', 'midnight tonight']],
    [english, ['12 midnight', 'tonight at 12', '12 tonight', '12 at night']],
    [
      german,
      ['Mitternacht', 'um Mitternacht', 'heute Mitternacht', 'heute um Mitternacht', 'heute nacht um 12'],
    ],
    [spanish, ['medianoche', 'a medianoche', 'a la medianoche', 'hoy a medianoche', 'hoy a la medianoche']],
    [spanish, ['esta noche a medianoche', 'esta medianoche', 'esta noche a las 12', 'a las 12 de la noche']],
  ])('of today is the coming one', (language, texts) => {
    expect(texts.map((text) => dateTime(text, { language }))).toStrictEqual(texts.map(() => tonight));
  });

  test.each([
    [english, ['tomorrow at midnight', 'thursday midnight', 'tomorrow 12 at night']],
    [german, ['morgen um Mitternacht', 'morgen Mitternacht', 'Donnerstag um Mitternacht']],
    [spanish, ['mañana a medianoche', 'el jueves a medianoche', 'mañana a las 12 de la noche']],
  ])('of another day may be either end of it', (language, texts) => {
    const said = language.says.either(
      ['2026-10-22T00:00', '2026-10-23T00:00'].map((each) => inWords(each, language, '2026')),
    );
    expect(texts.map((text) => dateTime(text, { language }))).toStrictEqual(texts.map(() => ({ said })));
  });

  test('is a time', () => {
    expect(time('a medianoche', { language: spanish })).toBe('00:00');
    expect(time('las 12 de la noche', { language: spanish })).toBe('00:00');
    expect(time('tonight at 12:30')).toBe('00:30');
  });
});

describe('where clocks change', () => {
  test('a time that is left out is wrong', () => {
    const now = new Date('2027-03-27T12:00:00Z');
    expect(dateTime('tomorrow 2:30 am', { now })).toStrictEqual({ said: english.says.noSuchTime });
    expect(dateTime('tomorrow 3 am', { now })).toBe('2027-03-28T03:00');
    expect(dateTime('tomorrow 1:30 am', { now })).toBe('2027-03-28T01:30');
    expect(dateTime('tomorrow at 2:30', { now })).toBe('2027-03-28T14:30');
    expect(dateTime('mar 14 2027 2:30 am', { zone: 'America/New_York' })).toStrictEqual({
      said: english.says.noSuchTime,
    });
    expect(dateTime('mar 14 2027 2:30 am', { zone: 'America/Phoenix' })).toBe('2027-03-14T02:30');
  });

  test('hours are counted as they pass', () => {
    expect(dateTime('in 2 hours', { now: new Date('2027-03-28T00:30:00Z') })).toBe('2027-03-28T04:30');
    expect(dateTime('in 2 hours', { now: new Date('2026-10-25T00:30:00Z') })).toBe('2026-10-25T03:30');
  });

  test('a time that comes twice is one time', () => {
    expect(dateTime('tomorrow 2:30 am', { now: new Date('2026-10-24T12:00:00Z') })).toBe('2026-10-25T02:30');
  });
});

describe('a zone', () => {
  test('says what today is', () => {
    const now = new Date('2026-10-21T22:30:00Z');
    expect(date('today', { now })).toBe('2026-10-22');
    expect(date('today', { now, zone: 'America/Los_Angeles' })).toBe('2026-10-21');
    expect(dateTime('in 2 hours', { now, zone: 'Asia/Kathmandu' })).toBe('2026-10-22T06:15');
  });

  test('has to be known', () => {
    const message = `"Europe/Berln" is no time zone. One is 'Europe/Berlin', another 'UTC'.`;
    expect(() => date('today', { zone: 'Europe/Berln' })).toThrow(message);
    expect(() => {
      refuseUnknownZone('Europe/Berln');
    }).toThrow(message);
    refuseUnknownZone('Pacific/Chatham');
  });

  test('is not that of the machine', () => {
    const code = `
      const { readDateTime } = require('./src/dialogue/readers/dates');
      const { english: language } = require('./src/dialogue/languages/english');
      const now = new Date('2026-10-21T22:30:00Z');
      const texts = ['tomorrow 3pm', 'fri 3pm', '24/12 noon', 'in 2 hours', '3pm', 'on the 24th at 3pm'];
      for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']) {
        process.env.TZ = zone;
        const heard = texts.map((text) => readDateTime(text, { now, zone: 'Europe/Berlin', language }));
        const { reason } = readDateTime('tomorrow at 3', { now, zone: 'Europe/Berlin', language });
        console.log(now.getHours(), heard.join(), reason);
      }`;
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--eval', code], {
      cwd: path.join(__dirname, '../../../..'),
      encoding: 'utf8',
    });
    const heard =
      '2026-10-23T15:00,2026-10-23T15:00,2026-12-24T12:00,2026-10-22T02:30,2026-10-22T15:00,2026-10-24T15:00';
    const { said } = either('Fri, October 23 at 3:00 AM', 'Fri, October 23 at 3:00 PM');
    // The hour that it is there now.
    expect(output.trim().split('\n')).toStrictEqual([18, 4, 11].map((hour) => `${hour} ${heard} ${said}`));
  });
});

describe('whatever the day', () => {
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Auckland',
    'UTC',
  );
  const name = fc.constantFrom(...(['english', 'german', 'spanish'] as const));
  const now = fc.date({ min: new Date('2024-01-01'), max: new Date('2034-01-01'), noInvalidDate: true });
  const minutes = fc.integer({ min: 24 * 60, max: 360 * 24 * 60 });

  test('what is asked back can be answered with the words of the question', () => {
    fc.assert(
      fc.property(now, zone, name, minutes, (now, zone, name, minutes) => {
        const language = { english, german, spanish }[name];
        const local = wallClock(new Date(now.getTime() + minutes * 60_000), zone);
        const given = { now, zone, language };
        const words = (meaning: string) => inWords(meaning, language, wallClock(now, zone));
        expect(readDateTime(words(local), given)).toBe(local);
        expect(readDate(words(local.slice(0, 10)), given)).toBe(local.slice(0, 10));
      }),
    );
  });

  test('a result is a local time that exists and is not over', () => {
    const texts = fc.array(
      fc.constantFrom(
        'tomorrow',
        'friday',
        'next',
        'at',
        '3',
        'pm',
        '3pm',
        '2:30 am',
        '15:00',
        '5/6',
        '29',
        'feb',
        'the 31st',
        'in 2 hours',
        'noon',
        'midnight',
        'week',
        '2027',
        'last',
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(texts, now, zone, (words, now, zone) => {
        const read = readDateTime(words.join(' '), { now, zone, language: english });
        if (read instanceof Wrong) return;
        expect(read).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
        expect(exists(read, zone)).toBe(true);
        expect(read >= wallClock(now, zone)).toBe(true);
      }),
    );
  });
});
