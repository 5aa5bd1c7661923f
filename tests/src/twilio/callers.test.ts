import { callers } from '../../../src/twilio/callers';
import { installRuntime } from '../../../tools/testing/runtime';

let logged: jest.SpyInstance;

beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  logged.mockRestore();
});

test('knows the people in assets/callers.private.json, on every channel', () => {
  installRuntime({ 'callers.private.json': '{ "+14158675308": "Rey", "messenger:1234": "Finn" }' });
  const nameOf = callers();
  expect(nameOf('+14158675308')).toBe('Rey');
  expect(nameOf('whatsapp:+14158675308')).toBe('Rey');
  expect(nameOf('rcs:+14158675308')).toBe('Rey');
  expect(nameOf('messenger:1234')).toBe('Finn');
  expect(nameOf('+14158675309')).toBeUndefined();
  // A channel that Twilio does not have: anybody could write it there.
  expect(nameOf('evil:+14158675308')).toBeUndefined();
  expect(nameOf('EVIL:+14158675308')).toBeUndefined();
  expect(nameOf('__proto__')).toBeUndefined();
  expect(nameOf('')).toBeUndefined();
  expect(logged).not.toHaveBeenCalled();
});

test('finds a number as people write it', () => {
  installRuntime({ 'written.private.json': '{ "+1 (415) 867-5308": "Rey", "+1.234.901.3030": "Finn" }' });
  expect(callers('/written.json')('+14158675308')).toBe('Rey');
  expect(callers('/written.json')('+12349013030')).toBe('Finn');
});

test('reads the file once', () => {
  installRuntime({ 'once.private.json': '{ "+1": "Rey" }' });
  callers('/once.json');
  const getAssets = jest.spyOn(Runtime, 'getAssets');
  expect(callers('/once.json')('+1')).toBe('Rey');
  expect(getAssets).not.toHaveBeenCalled();
});

test.each([
  ['nothing', undefined, 'is missing'],
  ['cut', '{ "+14158675308": "Rey",', 'cannot be read as JSON. It should'],
  ['empty', '', 'cannot be read as JSON'],
  ['list', '["+14158675308"]', 'holds no object'],
  ['null', 'null', 'holds no object'],
  ['text', '"Rey"', 'holds no object'],
])('without a usable file (%s) nobody has a name, and the log names the file', (name, content, complaint) => {
  installRuntime(content === undefined ? {} : { [`${name}.private.json`]: content });
  expect(callers(`/${name}.json`)('+14158675308')).toBeUndefined();
  expect(logged.mock.calls).toStrictEqual([
    [expect.stringContaining(`assets/${name}.private.json ${complaint}`)],
  ]);
  expect(JSON.stringify(logged.mock.calls)).not.toMatch(/867|Rey/);
  // It is tried again at the next message, for it may have been mended since.
  installRuntime({ [`${name}.private.json`]: '{ "+14158675308": "Rey" }' });
  expect(callers(`/${name}.json`)('+14158675308')).toBe('Rey');
});

test('a line that cannot be used is passed over, and the log says so', () => {
  installRuntime({ 'some.private.json': '{ "+1": 7, "+2": null, "+4": " ", "415": "Rey", "+3": "Chewy" }' });
  const nameOf = callers('/some.json');
  expect(['+1', '+2', '+3', '+4', '415'].map((number) => nameOf(number))).toStrictEqual([
    undefined,
    undefined,
    'Chewy',
    undefined,
    undefined,
  ]);
  expect(logged).toHaveBeenCalledTimes(4);
  expect(logged).toHaveBeenCalledWith(
    expect.stringMatching(/^assets\/some\.private\.json has a line that goes unused: .* It should hold/),
  );
  expect(String(logged.mock.calls)).not.toMatch(/415|Rey/);
});

test('a byte order mark, as Windows editors put it, does no harm', () => {
  installRuntime({ 'windows.private.json': '\ufeff{ "+1": "Rey" }' });
  expect(callers('/windows.json')('+1')).toBe('Rey');
  installRuntime({ 'within.private.json': '{ "+1": "R\ufeffey" }' });
  expect(callers('/within.json')('+1')).toBe('R\ufeffey');
});
