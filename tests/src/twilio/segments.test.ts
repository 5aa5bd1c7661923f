import { SegmentedMessage } from 'sms-segments-calculator';
import { fc } from '../../fuzz';
import { segmentsIn, segmentsOf } from '../../../src/twilio/segments';

/** GSM 03.38, with its extension, and some others. */
const character = fc.constantFrom(
  ...Array.from('@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./059:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€'),
);
const other = fc.constantFrom('😀', 'ç', '\t', '“', '👩‍👩‍👧');

describe('segmentsIn', () => {
  test.each([
    ['', 0],
    ['a', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ç'.repeat(70), 1],
    ['ç'.repeat(71), 2],
    ['😀'.repeat(36), 2],
  ])('%#', (text, segments) => {
    expect(segmentsIn(text)).toBe(segments);
  });

  test('never counts more than Twilio’s own calculator, and at most one in twenty less', () => {
    const texts = fc.oneof(
      fc.string({ unit: character, maxLength: 1600 }),
      fc.string({ unit: fc.oneof(character, other), maxLength: 1600 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text !== '');
        const theirs = new SegmentedMessage(text).segmentsCount;
        // Theirs breaks no character in two, at the end of a segment.
        expect(segmentsIn(text)).toBeLessThanOrEqual(theirs);
        expect(segmentsIn(text)).toBeGreaterThanOrEqual(Math.floor(theirs * 0.95));
      }),
    );
  });

  test('looks at no more than can be sent', () => {
    expect(segmentsIn('a'.repeat(1_000_000))).toBe(segmentsIn('a'.repeat(16_000)));
  });
});

test('segmentsOf counts a redirect as nothing', () => {
  expect(segmentsOf(['hi', { redirect: 'https://example.com/' }])).toBe(1);
});

test('segmentsOf counts a message with pictures as three', () => {
  const media = ['https://example.com/a'];
  expect(segmentsOf(['a', { body: 'b', media: [] }, { media: [] }])).toBe(2);
  expect(segmentsOf([{ media }, { body: 'b', media }])).toBe(6);
  expect(segmentsOf([])).toBe(0);
});
