import { copyFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { createClient } from 'redis';
import { Carrier, startSync, type Phone } from '../../tools/local-twilio';
import { ProjectCopy, SECRET } from '../../tools/testing/project-copy';
import { describeWithRedis, startRedis } from '../../tools/testing/redis';
import { serve, type Server, type ServerOptions } from '../../tools/testing/server';
import { ACCOUNT } from '../../tools/testing/sync';

jest.setTimeout(120_000);

const SMS = 'dist/functions/sms.protected.js';
const CALLERS = 'assets/callers.private.json';
const REY = { from: '+14158675308', to: '+14155550100' };
const STRANGER = { from: '+19995550123', to: '+14155550100' };

/** The built Function in a project that may be changed. */
function copyWithFunction(): ProjectCopy {
  const copy = new ProjectCopy();
  copy.write(SMS, '');
  copyFileSync(path.join(__dirname, '../..', SMS), path.join(copy.folder, SMS));
  return copy;
}

function serveCopy(copy: ProjectCopy, options: ServerOptions = {}): Promise<Server> {
  return serve({ cwd: copy.folder, env: { SESSION_SECRET: SECRET }, ...options });
}

function phoneOf({ port }: Server, pair = REY): Phone {
  return new Carrier({ url: `http://127.0.0.1:${port}/sms` }).pair(pair);
}

async function answerTo(phone: Phone, text = 'hi'): Promise<string | undefined> {
  const { replies, problems } = await phone.send(text);
  expect(problems).toStrictEqual([]);
  return replies[0]?.body;
}

async function get({ port }: Server, pathname: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${pathname}`);
  return `${response.status} ${await response.text()}`;
}

/** Texts so many times at once, each time with the same cookie, and does nothing but that. */
async function flood({ port }: Server, cookie: string, times: number): Promise<void> {
  const texts = Array.from({ length: times }, async () => {
    const body = new URLSearchParams({ From: REY.from, To: REY.to, Body: 'hi' });
    const response = await fetch(`http://127.0.0.1:${port}/sms`, {
      method: 'POST',
      headers: { cookie },
      body,
    });
    expect(await response.text()).toContain('2 times');
  });
  await Promise.all(texts);
}

/** Answers with how often it was called since it was loaded, and goes wrong in the way that it is asked to. */
const TROUBLE = `let calls = 0;
exports.handler = (context, { wrong }, callback) => {
  calls += 1;
  if (wrong === 'at once') throw new RangeError('thrown at once');
  if (wrong === 'later') setTimeout(() => { throw new RangeError('thrown later'); }, 10);
  if (wrong === 'promise') Promise.reject(new RangeError('not awaited'));
  if (wrong === 'exit') process.exit(3);
  callback(null, String(calls));
};
`;

test('memory stays flat over 5,000 texts, and over 200 saves', async () => {
  const copy = copyWithFunction();
  copy.write(
    'dist/functions/memory.js',
    `exports.handler = (context, event, callback) => {
      global.gc();
      const { heapUsed, external } = process.memoryUsage();
      callback(null, String(heapUsed + external));
    };`,
  );
  const server = await serveCopy(copy, { nodeOptions: ['--expose-gc'] });
  const megabytes = async () => Number((await get(server, '/memory')).slice('200 '.length)) / 1e6;
  const rey = phoneOf(server);
  await rey.send('hi');
  const cookie = rey.cookie?.text ?? '';
  for (let texts = 0; texts < 500; texts += 50) await flood(server, cookie, 50);
  const atFirst = await megabytes();
  for (let texts = 0; texts < 5000; texts += 50) await flood(server, cookie, 50);
  const afterTexts = await megabytes();
  for (let saves = 1; saves <= 200; saves++) {
    utimesSync(path.join(copy.folder, SMS), saves, saves);
    await flood(server, cookie, 1);
  }
  const afterSaves = await megabytes();
  // Plain --no-fork-process takes 120 MB more for each thousand texts.
  expect(afterTexts - atFirst).toBeLessThan(5);
  expect(afterSaves - afterTexts).toBeLessThan(5);
});

