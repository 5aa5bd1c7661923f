import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import { anyCharacter, fc } from '../../fuzz';
import { openToOthers, readEnv, readEnvFile, removeWrittenEnv, writeEnv } from '../../../tools/cli/env';

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'env-'));
  mkdirSync(path.join(project, 'dist'));
});
afterEach(() => {
  rmSync(project, { recursive: true });
});

/** What twilio-run itself makes of the project's `.env`. */
async function deployed(): Promise<Record<string, string | undefined>> {
  return (await readLocalEnvFile({ cwd: project })).localEnv;
}

test.each([
  ['a #', 'SESSION_SECRET=abc#def'],
  ['a # after a space', 'SESSION_SECRET=abc # def'],
  ['a backtick', 'SESSION_SECRET=`abc`'],
  ['export', 'export SESSION_SECRET=abc'],
  ['a byte order mark', '\ufeffSESSION_SECRET=abc'],
  ['quotes', `SESSION_SECRET='abc"'`],
  ['a new line', 'SESSION_SECRET="a\\nb"'],
])('%s in .env is read as the deploy reads it', async (_, text) => {
  writeFileSync(path.join(project, '.env'), `${text}\n`);
  writeFileSync(path.join(project, '.env.example'), 'CONVERSATION=\n');
  expect(await readEnvFile(path.join(project, '.env'))).toStrictEqual(await deployed());
  expect((await readEnv(project, {})).env).toStrictEqual(await deployed());
});

test('what .env.example names and nobody has set is missing', async () => {
  writeFileSync(path.join(project, '.env'), 'SESSION_SECRET=abc\nEMPTY=\n');
  writeFileSync(path.join(project, '.env.example'), 'SESSION_SECRET=\nEMPTY=\nORDERS_URL=\nSHELL=\n');
  const { env, fromShell, missing } = await readEnv(project, { SHELL: '/bin/sh', OTHER: '1' });
  expect(env).toStrictEqual({ SESSION_SECRET: 'abc', EMPTY: '', SHELL: '/bin/sh' });
  expect({ fromShell, missing }).toStrictEqual({ fromShell: true, missing: ['ORDERS_URL'] });
});

test('whatever is written for twilio-run is read by it unchanged', async () => {
  // A value never begins or ends with white space, or holds another line end: so it is read from .env.
  const value = fc
    .string({ unit: anyCharacter })
    .map((text) => text.replace(/[\r\u2028\u2029]/g, '').trim())
    .filter((text) => !(text.includes('\n') && text.includes('\\n')));
  await fc.assert(
    fc.asyncProperty(value, async (text) => {
      const file = await writeEnv(project, { TEXT: text, QUOTED: `'"\`${text}` });
      expect(await readEnvFile(file)).toStrictEqual({ TEXT: text, QUOTED: `'"\`${text}`.trim() });
    }),
  );
});

describe('what is written for twilio-run', () => {
  const written = () => path.join(project, 'dist/.env');
  const TOKEN = { AUTH_TOKEN: 'the token' };

  test('is for its owner alone, also if an older one was open to others', async () => {
    writeFileSync(written(), '');
    chmodSync(written(), 0o644);
    await writeEnv(project, TOKEN);
    expect(statSync(written()).mode & 0o777).toBe(0o600);
  });

  test('takes the place of a link, and does not follow it', async () => {
    const elsewhere = path.join(project, 'elsewhere');
    writeFileSync(elsewhere, 'untouched');
    symlinkSync(elsewhere, written());
    await writeEnv(project, TOKEN);
    expect(lstatSync(written()).isSymbolicLink()).toBe(false);
    expect(readFileSync(elsewhere, 'utf8')).toBe('untouched');
  });

  test('is removed, if it is there', async () => {
    await writeEnv(project, TOKEN);
    removeWrittenEnv(project);
    removeWrittenEnv(project);
    expect(existsSync(written())).toBe(false);
  });

  test.each([
    ['at its end', ''],
    ['where it calls process.exit', 'process.exit(3);'],
    ['where an error is not caught', `setTimeout(() => { throw new Error('lost'); });`],
    ['where a promise is not awaited', `void Promise.reject(new Error('lost'));`],
  ])('goes with the process that wrote it: %s', (_, code) => {
    const env = path.join(__dirname, '../../../tools/cli/env.ts');
    const script = `import { existsSync } from 'node:fs';
      import { writeEnv } from ${JSON.stringify(env)};
      void writeEnv(${JSON.stringify(project)}, { AUTH_TOKEN: 'the token' }).then((file) => {
        console.log(existsSync(file));
        ${code}
      });`;
    writeFileSync(path.join(project, 'script.ts'), script);
    const command = `"${process.execPath}" --import tsx "${path.join(project, 'script.ts')}" 2>/dev/null || true`;
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8', cwd: path.dirname(env) })).toBe('true\n');
    expect(existsSync(written())).toBe(false);
  });
});

test.each([
  [0o600, undefined],
  [0o400, undefined],
  [0o640, /^\.env can be read by other users of this machine\. Close it: chmod 600 \.env$/],
  [0o604, /^\.env can be read/],
])('a .env of mode %d is said where others can read it', async (mode, said) => {
  writeFileSync(path.join(project, '.env'), '');
  chmodSync(path.join(project, '.env'), mode);
  const complaint = await openToOthers(project);
  if (said) expect(complaint).toMatch(said);
  else expect(complaint).toBeUndefined();
});
