import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SERVED_HERE } from '../../tools/build/bundle';
import { takeExample } from '../../tools/start/example';

const examples = path.join(__dirname, '../../examples');
const files = readdirSync(examples).filter((file) => file.endsWith('.ts') && file !== 'index.ts');

test.each(files)('%s is read in a minute: 60 lines at most', (file) => {
  const lines = readFileSync(path.join(examples, file), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
});

test.each(files)('%s is tried with one command, which the docs name', (file) => {
  const { name } = path.parse(file);
  const docs = readFileSync(path.join(__dirname, '../../docs/dialogues.md'), 'utf8');
  expect(docs).toContain(`\`npm run example ${name}\``);
  expect(takeExample(['--example', name, '--inspect'])).toMatchObject({
    folders: { from: 'examples/functions', to: 'dist/local/examples' },
    variables: { EXAMPLE: name },
    args: ['--inspect'],
  });
});

test('npm start serves no example unless it is told to, and refuses one that does not exist', () => {
  expect(takeExample(['--inspect'])).toStrictEqual({
    folders: SERVED_HERE,
    variables: {},
    args: ['--inspect'],
  });
  expect(() => takeExample(['--example'])).toThrow('Which example? For one: npm run example pizza');
  expect(() => takeExample(['--example', '--inspect'])).toThrow('Which example?');
  expect(() => takeExample(['--example', 'burger'])).toThrow(
    'EXAMPLE="burger" is not known. Choose one of: pizza, clinic, survey, support, visit',
  );
});
