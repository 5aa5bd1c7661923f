import type { Delivered } from '../../../src/session/session';
import { deliveredBefore, withDelivery, withoutReplies, wouldShow } from '../../../src/session/ring';

const ring = (...ids: number[]): Delivered[] => ids.map((id) => [`id ${id}`]);

test('of nine deliveries, the last eight are remembered by twelve characters each', () => {
  let ring: readonly Delivered[] = [];
  for (let n = 1; n <= 9; n++) ring = withDelivery({ ring }, `message-id-${n}-${'x'.repeat(32)}`, [`${n}`]);
  expect(ring).toHaveLength(8);
  expect(ring[0]).toStrictEqual(['message-id-2', ['2']]);
  expect(deliveredBefore({ ring }, `message-id-9-${'y'.repeat(32)}`)).toStrictEqual(['message-id-9', ['9']]);
  expect(deliveredBefore({ ring }, 'message-id-1')).toBeUndefined();
  expect(deliveredBefore({}, 'message-id-9')).toBeUndefined();
});

test('a delivery without replies is its id alone', () => {
  expect(withDelivery({}, 'id 1')).toStrictEqual([['id 1']]);
});

test('one that comes again is the newest', () => {
  expect(withDelivery({ ring: ring(1, 2, 3) }, 'id 1')).toStrictEqual(ring(2, 3, 1));
});

test('what was said to the oldest can be left out', () => {
  expect(
    withoutReplies(
      [
        ['a', ['1']],
        ['b', ['2']],
      ],
      1,
    ),
  ).toStrictEqual([['a'], ['b', ['2']]]);
});

describe('a delivery that was to be written would show', () => {
  test.each<[string, number[] | undefined, number[] | undefined, boolean]>([
    ['while the latest one before it still does', [1, 2], [1, 2, 4], true],
    [
      'while the latest one before it still does, as the oldest',
      [1, 2],
      [2, 11, 12, 13, 14, 15, 16, 17],
      true,
    ],
    ['not once the latest one has left, whatever is left of the older ones', [1, 2, 3], [1, 2, 4], false],
    ['not once that one has left', [1, 2], [11, 12, 13, 14, 15, 16, 17, 18], false],
    ['for somebody new, while the ring is not full', undefined, [11, 12], true],
    ['for somebody new, no more once it is', undefined, [11, 12, 13, 14, 15, 16, 17, 18], false],
    ['not where the document has gone', [1, 2], undefined, false],
    ['not where somebody else has written', undefined, undefined, false],
  ])('%s', (_, before, after, shows) => {
    const session = (ids: number[] | undefined) => (ids ? { ring: ring(...ids) } : {});
    expect(wouldShow(session(before), session(after))).toBe(shows);
  });
});
