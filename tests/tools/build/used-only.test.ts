import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import packageJson from '../../../package.json';
import { FUNCTIONS, bundle } from '../../../tools/build/bundle';
import { takeExample } from '../../../tools/start/example';

const project = path.join(__dirname, '../../..');

const env = { ...process.env, NODE_PATH: path.join(project, 'node_modules') };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The bundle of a Function that imports from the project. */
async function bundled(code: string): Promise<{ file: string; text: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'used-only-'));
  folders.push(folder);
  mkdirSync(path.join(folder, 'functions'));
  const { dependencies } = packageJson;
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ dependencies }));
  writeFileSync(path.join(folder, 'functions/sms.protected.ts'), code.replaceAll('~', project));
  await bundle({ project: folder, from: 'functions', to: 'dist/functions' });
  const file = path.join(folder, 'dist/functions/sms.protected.js');
  return { file, text: readFileSync(file, 'utf8') };
}

const GREETER = `
  import { greeter } from '~/conversations/greeter';
  import { answer } from '~/src/answer';
  export const handler = answer(() => greeter(() => undefined));`;

const dialogue = (imported: string, options = '') => `
  import { ask, dialogue, ${imported} } from '~/src/dialogue';
  export const handler = [dialogue('d', function* () { yield* ask('?', ${imported.split(', ')[0]}()); }), ${options}];`;

test('the Function of the greeter asks for no package of a reader, and a cold start loads none', async () => {
  const { file, text } = await bundled(GREETER);
  expect(text).not.toMatch(/chrono-node|libphonenumber-js/);
  const code = `
    require('module')._initPaths();
    global.Twilio = {};
    require(${JSON.stringify(file)});
    console.log(Object.keys(require.cache).filter((name) => /chrono-node|libphonenumber-js/.test(name)).length);`;
  expect(execFileSync(process.execPath, ['-e', code], { env, encoding: 'utf8' }).trim()).toBe('0');
});

test('a dialogue that reads whole numbers asks for no other package', async () => {
  expect((await bundled(dialogue('wholeNumber'))).text).not.toMatch(/chrono-node|libphonenumber-js/);
});

test.each([
  ['libphonenumber-js', "phoneNumber({ country: 'US' })('415 867 5308', english)", '+14158675308'],
  [
    'chrono-node',
    "date({ zone: 'UTC' }).read('tomorrow', { now: new Date('2026-10-23T12:00Z'), language: english })",
    '2026-10-24',
  ],
])('%s stays outside, and is loaded when the first answer comes', async (name, read, value) => {
  const { file, text } = await bundled(`
    import { date, english, phoneNumber } from '~/src/dialogue';
    export const handler = () => ${read};`);
  expect(text).toContain(`require("${name}`);
  const code = `
    const loaded = () => Object.keys(require.cache).some((file) => file.includes(${JSON.stringify(name)}));
    const { handler } = require(${JSON.stringify(file)});
    console.log(loaded(), handler(), loaded());`;
  const output = execFileSync(process.execPath, ['-e', code], { env, encoding: 'utf8' });
  expect(output.trim()).toBe(`false ${value} true`);
});

test('a dialogue in English carries no other language, and one in German no Spanish', async () => {
  const [english, german] = await Promise.all([
    bundled(dialogue('wholeNumber')),
    bundled(dialogue('wholeNumber, german', 'german')),
  ]);
  expect(english.text).toContain('Please answer');
  expect(english.text).not.toMatch(/Bitte|Por favor/);
  expect(german.text).toContain('Bitte mit');
  expect(german.text).not.toContain('Por favor');
});

test('a deploy takes no example along', async () => {
  const deployed = readFileSync(path.join(project, 'functions/sms.protected.ts'), 'utf8');
  const { text } = await bundled(deployed.replaceAll("'../", "'~/"));
  expect(text).toContain('Who is the booking for?');
  expect(text).not.toMatch(/Which pizza|EXAMPLE/);
  const { folders } = takeExample(['--example', 'pizza']);
  const config = readFileSync(path.join(project, '.twilioserverlessrc'), 'utf8');
  expect(config).toContain(`"functionsFolder": "${FUNCTIONS.to}"`);
  expect(path.relative(FUNCTIONS.to, folders.to)).toMatch(/^\.\./);
});
