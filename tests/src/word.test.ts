import fc from 'fast-check';
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
    fc.property(fc.string({ unit: 'binary' }), (text) => {
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

/** The shortest of several, in milliseconds: what else the machine does only ever adds to it. */
function timeOf(text: string): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const started = performance.now();
      for (let times = 0; times < 20; times++) normalizeWord(text);
      return performance.now() - started;
    }),
  );
}

// Before, a pattern for the end took 3.8 s for 50,000 dots, and NFKC 9 s for 100,000 marks.
describe.each([
  ['dots', '.'],
  ['dots and letters', '.a'],
  ['white space', ' '],
  ['marks', '\u0301\u0316'],
  ['marks that are seen as such only when normalised', '\uff9e\u0316'],
  ['marks with something unseen between them', '\u0301\u200d\u0316\u200d'],
  ['hyphens', ' -:-'],
  ['emoji', '👍🏽👨‍👩‍👧'],
])('%s', (_, unit) => {
  const text = (length: number) => `a${unit.repeat(length / unit.length)}`;

  test('1 MB takes at most 15 times as long as 100 KB', () => {
    const [short, long] = [timeOf(text(100_000)), timeOf(text(1_000_000))];
    expect(long).toBeLessThan(15 * Math.max(short, 0.1));
  });

  test('the longest that may be a word takes a moment', () => {
    expect(timeOf(text(1598)) / 20).toBeLessThan(20);
  });
});

test('a text longer than a message is no word', () => {
  expect(normalizeWord(`${'A'.repeat(1599)}.`)).toBe('a'.repeat(1599));
  expect(normalizeWord(`${'A'.repeat(1600)}.`)).toBe(`${'A'.repeat(1600)}.`);
});
