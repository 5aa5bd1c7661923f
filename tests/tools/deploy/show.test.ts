import { execFile } from 'node:child_process';
import { createClient } from 'redis';
import { answer } from '../../../src/answer';
import { dialogue, ask } from '../../../src/dialogue';
import { seal } from '../../../src/session/seal';
import { earlierBinding } from '../../../src/session/sealed-state';
import { readKeys } from '../../../src/session/secrets';
import { canBePutRight } from '../../../tools/cli/command-line';
import { forgetCommand } from '../../../tools/deploy/forget';
import { showCommand } from '../../../tools/deploy/show';
import { startPhone } from '../../../tools/phone/web/server';
import { startRedisService, startSyncService, type Service } from '../../../tools/testing/document-services';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';
import { describeWithRedis } from '../../../tools/testing/redis';
import { installRuntime } from '../../../tools/testing/runtime';
import { freePort } from '../../../tools/testing/free-port';
import { serve } from '../../../tools/testing/server';

jest.setTimeout(60_000);

const REY = { from: '+14158675308', to: '+14155550100' };
const FINN = { from: '+12349013030', to: '+14155550100' };
const SECRETS = { SESSION_SECRET: SECRET, ID_SECRET: 'i'.repeat(32) };

const lunch = dialogue('lunch', function* () {
  return `${yield* ask('What would you like?')} for ${yield* ask('How many?')}!`;
});

const shell = { ...process.env };

beforeAll(() => {
  installRuntime();
});

afterEach(() => {
  process.env = { ...shell };
  jest.restoreAllMocks();
});

/** Texts the Function, and gives the cookie. */
async function text(pair: typeof REY, bodies: readonly string[], variables: object = {}): Promise<string> {
  let cookie = '';
  for (const [n, Body] of bodies.entries()) {
    const event = {
      request: { cookies: { session: cookie } },
      From: pair.from,
      To: pair.to,
      Body,
      MessageSid: `SM${String(n).padStart(32, '0')}`,
    };
    await answer(() => lunch)({ ...SECRETS, ...variables } as never, event, (_, response) => {
      const { headers } = response as { headers: Record<string, string[] | undefined> };
      cookie = /^session=([^;]*)/.exec(String(headers['Set-Cookie']?.[0]))?.[1] ?? cookie;
    });
  }
  return cookie;
}

const pairOf = ({ from, to }: typeof REY) => ['--from', from, '--to', to];

/** Runs one of the commands in this process. */
async function run(command: typeof showCommand, args: readonly string[], env: Record<string, string>) {
  const none = { ACCOUNT_SID: '', AUTH_TOKEN: '', SYNC_SERVICE_SID: '', REDIS_URL: '', SESSION_STORE: '' };
  Object.assign(process.env, none, SECRETS, env);
  let stdout = '';
  let stderr = '';
  jest.spyOn(console, 'log').mockImplementation((line) => (stdout += `${line}\n`));
  jest.spyOn(console, 'error').mockImplementation((line) => (stderr += `${line}\n`));
  return { done: await command.run(args), stdout, stderr };
}

