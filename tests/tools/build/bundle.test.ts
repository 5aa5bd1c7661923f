import { existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import packageJson from '../../../package.json';
import { bundle, type Folders } from '../../../tools/build/bundle';
import { LARGE, describeSize } from '../../../tools/build/size';

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
  expect((await bundle(folders)).map(({ file }) => file)).toStrictEqual([
    'dist/functions/second.js',
    'dist/functions/sms.protected.js',
  ]);
  expect(built(folders)).toStrictEqual(['second.js', 'sms.protected.js']);
  const code = readFileSync(path.join(folders.project, 'dist/functions/sms.protected.js'), 'utf8');
  expect([...code.matchAll(/require\("(.*?)"\)/g)].map(([, name]) => name)).toStrictEqual([
    'node:fs',
    'twilio',
  ]);
  expect(code).toContain('console.log("bundled")');
});

describe('a Function that answers messages', () => {
  const answers = `import { answer } from '../src/answer'; export const handler = answer();`;

  function answering(file: string, code = answers): Folders {
    const folders = projectWith({ [file]: code });
    mkdirSync(path.join(folders.project, 'src'));
    writeFileSync(path.join(folders.project, 'src/answer.ts'), 'export const answer = () => console.log;');
    writeFileSync(
      path.join(folders.project, 'src/open-on-request.ts'),
      'export const openOnRequest = () => console.log;',
    );
    return folders;
  }

  test('fails the build where anybody could call it', async () => {
    await expect(bundle(answering('sms.ts'))).rejects.toThrow(
      /^Anybody could text functions\/sms\.ts in the name of any number\. Rename it to functions\/sms\.protected\.ts/,
    );
  });

  test('fails the build as well where anybody could have it text somebody', async () => {
    const opens = `import { openOnRequest } from '../src/open-on-request'; export const handler = openOnRequest();`;
    await expect(bundle(answering('open.ts', opens))).rejects.toThrow(
      /^Anybody could have functions\/open\.ts text any number\. Rename it to functions\/open\.protected\.ts/,
    );
    expect(await bundle(answering('open.protected.ts', opens))).toHaveLength(1);
  });

  test.each(['sms.protected.ts', 'sms.private.ts'])('passes as %s', async (file) => {
    expect(await bundle(answering(file))).toHaveLength(1);
  });

  test('passes if it is told to be public, or is never deployed', async () => {
    expect(await bundle(answering('sms.ts', `// @public\n${answers}`))).toHaveLength(1);
    expect(await bundle({ ...answering('sms.ts'), mayBePublic: true })).toHaveLength(1);
  });
});

test('a Function without a handler fails the build, and not in the cloud', async () => {
  await expect(bundle(projectWith({ 'sms.ts': 'export const handle = 1;' }))).rejects.toThrow(
    'functions/sms.ts exports no handler',
  );
});

test('a Function whose source is gone is not deployed any longer', async () => {
  const folders = projectWith({ 'one.ts': 'export const handler = 1;' });
  await bundle(folders);
  writeFileSync(path.join(folders.project, 'dist/functions/gone.js'), '');
  await bundle(folders);
  expect(built(folders)).toStrictEqual(['one.js']);
});

test('no size is refused, and a large Function says what makes it large', async () => {
  const folders = projectWith({
    'large.ts': `import './nested/text'; export const handler = 1;`,
    'nested/text.ts': `console.log(${JSON.stringify('x'.repeat(LARGE))});`,
  });
  const [large] = await bundle(folders);
  expect(large && describeSize(large)).toMatch(
    /^dist\/functions\/large\.js {2}100\d{4} bytes\. A large .*\n {2}100\d{4} bytes {2}functions\/nested\/text\.ts\n/,
  );
  writeFileSync(path.join(folders.project, 'functions/large.ts'), 'export const handler = 1;');
  const [small] = await bundle(folders);
  expect(small && describeSize(small)).toMatch(/^dist\/functions\/large\.js {2}\d+ bytes$/);
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
    const [packageName = ''] = /^(@[^/]+\/)?[^/]+/.exec(name) ?? [];
    expect(isBuiltin(name) || packageName in packageJson.dependencies).toBe(true);
    expect(name).not.toBe('twilio'); // the runtime has loaded it, as the global Twilio
  }
});
