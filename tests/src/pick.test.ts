import { pick } from '../../src/pick';

const known = { greeter: 1, booking: 2 };
const picked = (name: unknown) => pick({ CONVERSATION: name }, 'CONVERSATION', known, 'greeter');

test('picks by name, and the usual one where none is named', () => {
  expect(picked('booking')).toBe(2);
  expect(picked(undefined)).toBe(1);
  expect(picked('')).toBe(1);
});

test.each(['boking', 'constructor', ' '])(
  '%j is not known, and the error lists what is, by its variable',
  (name) => {
    expect(() => picked(name)).toThrow(`CONVERSATION=${name} is not known. Choose one of: greeter, booking`);
  },
);
