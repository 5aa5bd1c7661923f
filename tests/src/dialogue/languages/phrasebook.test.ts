import { english } from '../../../../src/dialogue/languages/english';
import { german } from '../../../../src/dialogue/languages/german';
import type { HeardWords, Language, OwnWord } from '../../../../src/dialogue/languages/language';
import { spanish } from '../../../../src/dialogue/languages/spanish';
import { Wrong } from '../../../../src/dialogue/readers';
import { readDate, readDateTime, readTime } from '../../../../src/dialogue/readers/dates';
import { readChoice } from '../../../../src/dialogue/understanding/choice';
import { isOwnWord } from '../../../../src/dialogue/understanding/own-words';
import { readWholeNumber } from '../../../../src/dialogue/understanding/whole-number';

/*
 * What each language understands, and what it says, phrase by phrase. A phrase that is taken away is missed here.
 */

const LANGUAGES = { english, german, spanish };

type Name = keyof typeof LANGUAGES;

/** Those of `HeardWords` that are own words. */
type Own = {
  [Word in keyof HeardWords]-?: HeardWords[Word] extends OwnWord ? Word : never;
}[keyof HeardWords];

describe.each<[Name, Record<Exclude<Own, undefined>, string[]>]>([
  [
    'english',
    {
      back: ['BACK', 'back please', 'go back', 'take me back', 'previous', 'previous question'],
      restart: ['RESTART', 'start over', 'start again', 'begin again', 'start anew'],
      skip: ['SKIP', 'skip it', 'skip this', 'skip that', 'skip this one', 'skip this question'],
      exit: ['EXIT', 'exit this', 'leave this'],
    },
  ],
  [
    'german',
    {
      back: [
        'ZURÜCK',
        'zurueck bitte',
        'geh zurück',
        'gehe zurück',
        'bitte zurück gehen',
        'zurückgehen',
        'einen Schritt zurück',
        'vorherige Frage',
        'back',
      ],
      restart: [
        'NEUSTART',
        'neu starten',
        'neu anfangen',
        'nochmal von vorn',
        'nochmal von vorne',
        'von vorn',
        'von vorne',
        'restart',
      ],
      skip: ['WEITER', 'überspringen', 'ueberspringen', 'auslassen', 'keine Angabe', 'k. A.', 'k.A.', 'skip'],
      exit: ['BEENDEN', 'verlassen', 'raus', 'exit'],
    },
  ],
  [
    'spanish',
    {
      back: [
        'VOLVER',
        'atras',
        'volver atrás',
        'ir atrás',
        'regresar',
        'regresa',
        'anterior',
        'la anterior',
        'pregunta anterior',
        'back',
      ],
      restart: [
        'REINICIAR',
        'reinicia',
        'empezar de nuevo',
        'volver a empezar',
        'comenzar de nuevo',
        'desde el principio',
        'restart',
      ],
      skip: ['OMITIR', 'omite', 'saltar', 'saltar pregunta', 'saltar esta pregunta', 'skip'],
      exit: ['SALIR', 'salir de aquí', 'exit'],
    },
  ],
])('the own words in %s', (name, words) => {
  const language = LANGUAGES[name];

  test.each(Object.entries(words))('%s', (word, phrases) => {
    const own = language.hears[word as keyof typeof words];
    expect(phrases.filter((phrase) => !isOwnWord(phrase, own, language))).toStrictEqual([]);
    // The sender is told the first form.
    expect(own[0]).toBe(phrases[0]);
  });
});

test.each<[Name, string, number | undefined]>([
  ['english', 'twenty one', 21],
  ['english', 'ninety-nine', 99],
  ['english', "5 o'clock", undefined],
  ['english', '5 oclock', undefined],
  ['german', 'einundzwanzig', 21],
  ['german', 'neun und neunzig', 99],
  ['german', 'fuenfunddreissig', 35],
  ['spanish', 'treinta y uno', 31],
  ['spanish', 'noventa y nueve', 99],
  ['spanish', 'cuarentacinco', 45],
])('a number in %s: %s', (name, text, number) => {
  const read = readWholeNumber(text, LANGUAGES[name]);
  expect(typeof read === 'number' ? read : undefined).toBe(number);
});