function suite(start: () => Promise<Service & { readonly url?: string }>, where: RegExp): void {
  let service: Awaited<ReturnType<typeof start>>;
  let env: Record<string, string>;

  beforeAll(async () => {
    service = await start();
    env = { ...service.variables, ...(service.url && { PHONE_PORT: new URL(service.url).port }) };
  });

  beforeEach(() => {
    if (service.url) process.env.SYNC_URL = service.url;
    return service.clear();
  });

  afterAll(() => service.close());

  test('shows what is remembered of one pair, until it is forgotten', async () => {
    await text(REY, ['hi', 'Soup'], env);
    await text(FINN, ['hi'], env);
    const { done, stdout } = await run(showCommand, pairOf(REY), env);
    expect(done).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({
      conversation: 'lunch 1',
      state: { log: [expect.stringContaining('Soup') as string] },
      budget: { turns: 2, segments: 2, began: expect.stringMatching(/^20.*:00\.000Z$/) as string },
      deliveries: [{ replies: ['What would you like?'] }, { replies: ['How many?'] }],
    });
    expect(await run(forgetCommand, [...pairOf(REY), '--yes'], env)).toMatchObject({
      done: true,
      stdout: 'Forgotten: 1 conversation.\n',
    });
    expect((await run(showCommand, pairOf(REY), env)).stdout).toMatch(
      new RegExp(`^Nothing is remembered in ${where.source}\\.\n$`),
    );
    expect(JSON.parse((await run(showCommand, pairOf(FINN), env)).stdout)).toMatchObject({
      budget: { turns: 1 },
    });
  });

  test('shows an opt-out, and what is left after STOP', async () => {
    await text({ ...REY, to: '12345' }, ['hi', 'STOP'], env);
    const { stdout } = await run(showCommand, pairOf({ ...REY, to: '12345' }), env);
    const { deliveries, ...rest } = JSON.parse(stdout) as { deliveries: object[] };
    expect(rest).toStrictEqual({ optedOut: true });
    expect(deliveries.map((each) => Object.keys(each))).toStrictEqual([['id'], ['id']]);
  });

  test('says so if the secret is another one', async () => {
    await text(REY, ['hi'], env);
    const shown = await run(showCommand, pairOf(REY), { ...env, SESSION_SECRET: 'x'.repeat(40) });
    expect(shown).toMatchObject({
      done: false,
      stdout: '',
      stderr: expect.stringMatching(
        /cannot be opened: it is sealed for another pair, with a secret that is gone, or altered since/,
      ) as string,
    });
  });

  test('forgets everybody, and leaves what is not ours', async () => {
    for (let n = 0; n < 30; n++) await text({ ...REY, from: `+1${4_150_000_000 + n}` }, ['hi'], env);
    await service.put('a document of others', 'theirs');
    const { stdout } = await run(forgetCommand, ['--all', '--yes'], env);
    expect(stdout).toMatch(
      new RegExp(
        `^To be deleted from ${where.source}: all of 30 conversations, .*\nForgotten: 30 conversations\\.\n$`,
      ),
    );
    expect((await service.list()).map(({ name }) => name)).toStrictEqual(['a document of others']);
    expect((await run(forgetCommand, ['--all', '--yes'], env)).stdout).toMatch(/^Nothing is remembered in /);
  });
}

describe('with Sync', () => {
  suite(startSyncService, /the default Sync service of the stand-in of Sync at http:\/\/127\.0\.0\.1:\d+/);
});

describeWithRedis()('with Redis', () => {
  suite(startRedisService, /the Redis at 127\.0\.0\.1:\d+/);

  test('that asks for another password, which is not shown', async () => {
    const service = await startRedisService();
    const client = createClient({ url: service.redis.url });
    await client.connect();
    await client.configSet('requirepass', 'another');
    client.destroy();
    const REDIS_URL = service.redis.url.replace('//', '//:the-password@');
    const asking = run(showCommand, pairOf(REY), { SESSION_STORE: 'redis', REDIS_URL });
    await expect(asking).rejects.toThrow(
      /^Could not use the Redis at 127\.0\.0\.1:\d+: WRONGPASS (?!.*the-pass)/,
    );
    await service.close();
  });
});

