import { fc } from '../../../fuzz';
import { english } from '../../../../src/dialogue/languages/english';
import { readWholeNumber } from '../../../../src/dialogue/understanding/whole-number';

test.each([
  ['5', 5],
  ['+5', 5],
  ['-5', -5],
  ['−5', -5],
  ['0', 0],
  ['-0', 0],
  ['007', 7],
  ['5.', 5],
  ['5,', 5],
  ['5!!', 5],
  ['(5)', 5],
  ['"5"', 5],
  ['5 :)', 5],
  ['５', 5],
  ['5️⃣', 5],
  ['1️⃣2️⃣', 12],
  ['🔟', 10],
  ['5 people', 5],
  ['5 people, please', 5],
  ['5 of us', 5],
  ['5 very hungry people', 5],
  ['we are 5', 5],
  ["We'll be just 5 people", 5],
  ['party of five', 5],
  ['two', 2],
  ['Two!', 2],
  ['zero', 0],
  ['twelve people', 12],
  ['twenty', 20],
  ['twenty five', 25],
  ['Ninety-nine', 99],
  ['a dozen', 12],
  ['A dozen eggs, please', 12],
  ['half a dozen', 6],
  ['half dozen', 6],
  ['two dozen', 24],
  ['2 dozen roses', 24],
  ['I want 12', 12],
  ["I'd like twelve please", 12],
  ['give me 6', 6],
  ['Can I have a dozen?', 12],
  ['we need 3', 3],
  ['make it 5', 5],
  ['1,000', 1000],
  ['12,345,678', 12_345_678],
  ['1,000 people', 1000],
  ['3.0', 3],
  ['3.00', 3],
  ['1,000.0', 1000],
  ['35 years old', undefined],
  ['999999999999999', 999_999_999_999_999],
])('%j is %p', (text, number) => {
  expect(readWholeNumber(text, english)).toBe(number);
});

test.each([
  ...[
    '',
    'people',
    '1e3',
    '0x10',
    '3.5',
    '3.05',
    '.5',
    '2-3',
    '2 - 3',
    '2/3',
    '5:30',
    '5th',
    '5x',
    '5k',
    '5%',
    '$5',
    '5+',
    '~5',
    '<5',
    '> 5',
    '≈5',
    '5 or more',
    '--5',
    '5-',
  ],
  ...['1,00', '1.000', '10,00', '1,0000', '1,000,00', '1 000', '1.000.000', '1000000000000000', '١'],
  ...[
    'about 5',
    'maybe 5',
    '5 or 6',
    '5 or so',
    '5 to 6',
    'five or six',
    'two three',
    '5 and a half',
    '5 half',
    'one moment please',
    'half',
    '5 dozen',
    'two hundred',
    'one thousand',
    'dozens',
    'a dozen or so',
    'a dozen and a half',
    'half a dozen or a dozen',
    'about a dozen',
    'not a dozen',
    'a dozen dozen',
    'one and a half dozen',
  ],
  ...[
    '2 weeks',
    '2 hours',
    '18 months',
    '5 pm',
    '5 kids and 2 adults',
    '5 kids and an adult',
    '2 6pm',
    '5 x2',
    '5 people/6',
    '5 people with big dogs',
    'twenty zero',
    'minus five',
    'not 5',
    '5 not 6',
    '5 6',
    'the second',
    'some text of many words with 5',
    'I want 5 or 6',
    'between 2 and 4',
    'I want between 2 and 4',
    "I don't want 12",
    'I want 12 no 6',
    '12 no wait',
    "I'd like 12 pm",
    '12 noon',
    'I want 12 midnight',
    'I want it at 12',
    'I want the 5',
    'I want a table',
    'I want $12',
    'I want about 12',
  ],
])('%j is none', (text) => {
  expect(readWholeNumber(text, english)).toBeUndefined();
});

test('only the units that are asked for may stand behind it, if there are any', () => {
  const units = ['weeks', 'week'];
  expect(readWholeNumber('2 weeks please', english, units)).toBe(2);
  expect(readWholeNumber('one week', english, units)).toBe(1);
  expect(readWholeNumber('2', english, units)).toBe(2);
  expect(readWholeNumber('2 people', english, units)).toBeUndefined();
  expect(readWholeNumber('35 years old', english, ['years old'])).toBe(35);
});

test('every whole number is read, however it is written', () => {
  fc.assert(
    fc.property(fc.integer(), (number) => {
      for (const text of [
        `${number}`,
        number.toLocaleString('en'),
        `${number}.0`,
        `${number} people`,
        `we are ${number}!`,
      ]) {
        expect(readWholeNumber(text, english)).toBe(number);
      }
    }),
  );
});

test('no other number is ever read as a whole one', () => {
  fc.assert(
    fc.property(
      fc.double({ noInteger: true }),
      fc.integer(),
      fc.constantFrom('-', '/', ' to ', ' or ', ':', 'x', ' '),
      (number, other, between) => {
        expect(readWholeNumber(`${number}`, english)).toBeUndefined();
        expect(readWholeNumber(`${Math.abs(other)}${between}${Math.abs(other)}`, english)).toBeUndefined();
      },
    ),
  );
});