test('a save counts from the next text on, of the Function and of an asset', async () => {
  const copy = copyWithFunction();
  const server = await serveCopy(copy);
  const stranger = phoneOf(server, STRANGER);
  expect(await answerTo(stranger)).toBe('Thanks for the new message, Friend.');
  const callers = copy.read(CALLERS);
  copy.replace(CALLERS, '{', `{ "${STRANGER.from}": "Ada",`);
  expect(await answerTo(stranger)).toBe('Ada has messaged +14155550100 2 times.');
  copy.write(CALLERS, '{');
  expect(await answerTo(stranger)).toBe('Friend has messaged +14155550100 3 times.');
  await server.printed('assets/callers.private.json cannot be read as JSON');
  copy.write(CALLERS, callers);
  copy.replace(SMS, 'has messaged', 'HAS MESSAGED');
  expect(await answerTo(stranger)).toBe('Friend HAS MESSAGED +14155550100 4 times.');
  const built = copy.read(SMS);
  copy.remove(SMS);
  copy.write(SMS, built.replace('HAS MESSAGED', 'wrote to'));
  expect(await answerTo(phoneOf(server))).toBe('Thanks for the new message, Rey.');
  expect(await answerTo(stranger)).toBe('Friend wrote to +14155550100 5 times.');
});

test('Sync stays redirected after a save', async () => {
  const copy = copyWithFunction();
  const sync = await startSync({ port: 0 });
  const env = { SESSION_SECRET: SECRET, SESSION_STORE: 'sync', SYNC_URL: sync.url, ...ACCOUNT };
  const server = await serveCopy(copy, { env });
  expect(await answerTo(phoneOf(server))).toBe('Thanks for the new message, Rey.');
  copy.replace(SMS, 'has messaged', 'HAS MESSAGED');
  expect(await answerTo(phoneOf(server))).toBe('Rey HAS MESSAGED +14155550100 2 times.');
  copy.replace(CALLERS, 'Rey', 'Reya');
  expect(await answerTo(phoneOf(server))).toBe('Reya HAS MESSAGED +14155550100 3 times.');
  await sync.close();
});

describeWithRedis()('with Redis', () => {
  test('a save opens no further connection', async () => {
    const copy = copyWithFunction();
    const redis = await startRedis();
    const client = createClient({ url: redis.url });
    await client.connect();
    const connections = async () => (await client.clientList()).length;
    const alone = await connections();
    const env = { SESSION_SECRET: SECRET, SESSION_STORE: 'redis', REDIS_URL: redis.url };
    const rey = phoneOf(await serveCopy(copy, { env }));
    expect(await answerTo(rey)).toBe('Thanks for the new message, Rey.');
    for (let saves = 1; saves <= 3; saves++) {
      utimesSync(path.join(copy.folder, SMS), saves, saves);
      expect(await answerTo(rey)).toBe(`Rey has messaged +14155550100 ${saves + 1} times.`);
    }
    expect(await connections()).toBe(alone + 1);
    client.destroy();
    await redis.close();
  });
});

test('a Function that cannot be loaded is named, with the place, and the others are served', async () => {
  const copy = copyWithFunction();
  copy.write('dist/functions/broken.js', '\nthrow new RangeError("thrown at load");');
  const server = await serveCopy(copy);
  expect(await get(server, '/broken')).toMatch(/^500 .*thrown at load/s);
  await server.printed(
    /dist\/functions\/broken\.js cannot be loaded\. .*RangeError: thrown at load\n {4}at .*broken\.js:2:7/s,
  );
  expect(await answerTo(phoneOf(server))).toBe('Thanks for the new message, Rey.');
  copy.write('dist/functions/broken.js', TROUBLE);
  expect(await get(server, '/broken')).toBe('200 1');
});

test('an error that no code catches is said, with the place, and the server goes on', async () => {
  const copy = copyWithFunction();
  copy.write('dist/functions/trouble.js', TROUBLE);
  const server = await serveCopy(copy);
  expect(await get(server, '/trouble')).toBe('200 1');
  expect(await get(server, '/trouble?wrong=at+once')).toMatch(
    /^500 .*thrown at once.*dist\/functions\/trouble\.js:4:/s,
  );
  expect(await get(server, '/trouble?wrong=promise')).toBe('200 3');
  await server.printed(
    /A promise failed, and no code awaits it\. .* RangeError: not awaited\n {4}at .*trouble\.js:6:/,
  );
  expect(await get(server, '/trouble?wrong=later')).toBe('200 4');
  await server.printed(
    /An error was thrown, and no code catches it\. .* RangeError: thrown later\n {4}at .*trouble\.js:5:/,
  );
  // The same process, as it still counts.
  expect(await get(server, '/trouble')).toBe('200 5');
});

test('a Function that ends the process is named', async () => {
  const copy = copyWithFunction();
  copy.write('dist/functions/trouble.js', TROUBLE);
  const server = await serveCopy(copy);
  await expect(get(server, '/trouble?wrong=exit')).rejects.toThrow('fetch failed');
  await server.printed(
    /A Function called process\.exit\(3\), which ends the server\.\n.*\n {4}at .*trouble\.js:7:/s,
  );
});
