import { SegmentedMessage } from 'sms-segments-calculator';
import { english } from '../../../../src/dialogue/languages/english';
import { german } from '../../../../src/dialogue/languages/german';
import type { HeardWords, Said } from '../../../../src/dialogue/languages/language';
import { spanish } from '../../../../src/dialogue/languages/spanish';
import { readChoice } from '../../../../src/dialogue/understanding/choice';
import { isOwnWord } from '../../../../src/dialogue/understanding/own-words';
import { vocabularyOf } from '../../../../src/dialogue/understanding/vocabulary';
import { readWholeNumber } from '../../../../src/dialogue/understanding/whole-number';
import { withoutAccents } from '../../../../src/dialogue/understanding/words';
import { readYesNo } from '../../../../src/dialogue/understanding/yes-no';
import { defaultKeyword } from '../../../../src/twilio/opt-out-words';
import { normalizeWord } from '../../../../src/word';

const LANGUAGES = { english, german, spanish };

/** Every sentence, in each of its forms. What is put into it ends in `end`. */
function sentencesOf(says: Said, end = ''): string[] {
  const ended = (part: unknown): unknown =>
    Array.isArray(part) ? part.map(ended) : typeof part === 'string' ? `${part}${end}` : part;
  const given: {
    [Sentence in keyof Said]: Said[Sentence] extends (...given: infer Given) => string ? Given[] : null;
  } = {
    ...(Object.fromEntries(Object.keys(says).map((name) => [name, null])) as Record<keyof Said, null>),
    tooLong: [[], ['BACK']],
    stands: [[], ['RESTART']],
    correct: [['BACK']],
    skip: [['SKIP']],
    tooManyCharacters: [[300]],
    oneOf: [['12'], ['C'], [undefined]],
    either: [[['1. Friday', '3. Sunday']], [['A. 2 people', 'B. 3 people', 'C. 20 people']]],
    wholeNumber: [
      [1, 12],
      [1, Infinity],
      [-Infinity, 12],
      [-Infinity, Infinity],
    ],
    phoneNumber: [[undefined], ['(201) 555-0123']],
    dateTime: [['15:00']],
    time: [['15:00']],
    whatTime: [['15:00']],
    hours: [['08:00', '20:00']],
  };
  return Object.entries(says).flatMap(([name, sentence]: [string, unknown]) =>
    typeof sentence === 'string'
      ? [sentence]
      : (given[name as 'either'] as unknown[][]).map((each) =>
          (sentence as (...given: unknown[]) => string)(...each.map(ended)),
        ),
  );
}

/** All that it hears, phrase by phrase. */
function phrasesOf(hears: HeardWords): string[] {
  const {
    yes,
    no,
    polite,
    choosing,
    chosen,
    between,
    ordinals,
    last,
    ordinalEndings,
    ones,
    numbers,
    tens,
    counting,
    inexact,
  } = hears;
  const lists = [
    yes,
    no,
    polite,
    choosing,
    chosen,
    between,
    ordinals,
    last,
    ordinalEndings,
    ones,
    numbers,
    tens,
    counting,
    inexact,
    hears.dates.around,
  ];
  return [
    ...hears.back,
    ...hears.restart,
    ...hears.skip,
    ...hears.exit,
    ...lists.flatMap((list) => list.split('|')),
  ];
}

