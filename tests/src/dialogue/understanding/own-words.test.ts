import { english } from '../../../../src/dialogue/languages/english';
import { isOwnWord } from '../../../../src/dialogue/understanding/own-words';

const { back, restart, skip, exit } = english.hears;

test.each([
  ...[
    'BACK',
    'back',
    ' Back. ',
    'back?',
    'back...',
    'back…',
    'go back',
    'Go back, please',
    'back please',
    'please go back',
    '"back"',
    '(back)',
    '\u200eback',
    'back :)',
    'ｂａｃｋ',
  ],
])('%j is BACK', (text) => {
  expect(isOwnWord(text, back, english)).toBe(true);
  expect(isOwnWord(text, restart, english)).toBe(false);
});

test.each([
  '',
  'backs',
  'background',
  'back pain',
  'my back',
  'not back',
  'back to you',
  'b',
  `back${'.'.repeat(5000)}`,
])('%j is not', (text) => {
  expect(isOwnWord(text, back, english)).toBe(false);
});

test('the others are heard in the same way', () => {
  expect(isOwnWord('start over please', restart, english)).toBe(true);
  expect(isOwnWord('Skip it!', skip, english)).toBe(true);
  expect(isOwnWord('exit?', exit, english)).toBe(true);
});

test('a word of an author is heard in the same way, an accent or not', () => {
  expect(isOwnWord('menu, please', ['Menú'], english)).toBe(true);
  expect(isOwnWord('MENÚ', ['Menú'], english)).toBe(true);
  expect(isOwnWord('thanks', ['Thanks'], english)).toBe(true);
});
