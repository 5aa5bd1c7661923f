import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { conversations } from '../../conversations';
import { Carrier } from '../../tools/local-twilio';
import type { Everything } from '../../tools/phone/switchboard/protocol';
import { copyProject } from '../../tools/testing/project-copy';
import { isListening } from '../../tools/start/ports';
import { freePort } from '../../tools/testing/free-port';
import { run, type Server } from '../../tools/testing/server';

const project = path.join(__dirname, '../..');

jest.setTimeout(60_000);

const SYNC_WITHOUT_ACCOUNT = { SESSION_STORE: 'sync', ACCOUNT_SID: '', AUTH_TOKEN: '' };
const REY = { from: '+14158675308', to: '+14155550100' };

/** A running `npm start`, on free ports. */
async function startIn(
  copy: string,
  variables: Record<string, string> = {},
  ...args: string[]
): Promise<{ server: Server; port: number }> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), PHONE_PORT: String(await freePort()), ...variables };
  const server = await run(['--import', 'tsx', 'tools/start.ts', ...args], { port, cwd: copy, env });
  return { server, port };
}

/** What Rey is answered by a carrier without a cookie. */
async function textTo(port: number): Promise<string | undefined> {
  const { replies } = await new Carrier({ url: `http://127.0.0.1:${port}/sms` }).pair(REY).send('hi');
  return replies[0]?.body;
}

function start(copy: string, env: Record<string, string>, ...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'tools/start.ts', ...args], {
    cwd: copy,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
}

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 250) throw new Error('It did not come to pass in 25 seconds.');
    await sleep(100);
  }
}

/** At one stroke: of a file that is written in parts, the watching build may see a part. */
function save(file: string, content: string): void {
  const draft = path.join(mkdtempSync(path.join(tmpdir(), 'draft-')), 'draft');
  writeFileSync(draft, content);
  renameSync(draft, file);
}

function replace(file: string, search: string, replacement: string): void {
  const content = readFileSync(file, 'utf8');
  expect(content).toContain(search);
  save(file, content.replace(search, replacement));
}

