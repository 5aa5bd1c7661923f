import { fc } from '../../../fuzz';
import { english } from '../../../../src/dialogue/languages/english';
import { spanish } from '../../../../src/dialogue/languages/spanish';
import { explainChoice, readChoice, renderOptions } from '../../../../src/dialogue/understanding/choice';
import { normalizeWord } from '../../../../src/word';

const DAYS = ['Friday', 'Saturday', 'Sunday'];
const ELEVEN = Array.from('abcdefghijk', (letter) => letter.repeat(3));
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const NUMBERS = Array.from(LETTERS, (_, n) => `${n}`);
const PARTIES = ['2 people', '3 people', '20 people'];

/** The labels that an answer may mean. */
function meant(text: string, labels: readonly string[]): (string | undefined)[] {
  return readChoice(text, labels, english).map((place) => labels[place]);
}

describe('the list', () => {
  test.each([
    [DAYS, '1. Friday\n2. Saturday\n3. Sunday'],
    [PARTIES, 'A. 2 people\nB. 3 people\nC. 20 people'],
    [['Red', '½ red'], 'A. Red\nB. ½ red'],
    [['Any', '#2'], 'A. Any\nB. #2'],
    [['Two eggs', 'Three eggs'], 'A. Two eggs\nB. Three eggs'],
    [['A coffee', 'A tea'], '1. A coffee\n2. A tea'],
    [['B', '1'], '- B\n- 1'],
    [['A', '1'], 'A. A\nB. 1'],
    [['AB', '1'], 'A. AB\nB. 1'],
    [NUMBERS, Array.from(LETTERS, (letter, n) => `${letter}. ${n}`).join('\n')],
    [Array.from({ length: 27 }, (_, n) => `${n}`), Array.from({ length: 27 }, (_, n) => `- ${n}`).join('\n')],
  ])('%j', (labels, list) => {
    expect(renderOptions(labels, english)).toBe(list);
  });
});

test.each([
  ['1', 'Friday'],
  ['#1', 'Friday'],
  ['(1)', 'Friday'],
  ['1.', 'Friday'],
  ['01', 'Friday'],
  ['#001', 'Friday'],
  ['1️⃣', 'Friday'],
  ['1. Friday', 'Friday'],
  ['1) fri', 'Friday'],
  ['2.-sat', 'Saturday'],
  ['2. s', 'Saturday'],
  ['"2. Saturday"', 'Saturday'],
  ['option 2', 'Saturday'],
  ['Option #2 please', 'Saturday'],
  ['number two', 'Saturday'],
  ['the second', 'Saturday'],
  ['The second one, please!', 'Saturday'],
  ['2nd option', 'Saturday'],
  ['the last one', 'Sunday'],
  ['two', 'Saturday'],
  ['friday please', 'Friday'],
  ['FRIDAY, thank you :-)', 'Friday'],
  ["I'd like Friday, please", 'Friday'],
  ['friday works for me', 'Friday'],
  ['Friday 👍', 'Friday'],
  ['- Friday', 'Friday'],
  ['Sunday?', 'Sunday'],
  ['Sunday!!!', 'Sunday'],
  ['sun', 'Sunday'],
  ['fri or friday', 'Friday'],
  ['ok friday', 'Friday'],
  ['Yes, Friday!', 'Friday'],
  ['on friday', 'Friday'],
  ["let's go with friday", 'Friday'],
  ['I pick 2', 'Saturday'],
  ['can we do sunday?', 'Sunday'],
  ['this sunday then', 'Sunday'],
])('%j means %s', (text, day) => {
  expect(meant(text, DAYS)).toStrictEqual([day]);
});

test.each([
  ['s', ['Saturday', 'Sunday']],
  ['1. Sunday', ['Friday', 'Sunday']],
  ['1 or 2', ['Friday', 'Saturday']],
  ['friday, sunday', ['Friday', 'Sunday']],
  ['1/3', ['Friday', 'Sunday']],
  ['friday, sunday, please', ['Friday', 'Sunday']],
  ['Friday and the second', ['Friday', 'Saturday']],
])('%j could mean each of %j', (text, days) => {
  expect(meant(text, DAYS)).toStrictEqual(days);
});

