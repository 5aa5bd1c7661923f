import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import twilio from 'twilio';
import { ask, dialogue, reminding } from '../../../src';
import { documentNames, ledgerName } from '../../../src/session/ids';
import { storeFor } from '../../../src/session/stores';
import { ENGLISH } from '../../../src/english-words';
import { canBePutRight } from '../../../tools/cli/command-line';
import { forgetCommand } from '../../../tools/deploy/forget';
import {
  OFFLINE_ACCOUNT,
  close,
  listen,
  messagesApi,
  startSync,
  syncApi,
  type ServedMessages,
  type ServedSync,
} from '../../../tools/local-twilio';
import { standInsAt } from '../../../tools/start/stand-ins';
import { message } from '../../../tools/testing/messages';
import { ProjectCopy } from '../../../tools/testing/project-copy';

jest.setTimeout(20_000);

const project = path.join(__dirname, '../../..');
const SESSION_SECRET = `${'n'.repeat(32)},${'o'.repeat(32)}`;
const ACCOUNT = { ACCOUNT_SID: `AC${'a'.repeat(28)}beef`, AUTH_TOKEN: 'p'.repeat(32) };
const REY = { from: '+14158675308', to: '+14155550100' };
const FINN = { from: '+12349013030', to: '+14155550100' };

let sync: ServedSync;
const shell = { ...process.env };

beforeEach(async () => {
  sync = await startSync({ port: 0 });
});

afterEach(async () => {
  await sync.close();
  process.env = { ...shell };
  jest.restoreAllMocks();
});

/** Keeps something about a pair, under the name of its n-th secret. */
function remember(pair: typeof REY, n = 0, { documents } = sync): void {
  documents.create(documentNames(pair, { SESSION_SECRET })[n] ?? '', { data: '{"sealed":""}', ttl: '60' });
}

/** Keeps that something was opened with a pair. */
function rememberOpening(pair: typeof REY): void {
  sync.documents.create(ledgerName(pair, { SESSION_SECRET }), { data: '{"sealed":""}', ttl: '60' });
}

const variables = () => ({
  SESSION_STORE: 'sync',
  ACCOUNT_SID: '',
  AUTH_TOKEN: '',
  SESSION_SECRET,
  ID_SECRET: '',
  SYNC_SERVICE_SID: '',
  PHONE_PORT: new URL(sync.url).port,
});

/** Runs the command in this process, where there is nobody to ask. */
async function forget(args: readonly string[], env: Record<string, string> = {}) {
  delete process.env.SYNC_URL;
  Object.assign(process.env, variables(), env);
  let stdout = '';
  let stderr = '';
  jest.spyOn(console, 'log').mockImplementation((text) => (stdout += `${text}\n`));
  jest.spyOn(console, 'error').mockImplementation((text) => (stderr += `${text}\n`));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))));
  return { done: await forgetCommand.run(args), stdout, stderr };
}

/** Runs it as npm does. */
function runForget(args: readonly string[], { typed = '', folder = project, env = {} } = {}) {
  // As far as a program can tell, its standard input is a terminal.
  const terminal = ['--import', 'data:text/javascript,process.stdin.isTTY=true'];
  const { PATH } = process.env;
  return new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [...terminal, '--import', 'tsx', 'tools/deploy/main.ts', 'forget', ...args],
      { cwd: folder, env: { PATH, ...env } },
      (_, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    ).stdin?.end(typed);
  });
}

const pairOf = ({ from, to }: typeof REY) => ['--from', from, '--to', to];

test('forgets one pair, whichever secret its document is named by, and nobody else', async () => {
  remember(REY);
  remember(REY, 1);
  remember(FINN);
  expect(await forget([...pairOf(REY), '--yes'])).toStrictEqual({
    done: true,
    stdout: 'Forgotten: 2 conversations.\n',
    stderr: '',
  });
  expect(sync.documents.list().map(({ uniqueName }) => uniqueName)).toStrictEqual([
    documentNames(FINN, { SESSION_SECRET })[0],
  ]);
  const { stdout } = await forget([...pairOf(REY), '--yes']);
  expect(stdout).toBe(
    `Nothing is remembered in the default Sync service of the stand-in of Sync at ${sync.url}.\n`,
  );
});

test('forgets the keys of openings, and says so', async () => {
  remember(REY);
  rememberOpening(REY);
  remember(FINN);
  rememberOpening(FINN);
  expect((await forget([...pairOf(REY), '--yes'])).stdout).toBe(
    'Forgotten: 1 conversation, and the opening keys of 1 pair.\n',
  );
  rememberOpening(REY);
  expect((await forget([...pairOf(REY), '--yes'])).stdout).toBe('Forgotten: the opening keys of 1 pair.\n');
  rememberOpening(REY);
  expect((await forget(['--all', '--yes'])).stdout).toMatch(
    /: all of 1 conversation, and the opening keys of 2 pairs, of every .*\nForgotten: 1 conversation, and the opening keys of 2 pairs\.\n$/,
  );
  expect(sync.documents.list()).toStrictEqual([]);
});

