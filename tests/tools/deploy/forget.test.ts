import { execFile } from 'node:child_process';
import path from 'node:path';
import { documentNames } from '../../../src/session/ids';
import { ProjectCopy } from '../../../tools/testing/project-copy';
import { startSync, type ServedSync } from '../../../tools/local-twilio';

jest.setTimeout(20_000);

const project = path.join(__dirname, '../../..');
const SESSION_SECRET = `${'n'.repeat(32)},${'o'.repeat(32)}`;
const REY = { from: '+14158675308', to: '+14155550100' };
const FINN = { from: '+12349013030', to: '+14155550100' };

let sync: ServedSync;

beforeEach(async () => {
  sync = await startSync({ port: 0 });
});

afterEach(() => sync.close());

/** Keeps something about a pair, under the name of its n-th secret. */
function remember(pair: typeof REY, n = 0): void {
  sync.documents.create(documentNames(pair, { SESSION_SECRET })[n] ?? '', {
    data: '{"sealed":""}',
    ttl: '60',
  });
}

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Makes the standard input a terminal, as far as a program can tell. */
const TERMINAL = ['--import', 'data:text/javascript,process.stdin.isTTY=true'];

interface Run {
  /** Typed in a terminal; without it there is nobody to ask. */
  typed?: string;
  folder?: string;
  /** The environment it runs in. */
  shell?: NodeJS.ProcessEnv;
}

/** Runs it as a script does. */
function forget(
  args: string[],
  env: Record<string, string> = {},
  { typed, folder = project, shell = { ...process.env, SESSION_SECRET } }: Run = {},
): Promise<Ended> {
  const SYNC_PORT = new URL(sync.url).port;
  const all = { ...shell, ACCOUNT_SID: '', AUTH_TOKEN: '', SYNC_PORT, ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...(typed === undefined ? [] : TERMINAL), '--import', 'tsx', 'tools/deploy/forget.ts', ...args],
      { cwd: folder, env: all, timeout: 20_000 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    ).stdin?.end(typed);
  });
}

const pairOf = ({ from, to }: typeof REY) => ['--from', from, '--to', to];

test('forgets one pair, whichever secret its document is named by, and nobody else', async () => {
  remember(REY);
  remember(REY, 1);
  remember(FINN);
  expect(await forget([...pairOf(REY), '--yes'])).toMatchObject({
    code: 0,
    stdout: 'Forgotten: 2 conversations.\n',
  });
  expect(sync.documents.list().map(({ uniqueName }) => uniqueName)).toEqual([
    documentNames(FINN, { SESSION_SECRET })[0],
  ]);
  const { stdout } = await forget([...pairOf(REY), '--yes']);
  expect(stdout).toBe(`Nothing is remembered in the stand-in of Sync at ${sync.url}.\n`);
});

test('a # in the secret of .env belongs to it, as in the cloud', async () => {
  const secret = `${'n'.repeat(32)}#n`;
  sync.documents.create(documentNames(REY, secret)[0], { data: '{"sealed":""}', ttl: '60' });
  const copy = new ProjectCopy();
  copy.write('.env', `SESSION_SECRET=${secret}\n`);
  const shell = { PATH: process.env.PATH };
  const ended = await forget([...pairOf(REY), '--yes'], {}, { folder: copy.folder, shell });
  copy.remove('.');
  expect(ended).toMatchObject({ stdout: 'Forgotten: 1 conversation.\n' });
});

test('forgets everybody, and leaves what is not ours', async () => {
  for (let n = 0; n < 120; n++) remember({ from: `+1${4_150_000_000 + n}`, to: REY.to });
  sync.documents.create('a document of others', { data: '{}', ttl: undefined });
  sync.documents.create(undefined, { data: '{}', ttl: undefined });
  expect(await forget(['--all', '--yes'])).toMatchObject({
    stdout: `To be deleted from the stand-in of Sync at ${sync.url}: all of 120 conversations, of every environment that shares it.\nForgotten: 120 conversations.\n`,
  });
  expect(sync.documents.list().map(({ uniqueName }) => uniqueName)).toEqual([
    'a document of others',
    undefined,
  ]);
});

test.each([pairOf(REY), ['--all']])('deletes nothing where there is nobody to ask: %s', async (...args) => {
  remember(REY);
  expect(await forget(args)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Nobody is here to answer; --yes answers') as string,
    stderr: 'Nothing was deleted.\n',
  });
  expect(sync.documents.list()).toHaveLength(1);
});

test.each([
  ['y\n', 0, 0],
  ['yes\n', 0, 0],
  ['no\n', 1, 1],
  // Ctrl-D.
  ['', 1, 1],
])('in a terminal, %j', async (typed, code, left) => {
  remember(REY);
  const ended = await forget(pairOf(REY), {}, { typed });
  expect(ended).toMatchObject({ code, stderr: code === 0 ? '' : 'Nothing was deleted.\n' });
  expect(sync.documents.list()).toHaveLength(left);
});

test.each([
  [[], 'Say --from and --to'],
  [['--from', REY.from], 'Say --from and --to'],
  [['--all', ...pairOf(REY)], 'Say --from and --to'],
  [['--everybody'], '--everybody'],
  [['--from', 'Rey', '--to', REY.to], '"Rey" is no number to text'],
])('%j is refused, with what can be said', async (args, message) => {
  remember(REY);
  expect(await forget([...args, '--yes'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(message) as string,
  });
  expect(sync.documents.list()).toHaveLength(1);
});

test('says what is missing', async () => {
  const noSecret = await forget([...pairOf(REY), '--yes'], { SESSION_SECRET: '' });
  expect(noSecret).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SESSION_SECRET is not set') as string,
  });
  const noSync = await forget(['--all', '--yes'], { SYNC_PORT: '1' });
  expect(noSync).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SESSION_STORE=sync npm start') as string,
  });
});

test('which account it is shows in the end of its SID', async () => {
  remember(REY);
  const account = { ACCOUNT_SID: `AC${'a'.repeat(28)}beef`, AUTH_TOKEN: 'p'.repeat(32) };
  const { stdout } = await forget(['--all'], { ...account, SYNC_URL: sync.url });
  expect(stdout).toMatch(
    /^To be deleted from the default Sync service of the account AC…beef: all of 1 conversation, of every environment/,
  );
  expect(stdout).not.toContain('aaaa');
});

test('what cannot be right is explained before anything is asked', async () => {
  const account = { ACCOUNT_SID: `AC${'a'.repeat(28)}beef`, AUTH_TOKEN: 'p'.repeat(32) };
  const copy = new ProjectCopy();
  copy.remove('.env');
  const outcomes = await Promise.all([
    forget(['--all'], { SYNC_PORT: 'abc' }),
    forget(['--all'], { ...account, ACCOUNT_SID: 'AC1' }),
    forget(['--all'], {}, { folder: copy.folder }),
  ]);
  copy.remove('.');
  const messages = [
    /^SYNC_PORT=abc is no port/,
    /^What is given as the account's SID is none/,
    /^There is no /,
  ];
  outcomes.forEach(({ code, stdout, stderr }, at) => {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(messages[at] ?? /^never$/);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

test('--help explains', async () => {
  expect(await forget(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: npm run forget/) as string,
  });
});