test.each<[Name, string, number]>([
  ['german', 'lieber Suppe', 0],
  ['german', 'dann Salat', 1],
  ['german', 'Suppe passt', 0],
  ['german', 'Salat wäre gut', 1],
  ['german', 'die zweite Option', 1],
  ['german', 'zweite Antwort', 1],
  ['german', 'der erste Punkt', 0],
  ['spanish', 'Salat me viene bien', 1],
  ['spanish', 'Suppe está bien', 0],
  ['spanish', 'mejor Suppe', 0],
  ['spanish', 'dame Salat', 1],
  ['spanish', 'deme Suppe', 0],
  ['spanish', 'póngame Salat', 1],
  ['spanish', 'para mí Suppe', 0],
])('a choice in %s: %s', (name, text, place) => {
  expect(readChoice(text, ['Suppe', 'Salat'], LANGUAGES[name])).toStrictEqual([place]);
});

describe('days and times', () => {
  /** A Wednesday, ten o'clock in Berlin. */
  const given = { now: new Date('2026-10-21T08:00:00Z'), zone: 'Europe/Berlin' };
  const said = (read: string | Wrong) => (read instanceof Wrong ? `! ${read.reason}` : read);

  test.each<[Name, string, string]>([
    ['english', 'day after tomorrow 3pm', '2026-10-23T15:00'],
    ['english', 'half past 11 pm', '2026-10-21T23:30'],
    ['english', 'tomorrow half 11 am', '2026-10-22T11:30'],
    ['english', 'tomorrow a quarter past 3 pm', '2026-10-22T15:15'],
    ['english', 'tomorrow quarter past 11 am', '2026-10-22T11:15'],
    ['english', 'tomorrow quarter to 11 am', '2026-10-22T10:45'],
    ['english', 'tomorrow afternoon at 3', '2026-10-22T15:00'],
    ['english', '12 tonight', '2026-10-22T00:00'],
    ['english', 'tonight 12', '2026-10-22T00:00'],
    ['english', 'tonight at 12', '2026-10-22T00:00'],
    ['english', '12 at night', '2026-10-22T00:00'],
    ['english', 'tonight at 12, please', '2026-10-22T00:00'],
    ['english', 'tonight 12 thanks pls', '2026-10-22T00:00'],
    ['english', 'tonight 12:30', '2026-10-22T00:30'],
    ['english', 'tonight at 12.15 please', '2026-10-22T00:15'],
    ['english', 'tonight 12:30 pm', '2026-10-21T12:30'],
    ['english', '12:30 tonight', '2026-10-22T00:30'],
    ['english', '12:30 at night', '2026-10-22T00:30'],
    ['english', 'friday next week 2pm', '2026-10-30T14:00'],
    ['english', 'fri@3pm', '2026-10-23T15:00'],
    ['english', 'fri @3pm', '2026-10-23T15:00'],
    ['english', 'fri@ 3pm', '2026-10-23T15:00'],
    ['english', '24th at 3pm', '2026-10-24T15:00'],
    ['german', 'morgen 15.30 Uhr', '2026-10-22T15:30'],
    ['german', 'morgen 9.30uhr', '2026-10-22T09:30'],
    ['german', 'morgen um 15.30', '2026-10-22T15:30'],
    ['german', 'morgen um 9.10', '2026-10-22T09:10'],
    ['german', 'morgen um 10.10', '2026-10-22T10:10'],
    ['german', 'morgen Vormittag um 8', '2026-10-22T08:00'],
    ['german', 'morgen Nachmittag um 3', '2026-10-22T15:00'],
    ['german', 'morgen 15uhr30', '2026-10-22T15:30'],
    ['german', 'morgen 15 Uhr 30', '2026-10-22T15:30'],
    ['german', 'morgen um 15 Uhr', '2026-10-22T15:00'],
    ['german', 'morgen 15uhr', '2026-10-22T15:00'],
    ['german', 'morgen 15:30uhr', '2026-10-22T15:30'],
    ['german', 'morgen halb 11 abends', '2026-10-22T22:30'],
    ['german', 'morgen um halb 11 abends', '2026-10-22T22:30'],
    ['german', 'morgen viertel nach 10 abends', '2026-10-22T22:15'],
    ['german', 'morgen um viertel nach 10 abends', '2026-10-22T22:15'],
    ['german', 'morgen viertel vor 11 abends', '2026-10-22T22:45'],
    ['german', 'morgen um dreiviertel 12', '2026-10-22T11:45'],
    ['german', 'nachts um 12', '2026-10-22T00:00'],
    ['german', 'nachts um 12 Uhr', '2026-10-22T00:00'],
    ['german', 'heute Nacht um 12', '2026-10-22T00:00'],
    ['german', 'um 12 nachts', '2026-10-22T00:00'],
    ['german', 'nachts um 12, bitte', '2026-10-22T00:00'],
    ['german', 'heute Nacht um 12:30', '2026-10-22T00:30'],
    ['german', 'heute Nacht um 12.30 Uhr', '2026-10-22T00:30'],
    ['german', 'nachts um halb eins', '2026-10-22T00:30'],
    ['german', 'um 12:30 Uhr nachts', '2026-10-22T00:30'],
    ['german', 'um 12.30 nachts', '2026-10-22T00:30'],
    ['german', 'um 12 Uhr nachts', '2026-10-22T00:00'],
    ['german', 'um 12 Uhr Nacht', '2026-10-22T00:00'],
    ['german', 'mittags den 24.12.', '2026-12-24T12:00'],
    ['german', 'Mittag am 24.12.', '2026-12-24T12:00'],
    ['german', 'am 24 15uhr', '2026-10-24T15:00'],
    ['german', 'am 24 15 Uhr', '2026-10-24T15:00'],
    ['german', 'der 24. 15 Uhr', '2026-10-24T15:00'],
    ['spanish', 'el mar 3 pm', '2026-10-27T15:00'],
    ['spanish', '24 mar 15:00', '2027-03-24T15:00'],
    ['spanish', 'a las 12 de la noche', '2026-10-22T00:00'],
    ['spanish', 'las 12 de la noche', '2026-10-22T00:00'],
    ['spanish', 'hoy por la noche a las 12', '2026-10-22T00:00'],
    ['spanish', 'mañana 10 pm', '2026-10-22T22:00'],
    ['spanish', 'mañana 3:30 pm', '2026-10-22T15:30'],
    ['spanish', 'mañana 3pm', '2026-10-22T15:00'],
    ['spanish', 'mediodía de mañana', '2026-10-22T12:00'],
    ['spanish', 'esta medianoche', '2026-10-22T00:00'],
    ['spanish', 'hoy por la noche a las 12, por favor', '2026-10-22T00:00'],
    ['spanish', 'a las 12 y media de la noche', '2026-10-22T00:30'],
    ['spanish', 'las 12:30 de la noche', '2026-10-22T00:30'],
    ['spanish', 'esta noche a las 12:30', '2026-10-22T00:30'],
    ['spanish', 'por la noche a las 12 y cuarto', '2026-10-22T00:15'],
    ['spanish', 'mañana a la 1 de la tarde', '2026-10-22T13:00'],
    ['spanish', 'mañana a las 11 y media de la noche', '2026-10-22T23:30'],
    ['spanish', 'mañana a las 4 y cuarto de la tarde', '2026-10-22T16:15'],
    ['spanish', 'mañana a las 11 y cuarto de la noche', '2026-10-22T23:15'],
    ['spanish', 'mañana a las 11 menos cuarto de la noche', '2026-10-22T22:45'],
    ['spanish', 'el 24 a las 17:00', '2026-10-24T17:00'],
    ['spanish', 'dia 24 17:00', '2026-10-24T17:00'],
  ])('both in %s: %s', (name, text, local) => {
    expect(said(readDateTime(text, { ...given, language: LANGUAGES[name] }))).toBe(local);
  });

  const twoFridays = '! Was davon ist gemeint: Fr., 23. Oktober oder Fr., 30. Oktober?';

  test.each<[Name, string, string]>([
    ['german', '5/6', '2027-06-05'],
    ['german', 'am 24', '2026-10-24'],
    ['german', 'nächster Freitag', twoFridays],
    ['german', 'nächste Freitag', twoFridays],
    ['german', 'nächsten Freitag', twoFridays],
    ['german', 'naechster Freitag', twoFridays],
    ['german', 'naechsten Freitag', twoFridays],
    ['german', 'in einer Woche', '2026-10-28'],
    ['german', 'Freitag nächste Woche', '2026-10-30'],
    ['spanish', '5/6', '2027-06-05'],
    ['spanish', 'dia 24', '2026-10-24'],
  ])('a day in %s: %s', (name, text, day) => {
    expect(said(readDate(text, { ...given, language: LANGUAGES[name] }))).toBe(day);
  });

  test.each<[Name, string, string]>([
    [
      'english',
      'tomorrow night at 12',
      '! Which one do you mean: Thu, October 22 at 12:00 AM or Fri, October 23 at 12:00 AM?',
    ],
    ['english', 'this weekend at 3pm', '! Please answer with a day and a time, such as tomorrow 3:00 PM.'],
    ['english', 'next quarter at 3pm', '! Please answer with a day and a time, such as tomorrow 3:00 PM.'],
    ['english', 'next week at 3pm', '! Please answer with a day and a time, such as tomorrow 3:00 PM.'],
    [
      'german',
      'nächste Woche um 15 Uhr',
      '! Bitte mit Tag und Uhrzeit antworten, zum Beispiel morgen 15:00 Uhr.',
    ],
  ])('%s asks again what may be another day: %s', (name, text, reply) => {
    expect(said(readDateTime(text, { ...given, language: LANGUAGES[name] }))).toBe(reply);
  });

  test.each<[Name, string[]]>([
    [
      'english',
      [
        'next week',
        'this month',
        'last year',
        'the coming week',
        'this weekend',
        'weekend 24',
        'december',
        'in december',
      ],
    ],
    [
      'german',
      [
        'nächste Woche',
        'nächsten Monat',
        'nächstes Jahr',
        'naechste Woche',
        'diese Woche',
        'diesen Monat',
        'dieses Jahr',
        'kommende Woche',
        'kommenden Monat',
        'kommendes Jahr',
        'letzte Woche',
        'letzten Monat',
        'letztes Jahr',
        'am 24:00',
        'im Dezember',
      ],
    ],
    ['spanish', ['esta semana', 'próximo mes', 'el próximo año', 'la semana que viene', 'semana 24']],
  ])('no day in %s: %j', (name, texts) => {
    const language = LANGUAGES[name];
    for (const text of texts) {
      expect([text, said(readDate(text, { ...given, language }))]).toStrictEqual([
        text,
        `! ${language.says.date}`,
      ]);
    }
  });

  test.each<[Name, string]>([
    ['english', 'last friday'],
    ['german', 'letzten Freitag'],
    ['german', 'letzter Freitag'],
    ['german', 'vorigen Freitag'],
    ['german', 'vergangener Freitag'],
    ['spanish', 'el pasado viernes'],
    ['spanish', 'el viernes pasado, por favor'],
  ])('a day that is over in %s: %s', (name, text) => {
    const language = LANGUAGES[name];
    expect(said(readDate(text, { ...given, language }))).toBe(`! ${language.says.past}`);
    expect(said(readDate(text, { ...given, language, past: true }))).toBe('2026-10-16');
    const friday = { ...given, now: new Date('2026-10-23T08:00:00Z') };
    expect(said(readDate(text, { ...friday, language, past: true }))).toBe('2026-10-16');
  });

  test.each<[Name, string, string]>([
    ['german', '15', '15:00'],
    ['german', 'halb 11 abends', '22:30'],
    ['spanish', '15', '15:00'],
    ['spanish', 'tres y cuarto de la tarde', '15:15'],
  ])('a time in %s: %s', (name, text, time) => {
    expect(said(readTime(text, { ...given, language: LANGUAGES[name] }))).toBe(time);
  });
});