describe('a reminder that is scheduled', () => {
  const MESSAGING_SERVICE_SID = `MG${'1'.repeat(32)}`;
  let messages: ServedMessages;
  let phone: Server;

  beforeEach(async () => {
    const api = messagesApi();
    const both = [syncApi(), api];
    // As the phone serves them.
    phone = createServer((request, response) => {
      void both.find(({ handles }) => handles(String(request.url)))?.respond(request, response);
    });
    messages = { messages: api.messages, url: '', close: () => close(phone) };
    const port = await listen(phone, 0);
    sync = { ...sync, url: `http://127.0.0.1:${port}` };
  });

  afterEach(() => messages.close());

  async function schedule(pair: typeof REY): Promise<void> {
    const env = { SESSION_SECRET, SESSION_STORE: 'sync', MESSAGING_SERVICE_SID };
    const client = twilio(OFFLINE_ACCOUNT.ACCOUNT_SID, OFFLINE_ACCOUNT.AUTH_TOKEN);
    Object.assign(process.env, standInsAt(new URL(sync.url).port));
    Object.assign(globalThis, {
      Runtime: { getSync: () => client.sync.v1.services('default') },
    });
    const conversation = dialogue(
      'visit',
      function* () {
        yield* ask('Which day?', { remind: { after: '2h', say: 'Still there?' } });
      },
      { reminds: reminding() },
    );
    const variables = { ...env, getTwilioClient: () => client };
    await storeFor(env)(variables, {}).take(message('hi', pair), conversation, {
      now: new Date(),
      end: performance.now() + 8000,
      budget: false,
      words: ENGLISH,
    });
  }

  const statuses = () => messages.messages.list().map(({ to, status }) => [to, status]);

  test('is canceled for one pair', async () => {
    await schedule(REY);
    await schedule(FINN);
    const { stdout } = await forget([...pairOf(REY), '--yes'], { MESSAGING_SERVICE_SID });
    expect(stdout).toBe('Canceled what was scheduled for +14158675308.\nForgotten: 1 conversation.\n');
    expect(statuses()).toStrictEqual([
      [FINN.from, 'scheduled'],
      [REY.from, 'canceled'],
    ]);
  });

  test.each([pairOf(REY), ['--all']])('stays if there is nobody to ask: %s', async (...args) => {
    await schedule(REY);
    expect(await forget(args, { MESSAGING_SERVICE_SID })).toMatchObject({ done: false });
    expect(statuses()).toStrictEqual([[REY.from, 'scheduled']]);
  });

  test('is canceled for everybody, and what others have scheduled is not', async () => {
    await schedule(REY);
    await schedule(FINN);
    const form = { To: '+19995550123', From: REY.to, Body: 'Sale!', ScheduleType: 'fixed' };
    const SendAt = new Date(Date.now() + 3_600_000).toISOString();
    messages.messages.create(
      new URLSearchParams({ ...form, SendAt, MessagingServiceSid: MESSAGING_SERVICE_SID }),
    );
    const { stdout } = await forget(['--all', '--yes'], { MESSAGING_SERVICE_SID });
    expect(stdout).toMatch(/Canceled what was scheduled for .*\nCanceled .*\nForgotten: 2 conversations/);
    expect(statuses().sort()).toStrictEqual([
      [FINN.from, 'canceled'],
      [REY.from, 'canceled'],
      ['+19995550123', 'scheduled'],
    ]);
  });
});

test('forgets everybody, and leaves what is not ours', async () => {
  for (let n = 0; n < 120; n++) remember({ from: `+1${4_150_000_000 + n}`, to: REY.to });
  sync.documents.create('a document of others', { data: '{}', ttl: undefined });
  sync.documents.create(undefined, { data: '{}', ttl: undefined });
  expect((await forget(['--all', '--yes'])).stdout).toBe(
    `To be deleted from the default Sync service of the stand-in of Sync at ${sync.url}: all of 120 conversations, of every environment that shares it.\nForgotten: 120 conversations.\n`,
  );
  expect(sync.documents.list().map(({ uniqueName }) => uniqueName)).toStrictEqual([
    'a document of others',
    undefined,
  ]);
});

test('of two environments with a Sync service each, forgets everybody in one and nobody in the other', async () => {
  const SYNC_SERVICE_SID = `IS${'5'.repeat(32)}`;
  remember(REY);
  remember(REY, 0, { ...sync, documents: sync.inService(SYNC_SERVICE_SID) });
  expect((await forget(['--all', '--yes'], { SYNC_SERVICE_SID })).stdout).toMatch(
    /^To be deleted from the Sync service IS5+ of the stand-in of Sync at \S+: all of 1 conversation, /,
  );
  expect(sync.inService(SYNC_SERVICE_SID).list()).toStrictEqual([]);
  expect(sync.documents.list()).toHaveLength(1);
});