test.each([
  ...[
    '0',
    '4',
    '-1',
    '1.5',
    '1-2',
    '1e0',
    '99999999999999999999',
    'length',
    '',
    '.',
    '👍',
    'Monday',
    'fridays',
  ],
  ...['not friday', 'no friday', 'anything but friday', 'friday or monday', 'no', 'yes', 'the 4th', 'please'],
  ...['second thoughts', '1-2nd', '2nd3rd', '$3 sunday'],
  'x'.repeat(5000),
])('%j means nothing', (text) => {
  expect(meant(text, DAYS)).toStrictEqual([]);
});

describe('options with numbers of their own', () => {
  test.each([
    ['a', ['2 people']],
    ['B.', ['3 people']],
    ['#b', ['3 people']],
    ['0b', []],
    ['(c)', ['20 people']],
    ['option b', ['3 people']],
    ['B. 3 people', ['3 people']],
    ['the second', ['3 people']],
    ['2', ['2 people']],
    ['two', ['2 people']],
    ['two people', ['2 people']],
    ['20', ['20 people']],
    ['1', []],
    ['4', []],
    ['a or b', ['2 people', '3 people']],
    ['A. 3 people', ['2 people', '3 people']],
  ])('%j means %j', (text, options) => {
    expect(meant(text, PARTIES)).toStrictEqual(options);
  });

  test.each([
    ['3', ['3 pm']],
    ['3:30', ['3:30 pm']],
    ['3 pm', ['3 pm']],
    ['5', []],
  ])('a number is no part of another: %j means %j', (text, options) => {
    expect(meant(text, ['3 pm', '3:30 pm', '15:00'])).toStrictEqual(options);
  });
});

describe('times are spelled in many ways', () => {
  test.each([
    ['4pm', ['3 pm', '4 pm'], ['4 pm']],
    ['4 P.M.', ['3 pm', '4 pm'], ['4 pm']],
    ['4 p.m.', ['4 am', '4 pm'], ['4 pm']],
    ['4:00 pm', ['3 pm', '4 pm'], ['4 pm']],
    ['4 pm', ['3pm', '4pm'], ['4pm']],
    ['9', ['9:00', '10:30'], ['9:00']],
    ['at 9.00', ['9:00', '10:30'], ['9:00']],
    ['10.30', ['9:00', '10:30'], ['10:30']],
    ['10', ['9:00', '10:30'], []],
    ['9', ['9:00', '9:30'], ['9:00']],
    ['9', ['9:30', '10:30'], []],
    ['3', ['3:00 am', '3:00 pm'], ['3:00 am', '3:00 pm']],
    ['2:00', DAYS, []],
    ['2people', PARTIES, ['2 people']],
    ['2 0', PARTIES, []],
  ])('%j of %j means %j', (text, labels, options) => {
    expect(meant(text, labels)).toStrictEqual(options);
  });
});

test('a language may have no ordinals in digits', () => {
  const withoutEndings = { ...english, hears: { ...english.hears, ordinalEndings: '' } };
  expect(readChoice('the second', DAYS, withoutEndings)).toStrictEqual([1]);
});

describe('a yes or a no', () => {
  test('may have an accent', () => {
    expect(readChoice('vale', ['No', 'Sí, gracias'], spanish)).toStrictEqual([1]);
  });

  test.each([
    ['yep', ['Yes', 'No'], ['Yes']],
    ['nope', ['Yes', 'No', 'Later'], ['No']],
    ['👍', ['No, thanks', 'Yes, please'], ['Yes, please']],
    ['nah', ['Yes (deliver it)', 'No (I collect it)'], ['No (I collect it)']],
    ['yep', ['Yes, today', 'Yes, tomorrow', 'No'], ['Yes, today', 'Yes, tomorrow']],
    ['yep', ['Yes,\nplease', 'No'], ['Yes,\nplease']],
    ['yep', DAYS, []],
    ['maybe', ['Yes', 'No'], []],
    ['', ['Yes', 'No'], []],
    ['yes', ['Left', 'Right'], []],
    ['nope', ['Never', 'No idea'], []],
  ])('%j of %j means %j', (text, labels, options) => {
    expect(meant(text, labels)).toStrictEqual(options);
  });
});