test('npm start makes a .env, says how to text, rebuilds at a save, and ends with all it started', async () => {
  const copy = copyProject();
  const phonePort = await freePort();
  const { server, port } = await startIn(copy, { PHONE_PORT: String(phonePort) });
  expect(server.output()).toMatch(/^Wrote \.env with a new SESSION_SECRET\.\n\nText your Function at /);
  expect(server.output()).toContain(
    `http://localhost:${port}/sms from a phone at http://localhost:${phonePort}\n`,
  );
  expect(server.output()).toContain(
    `from another terminal: PORT=${port} PHONE_PORT=${phonePort} npm run text -- "hello"\n`,
  );
  expect((await fetch(`http://localhost:${phonePort}`)).status).toBe(200);
  expect(parseEnv(readFileSync(path.join(copy, '.env'), 'utf8')).SESSION_SECRET).toMatch(/^[\w-]{43}$/);
  expect(statSync(path.join(copy, '.env')).mode & 0o777).toBe(0o600);

  const rey = new Carrier({ url: `http://127.0.0.1:${port}/sms` }).pair(REY);
  const answerTo = async (text: string) => (await rey.send(text)).replies.map(({ body }) => body);
  expect(await answerTo('hi')).toStrictEqual(['Thanks for the new message, Rey.']);

  const greeter = path.join(copy, 'conversations/greeter.ts');
  const source = readFileSync(greeter, 'utf8');
  replace(greeter, 'has messaged', 'HAS MESSAGED');
  await server.printed('Rebuilt dist/local/functions/sms.protected.js');
  expect(await answerTo('hi')).toStrictEqual(['Rey HAS MESSAGED +14155550100 2 times.']);

  save(greeter, 'this is no TypeScript');
  await server.printed('The last good build is still served.');
  expect(server.output()).toContain('conversations/greeter.ts:1:');
  expect(await answerTo('hi')).toStrictEqual(['Rey HAS MESSAGED +14155550100 3 times.']);

  // The cloud's log holds neither. On this machine nobody else reads it.
  save(greeter, source.replace('turn({', "turn: () => { throw new RangeError('no way'); },\n    never({"));
  await eventually(async () => (await rey.send('hi')).replies[0]?.body.startsWith('Sorry') === true);
  await server.printed(/RangeError: no way\n {4}at .*conversations\/greeter\.ts:\d+:\d+\n/);

  writeFileSync(path.join(copy, 'functions/second.ts'), 'export const handler = () => undefined;');
  save(greeter, source);
  await eventually(() => readdirSync(path.join(copy, 'dist/local/functions')).length === 2);

  await server.stop();
  expect(await isListening(port)).toBe(false);
  expect(await isListening(phonePort)).toBe(false);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'what npm start has written for twilio-run goes with it after %s, or at the next start',
  async (signal) => {
    const copy = copyProject();
    const written = path.join(copy, 'dist/.env');
    const { server, port } = await startIn(copy, SYNC_WITHOUT_ACCOUNT);
    expect(readFileSync(written, 'utf8')).toContain('SESSION_STORE=');
    expect(statSync(written).mode & 0o777).toBe(0o600);
    process.kill(Number(server.pid), signal);
    await server.stop();
    await eventually(async () => !(await isListening(port)));
    expect(existsSync(written)).toBe(signal === 'SIGKILL');
    if (signal !== 'SIGKILL') return;
    const env = path.join(copy, '.env');
    // With an account twilio-run reads .env itself.
    save(env, `${readFileSync(env, 'utf8')}ACCOUNT_SID=AC${'a'.repeat(32)}\nAUTH_TOKEN=${'a'.repeat(32)}\n`);
    chmodSync(env, 0o644);
    const next = await startIn(copy);
    expect(existsSync(written)).toBe(false);
    expect(next.server.output()).toContain('.env can be read by other users of this machine.');
    await next.server.stop();
  },
);

test('npm start leaves a .env that exists as it is, and warns where its secret is unusable', async () => {
  const copy = copyProject();
  writeFileSync(path.join(copy, '.env'), 'SESSION_SECRET=short\n');
  const { server } = await startIn(copy);
  await server.stop();
  expect(readFileSync(path.join(copy, '.env'), 'utf8')).toBe('SESSION_SECRET=short\n');
  expect(server.output()).toContain('A secret in SESSION_SECRET has 5 characters; it takes 32 or more.');
  expect(server.output()).toMatch(
    /\.env has no line for ID_SECRET, .*BOOKINGS_URL.*, which \.env\.example names\. Add one\.\n/,
  );
});

test('npm start says that a .env without a variable answers nobody, and what writes another', async () => {
  const copy = copyProject();
  writeFileSync(path.join(copy, '.env'), '\n');
  const { server } = await startIn(copy);
  await server.stop();
  expect(server.output()).toContain(
    '.env holds no variable, so no text is answered. Remove it: npm start writes one.\n',
  );
  expect(server.output()).not.toMatch(/SESSION_SECRET|has no line/);
});

test('npm start says what to do if a port is taken or is none, and if the code does not build', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, () => {
      resolve((taken.address() as { port: number }).port);
    });
  });
  // The next one is the phone's, and the one after it may be anybody's.
  const { status, stderr } = start(project, { PORT: String(port), PHONE_PORT: String(port + 1) });
  expect(status).toBe(1);
  const [, advised] = /^Port \d+ is in use\. Choose another: PORT=(\d+) npm start\n$/.exec(stderr) ?? [];
  expect(Number(advised)).toBeGreaterThan(port + 1);
  const free = await freePort();
  expect(start(project, { PORT: String(free), PHONE_PORT: String(port) })).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      `^Port ${port} is in use\\. Choose another for the phone: PHONE_PORT=(?!${free} )\\d+ npm start\n$`,
    ) as string,
  });
  taken.close();
  expect(start(project, { PORT: String(free), PHONE_PORT: String(free) })).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      `^The Function and the phone cannot both have port ${free}\\. .*: PHONE_PORT=\\d+ npm start\n$`,
    ) as string,
  });
  expect(start(project, {}, '--port', '4000')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('PORT=4000 npm start') as string,
  });
  for (const PORT of ['abc', '0', '65536', '3e3', '']) {
    expect(start(project, { PORT })).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('is no port') as string,
    });
  }
  const copy = copyProject();
  writeFileSync(path.join(copy, 'functions/sms.protected.ts'), 'import "./nowhere";');
  expect(start(copy, { PORT: String(await freePort()), PHONE_PORT: String(await freePort()) })).toMatchObject(
    {
      status: 1,
      stderr: expect.stringContaining('Could not resolve "./nowhere"') as string,
    },
  );
});

