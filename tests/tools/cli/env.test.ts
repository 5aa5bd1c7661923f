import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import { readEnv, readEnvFile, writeEnv } from '../../../tools/cli/env';

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
  expect(await readEnvFile(path.join(project, '.env'))).toEqual(await deployed());
  expect((await readEnv(project, {})).env).toEqual(await deployed());
});

test('whatever is written for twilio-run is read by it unchanged', async () => {
  // A value never begins or ends with white space, or holds another line end: so it is read from .env.
  const value = fc
    .string({ unit: 'binary' })
    .map((text) => text.replace(/[\r\u2028\u2029]/g, '').trim())
    .filter((text) => !(text.includes('\n') && text.includes('\\n')));
  await fc.assert(
    fc.asyncProperty(value, async (text) => {
      const file = await writeEnv(project, { TEXT: text, QUOTED: `'"\`${text}` });
      expect(await readEnvFile(file)).toEqual({ TEXT: text, QUOTED: `'"\`${text}`.trim() });
    }),
  );
});
