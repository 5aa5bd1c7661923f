import { chooseByVariable } from '../../src/choose-by-variable';

const choose = chooseByVariable('CONVERSATION', { greeter: 1, booking: 2 }, 'greeter');
const chosen = (name: unknown) => choose({ CONVERSATION: name });

test('chooses by name, and the usual one if the variable is empty', () => {
  expect(chosen('booking')).toBe(2);
  expect(chosen(undefined)).toBe(1);
  expect(chosen('')).toBe(1);
  expect(chosen(7)).toBe(1);
});

test.each(['boking', 'constructor', ' '])(
  '%j is not known, and the error lists what is, by its variable',
  (name) => {
    expect(() => chosen(name)).toThrow(
      `CONVERSATION=${JSON.stringify(name)} is not known. Choose one of: greeter, booking`,
    );
  },
);
