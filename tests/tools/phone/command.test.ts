import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { validateRequest } from 'twilio';
import { freePort } from '../../../tools/testing/free-port';
import { run } from '../../../tools/testing/server';
import { formOf, serving, twiml } from '../../../tools/testing/webhook';

jest.setTimeout(60_000);

const MAIN = path.join(__dirname, '../../../tools/phone/web/main.ts');
const TSX = require.resolve('tsx');

const folder = () => mkdtemp(path.join(tmpdir(), 'phone-'));

/** Runs `npm run phone -- …` in a folder of its own until it ends. */
async function phone(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, MAIN, ...args], {
    cwd: await folder(),
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('it texts any webhook, signed with the token that is given, and keeps what was said', () => {
  const asked: Record<string, unknown>[] = [];
  let webhook = '';
  return serving(
    (request, response) => {
      void formOf(request).then((form) => {
        asked.push({
          url: request.url,
          Body: form.get('Body'),
          isSigned: validateRequest(
            'x',
            String(request.headers['x-twilio-signature']),
            webhook,
            Object.fromEntries(form),
          ),
        });
        twiml('<Message>I am Flask</Message>')(request, response);
      });
    },
    async (url) => {
      webhook = url;
      const [port, cwd] = [await freePort(), await folder()];
      const args = ['--import', TSX, MAIN, '--url', url, '--port', String(port), '--auth-token', 'x'];
      const server = await run(args, { port, cwd, env: { PATH: process.env.PATH } });
      expect(server.output()).toMatch(`texts ${url}. Ctrl-C ends it.`);
      const post = (to: string, body: object) =>
        fetch(`http://localhost:${port}${to}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Origin: `http://localhost:${port}` },
          body: JSON.stringify(body),
        }).then((response) => response.json());
      const pair = { from: '+14158675308', to: '+14155550100' };
      const accepted = (await post('/send', { ...pair, body: 'hi', media: [], params: {} })) as object;
      expect(await post('/await', accepted)).toMatchObject({
        entry: { exchange: { replies: [{ body: 'I am Flask' }], problems: [] } },
      });
      expect(asked).toStrictEqual([{ url: '/sms', Body: 'hi', isSigned: true }]);
      await server.stop();
      const [file = ''] = await readdir(path.join(cwd, '.phone'));
      expect(await readFile(path.join(cwd, '.phone', file), 'utf8')).toMatch('I am Flask');
    },
  );
});

test('what is typed wrong is told, with what can be done', async () => {
  expect(await phone('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/--url/) as string,
  });
  expect(await phone('--urk', 'x')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/'--urk'[^]*npm run phone -- --help/) as string,
  });
  expect(await phone('--port', 'x')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^--port=x is no port/) as string,
  });
  expect(await phone('--url', 'ftp://x')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/ftp/) as string,
  });
});

test('of a port that is taken, which other there is', () =>
  serving(twiml(''), async (url) => {
    expect(await phone('--port', new URL(url).port)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/Choose another: npm run phone -- --port \d+/) as string,
    });
  }));
