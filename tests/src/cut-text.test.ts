import fc from 'fast-check';
import { cutText } from '../../src/cut-text';

test('a text that is short enough stays', () => {
  expect(cutText('abc', 3)).toBe('abc');
  expect(cutText('a👍', 3)).toBe('a👍');
});

test('a longer one is cut, and never within a character', () => {
  expect(cutText('abcd', 3)).toBe('abc');
  expect(cutText('ab👍', 3)).toBe('ab');
});

test('what is well-formed stays well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, length) => {
      const cut = cutText(text, length);
      expect(cut.isWellFormed()).toBe(true);
      expect(text.startsWith(cut)).toBe(true);
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, length) - 1);
    }),
  );
});
