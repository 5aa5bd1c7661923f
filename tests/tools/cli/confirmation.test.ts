import { PassThrough } from 'node:stream';
import { confirmIn } from '../../../tools/cli/confirmation';

function terminal(): PassThrough & { isTTY: boolean } {
  return Object.assign(new PassThrough(), { isTTY: true });
}

test.each([
  ['y\n', true],
  ['Yes \n', true],
  ['\n', false],
  ['no\n', false],
  ['yep\n', false],
])('%j', async (typed, expected) => {
  const input = terminal();
  const output = new PassThrough();
  const confirmed = confirmIn(input, output)('Change it?');
  input.write(typed);
  expect(await confirmed).toBe(expected);
  expect(String(output.read())).toBe('Change it? [y/N] ');
});

test('whoever goes away has not confirmed', async () => {
  const input = terminal();
  const confirmed = confirmIn(input, new PassThrough())('Change it?');
  input.end();
  expect(await confirmed).toBe(false);
});

test('if nobody can answer, nobody is waited for', async () => {
  const output = new PassThrough();
  expect(await confirmIn(new PassThrough(), output)('Change it?')).toBe(false);
  expect(String(output.read())).toMatch(/There is no terminal to answer in\. To answer yes, add --yes\.\n$/);
});
