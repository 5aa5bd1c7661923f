import { execFile } from 'node:child_process';
import { conversations } from '../../../conversations';
import { canBePutRight } from '../../../tools/cli/command-line';
import { openCommand } from '../../../tools/deploy/open';
import {
  startMessages,
  startSync,
  type MessagesMishap,
  type ServedMessages,
  type ServedSync,
} from '../../../tools/local-twilio';
import { lineThrough } from '../../../tools/phone/terminal/line';
import type { Everything } from '../../../tools/phone/switchboard/protocol';
import { startPhone, type ServedPhone } from '../../../tools/phone/web/server';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';
import { describeWithRedis, startRedis } from '../../../tools/testing/redis';
import { serving, twiml } from '../../../tools/testing/webhook';

jest.setTimeout(20_000);

const REY = '+14158675308';
const OURS = '+14155550100';
const PAIR = ['--to', REY, '--from', OURS];
const DATA = ['--data', '{"visit":"Friday 3 pm"}'];
const QUESTION = 'Your visit is on Friday 3 pm. Will you come?\n1. Yes\n2. No';
const BASE = {
  ...{ SESSION_STORE: 'sync', SESSION_SECRET: SECRET, ID_SECRET: SECRET, SYNC_SERVICE_SID: '' },
  ...{ ACCOUNT_SID: '', AUTH_TOKEN: '', CONVERSATION: '' },
};

const shell = { ...process.env };

afterEach(() => {
  process.env = { ...shell };
  jest.restoreAllMocks();
});

/** Runs the command in this process. */
async function open(args: readonly string[], env: Record<string, string>) {
  for (const name of ['SYNC_URL', 'MESSAGES_URL'])
    if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, BASE, env);
  let stdout = '';
  let stderr = '';
  jest.spyOn(console, 'log').mockImplementation((line) => (stdout += `${line}\n`));
  jest.spyOn(console, 'error').mockImplementation((line) => (stderr += `${line}\n`));
  return { done: await openCommand.run(args), stdout, stderr };
}

/** A phone beside which `npm run example visit` would run, or what else these variables choose. */
function beside(
  use: (phone: ServedPhone, env: Record<string, string>, webhook: string) => Promise<void>,
  chosenBy: Record<string, string> = { EXAMPLE: 'visit' },
) {
  return serving(twiml('<Message>Noted.</Message>'), async (webhook) => {
    const phone = await startPhone({ port: 0, webhook, chosenBy });
    try {
      await use(phone, { PHONE_PORT: new URL(phone.url).port }, webhook);
    } finally {
      await phone.close();
    }
  });
}

async function unasked(phone: ServedPhone): Promise<string[]> {
  const { conversations } = (await (await fetch(`${phone.url}/phone`)).json()) as Everything;
  return conversations.flatMap((each) => each.unasked.map(({ body }) => body));
}

