import { anyCharacter, fc } from '../fuzz';
import { normalizeWord } from '../../src/word';

test.each([
  ['Sunday!!!', 'sunday'],
  [' Sunday ? ', 'sunday'],
  ['back...', 'back'],
  ['back…', 'back'],
  ['“Yes.”', 'yes'],
  ['„Ja“', 'ja'],
  ['¿Sí?', 'sí'],
  ['*yes*', 'yes'],
  ['yes :-)', 'yes'],
  ['yes ;)', 'yes'],
  ['yes -', 'yes'],
  ['(1)', '1'],
  ['1️⃣', '1'],
  ['①', '1'],
  ['１２', '12'],
  ['🔟', '10'],
  ['👍🏽', '👍'],
  ['❤️', '❤'],
  ['don’t', "don't"],
  ['don´t', "don't"],
  ['−5', '-5'],
  ['\u200eyes\u200f', 'yes'],
  ['\u2068ye\u200bs\u2069', 'yes'],
  ['\ufeffyes', 'yes'],
  ['of\u00a0 \n course', 'of course'],
  ['Café'.normalize('NFD'), 'café'],
  ['H\u0331', 'ẖ'],
  ['C++', 'c++'],
  ['C#', 'c#'],
  ['#1', '#1'],
  ['-5', '-5'],
  ['check-in', 'check-in'],
  ['a well-', 'a well-'],
  ['50%', '50%'],
  ['?!', ''],
  ['', ''],
])('%j is %j', (text, word) => {
  expect(normalizeWord(text)).toBe(word);
});

test('a word that is normalised stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const word = normalizeWord(text);
      expect(normalizeWord(word)).toBe(word);
    }),
  );
});

test('letters and digits alone are never lost', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9ñäöü]+$/),
      fc.string({ unit: fc.constantFrom(' ', '.', '!', '?', ':', ')', '“', '*') }),
      (word, around) => {
        expect(normalizeWord(`${around}${word.toUpperCase()}${around}`)).toBe(word);
      },
    ),
  );
});

test('a text longer than a message is no word', () => {
  expect(normalizeWord(`${'A'.repeat(1599)}.`)).toBe('a'.repeat(1599));
  expect(normalizeWord(`${'A'.repeat(1600)}.`)).toBe(`${'A'.repeat(1600)}.`);
});
