import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { EventEmitter, once } from 'node:events';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Carrier, type Exchange } from '../../../tools/local-twilio';
import { chat } from '../../../tools/phone/terminal/chat';
import { readDuration, writeDuration } from '../../../tools/phone/terminal/duration';
import { serving, twiml } from '../../../tools/testing/webhook';

jest.setTimeout(30_000);

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
    env: { PATH: process.env.PATH, ...env },
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
    expect(await readdir(folder)).toEqual(['.phone.json']);
    // It holds numbers and cookies.
    expect((await stat(path.join(folder, '.phone.json'))).mode & 0o777).toBe(0o600);
  }));

test('every line of a pipe is a message; PORT says where, and the shell over .env', () =>
  serving(counting, async (url) => {
    const { port } = new URL(url);
    await writeFile(path.join(folder, '.env'), 'PORT=1\n');
    const { stdout, stderr } = await text([], { input: 'a\nb\nc', env: { PORT: port } });
    expect(stdout).toBe('1\n2\n3\n');
    expect(stderr).toMatch(/HTTP 200 in \d+ ms · 1 segment of GSM-7 · cookie of 7 bytes, for 3h 59m/);
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

test('a reply is printed also where the state cannot be kept, and a chat goes on', () =>
  serving(counting, async (url) => {
    const options = ['--url', url, '--state', 'none/phone.json'];
    const { code, stdout, stderr } = await text([...options, 'hello']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '1\n' });
    expect(stderr).toMatch('none/phone.json cannot be written (ENOENT)');
    expect(stderr).not.toMatch(/^ {4}at /m);
    const session = await text(options, { input: 'a\nb\n', env: asTerminal });
    expect(session).toMatchObject({ code: 0, stdout: expect.stringMatching(/1\n[^]*2\n/) as string });
    expect(session.stderr).toMatch('none/phone.json cannot be written (ENOENT)');
  }));

test('a clock that is ahead is told, with what sets it back', () =>
  serving(counting, async (url) => {
    const carrier = new Carrier({ url });
    carrier.clock.forward(5 * 60 * 60 * 1000);
    await writeFile(path.join(folder, '.phone.json'), JSON.stringify(carrier.save()));
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

test.each([
  '{"version":1',
  '{"version":2}',
  '[]',
  '{"version":1,"ahead":0,"lines":[{"from":1}]}',
  '{"version":1,"ahead":8.64e20,"lines":[]}',
])('a file that holds %j is left as it is', async (content) => {
  const file = path.join(folder, '.phone.json');
  await writeFile(file, content);
  const { code, stderr } = await text(['hi']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^\.phone\.json does not hold what the phone remembers/);
  expect(await readFile(file, 'utf8')).toBe(content);
});

test('--help says it all', async () => {
  expect(await text(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: npm run text[^]*apology with HTTP 200/) as string,
  });
});

test('a chat', () =>
  serving(counting, async (url) => {
    const carrier = new Carrier({ url });
    const phone = carrier.pair({ from: '+14158675308', to: '+14155550100' });
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
      carrier,
      phone,
      input,
      output: new PassThrough(),
      done: ({ replies: [reply], request }) => {
        replies.push(`${request.params.Body ?? ''} ${reply?.body ?? ''}`);
        return Promise.resolve();
      },
      save: () => {
        saved++;
        return Promise.resolve();
      },
    });
    log.mockRestore();
    error.mockRestore();
    expect(replies).toEqual(['a 1', 'a 2', 'b 3', 'c 1', 'd 2', '/e 1', 'f 1', ' 2']);
    expect(saved).toBe(3);
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
      const carrier = new Carrier({ url });
      const input = new PassThrough();
      const output = Object.assign(new PassThrough(), { isTTY: true });
      const replies: string[] = [];
      const ended = chat({
        carrier,
        phone: carrier.pair({ from: '+14158675308', to: '+14155550100' }),
        input,
        output,
        done: ({ replies: sent }) => {
          replies.push(...sent.map(({ body }) => body));
          return Promise.resolve();
        },
        save: () => Promise.resolve(),
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
      expect(replies).toEqual([]);
    }));

  test('at Ctrl-D, after the answer that is on its way', () =>
    waiting(async ({ input, ended, answer, replies }) => {
      input.write('\u0004');
      answer();
      await ended;
      expect(replies).toEqual(['1']);
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