describe('with the cookie', () => {
  test('that is given, bare or as it stands in a request', async () => {
    const cookie = await text(REY, ['hi', 'Soup']);
    for (const given of [cookie, `session=${cookie}`, ` session=${cookie}; Path=/`]) {
      const { stdout } = await run(showCommand, [...pairOf(REY), '--cookie', given], {});
      expect(JSON.parse(stdout)).toMatchObject({ conversation: 'lunch 1', budget: { turns: 2 } });
      expect(stdout).not.toContain('deliveries');
    }
    expect(await run(showCommand, [...pairOf(FINN), '--cookie', cookie], {})).toMatchObject({
      done: false,
      stderr: expect.stringMatching(/^What is in that cookie cannot be opened: it is sealed for/) as string,
    });
    expect(await run(showCommand, [...pairOf(REY), '--cookie', 'x'], {})).toMatchObject({
      stderr: 'What is in that cookie cannot be opened: it is malformed.\n',
    });
    const content = Buffer.concat([Buffer.alloc(4, 0xff), Buffer.from('{}')]);
    const earlier = seal(content, earlierBinding({ ...REY }, lunch), readKeys(SECRET), 1);
    expect(await run(showCommand, [...pairOf(REY), '--cookie', earlier], {})).toStrictEqual({
      done: false,
      stdout: '',
      stderr: `What is in that cookie has the format of an earlier version. It may open with the next text of ${REY.from}.\n`,
    });
  });

  test.each([
    [{ CONVERSATION: 'greeter' }, { conversation: 'greeter 1', state: { messages: 1 } }],
    [
      { CONVERSATION: 'booking' },
      { conversation: 'booking 1', remembered: { steps: [], open: 'How many people?' } },
    ],
  ])('that a phone on this machine holds, of %j', async (chosenBy, remembered) => {
    const server = await serve({ env: { ...SECRETS, ...chosenBy } });
    const webhook = `http://localhost:${server.port}/sms`;
    const phone = await startPhone({ port: 0, webhook, chosenBy });
    const env = { PORT: String(server.port), PHONE_PORT: new URL(phone.url).port };
    try {
      const shown = (pair = REY) => run(showCommand, pairOf(pair), env);
      const nothing = `Nothing is remembered in the phone's cookie of http://localhost:${server.port}/sms.\n`;
      expect((await shown()).stdout).toBe(nothing);
      const ask = (where: string, content: object) =>
        fetch(phone.url + where, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Origin: phone.url },
          body: JSON.stringify(content),
        }).then((response) => response.json() as Promise<{ id: number }>);
      const send = async (pair: typeof REY) => {
        const { id } = await ask('/send', { ...pair, body: 'hi', media: [], params: {} });
        await ask('/await', { id });
      };
      await send(REY);
      expect(JSON.parse((await shown()).stdout)).toMatchObject(remembered);
      // Finn's pair has a number in common with each of the two.
      await send({ ...FINN, to: '+14155550199' });
      expect((await shown(FINN)).stdout).toBe(nothing);
    } finally {
      await phone.close();
    }
  });

  test('that npm run text has kept', async () => {
    const server = await serve({ env: SECRETS });
    const copy = new ProjectCopy();
    copy.replace('.env', '\nID_SECRET=', `\nID_SECRET=${SECRETS.ID_SECRET}`);
    const { PATH } = process.env;
    const env = { PATH, PORT: String(server.port), PHONE_PORT: String(await freePort()) };
    const npm = (script: string, ...args: string[]) =>
      new Promise<string>((resolve) => {
        const options = { cwd: copy.folder, env };
        execFile('npm', ['run', '--silent', script, '--', ...args], options, (_, stdout, stderr) => {
          resolve(stdout + stderr);
        });
      });
    expect(await npm('show', ...pairOf(REY))).toMatch(/^Nothing is remembered in the phone's cookie/);
    expect(await npm('text', 'hi')).toContain('Thanks for the new message, Rey.');
    expect(JSON.parse(await npm('show', ...pairOf(REY)))).toMatchObject({ state: { messages: 1 } });
    copy.remove('.');
  });
});

test.each<[string[], Record<string, string>, RegExp]>([
  [[], {}, /^Say --from and --to/],
  [['--from', REY.from], {}, /^Say --from and --to/],
  [[...pairOf(REY), '--all'], {}, /^Unknown option '--all'/],
  [['--from', 'Rey', '--to', REY.to], {}, /^"Rey" is no number to text/],
  [pairOf(REY), { SESSION_STORE: 'cloud' }, /^SESSION_STORE="cloud" is not known/],
  [[...pairOf(REY), '--cookie', 'x'], { SESSION_STORE: 'sync' }, /^--cookie is for SESSION_STORE=cookie/],
  [pairOf(REY), { SESSION_STORE: 'redis' }, /^SESSION_STORE=redis, and REDIS_URL is not set/],
  [pairOf(REY), { SESSION_STORE: 'redis', REDIS_URL: 'redis://127.0.0.1:1' }, /ECONNREFUSED/],
  [pairOf(REY), { SESSION_STORE: 'sync', PHONE_PORT: '1' }, /SESSION_STORE=sync npm start/],
  [[...pairOf(REY), '--cookie', 'x'], { SESSION_SECRET: '' }, /SESSION_SECRET is not set/],
])('%j with %j is refused, with what can be said', async (args, env, message) => {
  const asking = run(showCommand, args, env);
  await expect(asking).rejects.toThrow(message);
  const error: unknown = await asking.catch((thrown: unknown) => thrown);
  expect(canBePutRight(error)).toBe(true);
});
