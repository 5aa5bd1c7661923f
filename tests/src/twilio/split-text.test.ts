import { fc } from '../../fuzz';
import { splitText as split } from '../../../src/twilio/split-text';

const splitText = (text: string, limit: number) => Array.from(split(text, limit));

const family = '👩‍👩‍👧';

describe('splitText', () => {
  test('a text within the limit stays whole, its white space too', () => {
    expect(splitText(' two words ', 11)).toStrictEqual([' two words ']);
  });

  test.each(['', ' ', '\n\t '])('%j gives no piece', (text) => {
    expect(splitText(text, 2)).toStrictEqual([]);
  });

  test('splits at the last white space within the limit, which goes', () => {
    expect(splitText('one two three', 8)).toStrictEqual(['one two', 'three']);
    expect(splitText('one two three', 7)).toStrictEqual(['one two', 'three']);
    expect(splitText('one two three', 6)).toStrictEqual(['one', 'two', 'three']);
    expect(splitText('one\r\n\r\ntwo', 5)).toStrictEqual(['one', 'two']);
  });

  test('splits a word that is longer than the limit', () => {
    expect(splitText('abcdef', 4)).toStrictEqual(['abcd', 'ef']);
  });

  test('never splits within a character', () => {
    expect(splitText('abc😀', 4)).toStrictEqual(['abc', '😀']);
    expect(splitText(`ab${family}cd`, 9)).toStrictEqual(['ab', `${family}c`, 'd']);
    expect(splitText(`ab${family}`, 3)).toStrictEqual(['ab', ...splitText(family, 3)]);
    expect(splitText(`${'x'.repeat(9)}e\u0301`, 10)).toStrictEqual(['x'.repeat(9), 'e\u0301']);
    expect(splitText('e\u0301e\u0301', 3)).toStrictEqual(['e\u0301', 'e\u0301']);
  });

  test('splits a character longer than the limit between its code points', () => {
    expect(splitText(family, 2)).toStrictEqual(['👩', '\u200d', '👩', '\u200d', '👧']);
    expect(splitText(family, 4)).toStrictEqual(['👩\u200d', '👩\u200d', '👧']);
    expect(splitText(`e${'\u0301'.repeat(5)}`, 4)).toStrictEqual(['e\u0301\u0301\u0301', '\u0301\u0301']);
  });

  test('white space around a place to split is dropped, however much there is', () => {
    expect(splitText(`${' '.repeat(20)}one${' '.repeat(20)}two`, 5)).toStrictEqual(['one', 'two']);
  });

  test('any text: no piece is empty or over the limit, and nothing but white space is lost', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '😀', family, '\u0301', '\ud800'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 20 }), (text, limit) => {
        const pieces = splitText(text, limit);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece.trim()).not.toBe('');
        }
        expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
