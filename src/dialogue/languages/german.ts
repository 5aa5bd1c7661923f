import { ended } from './ended';
import { enumerate } from './enumerate';
import { hourBefore } from './hour-before';
import type { Language } from './language';

/**
 * German. What it says fits both *du* and *Sie*. Numbers are written 1.000,5, days before months, and ü may be
 * texted as ue.
 */
export const german: Language = {
  locale: 'de',
  hears: {
    back: [
      'ZURÜCK',
      'geh zurück',
      'gehe zurück',
      'bitte zurück gehen',
      'zurückgehen',
      'einen schritt zurück',
      'vorherige frage',
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
    skip: ['WEITER', 'überspringen', 'auslassen', 'keine angabe', 'k. a.', 'k.a.', 'skip'],
    exit: ['BEENDEN', 'verlassen', 'raus', 'exit'],

    yes:
      'ja|j|jo|jep|jup|jap|jepp|joa|jawohl|ja klar|na klar|klar|natürlich|sicher|gern|gerne|sehr gern|sehr gerne|genau|richtig|' +
      'perfekt|alles klar|geht klar|machen wir|stimmt|das stimmt|korrekt|passt|das passt|in ordnung|einverstanden|auf jeden fall|unbedingt|selbstverständlich|' +
      'bestätigt|bestätige|ich bestätige|ich bestätige das|bestätige ich|bestätigen|hiermit bestätigt|ich bin einverstanden|' +
      'ok|okay|okey|oke|k|yes|yep|👍|👌|✅|✔|☑|💯',
    no:
      'nein|n|nö|nee|ne|nope|no|nein danke|lieber nicht|nicht|noch nicht|natürlich nicht|eher nicht|auf keinen fall|auf gar keinen fall|niemals|falsch|' +
      'stimmt nicht|das stimmt nicht|passt nicht|das passt nicht|nicht richtig|nicht korrekt|das ist falsch|' +
      'nicht bestätigt|noch nicht bestätigt|nicht bestätigen|bestätige nicht|ich bestätige nicht|ich bestätige das nicht|' +
      'nicht einverstanden|ich bin nicht einverstanden|nicht in ordnung|nicht ok|nicht okay|👎|❌|✖|🚫',
    polite:
      'bitte|danke|dankeschön|danke schön|vielen dank|besten dank|bitteschön|bitte schön|thx|lg|vg|mfg|liebe grüße|viele grüße',

    choosing:
      'der|die|das|den|dem|ein|eine|einen|einem|option|nummer|nr|antwort|auswahl|punkt|ich nehme|ich nehm|nehme|ich hätte gern|' +
      'ich hätte gerne|ich möchte|ich will|ich wähle|wir nehmen|nehmen wir|lieber|dann|am|um|diesen|ok|okay|ja|gern|gerne',
    chosen: 'passt|geht|wäre gut|wäre super|wäre schön|ist gut|ist ok|ist okay|für mich',
    between: 'oder|und|bzw|&|/|+',
    ordinals:
      'erster erste erstes ersten|zweiter zweite zweites zweiten|dritter dritte drittes dritten|vierter vierte viertes vierten|' +
      'fünfter fünfte fünftes fünften|sechster sechste sechstes sechsten|siebter siebte siebtes siebten siebente|' +
      'achter achte achtes achten|neunter neunte neuntes neunten|zehnter zehnte zehntes zehnten|' +
      'elfter elfte elftes elften|zwölfter zwölfte zwölftes zwölften',
    last: 'letzter|letzte|letztes|letzten',
    ordinalEndings: 'te|ter|tes|ten|ste|ster|stes|sten',
    ones: 'option|antwort|punkt',

    numbers:
      'null|eins ein eine einen einem einer|zwei zwo zweit|drei dritt|vier viert|fünf fünft|sechs sechst|sieben siebt|acht|neun neunt|zehn zehnt|elf|zwölf|dreizehn|vierzehn|fünfzehn|' +
      'sechzehn|siebzehn|achtzehn|neunzehn',
    tens: 'zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig',
    compound: (tens, ones) => `${ones}und${tens}|${ones} und ${tens}`,
    dozens: {
      'ein halbes dutzend': 6,
      'halbes dutzend': 6,
      'ein dutzend': 12,
      '1 dutzend': 12,
      'zwei dutzend': 24,
      '2 dutzend': 24,
      'drei dutzend': 36,
      '3 dutzend': 36,
    },
    counting:
      'ich möchte|wir möchten|ich will|wir wollen|ich hätte gern|ich hätte gerne|wir hätten gern|wir hätten gerne|' +
      'ich nehme|wir nehmen|nehme|ich brauche|wir brauchen|gib mir|geben sie mir|' +
      'wir sind|wir sind zu|wir wären|wir werden|es sind|es ist|ich bin|zu|nur|genau|für|insgesamt|tisch für|ein tisch für',
    inexact:
      'uhr|morgens|mittags|abends|nachts|oder|und|bis|mehr|weniger|plus|minus|nicht|nein|kein|keine|wenn|um|halb|halbe|prozent|dutzend|hundert|tausend|mio|million|millionen|k|mal|x|' +
      'paar|paare|s|sek|sekunde|sekunden|min|minute|minuten|h|std|stunde|stunden|tag|tage|tagen|woche|wochen|monat|monate|monaten|jahr|jahre|jahren|moment|augenblick',
    decimal: ',',
    thousands: ". '",
    dates: {
      clock: 24,
      rewrite: [
        [/\b(mo|di|mi|do|fr|sa|so)\.(?!\d)/g, '$1'],
        [/\b(\d{1,2})\.(\d\d) ?uhr\b/g, '$1:$2 uhr'],
        [/\bum (\d{1,2})\.(\d\d)\b/g, 'um $1:$2'],
        [/\b(\d{1,2}) ?uhr ?(\d{1,2})\b/g, '$1:$2 uhr'],
        [/\b(\d{1,2})\. ?(0?[1-9]|1[0-2])\b\.?(?!\.?\d)/g, '$1/$2'],
        [/\b(\d{1,2}) (?=(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))/g, '$1. '],
        [/\b(?:um )?halb (\d{1,2})\b/g, (_, hour) => `um ${hourBefore(hour)}:30`],
        [/\b(?:um )?viertel nach (\d{1,2})\b/g, 'um $1:15'],
        [/\b(?:um )?(?:viertel vor|dreiviertel) (\d{1,2})\b/g, (_, hour) => `um ${hourBefore(hour)}:45`],
        [/\b(?:um )?(\d{1,2}(?::\d\d)?) uhr\b/g, 'um $1 uhr'],
        [/\b(?:heute )?nachts? um 12[:.](\d\d)\b/g, 'um 0:$1'],
        [/\bnachts? um 12\b(?: uhr)?|\bum 12 uhr nachts?\b/g, 'mitternacht'],
        [/\b(?:um )?mitternacht\b/g, 'um mitternacht'],
        // chrono-node loses a day that comes behind it.
        [/^(mittags?|um mitternacht) (?:am |den )?(?!um )(.+)/g, '$2 $1'],
        [/\bn(?:ä|ae)chste[nrs]? (?!woche|monat|jahr)/g, 'nächsten '],
        [/\b(?:letzte|vorige|vergangene)[nrs] (?!woche|monat|jahr)/g, 'letzten '],
        [/\bin 1 halben stunde\b/g, 'in 30 minuten'],
        [/\bheute in (?=\d)/g, 'in '],
      ],
      dayOfMonth: /\b(?:am|den|der) \d{1,2}\b\.?(?! uhr|[:/.\d])/,
      next: /\bnächsten (?!monat)/,
      week: /\bwoche\b/,
      past: /\b(?:letzten|vor) /,
      vague: /^\S+ (?:woche|monat|jahr)\b/,
      morning: /\b(?:morgens|vormittags?|(?:in der )?(?:früh|frueh)|am (?:vormittag|morgen))\b/,
      afternoon: /\b(?:(?:am )?(?:nachmittag|abend)|nachmittags|abends)\b/,
      around:
        'am|um|den|der|uhr|diesen|dieser|kommenden|kommender|am kommenden|dann|ich hätte gern|ich hätte gerne|wie wäre|wie wäre es mit',
      at: 'um',
    },
    spelling: { ä: 'ae', ö: 'oe', ü: 'ue' },
  },
  says: {
    apology: 'Da ist bei uns etwas schiefgegangen, Entschuldigung. Bitte noch einmal senden.',
    tooLong: (back) =>
      `Das ist leider mehr, als wir behalten können. Bitte kürzer antworten${back ? ` oder ${back} senden` : ''}.`,
    tooMany: 'Das waren sehr viele Nachrichten. Bitte in einer Stunde noch einmal schreiben.',
    optedOut: 'Es kommen keine Nachrichten mehr von uns. Mit START kommen sie wieder.',
    optedIn: 'Ab jetzt kommen wieder Nachrichten von uns. Mit STOP enden sie.',
    help: 'Diese Nummer antwortet automatisch. Mit STOP kommen keine Nachrichten mehr.',

    changed: 'Unsere Fragen haben sich inzwischen geändert. Es geht hier weiter.',
    stands: (restart) =>
      `Unsere Fragen haben sich inzwischen geändert. Was erledigt ist, bleibt so.${restart ? ` Mit ${restart} geht es von vorn los.` : ''}`,
    startOver: 'Wir müssen leider von vorn anfangen.',
    firstQuestion: 'Das ist die erste Frage.',
    cannotTakeBack: 'Das ist erledigt und lässt sich nicht mehr ändern.',
    gaveUp: 'Wir belassen es dabei. Gern jederzeit wieder schreiben.',
    left: 'OK, wir lassen es dabei.',
    correct: (back) => `Zum Ändern einer Antwort ${back} senden.`,
    skip: (skip) => `Oder ${skip} senden.`,

    inWords: 'Bitte mit Worten antworten.',
    picture: 'Bitte ein Bild senden.',
    tooManyCharacters: (limit) => `Bitte mit höchstens ${limit} Zeichen antworten.`,
    yesOrNo: 'Bitte mit Ja oder Nein antworten.',
    oneOf: (last) =>
      last === undefined
        ? 'Bitte mit einer dieser Möglichkeiten antworten.'
        : `Bitte mit ${/\d/.test(last) ? 'einer Zahl von 1' : 'einem Buchstaben von A'} bis ${last} oder dem Wort antworten.`,
    either: (meanings) => `Was davon ist gemeint: ${enumerate(meanings, 'oder')}?`,
    wholeNumber: (min, max) => {
      if (min === -Infinity && max === Infinity) return 'Bitte mit einer ganzen Zahl antworten.';
      if (max === Infinity) return `Bitte mit einer ganzen Zahl ab ${min} antworten.`;
      if (min === -Infinity) return `Bitte mit einer ganzen Zahl bis ${max} antworten.`;
      return `Bitte mit einer ganzen Zahl von ${min} bis ${max} antworten.`;
    },
    doesNotMatch: 'Das sieht leider nicht richtig aus.',
    email: 'Bitte mit einer E-Mail-Adresse antworten, zum Beispiel name@example.com.',
    phoneNumber: (example) =>
      ended(`Bitte mit einer Telefonnummer antworten${example ? `, zum Beispiel ${example}` : ''}`),
    dateTime: (time) => ended(`Bitte mit Tag und Uhrzeit antworten, zum Beispiel morgen ${time} Uhr`),
    date: 'Bitte mit einem Tag antworten, zum Beispiel morgen oder 24.12.',
    time: (time) => ended(`Bitte mit einer Uhrzeit antworten, zum Beispiel ${time} Uhr`),
    past: 'Das ist schon vorbei. Bitte etwas Späteres nennen.',
    noSuchDay: 'Diesen Tag gibt es im Kalender nicht. Bitte Datum und Wochentag prüfen.',
    whatYear: 'Bitte auch das Jahr nennen.',
    whatTime: (time) => ended(`Bitte auch die Uhrzeit nennen, zum Beispiel morgen ${time} Uhr`),
    noSuchTime: 'Dann wird die Uhr vorgestellt, diese Zeit gibt es nicht. Bitte eine andere nennen.',
    hours: (from, to) => `Bitte eine Zeit von ${from} bis ${to} Uhr nennen.`,
  },
};
