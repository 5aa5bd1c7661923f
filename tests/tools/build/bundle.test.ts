import { existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import packageJson from '../../../package.json';
import { BundleError, SIZE_BUDGET, bundle, type Folders } from '../../../tools/build/bundle';

function projectWith(functions: Record<string, string>): Folders {
  const project = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  mkdirSync(path.join(project, 'functions/nested'), { recursive: true });
  writeFileSync(path.join(project, 'package.json'), '{ "dependencies": { "twilio": "6.2.0" } }');
  for (const [name, code] of Object.entries(functions))
    writeFileSync(path.join(project, 'functions', name), code);
  return { project, from: 'functions', to: 'dist/functions' };
}

const built = ({ project, to }: Folders) => readdirSync(path.join(project, to)).sort();

test('each file directly in functions/ becomes one file that needs nothing but what is declared', async () => {
  const folders = projectWith({
    'sms.protected.ts': `import './nested/answer'; import fs from 'node:fs'; import twilio from 'twilio'; export const handler = [fs, twilio];`,
    'second.ts': 'export const handler = 1;',
    'nested/answer.ts': 'console.log("bundled");',
  });
  expect((await bundle(folders)).map(({ file }) => file)).toEqual([
    'dist/functions/second.js',
    'dist/functions/sms.protected.js',
  ]);
  expect(built(folders)).toEqual(['second.js', 'sms.protected.js']);
  const code = readFileSync(path.join(folders.project, 'dist/functions/sms.protected.js'), 'utf8');
  expect([...code.matchAll(/require\("(.*?)"\)/g)].map(([, name]) => name)).toEqual(['node:fs', 'twilio']);
  expect(code).toContain('console.log("bundled")');
  expect(code).toMatch(/\nmodule\.exports = \{ handler \};\n$/);
});

test('the margins of the code are as narrow as can be, and never at the cost of a text', async () => {
  const nested =
    'export const handler = () => {\n  try {\n    console.log(1);\n  } catch {\n    console.log(2);\n  }\n';
  const folders = projectWith({
    'narrow.ts': `${nested}};`,
    'text.ts': `${nested}  return 'a\\n    b';\n};`,
  });
  await bundle(folders);
  const [narrow, text] = ['narrow', 'text'].map((name) =>
    readFileSync(path.join(folders.project, `dist/functions/${name}.js`), 'utf8'),
  );
  expect(narrow).toMatch(/^\t\tconsole/m);
  expect(narrow).not.toMatch(/^ |^\/\//m);
  expect(text).toContain('a\n    b');
});

test('a Function without a handler fails the build, and not in the cloud', async () => {
  await expect(bundle(projectWith({ 'sms.ts': 'export const handle = 1;' }))).rejects.toThrow(
    /No matching export .*"handler"/,
  );
});

test('a Function whose source is gone is not deployed any longer', async () => {
  const folders = projectWith({ 'one.ts': 'export const handler = 1;' });
  await bundle(folders);
  writeFileSync(path.join(folders.project, 'dist/functions/gone.js'), '');
  await bundle(folders);
  expect(built(folders)).toEqual(['one.js']);
});

test('a Function over the budget fails the build by name, and what was built before stays', async () => {
  const folders = projectWith({ 'large.ts': 'export const handler = 1;' });
  await bundle(folders);
  const code = `export const handler = ${JSON.stringify('x'.repeat(SIZE_BUDGET))};`;
  writeFileSync(path.join(folders.project, 'functions/large.ts'), code);
  await expect(bundle(folders)).rejects.toThrow(BundleError);
  await expect(bundle(folders)).rejects.toThrow(
    new RegExp(`^dist/functions/large\\.js would have \\d+ bytes, and the budget is ${SIZE_BUDGET}\\.`),
  );
  expect(readFileSync(path.join(folders.project, 'dist/functions/large.js'), 'utf8')).not.toContain('xxx');
});

test('what does not compile or resolve, and an empty folder, say where', async () => {
  const folders = projectWith({ 'sms.ts': 'import "./nowhere"; import "undeclared-package";' });
  await expect(bundle(folders)).rejects.toThrow(
    /Could not resolve "\.\/nowhere"[^]*functions\/sms\.ts:1:7[^]*undeclared-package/,
  );
  expect(existsSync(path.join(folders.project, 'dist'))).toBe(false);
  await expect(bundle(projectWith({}))).rejects.toThrow('There is no .ts file in functions/');
});

test.each(['voice.js', 'types.d.ts', 'sms.test.ts'])(
  'a file that is no Function is refused by name: %s',
  async (name) => {
    await expect(bundle(projectWith({ 'sms.ts': 'export const handler = 1;', [name]: '' }))).rejects.toThrow(
      `functions/${name} is no Function`,
    );
  },
);

test('the Function of this project needs nothing but Node and what the cloud installs', () => {
  const code = readFileSync(path.join(__dirname, '../../../dist/functions/sms.protected.js'), 'utf8');
  const required = [...code.matchAll(/\brequire\("(.*?)"\)/g)].map(([, name = '']) => name);
  expect(required.length).toBeGreaterThan(0);
  for (const name of required) {
    expect(isBuiltin(name) || name in packageJson.dependencies).toBe(true);
    expect(name).not.toBe('twilio'); // the runtime has loaded it, as the global Twilio
  }
});