test('CONVERSATION in the shell chooses another conversation; one that is not known stops with those that are', async () => {
  const copy = copyProject();
  const { server, port } = await startIn(copy, { CONVERSATION: 'booking' });
  const carrier = new Carrier({ url: `http://127.0.0.1:${port}/sms` });
  const { replies } = await carrier.pair(REY).send('hi');
  expect(replies[0]?.body).toMatch(/How many people\?$/);
  await server.stop();
  const ports = { PORT: String(port), PHONE_PORT: String(await freePort()) };
  expect(start(copy, { ...ports, CONVERSATION: 'boking' })).toMatchObject({
    status: 1,
    stderr: `CONVERSATION="boking" is not known. Choose one of: ${Object.keys(conversations).join(', ')}\n`,
  });
});

test('SESSION_STORE=sync without an account starts a stand-in of Sync, says so, and moves on with the phone', async () => {
  const copy = copyProject();
  const phonePort = await freePort();
  const { server, port } = await startIn(copy, { PHONE_PORT: String(phonePort), ...SYNC_WITHOUT_ACCOUNT });
  expect(server.output().split('\n').slice(0, 10).join('\n')).toContain(
    'a stand-in of Twilio Sync beside the\nphone keeps what is remembered, as long as it runs.',
  );
  expect(await textTo(port)).toBe('Thanks for the new message, Rey.');
  expect(await textTo(port)).toBe('Rey has messaged +14155550100 2 times.');
  const forward = await fetch(`http://localhost:${phonePort}/forward`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${phonePort}` },
    body: JSON.stringify({ milliseconds: 4 * 60 * 60 * 1000 + 1000 }),
  });
  expect(forward.status).toBe(200);
  expect(await textTo(port)).toBe('Thanks for the new message, Rey.');
  replace(path.join(copy, 'conversations/greeter.ts'), 'has messaged', 'HAS MESSAGED');
  await server.printed('Rebuilt dist/local/functions/sms.protected.js');
  expect(await textTo(port)).toBe('Rey HAS MESSAGED +14155550100 2 times.');
  await server.stop();
});

test('a Function that no text reaches goes by the clock of the phone, and its caller by the real time', async () => {
  const copy = copyProject();
  writeFileSync(
    path.join(copy, 'functions/open.protected.ts'),
    `import { ask, dialogue, openOnRequest, reminding } from '../src';
    const visit = dialogue('visit', function* () { yield* ask('Will you come?'); }, {
      data: () => null,
      reminds: reminding({ after: '2h', say: 'Still there?' }),
    });
    export const handler = openOnRequest(() => visit);`,
  );
  const phonePort = await freePort();
  const variables = { ...SYNC_WITHOUT_ACCOUNT, MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` };
  const { server, port } = await startIn(copy, { PHONE_PORT: String(phonePort), ...variables });
  const phone = async (path: string, ask: object) => {
    const response = await fetch(`http://localhost:${phonePort}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${phonePort}` },
      body: JSON.stringify(ask),
    });
    expect(response.status).toBe(200);
  };
  const open = async (To: string) => {
    const Until = String(Math.floor(Date.now() / 1000) + 60);
    const body = new URLSearchParams({ To, From: REY.to, Name: 'visit', Data: 'null', Until });
    return (await fetch(`http://localhost:${port}/open`, { method: 'POST', body })).status;
  };
  await phone('/forward', { milliseconds: 5 * 60 * 60 * 1000 });
  expect(await open('+14150000001')).toBe(201);
  await textTo(port);
  expect(await open('+14150000002')).toBe(201);
  await phone('/back-to-now', {});
  expect(await open('+14150000003')).toBe(201);
  const { conversations } = (await (await fetch(`http://localhost:${phonePort}/phone`)).json()) as Everything;
  const hours = (at: number) => Math.round((at - Date.now()) / (60 * 60 * 1000));
  const opened = conversations.filter(({ from }) => from.startsWith('+1415000'));
  expect(opened.map(({ scheduled }) => scheduled.map(({ sendAt }) => hours(sendAt)))).toStrictEqual([
    [7],
    [7],
    [2],
  ]);
  expect(server.output()).not.toContain('a reminder was not scheduled');
  await server.stop();
});

test('a change of .env is said, by the names of what changed, with what to do', async () => {
  const copy = copyProject();
  const { server } = await startIn(copy, { BOOKINGS_URL: 'http://127.0.0.1:1' });
  const env = path.join(copy, '.env');
  const before = readFileSync(env, 'utf8');
  save(env, before + '\n# A comment changes nothing.\nBOOKINGS_URL=http://127.0.0.1:2\n');
  await sleep(1000);
  expect(server.output()).not.toContain('.env has changed');
  save(env, before.replace('CONVERSATION=', 'CONVERSATION=booking') + '\nQUIZ_URL=http://127.0.0.1\n');
  await server.printed(
    '.env has changed (CONVERSATION, QUIZ_URL). It is read at the start only: Ctrl-C, then npm start.\n',
  );
  rmSync(env);
  await server.printed('.env cannot be read any more. ENOENT');
  await server.stop();
});