test.each([pairOf(REY), ['--all']])('deletes nothing if there is nobody to ask: %s', async (...args) => {
  remember(REY);
  expect(await forget(args)).toStrictEqual({
    done: false,
    stdout: expect.stringContaining('There is no terminal to answer in') as string,
    stderr: 'Nothing was deleted.\n',
  });
  expect(sync.documents.list()).toHaveLength(1);
});

test.each([
  ['y\n', /Delete it\? It cannot be undone\. \[y\/N\] Forgotten: 1 conversation\.\n$/, 0],
  // Ctrl-D.
  ['', /Nothing was deleted\.\n$/, 1],
])('in a terminal, %j', async (typed, expected, left) => {
  remember(REY);
  expect(await runForget(pairOf(REY), { typed, env: variables() })).toMatch(expected);
  expect(sync.documents.list()).toHaveLength(left);
});

test('a # in the secret of .env belongs to it, as in the cloud', async () => {
  const secret = `${'n'.repeat(32)}#n`;
  const [name] = documentNames(REY, { SESSION_SECRET: secret });
  sync.documents.create(name, { data: '{"sealed":""}', ttl: '60' });
  const copy = new ProjectCopy();
  copy.write('.env', `SESSION_STORE=sync\nSESSION_SECRET=${secret}\n`);
  const { PHONE_PORT } = variables();
  const said = await runForget([...pairOf(REY), '--yes'], { folder: copy.folder, env: { PHONE_PORT } });
  copy.remove('.');
  expect(said).toBe('Forgotten: 1 conversation.\n');
});

test.each<[string[], Record<string, string>, RegExp]>([
  [[], {}, /^Say --from and --to/],
  [['--from', REY.from], {}, /^Say --from and --to/],
  [['--all', ...pairOf(REY)], {}, /^Say --from and --to/],
  [['--everybody'], {}, /^Unknown option '--everybody'/],
  [['--from', 'Rey', '--to', REY.to], {}, /^"Rey" is no number to text/],
  [pairOf(REY), { SESSION_SECRET: '' }, /SESSION_SECRET is not set/],
  [['--all'], { PHONE_PORT: '1' }, /SESSION_STORE=sync npm start\. Or say where its phone is: PHONE_PORT=/],
  [['--all'], { SESSION_STORE: '' }, /^SESSION_STORE is cookie: .* when its sender texts STOP/],
  [['--all'], { PHONE_PORT: 'abc' }, /^PHONE_PORT=abc is no port/],
  [['--all'], { SYNC_SERVICE_SID: 'IS1' }, /^SYNC_SERVICE_SID="IS1" is no SID of a Sync service/],
  [['--all'], { ...ACCOUNT, ACCOUNT_SID: 'AC1' }, /^ACCOUNT_SID is malformed/],
  [
    ['--all'],
    { TWILIO_API_KEY: `SK${'a'.repeat(32)}`, TWILIO_API_SECRET: 's' },
    /^There is no ACCOUNT_SID\./,
  ],
  [['--all'], { ...ACCOUNT, TWILIO_REGION: 'ie9' }, /^ie9 is no region of Twilio/],
])('%j with %j is refused, with what can be said', async (args, env, message) => {
  remember(REY);
  const forgetting = forget([...args, '--yes'], env);
  await expect(forgetting).rejects.toThrow(message);
  const error: unknown = await forgetting.catch((thrown: unknown) => thrown);
  expect(canBePutRight(error)).toBe(true);
  expect(sync.documents.list()).toHaveLength(1);
});

test('which account it is shows in the end of its SID', async () => {
  await sync.close();
  sync = await startSync({ port: 0, account: { sid: ACCOUNT.ACCOUNT_SID, token: ACCOUNT.AUTH_TOKEN } });
  remember(REY);
  const { stdout } = await forget(['--all'], { ...ACCOUNT, SYNC_URL: sync.url });
  expect(stdout).toMatch(
    /^To be deleted from the default Sync service of the account AC…beef: all of 1 conversation, of every environment/,
  );
  expect(stdout).not.toContain('aaaa');
});

test('an API key asks in the place of the token', async () => {
  const key = { sid: `SK${'a'.repeat(32)}`, token: 'the secret of the key' };
  await sync.close();
  sync = await startSync({ port: 0, account: key });
  remember(REY);
  const env = { ACCOUNT_SID: ACCOUNT.ACCOUNT_SID, TWILIO_API_KEY: key.sid, TWILIO_API_SECRET: key.token };
  expect(await forget(['--all', '--yes'], { ...env, SYNC_URL: sync.url })).toMatchObject({ done: true });
  expect(sync.documents.list()).toStrictEqual([]);
});

test('without a .env it says what that takes', async () => {
  const copy = new ProjectCopy();
  copy.remove('.env');
  const said = await runForget(['--all'], { folder: copy.folder });
  copy.remove('.');
  expect(said).toMatch(/^There is no .*\.env\. It takes the SESSION_SECRET/);
});
