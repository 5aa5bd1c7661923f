import { pick } from '../../src/pick';

const known = { greeter: 1, booking: 2 };

test('picks by name, and the usual one where none is named', () => {
  expect(pick(known, 'booking', 'greeter')).toBe(2);
  expect(pick(known, undefined, 'greeter')).toBe(1);
  expect(pick(known, '', 'greeter')).toBe(1);
});

test.each(['boking', 'constructor', ' '])('%j is not known, and the error lists what is', (name) => {
  expect(() => pick(known, name, 'greeter')).toThrow(
    `CONVERSATION=${name} is not known. Choose one of: greeter, booking`,
  );
});