describe('without an account', () => {
  test('the phone of npm start gets the question, once with a key', () =>
    beside(async (phone, env) => {
      const args = [...PAIR, ...DATA, '--key', 'order-42', 'visit'];
      expect(await open(args, env)).toStrictEqual({
        done: true,
        stdout: `Opened. ${REY} gets from ${OURS}:\n\n${QUESTION}\n\nSee it at ${phone.url}\n`,
        stderr: '',
      });
      expect(await open(args, env)).toStrictEqual({
        done: true,
        stdout: `Opened before, with the key order-42. Nothing was sent now.\nSee it at ${phone.url}\n`,
        stderr: '',
      });
      expect(await unasked(phone)).toStrictEqual([QUESTION]);
    }));

  test('on WhatsApp it says that the message did not arrive, a day after their last text', () =>
    beside(async (_, env, webhook) => {
      const pair = { from: `whatsapp:${REY}`, to: `whatsapp:${OURS}` };
      const args = ['--to', pair.from, '--from', pair.to, ...DATA];
      const missed = await open([...args, 'visit'], env);
      expect(missed.done).toBe(false);
      expect(missed.stderr).toMatch(
        /^The message did not arrive, .* as opened\. Twilio refuses the message with 63016\. On WhatsApp .*24 hours\..*63016\n$/s,
      );
      const line = await lineThrough(`http://localhost:${env.PHONE_PORT}`, webhook);
      const accepted = await line?.ask('/send', { ...pair, body: 'hi', media: [], params: {} });
      if (accepted) await line?.ask('/await', accepted);
      expect(await open([...args, '--replace', 'visit'], env)).toMatchObject({ done: true, stderr: '' });
    }));

  test('a conversation that is going on stays, unless it is to be replaced', () =>
    beside(async (phone, env) => {
      await open([...PAIR, ...DATA, 'visit'], env);
      expect(await open([...PAIR, ...DATA, 'visit'], env)).toStrictEqual({
        done: false,
        stdout: '',
        stderr: `Nothing was sent: ${REY} is in the middle of a conversation. To take its place, add --replace.\n`,
      });
      expect(await open([...PAIR, ...DATA, '--replace', 'visit'], env)).toMatchObject({ done: true });
      expect(await unasked(phone)).toHaveLength(2);
    }));

  test.each<[Record<string, string>, string, RegExp]>([
    [{ EXAMPLE: 'visit' }, 'greeter', /CONVERSATION=greeter, .* answers with the example visit\. Leave CONV/],
    [
      { CONVERSATION: 'booking' },
      'greeter',
      /CONVERSATION=greeter, .* answers with booking\. .*=greeter npm start$/,
    ],
    [{}, 'booking', /CONVERSATION=booking, .* answers with greeter\. /],
    // Those are the same. The greeter opens nothing.
    [{}, 'greeter', /^The conversation greeter has no dialogue visit/],
    [{ CONVERSATION: 'greeter' }, 'greeter', /^The conversation greeter has no dialogue visit/],
    [{ CONVERSATION: 'greeter' }, '', /^The conversation greeter has no dialogue visit/],
  ])('beside a Function of %j, CONVERSATION=%s: %s', (chosenBy, CONVERSATION, message) =>
    beside(async (phone, env) => {
      await expect(open([...PAIR, ...DATA, 'visit'], { ...env, CONVERSATION })).rejects.toThrow(message);
      expect(await unasked(phone)).toStrictEqual([]);
    }, chosenBy),
  );

  test('a shell that names a conversation, and has started the example, opens that', () =>
    beside(
      async (phone, env) => {
        const outcome = await open([...PAIR, ...DATA, 'visit'], { ...env, CONVERSATION: 'booking' });
        expect(outcome).toMatchObject({ done: true });
        expect(await unasked(phone)).toStrictEqual([QUESTION]);
      },
      { EXAMPLE: 'visit', CONVERSATION: 'booking' },
    ));

  test('who has texted STOP gets nothing', () =>
    beside(async (phone, env, webhook) => {
      const line = await lineThrough(phone.url, webhook);
      const text = { from: REY, to: OURS, body: 'STOP', media: [], params: {} };
      await line?.ask('/await', await line.ask('/send', text));
      expect(await open([...PAIR, ...DATA, 'visit'], env)).toMatchObject({
        done: false,
        stderr: `Nothing was sent: ${REY} has texted STOP to ${OURS}. What was remembered is forgotten. They can text START.\n`,
      });
      expect(await unasked(phone)).toStrictEqual([]);
    }));

  test.each<[string[], Record<string, string>, RegExp]>([
    [[], {}, /^Say --to, --from, and the name of one dialogue\. npm run open -- --help lists the options\.$/],
    [
      ['visit'],
      { npm_config_from: OURS },
      /lists the options\. npm has kept --from for itself: options come after --$/,
    ],
    [['--to', REY, 'visit'], {}, /^Say --to, --from, /],
    [[...PAIR, 'visit', 'again'], {}, /^Say --to, --from, /],
    [['--from', OURS, '--to', 'Rey', 'visit'], {}, /^"Rey" is no number to text/],
    [[...PAIR, '--when', 'now', 'visit'], {}, /^Unknown option '--when'[^]*npm run open -- --help lists/],
    [[...PAIR, '--key', '', 'visit'], {}, /^--key is empty/],
    [[...PAIR, '--data', '{visit}', 'visit'], {}, /^--data is no JSON: .*--data '{"visit":"Friday 3 pm"}'$/],
    [
      [...PAIR, 'visit'],
      {},
      /^The dialogue visit takes data\. Hand it over with --data\. It takes {"visit":/,
    ],
    [
      [...PAIR, '--data', '7', 'visit'],
      {},
      /^The dialogue visit does not take that data\. It takes {"visit":/,
    ],
    [
      [...PAIR, ...DATA, 'vist'],
      {},
      /^The conversation visit has no dialogue vist that can be opened\. It has visit \(/,
    ],
    [
      [...PAIR, 'visit'],
      { SESSION_STORE: '' },
      /^SESSION_STORE is cookie, .*: SESSION_STORE=sync npm start, and/,
    ],
    [[...PAIR, 'visit'], { SESSION_STORE: 'cloud' }, /^SESSION_STORE="cloud" is not known/],
    [[...PAIR, 'visit'], { SESSION_SECRET: '', ID_SECRET: '' }, /SESSION_SECRET is not set/],
    [[...PAIR, 'visit'], { PHONE_PORT: 'x' }, /^PHONE_PORT=x is no port/],
    [
      [...PAIR, 'visit'],
      { PHONE_PORT: '9' },
      /^There is no account, and no phone at http:\/\/localhost:9 .*npm start/,
    ],
    [
      [...PAIR, 'visit'],
      { SESSION_STORE: 'redis', REDIS_URL: '' },
      /^SESSION_STORE=redis, and REDIS_URL is not set/,
    ],
  ])('%j with %j is refused, with what to do', (args, more, message) =>
    beside(async (phone, env) => {
      const opening = open(args, { ...env, ...more });
      await expect(opening).rejects.toThrow(message);
      const error: unknown = await opening.catch((thrown: unknown) => thrown);
      expect(canBePutRight(error)).toBe(true);
      expect(await unasked(phone)).toStrictEqual([]);
    }),
  );
});

describe('with an account', () => {
  const ACCOUNT = { sid: `AC${'a'.repeat(28)}beef`, token: 'p'.repeat(32) };
  let sync: ServedSync;
  let messages: ServedMessages;
  let mishap: MessagesMishap | undefined;
  let mishapOfList: MessagesMishap | undefined;
  let env: Record<string, string>;

  beforeEach(async () => {
    mishap = mishapOfList = undefined;
    sync = await startSync({ port: 0, account: ACCOUNT });
    messages = await startMessages({
      port: 0,
      account: ACCOUNT,
      mishap: (call) => (call === 'list' ? mishapOfList : mishap),
    });
    env = {
      ...{ ACCOUNT_SID: ACCOUNT.sid, AUTH_TOKEN: ACCOUNT.token, PHONE_PORT: '9' },
      ...{ SYNC_URL: sync.url, MESSAGES_URL: messages.url, CONVERSATION: 'greeter' },
    };
  });
  afterEach(() => Promise.all([sync.close(), messages.close()]));

  test('it is asked, and no phone; the conversation is that of CONVERSATION', async () => {
    await expect(open([...PAIR, ...DATA, 'visit'], env)).rejects.toThrow(
      /^The conversation greeter has no dialogue visit that can be opened\. It has none with .* CONVERSATION=… chooses another/,
    );
    await expect(open([...PAIR, 'visit'], { ...env, CONVERSATION: 'greter' })).rejects.toThrow(
      `CONVERSATION="greter" is not known. Choose one of: ${Object.keys(conversations).join(', ')}`,
    );
  });

  describe('as npm runs it', () => {
    let copy: ProjectCopy;
    beforeAll(() => {
      copy = withVisit(new ProjectCopy());
    });
    afterAll(() => {
      copy.remove('.');
    });

    function runOpen(args: readonly string[], more: Record<string, string> = {}) {
      const { PATH } = process.env;
      const variables = { ...BASE, ...env, CONVERSATION: 'visit', ...more };
      return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
        execFile(
          process.execPath,
          ['--import', 'tsx', 'tools/deploy/main.ts', 'open', ...args],
          { cwd: copy.folder, env: { PATH, ...variables } },
          (error, stdout, stderr) => {
            resolve({ code: error?.code ?? 0, stdout, stderr });
          },
        );
      });
    }

    test('a real message goes out', async () => {
      expect(await runOpen([...PAIR, ...DATA, '--key', 'order-42', 'visit'])).toStrictEqual({
        code: 0,
        stdout: `Opened. ${REY} gets from ${OURS}:\n\nRey, do you come on Friday 3 pm?\n\n`,
        stderr: '',
      });
      expect(messages.messages.list()).toMatchObject([{ from: OURS, to: REY }]);
    });

    test('on WhatsApp it is open, also if Twilio does not tell whether it arrived', async () => {
      mishapOfList = 20500;
      const pair = ['--to', `whatsapp:${REY}`, '--from', `whatsapp:${OURS}`];
      expect(await runOpen([...pair, ...DATA, 'visit'])).toMatchObject({ code: 0, stderr: '' });
    });

    test('a refusal is said in words, and frees the key; of silence it says what to do', async () => {
      const args = [...PAIR, ...DATA, '--key', 'order-43', 'visit'];
      mishap = 21211;
      expect(await runOpen(args)).toStrictEqual({
        code: 1,
        stdout: '',
        stderr:
          'Nothing was sent: Twilio refuses the message with 21211. --to is no number that can be texted. https://www.twilio.com/docs/api/errors/21211\n',
      });
      mishap = 20500;
      expect(await runOpen(args)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^It is not known if .*\. Call again in a minute, with the same key/,
        ) as string,
      });
      expect(await runOpen(['--to', '+12349013030', '--from', OURS, ...DATA, 'visit'])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^It is not known if .*\. Look among the messages of the account before you call again\. With a --key /,
        ) as string,
      });
      mishap = undefined;
      expect(await runOpen(args)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^It is being opened: .* call again in a minute\.\n$/) as string,
      });
    });

    describeWithRedis()('with a Redis', () => {
      test('it ends, and keeps it there', async () => {
        const redis = await startRedis();
        const args = [...PAIR, ...DATA, 'visit'];
        const store = { SESSION_STORE: 'redis', REDIS_URL: redis.url };
        expect(await runOpen(args, store)).toMatchObject({ code: 0 });
        expect(await runOpen(args, store)).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('in the middle of a conversation') as string,
        });
        expect(sync.documents.list()).toStrictEqual([]);
        await redis.close();
      });
    });
  });
});

/** Adds a conversation that we open, and that knows people. */
function withVisit(copy: ProjectCopy): ProjectCopy {
  copy.write(
    'conversations/visit.ts',
    `import { ask, dialogue, type NameOf } from '../src';
    export const visit = (nameOf: NameOf) => dialogue('visit', function* ({ data, from }) {
      yield* ask(nameOf(from) + ', do you come on ' + String(data) + '?');
    }, { data: (value) => (value as { visit: string }).visit });`,
  );
  const index = 'conversations/index.ts';
  copy.replace(index, 'import { greeter }', "import { visit } from './visit';\nimport { greeter }");
  copy.replace(index, '  greeter: ', '  visit: () => visit(callers()),\n  greeter: ');
  return copy;
}