test('Ctrl-C ends an endless loop in a conversation', async () => {
  const copy = copyProject();
  writeFileSync(
    path.join(copy, 'functions/loop.protected.ts'),
    // With a listener, as --ngrok adds one, SIGTERM ends nothing by itself.
    `import { answer } from '../src/answer';
    process.on('SIGTERM', () => undefined);
    export const handler = answer(() => ({ name: 'loop', version: 1, turn() { for (;;); } }));`,
  );
  const { server, port } = await startIn(copy);
  const { problems } = await new Carrier({ url: `http://127.0.0.1:${port}/loop`, timeout: 500 })
    .pair(REY)
    .send('hi');
  expect(problems).toMatchObject([{ code: 11200 }]);
  await server.stop();
  expect(await isListening(port)).toBe(false);
});

test('npm start -- --fork-process takes a process for each text, and Sync stays redirected', async () => {
  const copy = copyProject();
  writeFileSync(
    path.join(copy, 'functions/pid.ts'),
    'export const handler = (_: unknown, __: unknown, callback: (error: null, pid: string) => void) => callback(null, String(process.pid));',
  );
  const { server, port } = await startIn(copy, SYNC_WITHOUT_ACCOUNT, '--fork-process');
  const pid = async () => (await fetch(`http://127.0.0.1:${port}/pid`)).text();
  expect(await pid()).not.toBe(await pid());
  expect(await textTo(port)).toBe('Thanks for the new message, Rey.');
  expect(await textTo(port)).toBe('Rey has messaged +14155550100 2 times.');
  await server.stop();
});

test('npm start says what is wrong with the variables of the store', async () => {
  const ports = { PORT: String(await freePort()), PHONE_PORT: String(await freePort()) };
  const refused: [Record<string, string>, string][] = [
    [{ SESSION_STORE: 'cloud' }, 'SESSION_STORE="cloud" is not known. Choose one of: cookie, sync, redis\n'],
    [{ SESSION_STORE: 'redis', REDIS_URL: '' }, 'SESSION_STORE=redis, and REDIS_URL is not set.'],
    [{ SESSION_TTL: 'long' }, 'SESSION_TTL="long" is no whole number of seconds from 1 to 31536000.\n'],
  ];
  for (const [variables, message] of refused) {
    expect(start(copyProject(), { ...ports, ACCOUNT_SID: '', AUTH_TOKEN: '', ...variables })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(message) as string,
    });
  }
});

test('an example that we open is not served if a cookie would keep it', async () => {
  const ports = { PORT: String(await freePort()), PHONE_PORT: String(await freePort()) };
  const started = start(copyProject(), { ...ports, SESSION_STORE: '' }, '--example', 'visit');
  expect(started).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /Twilio keeps no cookie .* SESSION_STORE=sync npm run example visit\n$/,
    ) as string,
  });
});

test('whoever ends npm itself leaves nothing behind', async () => {
  const copy = copyProject();
  const port = await freePort();
  const npm = spawn('npm', ['start'], {
    cwd: copy,
    env: { ...process.env, PORT: String(port), PHONE_PORT: String(await freePort()) },
    stdio: 'ignore',
  });
  await eventually(() => isListening(port));
  npm.kill('SIGTERM');
  await eventually(async () => !(await isListening(port)));
});

test('npm start ends if a Function ends the process, and says so', async () => {
  const copy = copyProject();
  writeFileSync(path.join(copy, 'functions/exit.ts'), 'export const handler = () => process.exit(3);');
  const phonePort = await freePort();
  const { server, port } = await startIn(copy, { PHONE_PORT: String(phonePort) });
  await expect(fetch(`http://127.0.0.1:${port}/exit`)).rejects.toThrow('fetch failed');
  await server.printed('A Function called process.exit(3), which ends the server.');
  await server.printed('twilio-run has ended (3), and everything else with it.');
  await eventually(async () => !(await isListening(phonePort)));
});

test('npm start leaves nothing behind if it is killed itself', async () => {
  const { server, port } = await startIn(copyProject());
  process.kill(Number(server.pid), 'SIGKILL');
  await eventually(async () => !(await isListening(port)));
});

test('npm start -- --help explains, and starts nothing', () => {
  expect(start(project, {}, '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Usage: npm start/) as string,
  });
});
