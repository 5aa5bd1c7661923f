import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { EventEmitter, once } from 'node:events';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { Exchange } from '../../../tools/local-twilio';
import { chat } from '../../../tools/phone/terminal/chat';
import { lineOfOurOwn } from '../../../tools/phone/terminal/line';
import { readDuration, writeDuration } from '../../../tools/phone/terminal/duration';
import { fileFor } from '../../../tools/phone/switchboard/saved-file';
import { startPhone } from '../../../tools/phone/web/server';
import { serving, twiml } from '../../../tools/testing/webhook';

jest.setTimeout(30_000);

const PAIR = { from: '+14158675308', to: '+14155550100' };

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'phone-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs `npm run text -- …` in a folder of its own, with nothing but `input` on standard input. */
function text(args: readonly string[], { input = '', env = {} } = {}): Promise<Run> {
  const script = path.join(__dirname, '../../../tools/phone/terminal/text.ts');
  const child = spawn(process.execPath, [require.resolve('tsx/cli'), script, ...args], {
    cwd: folder,
    // Nobody listens there.
    env: { PATH: process.env.PATH, PHONE_PORT: '9', ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** What makes a pipe pass for a terminal, so that a chat is opened. */
const asTerminal = { NODE_OPTIONS: '--import=data:text/javascript,process.stdin.isTTY=true' };

const counting: RequestListener = (request, response) => {
  const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
  twiml(`<Message>${seen}</Message>`, { 'Set-Cookie': `count=${seen}` })(request, response);
};

test('a second call is a second message, of this pair', () =>
  serving(counting, async (url) => {
    expect(await text(['--url', url, 'hello'])).toMatchObject({ code: 0, stdout: '1\n' });
    expect(await text(['--url', url, 'hello'])).toMatchObject({ code: 0, stdout: '2\n' });
    expect(await text(['--url', url, '--from', '+12349013030', 'hello'])).toMatchObject({ stdout: '1\n' });
    expect(await readdir(folder)).toStrictEqual(['.phone']);
  }));

test('every line of a pipe is a message; PORT says where, and the shell over .env', () =>
  serving(counting, async (url) => {
    const { port } = new URL(url);
    await writeFile(path.join(folder, '.env'), 'PORT=1\n');
    const { stdout, stderr } = await text([], { input: 'a\nb\nc', env: { PORT: port } });
    expect(stdout).toBe('1\n2\n3\n');
    expect(stderr).toMatch(/HTTP 200 in \d+ ms · 1 segment of GSM-7 · cookie of 7 bytes, for 3h 59m/);
  }));

test('a pipe and an argument take the commands of a chat; two slashes begin a text', () =>
  serving(counting, async (url) => {
    const typed = await text(['--url', url], {
      input: 'a\n/repeat\n\n/from +12349013030\nb\n//c\n/quit\nd\n',
    });
    expect(typed).toMatchObject({ code: 0, stdout: '1\n2\n1\n2\n' });
    expect(await text(['--url', url, '/forward', '5h'])).toMatchObject({ code: 0, stdout: '' });
    expect(await text(['--url', url, 'e'])).toMatchObject({ code: 0, stdout: '1\n' });
    const unknown = await text(['--url', url], { input: '/forwards 5h\nf\n' });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(
      /^There is no \/forwards\. \/help lists what there is; \/\/forwards sends it/,
    );
    expect(await text(['--url', url, ''])).toMatchObject({ code: 0, stdout: '2\n' });
  }));

test('--json prints the exchange; --get, --media and the token of .env are heeded', () =>
  serving(counting, async (url) => {
    await writeFile(path.join(folder, '.env'), 'AUTH_TOKEN=secret\n');
    const options = ['--url', url, '--get', '--media', 'https://example.com/cat.png', '--json'];
    const { code, stdout } = await text(options);
    expect(code).toBe(0);
    const { request, replies } = JSON.parse(stdout) as Exchange;
    expect(request).toMatchObject({
      method: 'GET',
      params: { Body: '', NumMedia: '1', MediaUrl0: 'https://example.com/cat.png' },
    });
    const other = JSON.parse((await text([...options, '--auth-token', 'other'])).stdout) as Exchange;
    const signature = (exchange: { request: Exchange['request'] }) =>
      new Map(exchange.request.headers).get('X-Twilio-Signature');
    expect(signature({ request })).not.toBe(signature(other));
    expect(replies).toMatchObject([{ body: '1' }]);
  }));

test('--json prints a line for each text', () =>
  serving(counting, async (url) => {
    const { stdout } = await text(['--url', url, '--json'], { input: 'a\nb\n' });
    const lines = stdout.split('\n');
    expect(lines.pop()).toBe('');
    const exchanges = lines.map((line) => JSON.parse(line) as Exchange);
    expect(exchanges.map(({ request, replies }) => [request.params.Body, replies[0]?.body])).toStrictEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  }));

test('what Twilio would have logged is printed, with the code in the exit', () =>
  serving(twiml('<Message>one</Message><Message/>'), async (url) => {
    const { code, stdout, stderr } = await text(['--url', url, 'hello']);
    expect(code).toBe(1);
    expect(stdout).toBe('one\n');
    expect(stderr).toMatch(/^14103 Invalid body\n {2}A <Message> is empty\.\n {2}Give every <Message>/m);
  }));

test('a reply to somebody else says to whom', () =>
  serving(twiml('<Message to="+12349013030">psst</Message><Message>hi</Message>'), async (url) => {
    expect((await text(['--url', url, 'hello'])).stdout).toBe('(to +12349013030)\npsst\nhi\n');
  }));

test('a reply is printed also if the state cannot be kept, and a chat goes on', () =>
  serving(counting, async (url) => {
    // Long enough that nothing can be written beside it, under a longer name.
    const options = ['--url', url, '--state', 'a'.repeat(252)];
    const { code, stdout, stderr } = await text([...options, 'hello']);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '1\n' });
    expect(stderr).toMatch(/a cannot be written \(ENAMETOOLONG\)/);
    expect(stderr).not.toMatch(/^ {4}at /m);
    const session = await text(options, { input: 'a\nb\n', env: asTerminal });
    expect(session).toMatchObject({ code: 0, stdout: expect.stringMatching(/1\n[^]*2\n/) as string });
    expect(session.stderr).toMatch(/a cannot be written \(ENAMETOOLONG\)/);
  }));

test('a clock that is ahead is told, with what sets it back', () =>
  serving(counting, async (url) => {
    const line = await lineOfOurOwn(fileFor(url, path.join(folder, '.phone')), { url });
    await line.ask('/forward', { milliseconds: 5 * 60 * 60 * 1000 });
    await line.save();
    const { stderr } = await text(['--url', url, 'hello']);
    expect(stderr).toMatch(/ · clock 5h ahead \(\/now in a chat sets it back\)$/m);
    const { stdout } = await text(['--url', url], { input: '/now\nhi\n', env: asTerminal });
    expect(stdout).toMatch('The clock is 5h ahead. /now sets it back.\n');
    expect((await text(['--url', url, 'hello'])).stderr).not.toMatch(/ahead/);
  }));

test('a chat exits with 0, whatever went wrong in it', () =>
  serving(twiml('<Message/>'), async (url) => {
    const { code, stderr } = await text(['--url', url], { input: 'hi\n', env: asTerminal });
    expect(code).toBe(0);
    expect(stderr).toMatch('14103 Invalid body');
  }));

test('a text cannot drive the terminal', () =>
  serving(twiml('<Message>\u009b31m</Message>'), async (url) => {
    expect((await text(['--url', url, 'hello'])).stdout).toBe('\ufffd31m\n');
  }));

test.each([
  [['--nope'], /Unknown option '--nope'/],
  [['--from', 'Rey', 'hi'], /"Rey" is no number/],
  [['--url', 'localhost', 'hi'], /"localhost" is no http or https URL/],
])('%j is refused', async (args, message) => {
  const { code, stdout, stderr } = await text(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

test('a file that holds something else is left as it is', async () => {
  const file = path.join(folder, 'mine.json');
  await writeFile(file, '{"version":1}');
  const { code, stderr } = await text(['--state', 'mine.json', 'hi']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^mine\.json does not hold what the phone remembers/);
  expect(await readFile(file, 'utf8')).toBe('{"version":1}');
});

test('the first lines of what is no TwiML are printed, without markup', () =>
  serving(
    (_, response) =>
      response
        .writeHead(500, { 'Content-Type': 'text/html' })
        .end(
          '<!DOCTYPE html><html><head><style>p {}</style></head><body><h1>Error</h1><pre>TypeError: &lt;kaboom&gt;<br> at \u009b31mbot.py:7</pre></body></html>',
        ),
    async (url) => {
      const { code, stderr } = await text(['--url', url, 'hi']);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^ {2}\| Error\n {2}\| TypeError: <kaboom>\n {2}\| {2}at \ufffd31mbot\.py:7$/m);
    },
  ));

describe('beside a phone in the browser', () => {
  test('it texts through that phone, and shares its cookies, its clock and its threads', () =>
    serving(counting, async (url) => {
      const phone = await startPhone({ port: 0, webhook: url });
      const env = { PHONE_PORT: new URL(phone.url).port };
      const everything = async () => (await (await fetch(`${phone.url}/phone`)).json()) as object;
      expect(await text(['--url', url, 'hello'], { env })).toMatchObject({ code: 0, stdout: '1\n' });
      expect(await readdir(folder)).toStrictEqual([]);
      const { stdout } = await text(['--url', url], {
        env: { ...env, ...asTerminal },
        input: 'again\n/forward 1h\n/from Rey\n',
      });
      expect(stdout).toMatch(`The phone at ${phone.url} shows it, too.`);
      expect(stdout).toMatch('2\n');
      expect(await everything()).toMatchObject({
        clock: { ahead: 3_600_000 },
        conversations: [{ entries: [{ body: 'hello' }, { body: 'again' }] }],
      });
      // A webhook that the phone does not text, or a way in which it does not, is texted directly.
      await serving(counting, async (other) => {
        expect(await text(['--url', other, 'hi'], { env })).toMatchObject({ stdout: '1\n' });
      });
      expect(await text(['--url', url, '--get', 'hi'], { env })).toMatchObject({ stdout: '1\n' });
      await phone.close();
    }));

  test('what the Function tells of a text is printed, and in --json; a failure is in the exit', () =>
    serving(twiml('<Message>Sorry</Message>'), async (url) => {
      const phone = await startPhone({ port: 0, webhook: url });
      const env = { PHONE_PORT: new URL(phone.url).port };
      phone.hear({ token: 'hello' });
      const told = serving(
        (request, response) => {
          const token = String(request.headers['i-twilio-idempotency-token']);
          phone.hear({ token, turn: { conversation: 'greeter', version: 1, after: { messages: 1 } } });
          phone.hear({
            token,
            failure: {
              name: 'TypeError',
              message: 'no \u009b31m',
              places: [{ file: 'conversations/greeter.ts', line: 11, column: 3 }],
            },
          });
          phone.hear({ token, log: { level: 'warn', text: 'careful' }, answered: true });
          twiml('<Message>Sorry</Message>')(request, response);
        },
        async (telling) => {
          await fetch(`${phone.url}/webhook`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Origin: phone.url },
            body: JSON.stringify({ url: telling }),
          });
          const { code, stdout, stderr } = await text(['--url', telling, 'hi'], { env });
          expect({ code, stdout }).toStrictEqual({ code: 1, stdout: 'Sorry\n' });
          expect(stderr).toMatch(/^TypeError: no \ufffd31m\n {2}at conversations\/greeter\.ts:11:3$/m);
          const json = await text(['--url', telling, '--json', 'hi'], { env });
          expect(JSON.parse(json.stdout)).toMatchObject({
            remembered: { conversation: 'greeter', version: 1, state: { messages: 1 } },
            failure: { name: 'TypeError' },
            log: [{ text: 'careful' }],
          });
        },
      );
      await told;
      await phone.close();
    }));
});

test('--help says it all', async () => {
  expect(await text(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: npm run text[^]*the conversation has failed/) as string,
  });
});

test('a chat', () =>
  serving(counting, async (url) => {
    const line = await lineOfOurOwn(path.join(folder, 'phone.json'), { url });
    const input = new PassThrough();
    const said: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((line = '') => said.push(String(line)));
    const error = jest.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
    const replies: (string | undefined)[] = [];
    let saved = 0;
    input.end(
      [
        '/repeat',
        'a',
        '',
        '/repeat',
        '/forward 3h',
        '/forward 9999999999999d',
        `/forward ${'9'.repeat(320)}d`,
        'b',
        ' /Forward 4h',
        'c',
        'd',
        '/forget',
        ' //e',
        '/forward',
        '/nope',
        '/from Rey',
        '/from +12349013030',
        'f',
        '/media https://example.com/a.png',
        '/help',
        ' /help',
        ' /quit ',
        'never',
      ].join('\n'),
    );
    await chat({
      line: {
        ...line,
        save: () => {
          saved++;
          return Promise.resolve();
        },
      },
      pair: PAIR,
      input,
      output: new PassThrough(),
      print: ({
        body,
        exchange: {
          replies: [reply],
        },
      }) => {
        replies.push(`${body} ${reply?.body ?? ''}`);
      },
    });
    log.mockRestore();
    error.mockRestore();
    expect(replies).toStrictEqual(['a 1', 'a 2', 'b 3', 'c 1', 'd 2', '/e 1', 'f 1', ' 2']);
    expect(saved).toBe(11);
    expect(said.join('\n')).toMatch(
      /Nothing has been sent yet[^]*no further than[^]*no further than[^]*By how much\?[^]*There is no \/nope[^]*"Rey" is no number[^]*\/forward 4h/,
    );
  }));

describe('a chat ends', () => {
  /** A chat on a terminal whose webhook does not answer before it is told to. */
  async function waiting(use: (chat: Waiting) => Promise<void>): Promise<void> {
    let answer: () => void = () => undefined;
    const asked = new EventEmitter();
    const webhook: RequestListener = (request, response) => {
      answer = () => {
        counting(request, response);
      };
      asked.emit('asked');
    };
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await serving(webhook, async (url) => {
      const line = await lineOfOurOwn(path.join(folder, 'phone.json'), { url });
      const input = new PassThrough();
      const output = Object.assign(new PassThrough(), { isTTY: true });
      const replies: string[] = [];
      const ended = chat({
        line: { ...line, save: () => Promise.resolve() },
        pair: PAIR,
        input,
        output,
        print: ({ exchange }) => {
          replies.push(...exchange.replies.map(({ body }) => body));
        },
      });
      input.write('hi\r');
      await once(asked, 'asked');
      await use({ input, replies, ended, answer });
      expect(input.isPaused()).toBe(true);
    });
    log.mockRestore();
  }

  interface Waiting {
    readonly input: PassThrough;
    readonly replies: string[];
    readonly ended: Promise<void>;
    readonly answer: () => void;
  }

  test('at Ctrl-C, without waiting for an answer', () =>
    waiting(async ({ input, ended, replies }) => {
      input.write('another\r\u0003');
      await ended;
      expect(replies).toStrictEqual([]);
    }));

  test('at Ctrl-D, after the answer that is on its way', () =>
    waiting(async ({ input, ended, answer, replies }) => {
      input.write('\u0004');
      answer();
      await ended;
      expect(replies).toStrictEqual(['1']);
    }));
});

test.each([
  ['4h', 14_400_000, '4h'],
  ['1h30m', 5_400_000, '1h 30m'],
  ['2d', 172_800_000, '2d'],
  ['0s', 0, '0s'],
])('%s lasts %d ms', (written, milliseconds, back) => {
  expect(readDuration(written)).toBe(milliseconds);
  expect(writeDuration(milliseconds)).toBe(back);
});

test.each(['', '4', 'h', '-4h', '4 h', '4hours'])('%j is no duration', (written) => {
  expect(readDuration(written)).toBeUndefined();
});