describe.each(Object.entries(LANGUAGES))('%s', (_, language) => {
  const { hears, says } = language;

  test('has no word that Twilio acts on', () => {
    for (const phrase of phrasesOf(hears)) {
      for (const texted of [phrase, normalizeWord(phrase), withoutAccents(normalizeWord(phrase))]) {
        expect([phrase, defaultKeyword(texted)]).toStrictEqual([phrase, undefined]);
      }
    }
  });

  test('says each sentence in one message of 160 characters', () => {
    for (const sentence of sentencesOf(says)) {
      const { encodingName, segmentsCount } = new SegmentedMessage(sentence);
      expect([sentence, encodingName, segmentsCount]).toStrictEqual([sentence, 'GSM-7', 1]);
    }
  });

  test('says each sentence in a way of its own, and ends it', () => {
    const sentences = sentencesOf(says);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[\p{Lu}¿].*[.?]$/u);
  });

  test.each(['.', '!', '?'])('has no full stop behind what ends in %j itself', (end) => {
    for (const sentence of sentencesOf(says, end)) expect(sentence).not.toMatch(/[.!?]\.$/);
  });

  test('keeps its own words apart from each other, and from answers', () => {
    const own = [hears.back, hears.restart, hears.skip, hears.exit];
    for (const word of own) {
      for (const phrase of word) {
        expect(own.filter((each) => isOwnWord(phrase, each, language))).toStrictEqual([word]);
        expect(isOwnWord(withoutAccents(phrase.toLowerCase()), word, language)).toBe(true);
        expect(readYesNo(phrase, language)).toBeUndefined();
        expect(readWholeNumber(phrase, language)).toBeUndefined();
      }
    }
  });

  test('hears all of its words for yes and no, however drawn out, and none for both', () => {
    for (const [phrases, meaning] of [
      [hears.yes, true],
      [hears.no, false],
    ] as const) {
      for (const phrase of phrases.split('|')) {
        for (const text of [phrase, `${phrase.toUpperCase()}!`, `"${phrase}" :)`, withoutAccents(phrase)]) {
          expect([text, readYesNo(text, language)]).toStrictEqual([text, meaning]);
        }
      }
    }
  });

  test('has a number word for each number from 0 to 99', () => {
    const { numbers } = vocabularyOf(language);
    expect([...new Set(numbers.values())].sort((one, other) => one - other)).toStrictEqual(
      Array.from({ length: 100 }, (_, n) => n),
    );
    for (const [word, number] of numbers)
      expect([word, readWholeNumber(word, language)]).toStrictEqual([word, number]);
  });

  test('has ordinals that choose', () => {
    const labels = Array.from('abcdefghijkl', (letter) => letter.repeat(3));
    const { ordinals } = vocabularyOf(language);
    for (const [word, place] of ordinals) {
      expect([word, readChoice(word, labels, language)]).toStrictEqual([word, [place < 0 ? 11 : place - 1]]);
    }
    expect(new Set(ordinals.values()).size).toBe(13);
  });
});

describe('people who text in German', () => {
  test.each([
    ['ja bitte', true],
    ['Jaaa', true],
    ['na klar!', true],
    ['natuerlich', true],
    ['Passt 👍', true],
    ['nein danke', false],
    ['nö', false],
    ['noe', false],
    ['stimmmt', true],
    ['stimmt nicht', false],
    ['bitte', undefined],
    ['danke', undefined],
    ['ja nein', undefined],
    ['jein', undefined],
    ['Bestaetigt!', true],
    ['ja, ich bestätige', true],
    ['nicht bestätigt', false],
    ['nein, ich bestätige nicht', false],
    ['bestätigen Sie erst', undefined],
    ['bestätigt wird das nicht', undefined],
  ])('%j', (text, meaning) => {
    expect(readYesNo(text, german)).toBe(meaning);
  });

  test.each([
    ['fünf Personen', 5],
    ['fuenf', 5],
    ['wir sind zu viert', 4],
    ['einundzwanzig', 21],
    ['fünfunddreißig', 35],
    ['fuenfunddreissig', 35],
    ['1.000', 1000],
    ['1 000', 1000],
    ["1'000", 1000],
    ['3,0', 3],
    ['3.0', undefined],
    ['1,000', undefined],
    ['3,5', undefined],
    ['eine', 1],
    ['ein paar', undefined],
    ['einen Moment', undefined],
    ['2 Wochen', undefined],
    ['zwei bis drei', undefined],
    ['ein Dutzend', 12],
    ['ein halbes Dutzend Eier', 6],
    ['zwei Dutzend', 24],
    ['ich möchte 12', 12],
    ['wir hätten gern ein Dutzend', 12],
    ['ich brauche sechs', 6],
    ['anderthalb Dutzend', undefined],
    ['ein Dutzend oder zwei', undefined],
    ['etwa 12', undefined],
    ['ich möchte nicht 12', undefined],
    ['ich möchte 12 Uhr', undefined],
    ['ich möchte 12 mittags', undefined],
    ['8 abends', undefined],
    ['ich nehme die 12', undefined],
    ['ich möchte einen Tisch', undefined],
    ['12 nein 13', undefined],
    ['12, nein', undefined],
  ])('%j', (text, number) => {
    expect(readWholeNumber(text, german)).toBe(number);
  });

  test.each([
    ['das zweite bitte', [1]],
    ['die 2.', [1]],
    ['2te', [1]],
    ['Nummer zwei', [1]],
    ['ich nehme den letzten', [2]],
    ['Müller', [0]],
    ['mueller', [0]],
    ['muller', [0]],
    ['Strasse', [1]],
    ['müller oder straße', [0, 1]],
  ])('%j', (text, places) => {
    expect(readChoice(text, ['Müller', 'Straße', 'Koenig'], german)).toStrictEqual(places);
  });

  test('an umlaut chooses what was written without', () => {
    expect(readChoice('König', ['Müller', 'Straße', 'Koenig'], german)).toStrictEqual([2]);
  });

  test.each(['ZURÜCK', 'zurueck', 'zuruck', 'Zurück, bitte', 'geh zurück'])('%j is BACK', (text) => {
    expect(isOwnWord(text, german.hears.back, german)).toBe(true);
  });
});