test.each([
  ['cafe', ['Tea', 'Café'], ['Café']],
  ['hauptstrasse', ['Bahnhof', 'Hauptstraße'], ['Hauptstraße']],
  ['smorrebrod', ['Soup', 'Smørrebrød'], ['Smørrebrød']],
  ['aeroskobing', ['Odense', 'Ærøskøbing'], ['Ærøskøbing']],
  ['oeufs', ['Pain', 'Œufs'], ['Œufs']],
  ['lodz', ['Warszawa', 'Łódź'], ['Łódź']],
  ['da nang', ['Hà Nội', 'Đà Nẵng'], ['Đà Nẵng']],
  ['kadikoy', ['Bebek', 'Kadıköy'], ['Kadıköy']],
  ['xpress please', ['Normal', 'Xpress'], ['Xpress']],
  ['CAFÉ'.normalize('NFD'), ['Tea', 'Café'], ['Café']],
  ['cafe', ['Cafe', 'Café'], ['Cafe']],
  ['I don´t know', ['None', 'I don’t know'], ['I don’t know']],
  ['❤', ['none', '❤️'], ['❤️']],
  ['pi', ['Pi', 'Pie'], ['Pi']],
  ['pi please', ['Pi', 'Pie'], ['Pi']],
  ['coffee', ['A tea', 'A coffee'], ['A coffee']],
  ['pizza', ['Pizza 🍕', 'Pasta 🍝'], ['Pizza 🍕']],
  ['🍕', ['🍝', '🍕'], ['🍕']],
  ['no', ['Noodles', 'Pasta'], []],
  ['no', ['The yes', 'The no'], ['The no']],
  ['room', ['Room5', 'Hall'], ['Room5']],
  ['2 x', ['2 x4', 'Hall'], ['2 x4']],
  ['3', ['3 rooms of 20', 'Hall'], ['3 rooms of 20']],
  ['no', ['Yes, deliver it', 'No, I collect it'], ['No, I collect it']],
  ['first', ['Second class', 'First class'], ['First class']],
  ['the 2nd', ['Ground floor', '1st floor', '2nd floor'], ['2nd floor']],
  ['one', ['Return', 'One way', 'The one'], ['One way', 'The one']],
  ['one', ['Return', 'The one'], ['Return', 'The one']],
  ['fish and chips', ['Fish and chips', 'Fish'], ['Fish and chips']],
  ['fish & chips', ['Fish', 'Chips'], ['Fish', 'Chips']],
  ['onions', ['No onions', 'Extra cheese'], []],
  ['no', ['No onions', 'Extra cheese'], ['No onions']],
  ['option 2', ['Option 2', 'Option 1'], ['Option 2']],
  ['10', ELEVEN, ['jjj']],
  ['#10', ELEVEN, ['jjj']],
  ['10. jj', ELEVEN, ['jjj']],
  ['the 10th', ELEVEN, ['jjj']],
  ['2', ['Tea', '-'], ['-']],
  ['-', ['Tea', '-'], ['-']],
  ['milk', ['Tea', '-'], []],
  ['11', ELEVEN, ['kkk']],
])('%j of %j means %j', (text, labels, options) => {
  expect(meant(text, labels)).toStrictEqual(options);
});

test('what is said to an answer that means nothing or too much', () => {
  expect(explainChoice([], DAYS, english)).toBe('Please answer with a number from 1 to 3, or the word.');
  expect(explainChoice([], PARTIES, english)).toBe('Please answer with a letter from A to C, or the word.');
  expect(explainChoice([], ['B', '1'], english)).toBe('Please answer with one of these.');
  expect(explainChoice([1, 2], DAYS, english)).toBe('Which one do you mean: 2. Saturday or 3. Sunday?');
  expect(explainChoice([0, 1, 2], PARTIES, english)).toBe(
    'Which one do you mean: A. 2 people, B. 3 people or C. 20 people?',
  );
  const many = Array.from({ length: 5 }, (_, n) => `Day ${n}`);
  expect(explainChoice([0, 1, 2, 3], many, english)).toBe(
    'Which one do you mean: 1. Day 0, 2. Day 1, 3. Day 2 or 4. Day 3?',
  );
  expect(explainChoice([0, 1, 2, 3, 4], many, english)).toBe(
    'Please answer with a number from 1 to 5, or the word.',
  );
});

