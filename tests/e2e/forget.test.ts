import { execFile } from 'node:child_process';
import path from 'node:path';
import { documentNames } from '../../src/sync-store';
import { startSync, type ServedSync } from '../../phone/sync/server';

const project = path.join(__dirname, '../..');
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
  sync.documents.create(documentNames(pair, SESSION_SECRET)[n], { data: '{"sealed":""}', ttl: '60' });
}

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs it as a script does, with nobody to ask. */
function forget(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const SYNC_PORT = new URL(sync.url).port;
  const all = { ...process.env, ACCOUNT_SID: '', AUTH_TOKEN: '', SESSION_SECRET, SYNC_PORT, ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/forget.ts', ...args],
      { cwd: project, env: all },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    ).stdin?.end();
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
    documentNames(FINN, SESSION_SECRET)[0],
  ]);
  const { stdout } = await forget([...pairOf(REY), '--yes']);
  expect(stdout).toBe(`Nothing is remembered in the stand-in of Sync at ${sync.url}.\n`);
});

test('forgets everybody, and leaves what is not ours', async () => {
  for (let n = 0; n < 120; n++) remember({ from: `+1${4_150_000_000 + n}`, to: REY.to });
  sync.documents.create('a document of others', { data: '{}', ttl: undefined });
  sync.documents.create(undefined, { data: '{}', ttl: undefined });
  expect(await forget(['--all', '--yes'])).toMatchObject({ stdout: 'Forgotten: 120 conversations.\n' });
  expect(sync.documents.list().map(({ uniqueName }) => uniqueName)).toEqual([
    'a document of others',
    undefined,
  ]);
}, 20_000);

test.each([pairOf(REY), ['--all']])('deletes nothing where there is nobody to ask: %s', async (...args) => {
  remember(REY);
  const { code, stderr } = await forget(args);
  expect(code).toBe(1);
  expect(stderr).toContain('so nothing was deleted: say --yes');
  expect(sync.documents.list()).toHaveLength(1);
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

test('--help explains', async () => {
  expect(await forget(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: npm run forget/) as string,
  });
});
