import { isDeepStrictEqual } from 'node:util';
import { fc } from '../../fuzz';
import { readKeys } from '../../../src/session/secrets';
import { seal } from '../../../src/session/seal';
import { openSession, pairOf, sealSession } from '../../../src/session/sealed-state';
import { message } from '../../../tools/testing/messages';

const keys = readKeys('s'.repeat(32));
const pair = pairOf(message('hi'));
const of = 'greeter 1';

const sealState = (state: unknown, seconds = 60) =>
  sealSession({ of, state }, { now: new Date(), seconds }, pair, keys);
const openState = (sealed: string, where = pair) => openSession(sealed, where, keys, undefined);

afterEach(() => {
  jest.useRealTimers();
});

describe('a sealed session', () => {
  test('opens to the same session', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const state: unknown = JSON.parse(JSON.stringify(value)); // as JSON has it: no -0
        expect(openState(sealState(state))).toStrictEqual({ of, state });
      }),
    );
  });

  test('null is a state, too', () => {
    expect(openState(sealState(null))).toStrictEqual({ of, state: null });
  });

  test('without a state holds what else there is', () => {
    const session = { spent: [29_892_240, 3, 4], out: true, ring: [['id', ['a']], ['other']] } as const;
    expect(openState(sealSession(session, { now: new Date(), seconds: 60 }, pair, keys))).toStrictEqual(
      session,
    );
  });

  test('expires by itself', () => {
    jest.useFakeTimers({ now: new Date('2026-01-01T00:00:00.000Z') });
    const sealed = sealState('here', 4 * 60 * 60);
    jest.setSystemTime(new Date('2026-01-01T03:59:59.999Z'));
    expect(openState(sealed)).toMatchObject({ state: 'here' });
    jest.setSystemTime(new Date('2026-01-01T04:00:00.000Z'));
    expect(openState(sealed)).toBe('expired');
  });

  test('may have no end', () => {
    jest.useFakeTimers({ now: new Date('2026-01-01T00:00:00.000Z') });
    const sealed = sealState('here', Infinity);
    jest.setSystemTime(new Date('2099-01-01T00:00:00.000Z'));
    expect(openState(sealed)).toMatchObject({ state: 'here' });
  });

  test.each([
    ['another sender', { from: '+1' }],
    ['another number of ours', { to: '+1' }],
  ])('opens not for %s', (_, other) => {
    const sealed = sealState('here');
    expect(openState(sealed, pairOf(message('hi', other)))).toMatch(/^sealed for another pair/);
    expect(openState(sealed, pairOf(message('bye')))).toMatchObject({ state: 'here' });
  });

  test('says what is malformed', () => {
    for (const text of ['', 'x', '%', sealState('here').slice(1)]) expect(openState(text)).toBe('malformed');
  });

  test('of version 0.1.0 opens only to who can read it', () => {
    const content = Buffer.concat([Buffer.alloc(4, 0xff), Buffer.from('"here"')]);
    const sealed = seal(content, 'earlier', keys, 1);
    expect(openState(sealed)).toMatch(/^sealed for another pair/);
    const read = (state: unknown) => ({ of, state });
    expect(openSession(sealed, pair, keys, { binding: () => 'earlier', read })).toStrictEqual({
      of,
      state: 'here',
    });
  });

  test('no two pairs can be mistaken for each other, whatever their strings hold', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\\', '[', '\ud800', '\udc00', '\ufffd', '+', ' '),
    });
    const pairs = fc.record({ from: part, to: part });
    const bytesOf = (other: { from: string; to: string }) => Buffer.from(pairOf(other)).toString('hex');
    fc.assert(
      fc.property(pairs, pairs, (one, other) => {
        expect(bytesOf(one) === bytesOf(other)).toBe(isDeepStrictEqual(one, other));
      }),
    );
    for (const [from, to] of [
      ['\ufffd', 'b'],
      ['\ud800b', ''],
      ['b', '\ud800'],
      ['\ud800","b', ''],
    ] as const) {
      expect(bytesOf({ from, to })).not.toBe(bytesOf({ from: '\ud800', to: 'b' }));
    }
  });

  test('what JSON cannot hold is refused without a word of it', () => {
    const cycle: Record<string, unknown> = { 'my secret': 1 };
    cycle['my secret'] = cycle;
    const vanishing = { 'my secret': 1, toJSON: () => undefined };
    for (const state of [cycle, 7n, () => 'my secret', Symbol('my secret'), vanishing]) {
      expect(() => sealState(state)).toThrow('the state cannot be written as JSON');
    }
  });
});