/** Labels as people write them, with all that could be mistaken: numbers, letters, ordinals, words of the language. */
const label = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '1',
        '2',
        '12',
        '2nd',
        'two',
        'One',
        'first',
        'last',
        'A',
        'b',
        'C',
        '#1',
        'No',
        'yes',
        'or',
        'and',
        'the',
        'option',
        'please',
        '3:30',
        'pm',
        '👍',
        '½',
        '-',
        'Café',
        '&',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((words) => words.join(' '))
  .filter((text) => normalizeWord(text) !== '');
const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 12, selector: normalizeWord });

test('whatever the options are, each is chosen by its whole label, by its mark, and by its line', () => {
  fc.assert(
    fc.property(labels, (labels) => {
      const lines = renderOptions(labels, english)
        .split('\n')
        .filter((line) => /^(\d+|[A-Z])\. |^- /.test(line));
      fc.pre(lines.length === labels.length);
      for (const [place, label] of labels.entries()) {
        const line = lines[place] ?? '';
        const mark = /^(\w+)\. /.exec(line)?.[1];
        expect(readChoice(label, labels, english)).toStrictEqual([place]);
        const capitals = label.toUpperCase();
        if (normalizeWord(capitals) === normalizeWord(label)) {
          expect(readChoice(` ${capitals}?`, labels, english)).toStrictEqual([place]);
        }
        if (mark === undefined) continue;
        for (const text of [mark, mark.toLowerCase(), `(${mark})`, `${mark}.`])
          expect(readChoice(text, labels, english)).toStrictEqual([place]);
        if (labels.every((other) => normalizeWord(other) !== normalizeWord(line))) {
          expect(readChoice(line, labels, english)).toStrictEqual([place]);
        }
      }
    }),
  );
});

/** All that somebody may reasonably mean by an answer, counted without any regard to how it is read. */
function reasonable(text: string, labels: readonly string[]): Set<number> {
  const answer = normalizeWord(text);
  const numbered = renderOptions(labels, english).startsWith('1. ');
  const ordinals = ['first', 'second', 'third'];
  const inLabels = labels.some((label) => /^\P{L}*(first|last|2nd)\b/u.test(normalizeWord(label)));
  const numbers = ['one', 'two', 'three'];
  return new Set(
    labels.flatMap((label, place) =>
      begins(normalizeWord(label), answer) ||
      (numbered && (`${place + 1}` === answer || numbers[place] === answer)) ||
      (!inLabels && ordinals[place] === answer)
        ? [place]
        : [],
    ),
  );
}

/** 1 is no beginning of 12. */
function begins(label: string, answer: string): boolean {
  return label.startsWith(answer) && !(/\d$/.test(answer) && /^\D?\d/.test(label.slice(answer.length)));
}

test('an answer never means one of two things silently', () => {
  fc.assert(
    fc.property(
      labels,
      fc.oneof(label, fc.constantFrom('1', '2', 'one', 'two', 'first', 'second', 'a', 'b')),
      (labels, text) => {
        const read = readChoice(text, labels, english);
        expect(read.length).toBe(new Set(read).size);
        expect(read.every((place) => place in labels)).toBe(true);
        if (read.length !== 1) return;
        const [place = -1] = read;
        const said = normalizeWord(text);
        const clear =
          normalizeWord(labels[place] ?? '') === said ||
          renderOptions([...labels], english)
            .split('\n')
            [place]?.startsWith(`${said.toUpperCase()}. `);
        if (!clear) for (const other of reasonable(text, labels)) expect(other).toBe(place);
      },
    ),
  );
});