const sentences = ({ says }: Language) => [
  ...['12', 'C', undefined].map((last) => says.oneOf(last)),
  says.wholeNumber(-Infinity, Infinity),
  says.wholeNumber(2, Infinity),
  says.wholeNumber(-Infinity, 9),
  says.wholeNumber(2, 9),
];

test.each<[Name, string[]]>([
  [
    'german',
    [
      'Bitte mit einer Zahl von 1 bis 12 oder dem Wort antworten.',
      'Bitte mit einem Buchstaben von A bis C oder dem Wort antworten.',
      'Bitte mit einer dieser Möglichkeiten antworten.',
      'Bitte mit einer ganzen Zahl antworten.',
      'Bitte mit einer ganzen Zahl ab 2 antworten.',
      'Bitte mit einer ganzen Zahl bis 9 antworten.',
      'Bitte mit einer ganzen Zahl von 2 bis 9 antworten.',
    ],
  ],
  [
    'spanish',
    [
      'Por favor, responda del 1 al 12, o con la palabra.',
      'Por favor, responda con una letra de la A a la C, o con la palabra.',
      'Por favor, responda con una de estas opciones.',
      'Por favor, responda con una cantidad entera.',
      'Por favor, responda con una cantidad entera, al menos 2.',
      'Por favor, responda con una cantidad entera, 9 o menos.',
      'Por favor, responda con una cantidad entera, del 2 al 9.',
    ],
  ],
])('what is said of a list and of a number in %s', (name, expected) => {
  expect(sentences(LANGUAGES[name])).toStrictEqual(expected);
});