describe('people who text in Spanish', () => {
  test.each([
    ['Sí', true],
    ['si por favor', true],
    ['siii', true],
    ['claro que si', true],
    ['así es', true],
    ['¡Por supuesto!', true],
    ['no gracias', false],
    ['claro que no', false],
    ['nooo', false],
    ['gracias', undefined],
    ['si no', undefined],
    ['no sé', undefined],
    ['Confirmado!', true],
    ['sí, confirmo', true],
    ['confirmar por favor', true],
    ['no confirmo', false],
    ['no, no lo confirmo', false],
    ['por confirmar', undefined],
    ['sin confirmar', undefined],
    ['confirmo que no', undefined],
  ])('%j', (text, meaning) => {
    expect(readYesNo(text, spanish)).toBe(meaning);
  });

  test.each([
    ['cinco personas', 5],
    ['somos 4', 4],
    ['una', 1],
    ['veintidos', 22],
    ['treinta y cinco', 35],
    ['1.000', 1000],
    ['1,000', 1000],
    ['1 000', 1000],
    ['3,0', 3],
    ['3.0', 3],
    ['3,5', undefined],
    ['dos o tres', undefined],
    ['un momento', undefined],
    ['2 semanas', undefined],
    ['5 y medio', undefined],
    ['una docena', 12],
    ['media docena de huevos', 6],
    ['dos docenas', 24],
    ['3 docenas', 36],
    ['quiero 12', 12],
    ['quisiera una docena por favor', 12],
    ['ponme 6', 6],
    ['póngame seis', 6],
    ['docena y media', undefined],
    ['una docena o dos', undefined],
    ['unos 12', undefined],
    ['no quiero 12', undefined],
    ['quiero 10 o 12', undefined],
    ['entre 2 y 4', undefined],
    ['quiero las 12', undefined],
    ['quiero un café', undefined],
    ['ponme a las 6', undefined],
    ['quiero 12 del mediodía', undefined],
    ['1 noche', 1],
  ])('%j', (text, number) => {
    expect(readWholeNumber(text, spanish)).toBe(number);
  });

  test.each([
    ['la segunda', [1]],
    ['la segunda opción, por favor', [1]],
    ['2ª', [1]],
    ['quiero un cafe', [0]],
    ['el último', [2]],
    ['té o café', [0, 1]],
    ['numero dos', [1]],
  ])('%j', (text, places) => {
    expect(readChoice(text, ['Un café', 'Un té', 'Agua'], spanish)).toStrictEqual(places);
  });

  test.each(['VOLVER', 'volver por favor', 'atras', 'Atrás'])('%j is BACK', (text) => {
    expect(isOwnWord(text, spanish.hears.back, spanish)).toBe(true);
  });
});
