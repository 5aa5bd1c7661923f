import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { readKeys } from '../../../src/session/secrets';
import { openState, placeOf, sealState } from '../../../src/session/sealed-state';
import { message } from '../../../tools/testing/messages';

const keys = readKeys('s'.repeat(32));
const place = placeOf(message('hi'), { name: 'greeter', version: 1 });

afterEach(() => {
  jest.useRealTimers();
});

describe('a sealed state', () => {
  test('opens to the same state', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const state: unknown = JSON.parse(JSON.stringify(value)); // as JSON has it: no -0
        expect(openState(sealState(state, 60, place, keys), place, keys)).toEqual(state);
      }),
    );
  });

  test('null is a state, too', () => {
    expect(openState(sealState(null, 60, place, keys), place, keys)).toBeNull();
  });

  test('expires by itself', () => {
    jest.useFakeTimers({ now: new Date('2026-01-01T00:00:00.000Z') });
    const sealed = sealState('here', 4 * 60 * 60, place, keys);
    jest.setSystemTime(new Date('2026-01-01T03:59:59.999Z'));
    expect(openState(sealed, place, keys)).toBe('here');
    jest.setSystemTime(new Date('2026-01-01T04:00:00.000Z'));
    expect(openState(sealed, place, keys)).toBeUndefined();
  });

  test.each([
    ['another sender', message('hi', { from: '+1' }), { name: 'greeter', version: 1 }],
    ['another number of ours', message('hi', { to: '+1' }), { name: 'greeter', version: 1 }],
    ['another conversation', message('hi'), { name: 'booking', version: 1 }],
    ['another version', message('hi'), { name: 'greeter', version: 2 }],
  ])('opens not for %s', (_, other, conversation) => {
    const sealed = sealState('here', 60, place, keys);
    expect(openState(sealed, placeOf(other, conversation), keys)).toBeUndefined();
    expect(openState(sealed, placeOf(message('bye'), { name: 'greeter', version: 1 }), keys)).toBe('here');
  });

  test('no two places can be mistaken for each other, whatever their strings hold', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\\', '[', '\ud800', '\udc00', '\ufffd', '+', ' '),
    });
    const places = fc.record({ from: part, to: part, name: part, version: fc.integer() });
    const bytesOf = ({
      from,
      to,
      ...conversation
    }: {
      from: string;
      to: string;
      name: string;
      version: number;
    }) => placeOf(message('hi', { from, to }), conversation).toString('hex');
    fc.assert(
      fc.property(places, places, (one, other) => {
        expect(bytesOf(one) === bytesOf(other)).toBe(isDeepStrictEqual(one, other));
      }),
    );
    const sealed = bytesOf({ from: '\ud800', to: 'b', name: 'n', version: 1 });
    for (const [from, to] of [
      ['\ufffd', 'b'],
      ['\ud800b', ''],
      ['b', '\ud800'],
      ['\ud800","b', ''],
    ] as const) {
      expect(bytesOf({ from, to, name: 'n', version: 1 })).not.toBe(sealed);
    }
  });

  test('what JSON cannot hold is refused without a word of it', () => {
    const cycle: Record<string, unknown> = { 'my secret': 1 };
    cycle['my secret'] = cycle;
    for (const state of [cycle, 7n, () => 'my secret', Symbol('my secret')]) {
      expect(() => sealState(state, 60, place, keys)).toThrow('the state cannot be written as JSON');
    }
  });
});
